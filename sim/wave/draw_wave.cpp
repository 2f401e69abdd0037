#include "sim/wave/draw_wave.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "sim/signature.hpp"
#include "sim/wave/read_vcd.hpp"
#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

constexpr double kLabelWidth = 236;
constexpr double kMargin = 16;
constexpr double kRowHeight = 22;
constexpr double kWireHeight = 12;
constexpr double kGroupGap = 30;
constexpr double kHeadHeight = 66;
constexpr double kDigitWidth = 6.7;  // of the monospaced digits at 11 px

// A tint and an ink per vector, in a circle.
struct Colour {
  const char* fill;
  const char* ink;
};
constexpr Colour kColours[] = {{"#d6e6fb", "#1f5fa8"}, {"#fde2c8", "#a85a12"}, {"#d5efd9", "#23753a"},
                               {"#ecdcf6", "#74409a"}, {"#fbd7de", "#a62a47"}, {"#d3eeee", "#17706f"}};

/// A beat of a stream as it stood on the wires.
struct Cycle {
  bool valid = false;
  bool ready = false;
  std::string data;
  std::int64_t vector = 0;
  int beat = 0;
};

struct Row {
  std::string title;
  const StreamSignature* stream = nullptr;
  std::vector<Cycle> cycles;
};

/// The clock cycles of the window: where each begins, and where its values have settled.
struct Window {
  std::vector<std::int64_t> begin_ps, settled_ps;
};

bool high(const WaveSignal& signal, std::int64_t time) { return signal.at(time) == "1"; }

Window find_cycles(const Wave& wave, const std::string& clock) {
  Window window;
  std::string before = "x";
  for (const auto& [time, level] : wave.signals.at(clock).changes) {
    if (level == "1" && before != "1") window.begin_ps.push_back(time);
    before = level;
  }
  for (std::size_t i = 0; i < window.begin_ps.size(); ++i) {
    const bool last = i + 1 == window.begin_ps.size();
    window.settled_ps.push_back(last ? wave.end_ps : window.begin_ps[i + 1] - 1);
  }
  return window;
}

/// Follows a stream through all cycles, so that each beat knows its vector; a reset starts a vector anew.
std::vector<Cycle> follow(const Wave& wave, const Window& window, const StreamSignature& stream,
                          const std::string& reset) {
  std::vector<Cycle> cycles;
  std::int64_t vector = 0;
  int beat = 0;
  for (const std::int64_t time : window.settled_ps) {
    Cycle cycle;
    const bool in_reset = !high(wave.signals.at(reset), time) ? false : true;
    cycle.valid = !in_reset && high(wave.signals.at(stream.valid), time);
    cycle.ready = !in_reset && high(wave.signals.at(stream.ready), time);
    cycle.data = wave.signals.at(stream.port).at(time);
    cycle.vector = vector;
    cycle.beat = beat;
    if (in_reset) beat = 0;
    if (cycle.valid && cycle.ready && ++beat == stream.beats) {
      beat = 0;
      ++vector;
    }
    cycles.push_back(std::move(cycle));
  }
  return cycles;
}

/// The element of a lane as a decimal number: "-1.375"; empty for a padded lane, "x" where a bit is unknown.
std::string element_text(const StreamSignature& stream, const Cycle& cycle, int lane) {
  if (cycle.beat * stream.parallelism + lane >= stream.features) return "";
  const auto width = static_cast<std::size_t>(stream.type.width);
  const std::size_t low = (static_cast<std::size_t>(lane) + 1) * width;
  if (cycle.data.size() < low) return "x";
  const std::string bits = cycle.data.substr(cycle.data.size() - low, width);
  if (bits.find_first_not_of("01") != std::string::npos) return "x";
  std::int64_t code = 0;
  for (const char bit : bits) code = code * 2 + (bit == '1' ? 1 : 0);
  if (stream.type.is_signed && bits.front() == '1') code -= std::int64_t{1} << width;
  return fmt::format("{}", std::ldexp(static_cast<double>(code), -stream.type.frac_width));
}

