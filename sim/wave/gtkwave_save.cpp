#include "sim/wave/gtkwave_save.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rtl4ml {
namespace {

// GTKWave's trace flags. Source: the order of TraceEntFlagBits in its analyzer.h, and files it saved itself
constexpr unsigned kHex = 0x2;
constexpr unsigned kDecimal = 0x4;
constexpr unsigned kBinary = 0x8;
constexpr unsigned kRightJustify = 0x20;
constexpr unsigned kBlank = 0x200;
constexpr unsigned kSigned = 0x400;
constexpr unsigned kGroupBegin = 0x800000;
constexpr unsigned kGroupEnd = 0x1000000;
constexpr unsigned kFixedPoint = 0x40000000;

constexpr int kShownElements = 8;

std::string flags(unsigned value) { return fmt::format("@{:x}\n", value); }

std::string wire(const std::string& scope, const std::string& name) {
  return flags(kBinary | kRightJustify) + scope + name + "\n";
}

std::string vector(const std::string& scope, const std::string& name, std::int64_t bits) {
  return flags(kHex | kRightJustify) + fmt::format("{}{}[{}:0]\n", scope, name, bits - 1);
}

/// One element of a beat: bits of the vector regrouped under a name of their own, shown as a decimal number.
std::string element(const std::string& scope, const StreamSignature& stream, int lane) {
  const bool shifted = stream.type.frac_width > 0;
  std::string text = flags(kRightJustify | (stream.type.is_signed ? kSigned : kDecimal) | (shifted ? kFixedPoint : 0));
  if (shifted) text += fmt::format("[fpshift_count] {}\n", stream.type.frac_width);
  const int low = lane * stream.type.width;
  const std::int64_t width = stream.beat_bits();
  if (stream.parallelism == 1) return text + fmt::format("{}{}[{}:0]\n", scope, stream.port, width - 1);
  text += fmt::format("#{{{}[{}]}}", stream.port, lane);
  for (int bit = low + stream.type.width - 1; bit >= low; --bit) {
    text += fmt::format(" ({}){}{}[{}:0]", width - 1 - bit, scope, stream.port, width - 1);
  }
  return text + "\n";
}

std::string stream_group(const std::string& scope, const std::string& title, const StreamSignature& stream) {
  std::string text = flags(kGroupBegin | kBlank) + "-" + title + "\n";
  text += wire(scope, stream.valid) + wire(scope, stream.ready) + vector(scope, stream.port, stream.beat_bits());
  const int shown = std::min({stream.parallelism, stream.features, kShownElements});
  for (int lane = 0; lane < shown; ++lane) text += element(scope, stream, lane);
  return text + flags(kGroupEnd | kBlank) + "-" + title + "\n";
}

}  // namespace

std::string gtkwave_save(const DesignSignature& design, const std::string& wave_file, const std::string& scope) {
  const std::string in = scope + ".";
  std::string text = fmt::format("[*] rtl4ml waveform of {}\n[dumpfile] \"{}\"\n[timestart] 0\n[sst_expanded] 1\n",
                                 design.design, wave_file);
  text += wire(in, design.clock) + wire(in, design.reset);
  text += stream_group(in, "input", design.input);
  for (const LayerSignature& layer : design.layers) {
    text += stream_group(in, fmt::format("{} ({})", layer.identifier, layer.operator_name), layer.output);
  }
  return text + stream_group(in, "output", design.output);
}

}  // namespace rtl4ml
