// Finds what synthesis lost: outputs that became constant, bits that nothing drives, weights without room.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/netlist/netlist.hpp"
#include "sim/signature.hpp"

namespace rtl4ml {

/// What cannot be right about a netlist, in words; empty: nothing was found.
/// Shapes: expected[vectors][out_features], the oracle's codes: a constant output bit is a fault only where they need
/// the other value, and that no bit of the data is read only where the codes differ. `weight_bits`: the sum of
/// WeightSource::distinct_bits.
[[nodiscard]] std::vector<std::string> inspect_netlist(const Netlist& netlist, const DesignSignature& design,
                                                       std::span<const std::int64_t> expected,
                                                       std::int64_t weight_bits);

}  // namespace rtl4ml
