#include "gen/handoff/packing_picture.hpp"

#include <fmt/format.h>

#include <vector>

namespace rtl4ml {
namespace {

constexpr int kGap = -1;  // what stands for the lanes or beats that are left out

/// 0 to count - 1, those at both ends alone where that are too many.
std::vector<int> shown(int count, int most) {
  std::vector<int> list;
  for (int i = 0; i < count; ++i) {
    if (count <= most || i < 2 || i == count - 1) list.push_back(i);
    if (count > most && i == 2) list.push_back(kGap);
  }
  return list;
}

std::string bytes_of(int lane, int bytes) {
  if (bytes == 1) return fmt::format("byte {}", lane);
  return fmt::format("bytes {}-{}", (lane + 1) * bytes - 1, lane * bytes);
}

/// tkeep of a beat in hexadecimal, any number of lanes.
std::string keep_of(const Stream& stream, int beat, int bytes) {
  const int lanes = std::min(stream.parallelism, stream.features - beat * stream.parallelism);
  std::string digits;
  for (int digit = (stream.parallelism * bytes + 3) / 4 - 1; digit >= 0; --digit) {
    int value = 0;
    for (int bit = 0; bit < 4; ++bit) value |= digit * 4 + bit < lanes * bytes ? 1 << bit : 0;
    digits += fmt::format("{:x}", value);
  }
  return "0x" + digits;
}

}  // namespace

int element_bytes(int width) { return width <= 8 ? 1 : width <= 16 ? 2 : 4; }

std::string packing_picture(const Stream& stream, bool keep) {
  const int bytes = element_bytes(stream.type.width);
  const std::vector<int> lanes = shown(stream.parallelism, 6), beats = shown(stream.beats(), 4);
  const std::size_t column = 4 + fmt::format("element {}", stream.features - 1).size();
  const std::string margin(12, ' ');
  std::string head = margin, line = margin + "+";
  for (auto lane = lanes.rbegin(); lane != lanes.rend(); ++lane) {
    head += fmt::format(" {:^{}}", *lane == kGap ? "..." : bytes_of(*lane, bytes), column);
    line += std::string(column, '-') + "+";
  }
  std::string text = head.substr(0, head.find_last_not_of(' ') + 1) + "\n" + line + "\n";
  for (const int beat : beats) {
    text += fmt::format("{:<12}|", beat == kGap ? " ..." : fmt::format(" beat {}", beat));
    for (auto lane = lanes.rbegin(); lane != lanes.rend(); ++lane) {
      const int element = beat * stream.parallelism + *lane;
      const bool out = element >= stream.features;
      text += fmt::format("{:^{}}|",
                          beat == kGap || *lane == kGap ? std::string("...")
                          : out                         ? std::string("-")
                                                        : fmt::format("element {}", element),
                          column);
    }
    if (beat != kGap) {
      text += fmt::format("   tlast {}", beat + 1 == stream.beats() ? 1 : 0);
      if (keep) text += "  tkeep " + keep_of(stream, beat, bytes);
    }
    text += "\n" + line + "\n";
  }
  text.pop_back();  // the page ends the line
  return text;
}

}  // namespace rtl4ml
