#include "sw/ops/relu.hpp"
#include "tests/rtl_templates/operator_devices.hpp"

namespace rtl4ml::test {

TEST_CASE("fixed_relu equals its oracle", "[rtl]") {
  Dice dice;
  std::vector<Device> devices;
  while (devices.size() < 30) {
    const FixedType data_in = dice.type();
    const ReluOp op{data_in, devices.size() < 8 ? data_in : dice.type(), dice.rounding(), dice.overflow()};
    devices.push_back(operator_device(dice, "fixed_relu", op, random_shape(dice), 0, false, {}, relu));
  }
  check_devices("fixed_relu", devices, with_number_files("relu/fixed_relu.sv"));
}

}  // namespace rtl4ml::test
