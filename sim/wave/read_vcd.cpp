#include "sim/wave/read_vcd.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

constexpr std::uint64_t kFileLimit = std::uint64_t{256} << 20;
constexpr int kMaxWidth = 1 << 20;                               // of a signal that is read, in bits
constexpr std::int64_t kMaxPicoseconds = std::int64_t{1} << 62;  // 53 days

tl::unexpected<Errors> bad(const std::filesystem::path& file, const std::string& message) {
  return fault("sim.wave", file.string(), message, "simulate again with --trace vcd");
}

/// Picoseconds of a $timescale such as "1ps" or "10 ns" (1, 10 or 100 of a unit); 0: not understood.
std::int64_t picoseconds(const std::string& text) {
  const std::int64_t number = std::strtoll(text.c_str(), nullptr, 10);
  const std::size_t unit = text.find_first_not_of("0123456789 ");
  if (number <= 0 || number > 100 || unit == std::string::npos) return 0;
  if (text.compare(unit, 2, "ps") == 0) return number;
  if (text.compare(unit, 2, "ns") == 0) return number * 1000;
  if (text.compare(unit, 2, "us") == 0) return number * 1'000'000;
  return 0;
}

/// The declarations: which identifier code stands for which wanted signal.
struct Header {
  std::int64_t scale_ps = 1;
  std::map<std::string, std::vector<std::string>> wanted;  ///< code -> names
  bool complete = false;
  std::string too_wide;  ///< a wanted signal that no design has
};

Header read_header(std::istream& in, const std::string& scope, const std::set<std::string>& names, Wave& wave) {
  Header header;
  std::vector<std::string> scopes;
  std::map<std::string, std::pair<std::size_t, std::string>> found;  // name -> depth, code
  std::string word;
  while (in >> word) {
    if (word == "$enddefinitions") {
      header.complete = true;
      break;
    }
    if (word == "$upscope" && !scopes.empty()) scopes.pop_back();
    if (word == "$scope") {
      std::string kind;
      std::string name;
      in >> kind >> name;
      scopes.push_back(name);
    }
    if (word == "$timescale") {
      std::string text;
      for (in >> word; in && word != "$end"; in >> word) text += word;
      header.scale_ps = picoseconds(text);
    }
    if (word != "$var") continue;
    std::string kind;
    int width = 0;
    std::string code;
    std::string name;
    in >> kind >> width >> code >> name;
    if (scopes.empty() || scopes.back() != scope || names.count(name) == 0 || width < 1) continue;
    if (width > kMaxWidth) header.too_wide = name;
    const auto known = found.find(name);
    if (known != found.end() && known->second.first >= scopes.size()) continue;
    found[name] = {scopes.size(), code};
    wave.signals[name].width = width;
  }
  for (const auto& [name, place] : found) header.wanted[place.second].push_back(name);
  return header;
}

/// A value as VCD shortens it, filled up to the width.
std::string filled(const std::string& bits, int width) {
  const auto size = static_cast<std::size_t>(width);
  if (bits.size() >= size) return bits.substr(bits.size() - size);
  const char fill = bits.empty() || bits.front() == '1' ? '0' : bits.front();
  return std::string(size - bits.size(), fill) + bits;
}

}  // namespace

std::string WaveSignal::at(std::int64_t time_ps) const {
  const auto after = std::upper_bound(changes.begin(), changes.end(), time_ps,
                                      [](std::int64_t time, const auto& change) { return time < change.first; });
  return filled(after == changes.begin() ? "x" : std::prev(after)->second, width);
}

Result<Wave> read_vcd(const std::filesystem::path& file, const std::string& scope,
                      const std::vector<std::string>& names) {
  Result<std::string> text = read_file(file, kFileLimit);
  if (!text) {
    if (text.error().front().code == "file.too_large") return bad(file, "is larger than 256 MiB; trace fewer vectors");
    return faults(std::move(text.error()));
  }
  std::istringstream in(std::move(*text));
  Wave wave;
  const Header header = read_header(in, scope, {names.begin(), names.end()}, wave);
  if (!header.complete || header.scale_ps <= 0)
    return bad(file, "is not a VCD file, or was cut short in its declarations");
  if (!header.too_wide.empty())
    return bad(file, fmt::format("declares {} with more than {} bits", header.too_wide, kMaxWidth));

  std::int64_t now = 0;
  std::string word;
  const auto change = [&](const std::string& code, const std::string& bits) {
    const auto named = header.wanted.find(code);
    if (named == header.wanted.end()) return;
    for (const std::string& name : named->second) wave.signals[name].changes.emplace_back(now, bits);
  };
  while (in >> word) {
    switch (word.front()) {
      case '#':
        now = std::strtoll(word.c_str() + 1, nullptr, 10);
        if (now < 0 || now > kMaxPicoseconds / header.scale_ps)
          return bad(file, fmt::format("has the time {}, beyond 53 days or before the start", word.substr(0, 40)));
        now *= header.scale_ps;
        wave.end_ps = std::max(wave.end_ps, now);
        break;
      case 'b':
      case 'B': {
        std::string code;
        in >> code;
        change(code, word.substr(1));
        break;
      }
      case '0':
      case '1':
      case 'x':
      case 'X':
      case 'z':
      case 'Z':
        change(word.substr(1), word.substr(0, 1));
        break;
      default:
        break;  // $dumpvars, $end, real numbers
    }
  }
  return wave;
}

}  // namespace rtl4ml
