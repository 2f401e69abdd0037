#include "gen/handoff/register_map.hpp"

#include "gen/reload/reload_words.hpp"
#include "gen/reload/weight_image.hpp"

namespace rtl4ml {
namespace {

constexpr std::uint32_t kMagic = 0x52344D4C;        // "R4ML"
constexpr std::uint32_t kMapVersion = 0x0001'0001;  // major, minor: a new minor adds registers, a new major moves some
constexpr int kControlBlock = 0x40;

/// Type and packing of a stream as a register.
std::uint32_t format_of(const Stream& stream) {
  const auto bits = [](int value, unsigned width) { return static_cast<std::uint32_t>(value) & ((1U << width) - 1); };
  return bits(stream.type.width, 8) | bits(stream.type.frac_width, 8) << 8U | (stream.type.is_signed ? 1U : 0U) << 16U;
}

std::vector<RegisterField> format_fields() {
  return {{"width", 0, 8, "bits of an element, total"},
          {"frac_width", 8, 8, "of them fractional, two's complement: the value is the integer times 2^-frac_width"},
          {"signed", 16, 1, "1: elements are two's complement"}};
}

std::uint32_t word(std::int64_t value) { return static_cast<std::uint32_t>(value); }

std::vector<Register> constants(const CompiledDesign& design, std::uint64_t signature) {
  const Stream& in = design.graph.stream(design.graph.inputs.front());
  const Stream& out = design.graph.stream(design.graph.outputs.front());
  std::vector<Register> list;
  const auto add = [&list](std::string name, std::uint32_t value, std::string text,
                           std::vector<RegisterField> fields = {}) {
    list.push_back({std::move(name), static_cast<int>(list.size()) * 4, RegisterKind::kConstant, value, std::move(text),
                    std::move(fields)});
  };
  add("IDENTIFICATION", kMagic, "R4ML in ASCII: a design written by rtl4ml");
  add("VERSION", kMapVersion, "of this register map",
      {{"minor", 0, 16, "higher: registers were added"}, {"major", 16, 16, "another: registers were moved"}});
  add("SIGNATURE_LOW", word(static_cast<std::int64_t>(signature)), "of the RTL and its weights, bits 31 to 0");
  add("SIGNATURE_HIGH", static_cast<std::uint32_t>(signature >> 32U), "of the RTL and its weights, bits 63 to 32");
  add("IN_FEATURES", word(in.features), "elements of an input vector");
  add("IN_PARALLELISM", word(in.parallelism), "elements of a beat of s_axis");
  add("IN_FORMAT", format_of(in), "type of an input element", format_fields());
  add("OUT_FEATURES", word(out.features), "elements of an output vector");
  add("OUT_PARALLELISM", word(out.parallelism), "elements of a beat of m_axis");
  add("OUT_FORMAT", format_of(out), "type of an output element", format_fields());
  add("LATENCY_CYCLES", word(design.graph.latency_cycles), "first beat in to last beat out, nothing stalled");
  add("INTERVAL_CYCLES", word(design.graph.interval_cycles), "from one vector to the next in steady state");
  if (design.graph.reload_address_width > 0) {
    add("RELOAD_MAP", reload_map_identity(design.graph, design.model),
        "of the memories of weights: that of an image for them");
    add("RELOAD_WORDS", word(reload_word_count(design.graph)), "of all weights, on the reload bus");
  }
  return list;
}

}  // namespace

std::vector<Register> register_map(const CompiledDesign& design, std::uint64_t signature) {
  std::vector<Register> list = constants(design, signature);
  int address = kControlBlock;
  const auto add = [&](std::string name, RegisterKind kind, std::uint32_t reset, std::string text,
                       std::vector<RegisterField> fields = {}) {
    list.push_back({std::move(name), address, kind, reset, std::move(text), std::move(fields)});
    address += 4;
  };
  add("CONTROL", RegisterKind::kControl, 1, "what the design is to do",
      {{"enable", 0, 1, "1: vectors may begin; 0: one that has begun is still taken whole"},
       {"clear_counters", 1, 1, "write 1: VECTORS_IN to CYCLES_STALLED and RELOAD_COUNT become 0; reads as 0"},
       {"soft_reset", 2, 1, "write 1: the design forgets all vectors and the framing error; reads as 0"}});
  add("STATUS", RegisterKind::kStatus, 0, "what the design does",
      {{"busy", 0, 1, "a vector has begun and is not wholly given; 0: idle"},
       {"framing_error", 1, 1, "s_axis_tlast came elsewhere than on a vector's last beat since reset"}});
  add("IN_FLIGHT", RegisterKind::kStatus, 0, "vectors begun and not wholly given");
  add("SCRATCH", RegisterKind::kControl, 0, "holds what is written to it");
  add("VECTORS_IN", RegisterKind::kStatus, 0, "vectors wholly taken; wraps");
  add("VECTORS_OUT", RegisterKind::kStatus, 0, "vectors wholly given; wraps");
  add("CYCLES_BUSY", RegisterKind::kStatus, 0, "cycles from a vector's first beat in to the last beat out; wraps");
  add("CYCLES_STALLED", RegisterKind::kStatus, 0, "cycles in which m_axis_tvalid waited for m_axis_tready; wraps");
  if (design.graph.reload_address_width == 0) return list;
  address = kWeightSpace;
  add("RELOAD_ADDRESS", RegisterKind::kControl, 0,
      "on the reload bus, of the next word; counts up with each; whole words only");
  add("RELOAD_DATA", RegisterKind::kCommand, 0,
      "a word for the reload bus; SLVERR while CONTROL.enable or STATUS.busy is 1; whole words only");
  add("RELOAD_COUNT", RegisterKind::kStatus, 0, "words that RELOAD_DATA took; wraps");
  return list;
}

std::uint64_t design_signature(const std::vector<std::string>& pieces) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  const auto mix = [&hash](unsigned char byte) { hash = (hash ^ byte) * 0x100000001B3ULL; };
  for (const std::string& piece : pieces) {
    for (std::uint64_t length = piece.size(), i = 0; i < 8; ++i, length >>= 8U) mix(static_cast<unsigned char>(length));
    for (const char byte : piece) mix(static_cast<unsigned char>(byte));
  }
  return hash;
}

}  // namespace rtl4ml
