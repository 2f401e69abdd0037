#include "sw/ops/prelu.hpp"
#include "tests/rtl_templates/operator_devices.hpp"

namespace rtl4ml::test {

TEST_CASE("fixed_prelu equals its oracle", "[rtl]") {
  Dice dice;
  std::vector<Device> devices;
  while (devices.size() < 18) {
    const Shape shape = random_shape(dice);
    PReluOp op{dice.type(), dice.type(), dice.type(), {}, dice.rounding(), dice.overflow()};
    if (devices.size() % 6 >= 3) move_slope(dice, static_cast<int>(devices.size() % 3), op.data_in, op.slope_type);
    op.slope = dice.codes(op.slope_type, shape.features);
    Bindings more = type_parameters("SLOPE", op.slope_type);
    more.insert(more.begin(), {"FEATURES", std::to_string(shape.features)});
    devices.push_back(operator_device(dice, "fixed_prelu", op, shape, 1, true, more, prelu,
                                      {{"slope_address", "slope_address"}, {"slope", "slope"}},
                                      case_source("slope", op.slope, op.slope_type.width, shape)));
  }
  check_devices("fixed_prelu", devices, with_number_files("prelu/fixed_prelu.sv"));
}

}  // namespace rtl4ml::test
