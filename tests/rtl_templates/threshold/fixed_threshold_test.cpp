#include "gen/ops/threshold.hpp"
#include "tests/rtl_templates/operator_devices.hpp"

namespace rtl4ml::test {
namespace {

struct ThresholdDevice : ThresholdOp {
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
};

/// Thresholds near each other or anywhere; some features fall.
ThresholdDevice random_threshold(Dice& dice, int features, int levels) {
  ThresholdDevice op;
  op.data_in = op.threshold_type = dice.type();
  op.threshold_type.width += dice.roll(0, 1);
  op.levels = levels;
  const std::int64_t never = op.threshold_type.width - op.data_in.width;  // beyond the codes of data_in
  for (int feature = 0; feature < features; ++feature) {
    std::vector<std::int64_t> row = dice.codes(op.data_in, levels);
    std::sort(row.begin(), row.end());
    if (dice.roll(0, 2) == 0) row.back() = op.data_in.max_code() + never;
    op.threshold.insert(op.threshold.end(), row.begin(), row.end());
  }
  for (int feature = 0; dice.roll(0, 2) > 0 && feature < features; ++feature)
    op.falling.push_back(static_cast<std::uint8_t>(dice.roll(0, 1)));
  op.falling.resize(op.falling.empty() ? 0 : static_cast<std::size_t>(features));
  op.data_out = {dice.roll(6, 12), dice.roll(-3, 9), dice.roll(0, 1) == 1};
  if (levels == 1 && dice.roll(0, 1) == 0) op.data_out = {1, dice.roll(-3, 3), dice.roll(0, 1) == 1};
  op.lowest = dice.roll(static_cast<int>(op.data_out.min_code()), static_cast<int>(op.data_out.max_code()) - levels);
  return op;
}

}  // namespace

TEST_CASE("fixed_threshold equals its oracle", "[rtl]") {
  Dice dice;
  std::vector<Device> devices;
  while (devices.size() < 18) {
    const Shape shape = random_shape(dice);
    const int levels = devices.size() % 3 == 0 ? 1 : dice.roll(1, devices.size() % 3 == 1 ? 3 : 15);
    const ThresholdDevice op = random_threshold(dice, shape.features, levels);
    std::vector<std::int64_t> elements;
    for (int i = 0; i < shape.features * levels; ++i)
      elements.push_back(threshold_element(op, static_cast<std::size_t>(i / levels), i % levels));
    const Bindings more = {{"FEATURES", std::to_string(shape.features)},
                           {"LEVELS", std::to_string(levels)},
                           {"THRESHOLD_WIDTH", std::to_string(op.threshold_type.width)},
                           {"FALLING", op.falling.empty() ? "0" : "1"},
                           {"LOWEST", std::to_string(op.lowest)}};
    devices.push_back(operator_device(dice, "fixed_threshold", op, shape, 1, true, more, threshold,
                                      {{"threshold_address", "threshold_address"}, {"threshold", "threshold"}},
                                      case_source("threshold", elements, threshold_element_width(op),
                                                  {shape.features * levels, shape.parallelism * levels})));
  }
  check_devices("fixed_threshold", devices,
                {"number/fixed_number_pkg.sv", "number/fixed_extend.sv", "linear/fixed_sum.sv",
                 "number/fixed_popcount.sv", "threshold/fixed_threshold.sv"});
}

}  // namespace rtl4ml::test
