#include "sw/ops/clip.hpp"
#include "tests/rtl_templates/operator_devices.hpp"

namespace rtl4ml::test {

TEST_CASE("fixed_clip equals its oracle", "[rtl]") {
  Dice dice;
  std::vector<Device> devices;
  while (devices.size() < 30) {
    ClipOp op{dice.type(), dice.type(), 0, 0, dice.rounding(), dice.overflow()};
    const std::int64_t one = dice.code(op.data_out), other = dice.code(op.data_out);
    op.min_code = std::min(one, other);
    op.max_code = std::max(one, other);
    const Bindings bounds = {{"MIN_CODE", code_text(op.min_code)}, {"MAX_CODE", code_text(op.max_code)}};
    devices.push_back(operator_device(dice, "fixed_clip", op, random_shape(dice), 0, false, bounds, clip));
  }
  check_devices("fixed_clip", devices, with_number_files("clip/fixed_clip.sv"));
}

}  // namespace rtl4ml::test
