#include "sw/ops/leaky_relu.hpp"
#include "tests/rtl_templates/operator_devices.hpp"

namespace rtl4ml::test {
namespace {

/// Powers of two and zero, of both signs, as far as the type has them; else anything.
std::int64_t slope_code(Dice& dice, const FixedType& type) {
  const std::int64_t power = std::int64_t{1} << dice.roll(0, type.width - 1);
  switch (dice.roll(0, 3)) {
    case 0:
      return std::min(power, type.max_code());
    case 1:
      return std::max(-power, type.min_code());
    default:
      return dice.code(type);
  }
}

}  // namespace

TEST_CASE("fixed_leaky_relu equals its oracle, registered or not", "[rtl]") {
  Dice dice;
  std::vector<Device> devices;
  while (devices.size() < 26) {
    LeakyReluOp op{dice.type(), dice.type(), dice.type(), 0, dice.rounding(), dice.overflow()};
    if (devices.size() == 0)
      op = {{8, 3, true}, {8, 3, true}, {8, 3, true}, 1, Rounding::kHalfEven, Overflow::kSaturate};
    if (devices.size() % 6 >= 3) move_slope(dice, static_cast<int>(devices.size() % 3), op.data_in, op.slope_type);
    if (devices.size() > 0) op.slope = slope_code(dice, op.slope_type);
    const int registered = dice.roll(0, 1);
    Bindings more = type_parameters("SLOPE", op.slope_type);
    more.insert(more.end(), {{"SLOPE", code_text(op.slope)}, {"REGISTERED", std::to_string(registered)}});
    devices.push_back(
        operator_device(dice, "fixed_leaky_relu", op, random_shape(dice), registered, true, more, leaky_relu));
  }
  check_devices("fixed_leaky_relu", devices, with_number_files("leaky_relu/fixed_leaky_relu.sv"));
}

}  // namespace rtl4ml::test
