// Products and sums of a linear layer's lane, as rtl_templates/linear builds them.
#pragma once

#include <vector>

#include "gen/cost/describe.hpp"

namespace rtl4ml {

/// fixed_plane_sum.sv: the sum of the operands modulo 2^out_width, counted plane by plane.
[[nodiscard]] Word describe_plane_sum(Logic& logic, const Family& family, const Lanes& operands, bool is_signed,
                                      int out_width);

/// fixed_sum.sv: chains of `chain_length` operands, one after the other. blocks: whether operand i comes straight from
/// a multiplier block that also adds. It adds to a product that begins at the sum's lowest bit; where a product has a
/// constant there (an even weight), the block makes what is above. Operands that are zero take no part.
[[nodiscard]] Product describe_sum(Logic& logic, const Lanes& operands, const std::vector<bool>& blocks,
                                   int chain_length, bool is_signed, int out_width);

/// fixed_soft_multiplier.sv: data * weight modulo 2^width.
[[nodiscard]] Word describe_soft_product(Logic& logic, const Word& data, const Word& weight, bool data_signed,
                                         int width);

}  // namespace rtl4ml
