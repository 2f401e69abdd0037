#include "sim/netlist/inspect.hpp"

#include <fmt/format.h>

namespace rtl4ml {
namespace {

constexpr std::size_t kTold = 5;  // of a kind

/// Bits of a word that a cell can hold or give from one cycle to the next; 0: it only computes.
std::int64_t word_bits(const std::string& cell) {
  const auto begins = [&](const char* text) { return cell.rfind(text, 0) == 0; };
  if (begins("FD") || begins("SB_DFF") || cell == "TRELLIS_FF") return 1;
  if (begins("RAMB") || begins("DP16") || begins("SB_RAM40")) return 72;
  if (begins("DSP48") || begins("SB_MAC16") || begins("MULT18")) return 48;
  if (begins("SRL")) return 1;
  return 0;
}

void check_handshake(const Netlist& netlist, const std::string& port, std::vector<std::string>& complaints) {
  const auto found = netlist.outputs.find(port);
  if (found == netlist.outputs.end()) {
    complaints.push_back(fmt::format("the netlist has no port {}", port));
  } else if (found->second != "-") {
    complaints.push_back(fmt::format("{} is constant {}", port, found->second));
  }
}

/// Whether the oracle's codes need bit `bit` of the elements in lane `lane` to have the value `value`.
bool needed(const StreamSignature& stream, std::span<const std::int64_t> codes, int lane, int bit, int value) {
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const int element = static_cast<int>(i % static_cast<std::size_t>(stream.features));
    if (element % stream.parallelism == lane && (codes[i] >> bit & 1) == value) return true;
  }
  return false;
}

void check_data(const Netlist& netlist, const StreamSignature& stream, std::span<const std::int64_t> expected,
                std::vector<std::string>& complaints) {
  const auto found = netlist.outputs.find(stream.port);
  if (found == netlist.outputs.end() || static_cast<std::int64_t>(found->second.size()) != stream.beat_bits()) {
    complaints.push_back(fmt::format("the netlist has no port {} of {} bits", stream.port, stream.beat_bits()));
    return;
  }
  std::size_t constant = 0;
  std::string first;
  for (std::size_t i = 0; i < found->second.size(); ++i) {
    const char state = found->second[i];
    if (state == '-') continue;
    const int lane = static_cast<int>(i) / stream.type.width;
    const int bit = static_cast<int>(i) % stream.type.width;
    const bool wrong = state == 'x' || needed(stream, expected, lane, bit, state == '0' ? 1 : 0);
    if (!wrong) continue;
    if (constant++ == 0) first = fmt::format("{}[{}] is constant {}", stream.port, i, state);
  }
  if (constant == 0) return;
  complaints.push_back(fmt::format("folded away: {} of {} output bits are constant where the model's are not; {}",
                                   constant, found->second.size(), first));
}

/// Whether the oracle's answers are not all the same.
bool depends_on_data(const StreamSignature& output, std::span<const std::int64_t> expected) {
  const auto features = static_cast<std::size_t>(output.features);
  for (std::size_t i = features; i < expected.size(); ++i) {
    if (expected[i] != expected[i % features]) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> inspect_netlist(const Netlist& netlist, const DesignSignature& design,
                                         std::span<const std::int64_t> expected, std::int64_t weight_bits) {
  std::vector<std::string> complaints;
  check_handshake(netlist, design.input.ready, complaints);
  check_handshake(netlist, design.output.valid, complaints);
  check_data(netlist, design.output, expected, complaints);
  const auto data = netlist.inputs.find(design.input.port);
  if (data != netlist.inputs.end() && data->second == 0 && depends_on_data(design.output, expected))
    complaints.push_back("miscompiled: nothing reads " + design.input.port);
  for (std::size_t i = 0; i < netlist.undriven.size() && i < kTold; ++i)
    complaints.push_back("miscompiled: nothing drives " + netlist.undriven[i]);
  if (netlist.undriven.size() > kTold)
    complaints.push_back(fmt::format("miscompiled: {} further bits have no driver", netlist.undriven.size() - kTold));
  std::int64_t room = 0;
  for (const auto& [cell, count] : netlist.cells) room += count * word_bits(cell);
  if (room < weight_bits) {
    complaints.push_back(
        fmt::format("folded away: the words of the weight sources have {} different bits, the netlist's registers and "
                    "memories have room for {}: the weights did not arrive",
                    weight_bits, room));
  }
  return complaints;
}

}  // namespace rtl4ml