/// Writes the picture, row by row.
class Picture {
 public:
  Picture(const DesignSignature& design, const Window& window, std::vector<Row> rows, const std::vector<bool>& reset,
          std::size_t first, std::size_t count, int elements)
      : design_(design),
        window_(window),
        rows_(std::move(rows)),
        reset_(reset),
        first_(first),
        count_(count),
        elements_(elements) {
    std::size_t longest = 5;
    for (const Row& row : rows_) {
      for (int lane = 0; lane < lanes(row); ++lane) {
        for (std::size_t i = first_; i < first_ + count_; ++i) {
          if (row.cycles[i].valid) longest = std::max(longest, element_text(*row.stream, row.cycles[i], lane).size());
        }
      }
    }
    cycle_width_ = std::max(44.0, static_cast<double>(longest) * kDigitWidth + 14);
  }

  std::string draw() {
    y_ = kHeadHeight;
    clock_row();
    wire_row(
        design_.reset, [&](std::size_t i) { return static_cast<bool>(reset_[i]); }, "#8a94a3");
    for (const Row& row : rows_) group(row);
    const double width = kLabelWidth + static_cast<double>(count_) * cycle_width_ + 2 * kMargin;
    const double height = y_ + kMargin;
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
        "{1:.0f}\" "
        "font-family=\"DejaVu Sans, Verdana, Helvetica, sans-serif\" font-size=\"12\">\n"
        "<rect width=\"{0:.0f}\" height=\"{1:.0f}\" rx=\"8\" fill=\"#ffffff\"/>\n",
        width, height);
    svg += head() + grid(height) + body_ + "</svg>\n";
    return svg;
  }

 private:
  int lanes(const Row& row) const { return std::min({row.stream->parallelism, row.stream->features, elements_}); }
  double x(std::size_t column) const { return kMargin + kLabelWidth + static_cast<double>(column) * cycle_width_; }

  void text(double at_x, double at_y, const std::string& words, const std::string& style) {
    body_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" {}>{}</text>\n", at_x, at_y, style, words);
  }

  void label(const std::string& words) {
    text(kMargin + kLabelWidth - 10, y_ + kRowHeight / 2 + 4, words,
         "text-anchor=\"end\" fill=\"#3b4554\" font-family=\"DejaVu Sans Mono, Menlo, monospace\" font-size=\"11\"");
  }

  std::string head() const {
    std::string svg = fmt::format(
        "<text x=\"{:.0f}\" y=\"28\" font-size=\"16\" font-weight=\"bold\" fill=\"#1b2430\">{}</text>\n"
        "<text x=\"{:.0f}\" y=\"46\" font-size=\"11\" fill=\"#5c6776\">latency {} cycles, one vector every {} "
        "cycle{}</text>\n",
        kMargin, design_.design, kMargin, design_.latency_cycles, design_.interval_cycles,
        design_.interval_cycles == 1 ? "" : "s");
    const double right = x(count_);
    std::int64_t vectors = 0;
    for (const Row& row : rows_) {
      for (std::size_t i = first_; i < first_ + count_; ++i) {
        if (row.cycles[i].valid) vectors = std::max(vectors, row.cycles[i].vector + 1);
      }
    }
    const std::int64_t shown = std::min<std::int64_t>(vectors, static_cast<std::int64_t>(std::size(kColours)));
    for (std::int64_t i = 0; i < shown; ++i) {
      const double at = right - static_cast<double>(shown - i) * 74;
      svg += fmt::format(
          "<rect x=\"{:.1f}\" y=\"17\" width=\"12\" height=\"12\" rx=\"2\" fill=\"{}\" stroke=\"{}\"/>"
          "<text x=\"{:.1f}\" y=\"27\" font-size=\"11\" fill=\"#3b4554\">vector {}</text>\n",
          at, kColours[i].fill, kColours[i].ink, at + 17, i);
    }
    return svg;
  }

  std::string grid(double height) const {
    std::string svg;
    const std::size_t step = cycle_width_ < 50 ? 2 : 1;
    for (std::size_t i = 0; i <= count_; ++i) {
      svg += fmt::format("<line x1=\"{0:.1f}\" y1=\"{1:.1f}\" x2=\"{0:.1f}\" y2=\"{2:.1f}\" stroke=\"#eef1f5\"/>\n",
                         x(i), kHeadHeight - 4, height - kMargin);
      if (i % step != 0 || i == count_) continue;
      svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"10\" fill=\"#8a94a3\">{} ns</text>\n", x(i) + 2,
                         kHeadHeight - 8, static_cast<double>(window_.begin_ps[first_ + i]) / 1000.0);
    }
    return svg;
  }

  void clock_row() {
    label(design_.clock);
    const double top = y_ + 4;
    const double bottom = y_ + kRowHeight - 5;
    std::string path = fmt::format("M{:.1f} {:.1f}", x(0), bottom);
    for (std::size_t i = 0; i < count_; ++i) {
      path += fmt::format(" V{:.1f} H{:.1f} V{:.1f} H{:.1f}", top, x(i) + cycle_width_ / 2, bottom, x(i + 1));
    }
    body_ += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"#8a94a3\" stroke-width=\"1.2\"/>\n", path);
    y_ += kRowHeight;
  }

  template <class Level>
  void wire_row(const std::string& name, Level level, const char* ink) {
    label(name);
    const double bottom = y_ + (kRowHeight + kWireHeight) / 2;
    const double top = bottom - kWireHeight;
    std::string path = fmt::format("M{:.1f} {:.1f}", x(0), level(first_) ? top : bottom);
    for (std::size_t i = 0; i < count_; ++i) {
      const bool up = level(first_ + i);
      if (up)
        body_ += fmt::format(
            "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\" opacity=\"0.13\"/>\n", x(i),
            top, cycle_width_, kWireHeight, ink);
      path += fmt::format(" V{:.1f} H{:.1f}", up ? top : bottom, x(i + 1));
    }
    body_ += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>\n", path, ink);
    y_ += kRowHeight;
  }

  void group(const Row& row) {
    y_ += 8;
    body_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"20\" rx=\"3\" fill=\"#f3f5f8\"/>\n",
                         kMargin, y_, kLabelWidth + static_cast<double>(count_) * cycle_width_);
    text(kMargin + 8, y_ + 14, row.title, "font-weight=\"bold\" fill=\"#1b2430\"");
    const StreamSignature& stream = *row.stream;
    std::string facts =
        fmt::format("{} elements, {} a cycle, {}", stream.features, stream.parallelism, to_string(stream.type));
    if (lanes(row) < stream.parallelism) facts += fmt::format("; {} of {} lanes shown", lanes(row), stream.parallelism);
    text(x(0) + 2, y_ + 14, facts, "fill=\"#5c6776\" font-size=\"11\"");
    y_ += kGroupGap - 8;
    wire_row(
        stream.valid, [&](std::size_t i) { return row.cycles[i].valid; }, "#2b8a4b");
    wire_row(
        stream.ready, [&](std::size_t i) { return row.cycles[i].ready; }, "#3d6fb6");
    for (int lane = 0; lane < lanes(row); ++lane) bus_row(row, lane);
  }

  /// A beat is one box, as long as it waits; between beats a thin line.
  void bus_row(const Row& row, int lane) {
    label(fmt::format("{}[{}]", row.stream->port, lane));
    const double middle = y_ + kRowHeight / 2;
    for (std::size_t i = 0; i < count_;) {
      const Cycle& cycle = row.cycles[first_ + i];
      std::size_t end = i + 1;
      if (!cycle.valid) {
        while (end < count_ && !row.cycles[first_ + end].valid) ++end;
        body_ += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"#cdd4de\"/>\n",
                             x(i), middle, x(end), middle);
      } else {
        while (end < count_ && !row.cycles[first_ + end - 1].ready && row.cycles[first_ + end].valid) ++end;
        box(i, end, cycle, element_text(*row.stream, cycle, lane));
      }
      i = end;
    }
    y_ += kRowHeight;
  }

  void box(std::size_t begin, std::size_t end, const Cycle& cycle, const std::string& value) {
    const Colour& colour = kColours[static_cast<std::size_t>(cycle.vector) % std::size(kColours)];
    const bool padded = value.empty();
    const double top = y_ + 3;
    const double bottom = y_ + kRowHeight - 3;
    const double middle = (top + bottom) / 2;
    const double slope = 4;
    body_ += fmt::format(
        "<path d=\"M{0:.1f} {2:.1f} L{1:.1f} {3:.1f} H{5:.1f} L{6:.1f} {2:.1f} L{5:.1f} {4:.1f} H{1:.1f} Z\" "
        "fill=\"{7}\" stroke=\"{8}\"/>\n",
        x(begin), x(begin) + slope, middle, top, bottom, x(end) - slope, x(end), padded ? "#f3f5f8" : colour.fill,
        padded ? "#cdd4de" : colour.ink);
    text((x(begin) + x(end)) / 2, middle + 4, padded ? "padding" : value,
         fmt::format(
             "text-anchor=\"middle\" font-family=\"DejaVu Sans Mono, Menlo, monospace\" font-size=\"{}\" fill=\"{}\"",
             padded ? 8 : 11, padded ? "#a3acb9" : colour.ink));
  }

  const DesignSignature& design_;
  const Window& window_;
  std::vector<Row> rows_;
  const std::vector<bool>& reset_;
  std::size_t first_, count_;
  int elements_;
  double cycle_width_ = 0;
  double y_ = 0;
  std::string body_;
};

