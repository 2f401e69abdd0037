#include "sw/ops/affine.hpp"
#include "tests/rtl_templates/operator_devices.hpp"

namespace rtl4ml::test {

TEST_CASE("fixed_affine equals its oracle", "[rtl]") {
  Dice dice;
  std::vector<Device> devices;
  while (devices.size() < 18) {
    const Shape shape = random_shape(dice);
    AffineOp op{dice.type(), dice.type(), dice.type(), dice.type(), {}, {}, dice.rounding(), dice.overflow()};
    if (!op.weight_type.is_signed) op.weight_type.width = std::min(op.weight_type.width, kMaxWidth - 1);
    op.weight = dice.codes(op.weight_type, shape.features);
    op.bias = dice.codes(op.bias_type, shape.features);
    if (op.accumulator_width() > kMaxAccumulatorWidth) continue;
    Bindings more = type_parameters("WEIGHT", op.weight_type);
    for (const auto& binding : type_parameters("BIAS", op.bias_type)) more.push_back(binding);
    more.push_back({"FEATURES", std::to_string(shape.features)});
    more.push_back({"ACCUMULATOR_WIDTH", std::to_string(op.accumulator_width())});
    devices.push_back(operator_device(dice, "fixed_affine", op, shape, 2, true, more, affine,
                                      {{"weight_address", "weight_address"},
                                       {"weight", "weight"},
                                       {"bias_address", "bias_address"},
                                       {"bias", "bias"}},
                                      case_source("weight", op.weight, op.weight_type.width, shape) +
                                          case_source("bias", op.bias, op.bias_type.width, shape)));
  }
  check_devices("fixed_affine", devices,
                {"number/fixed_number_pkg.sv", "number/fixed_convert.sv", "number/fixed_extend.sv",
                 "linear/fixed_soft_multiplier.sv", "linear/fixed_multiplier.sv", "affine/fixed_affine.sv"});
}

}  // namespace rtl4ml::test
