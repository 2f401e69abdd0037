#include "sw/ops/cast.hpp"
#include "tests/rtl_templates/operator_devices.hpp"

namespace rtl4ml::test {

TEST_CASE("fixed_cast equals its oracle", "[rtl]") {
  Dice dice;
  std::vector<Device> devices;
  while (devices.size() < 30) {
    const CastOp op{dice.type(), dice.type(), dice.rounding(), dice.overflow()};
    devices.push_back(operator_device(dice, "fixed_cast", op, random_shape(dice), 0, false, {}, cast));
  }
  check_devices("fixed_cast", devices, with_number_files("cast/fixed_cast.sv"));
}

}  // namespace rtl4ml::test
