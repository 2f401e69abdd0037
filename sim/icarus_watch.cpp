#include "sim/icarus_watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <vector>

namespace rtl4ml {
namespace {

/// What is known of a stream: its beats as bytes, and a one for each bit that is X.
struct Kept {
  std::int64_t beats = 0;
  bool valid = false, ready = false;
  std::string values, unknown;
};

/// Puts a beat in binary digits, the highest first, to its place.
void keep(Kept& kept, std::size_t beat, std::size_t bytes, const std::string& digits) {
  for (std::size_t bit = 0; bit < digits.size() && bit < 8 * bytes; ++bit) {
    const char digit = digits[digits.size() - 1 - bit];
    const std::size_t at = beat * bytes + bit / 8;
    std::string& target = digit == '0' || digit == '1' ? kept.values : kept.unknown;
    if (digit == '0' || at >= target.size()) continue;
    target[at] = static_cast<char>(static_cast<unsigned char>(target[at]) | 1U << (bit % 8));
  }
}

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

}  // namespace

std::string icarus_watch_module(const Job& job, const std::string& run_folder) {
  std::string counts;
  std::string sample;
  std::string restart;
  std::string report;
  for (std::size_t i = 0; i < job.watches.size(); ++i) {
    const Watch& watch = job.watches[i];
    const std::string scope = fmt::format("rtl4ml_testbench.{}.", job.top);
    counts += fmt::format("  integer count_{} = 0;\n", i);
    restart += fmt::format("        count_{} = vector * {};\n", i, watch.beats);
    sample += fmt::format(
        "        if ({0}{1} === 1'b1 && {0}{2} === 1'b1) begin\n"
        "          if (count_{3} / {4} == {5}) $fdisplay(file, \"beat {3} %0d %b\", count_{3} % {4}, {0}{6});\n"
        "          count_{3} = count_{3} + 1;\n"
        "        end\n",
        scope, watch.valid, watch.ready, i, watch.beats, icarus_watch_vector(job), watch.data);
    report += fmt::format("      $fdisplay(file, \"stream {0} %0d %b %b\", count_{0}, {1}{2}, {1}{3});\n", i, scope,
                          watch.valid, watch.ready);
  }
  return fmt::format(
      "module rtl4ml_watch;\n"
      "  integer file;\n"
      "{}"
      "  initial file = $fopen(\"{}/watched_bits.txt\", \"w\");\n"
      "  task sample(input reset, input integer vector);\n"
      "    begin\n"
      "      if (reset) begin\n{}      end else begin\n{}      end\n"
      "    end\n"
      "  endtask\n"
      "  task report;\n"
      "    begin\n{}      $fclose(file);\n    end\n"
      "  endtask\n"
      "endmodule\n",
      counts, run_folder, restart, sample, report);
}

std::int64_t icarus_watch_vector(const Job& job) {
  constexpr std::int64_t kMost = 2147483647;  // Verilog's integers
  return std::min(job.watch_vector, kMost);
}

std::string watched_lines(const Job& job, const std::string& written) {
  std::vector<Kept> streams;
  for (const Watch& watch : job.watches) {
    const std::string nothing(static_cast<std::size_t>(watch.beats * watch.bytes), '\0');
    streams.push_back({0, false, false, nothing, nothing});
  }
  std::istringstream lines(written);
  std::string line;
  while (std::getline(lines, line)) {
    std::istringstream words(line);
    std::string kind;
    std::size_t index = 0;
    if (!(words >> kind >> index) || index >= streams.size()) continue;
    Kept& stream = streams[index];
    if (kind == "beat") {
      std::size_t beat = 0;
      std::string digits;
      words >> beat >> digits;
      keep(stream, beat, static_cast<std::size_t>(job.watches[index].bytes), digits);
    } else if (kind == "stream") {
      std::string valid;
      std::string ready;
      words >> stream.beats >> valid >> ready;
      stream.valid = valid == "1";
      stream.ready = ready == "1";
    }
  }
  std::string text;
  for (const Kept& stream : streams) {
    text += fmt::format("1 {} {:d} {:d} {} {}\n", stream.beats, stream.valid, stream.ready, hex(stream.values),
                        hex(stream.unknown));
  }
  return text;
}

}  // namespace rtl4ml