/// Whether two streams are the same wires.
bool same(const Row& left, const Row& right) {
  return std::equal(
      left.cycles.begin(), left.cycles.end(), right.cycles.begin(), right.cycles.end(),
      [](const Cycle& a, const Cycle& b) { return a.valid == b.valid && a.ready == b.ready && a.data == b.data; });
}

std::vector<std::string> names_of(const DesignSignature& design) {
  std::vector<std::string> names = {design.clock, design.reset};
  const auto add = [&](const StreamSignature& stream) {
    names.insert(names.end(), {stream.port, stream.valid, stream.ready});
  };
  add(design.input);
  add(design.output);
  for (const LayerSignature& layer : design.layers) add(layer.output);
  return names;
}

}  // namespace

Result<void> draw_wave(const std::string& vcd_path, const std::string& signature_path, const std::string& svg_path,
                       const DrawWaveOptions& options) {
  const Result<DesignSignature> design = read_signature(signature_path);
  if (!design) return faults(design.error());
  const Result<Wave> wave = read_vcd(vcd_path, design->top, names_of(*design));
  if (!wave) return faults(wave.error());
  const auto has = [&](const StreamSignature& stream) {
    return wave->signals.count(stream.port) * wave->signals.count(stream.valid) * wave->signals.count(stream.ready) !=
           0;
  };
  const bool complete = wave->signals.count(design->clock) * wave->signals.count(design->reset) != 0 &&
                        has(design->input) && has(design->output);
  const Window window = complete ? find_cycles(*wave, design->clock) : Window{};
  if (window.begin_ps.empty()) {
    return fault("sim.wave", vcd_path, "does not hold the streams of " + design->design,
                 "simulate again with --trace vcd");
  }

  std::vector<Row> rows;
  const auto add = [&](const std::string& title, const StreamSignature& stream) {
    if (has(stream)) rows.push_back({title, &stream, follow(*wave, window, stream, design->reset)});
  };
  add("input", design->input);
  for (const LayerSignature& layer : design->layers) {
    const bool same_name = layer.identifier == layer.operator_name;
    add(same_name ? layer.identifier : fmt::format("{} ({})", layer.identifier, layer.operator_name), layer.output);
  }
  add("output", design->output);
  if (rows.size() > 2 && same(rows.back(), rows[rows.size() - 2])) {  // one picture of it is enough
    rows.pop_back();
    rows.back().title += " = " + design->output.port;
  }
  std::vector<bool> reset;
  for (const std::int64_t time : window.settled_ps) reset.push_back(high(wave->signals.at(design->reset), time));

  const std::vector<Cycle>& input = rows.front().cycles;
  const auto begin = std::find_if(input.begin(), input.end(), [](const Cycle& cycle) { return cycle.valid; });
  std::size_t first = begin == input.end() ? 0 : static_cast<std::size_t>(begin - input.begin());
  if (first > 0) --first;
  const std::size_t count =
      std::min(static_cast<std::size_t>(std::max(1, options.max_cycles)), window.begin_ps.size() - first);
  Picture picture(*design, window, std::move(rows), reset, first, count, std::max(1, options.elements));
  return write_file(svg_path, picture.draw());
}

}  // namespace rtl4ml
