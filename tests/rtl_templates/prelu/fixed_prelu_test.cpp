#include "sw/ops/prelu.hpp"
#include "tests/rtl_templates/operator_devices.hpp"

namespace rtl4ml::test {

TEST_CASE("fixed_prelu equals its oracle", "[rtl]") {
  Dice dice;
  std::vector<Device> devices;
  while (devices.size() < 18) {
    const Shape shape = random_shape(dice);
    PReluOp op{dice.type(), dice.type(), dice.type(), {}, dice.rounding(), dice.overflow()};
    if (devices.size() % 6 == 5) {  // a slope whose code counts for more than one: the product moves up
      op.data_in.is_signed = true;
      op.slope_type.frac_width = -dice.roll(1, 5);
    }
    if (devices.size() % 6 == 4) {  // a slope of high bits that are all fraction: the value is wider than the product
      op.data_in.is_signed = true;
      op.slope_type.frac_width = op.slope_type.width + dice.roll(1, 5);
    }
    if (devices.size() % 6 == 3) {  // a whole number: nothing moves
      op.data_in.is_signed = true;
      op.slope_type.frac_width = 0;
    }
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
