// rtl_templates/linear = rtl4ml::linear for random sizes, types and parallelism, under every stall profile.
#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/linear/linear_device.hpp"

namespace rtl4ml::test {
namespace {

const std::vector<std::string> kFiles = {"number/fixed_number_pkg.sv",
                                         "number/fixed_extend.sv",
                                         "number/fixed_convert.sv",
                                         "linear/fixed_linear_pkg.sv",
                                         "linear/fixed_soft_multiplier.sv",
                                         "linear/fixed_multiplier.sv",
                                         "linear/fixed_sum.sv",
                                         "number/fixed_popcount.sv",
                                         "linear/fixed_plane_sum.sv",
                                         "linear/fixed_product_sum.sv",
                                         "linear/fixed_dot_product.sv",
                                         "linear/vector_buffer.sv",
                                         "linear/fixed_multiplier_pair.sv",
                                         "linear/fixed_linear.sv"};

struct Size {
  int in_features, out_features, parallelism_in, parallelism_out;
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  int between(int low, int high) {
    return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
  }
  std::int64_t code(const FixedType& type) {
    const auto span = static_cast<std::uint64_t>(type.max_code() - type.min_code()) + 1;
    return type.min_code() + static_cast<std::int64_t>(engine_() % span);
  }
  FixedType type(int max_width) {
    const int width = between(0, 3) == 0 ? between(1, 3) : between(1, max_width);
    return {width, between(-3, width + 3), between(0, 2) != 0};
  }
  std::mt19937_64& engine() { return engine_; }

 private:
  std::mt19937_64 engine_;
};

void fill(LinearOp& op, Random& random) {
  op.weight.resize(static_cast<std::size_t>(op.in_features * op.out_features));
  for (std::int32_t& code : op.weight) code = static_cast<std::int32_t>(random.code(op.weight_type));
  op.bias.resize(static_cast<std::size_t>(op.out_features));
  for (std::int64_t& code : op.bias) code = random.code(op.bias_type);
}

/// Types and modes at random; the output's are such that about half of the results are within its range.
LinearCase random_case(const Size& size, Random& random) {
  LinearCase one;
  LinearOp& op = one.op;
  op.in_features = size.in_features;
  op.out_features = size.out_features;
  one.parallelism_in = size.parallelism_in;
  one.parallelism_out = size.parallelism_out;
  op.data_in = random.type(32);
  op.weight_type = random.type(31);
  op.bias_type = random.type(32);
  op.data_out = random.type(32);
  op.rounding = static_cast<Rounding>(random.between(0, 4));
  op.overflow = static_cast<Overflow>(random.between(0, 1));
  fill(op, random);
  op.data_out.frac_width =
      op.accumulator_frac_width() - std::max(0, op.accumulator_width() - op.data_out.width) + random.between(-3, 4);
  if (op.accumulator_width() > kMaxAccumulatorWidth) return random_case(size, random);
  return one;
}

/// Weights of +1 and -1, given as signs; the biases as fixed_product_sum.sv wants them mended,
/// computed here once more.
LinearCase bipolar(const Size& size, const FixedType& data_in, Random& random) {
  LinearCase one;
  LinearOp& op = one.op;
  op.in_features = size.in_features;
  op.out_features = size.out_features;
  one.parallelism_in = size.parallelism_in;
  one.parallelism_out = size.parallelism_out;
  op.data_in = data_in;
  op.weight_type = {2, random.between(-1, 2), true};
  op.bias_type = {8, data_in.frac_width + op.weight_type.frac_width + random.between(-2, 2), true};
  op.rounding = static_cast<Rounding>(random.between(0, 4));
  op.overflow = static_cast<Overflow>(random.between(0, 1));
  fill(op, random);
  for (std::int32_t& code : op.weight) code = random.between(0, 1) == 0 ? 1 : -1;
  const int width = random.between(1, op.accumulator_width());
  op.data_out = {width, op.accumulator_frac_width() - random.between(0, op.accumulator_width() - width), true};
  LinearOp built = op;
  built.weight_type = {1, op.weight_type.frac_width, false};
  built.bias_type = {32, op.accumulator_frac_width(), true};
  const int product_shift = op.accumulator_frac_width() - data_in.frac_width - op.weight_type.frac_width;
  const std::int64_t mend = data_in.is_signed ? 1 : -data_in.max_code();
  for (std::size_t o = 0; o < built.bias.size(); ++o) {
    built.bias[o] *= std::int64_t{1} << (op.accumulator_frac_width() - op.bias_type.frac_width);
    for (std::size_t i = o * static_cast<std::size_t>(op.in_features), left = static_cast<std::size_t>(op.in_features);
         left > 0; ++i, --left) {
      built.weight[i] = op.weight[i] < 0 ? 1 : 0;
      built.bias[o] += op.weight[i] < 0 ? mend * (std::int64_t{1} << product_shift) : 0;
    }
  }
  one.built = std::move(built);
  one.bipolar = true;
  one.soft_lanes = one.parallelism_out;
  return one;
}

/// Puts half a unit of the output into the biases, where rounding adds it and they are as fine as that.
void hold_half(LinearCase& one) {
  const LinearOp& op = one.op;
  const int round_shift = op.accumulator_frac_width() - op.data_out.frac_width;
  const int at = op.bias_type.frac_width - op.data_out.frac_width - 1;
  const bool nearest =
      op.rounding == Rounding::kHalfEven || op.rounding == Rounding::kHalfUp || op.rounding == Rounding::kHalfAway;
  if (!nearest || at < 0 || round_shift >= op.accumulator_width() || op.bias_type.width + at > 31) return;
  LinearOp built = op;
  built.bias.resize(static_cast<std::size_t>(op.out_features));
  built.bias_type.width = 32;
  for (std::int64_t& code : built.bias) code += std::int64_t{1} << at;
  one.built = std::move(built);
  one.bias_holds_half = true;
}

LinearCase eight_bits(const Size& size, Random& random) {
  LinearCase one;
  one.op.in_features = size.in_features;
  one.op.out_features = size.out_features;
  one.parallelism_in = size.parallelism_in;
  one.parallelism_out = size.parallelism_out;
  one.op.data_in = one.op.weight_type = one.op.bias_type = one.op.data_out = {8, 3, true};
  fill(one.op, random);
  return one;
}

}  // namespace

TEST_CASE("fixed_linear equals linear: types and modes", "[rtl][linear]") {
  Random random(seed());
  std::vector<Device> devices;
  LinearCase wide = eight_bits({6, 30, 3, 6}, random);  // wide words, many of them: every bit of a source changes
  wide.op.weight_type = {18, 9, true};
  wide.op.bias_type = {32, 9, true};
  fill(wide.op, random);
  devices.push_back(linear_device_of(wide, random.engine()));
  while (devices.size() < 21) {
    const int in = random.between(1, 9), out = random.between(1, 6);
    LinearCase one = random_case({in, out, random.between(1, in), random.between(1, out)}, random);
    one.operand_registers = devices.size() % 2 == 0 ? 1 : 0;
    one.sum_fan_in = random.between(2, 8);
    one.soft_lanes = devices.size() % 3 == 0   ? one.parallelism_out
                     : devices.size() % 3 == 1 ? 0
                                               : random.between(0, one.parallelism_out);
    one.weight_slices = std::min(random.between(1, 2), one.op.weight_type.width);
    one.packed_pairs = devices.size() % 4 < 2 ? (one.parallelism_out - one.soft_lanes) / 2 : 0;
    if (devices.size() % 8 == 7) one.op.bias.clear();
    one.bias_register = devices.size() % 3 == 0;
    if (devices.size() % 2 == 0) hold_half(one);
    devices.push_back(linear_device_of(one, random.engine()));
  }
  // Three slices: one that is neither the lowest nor the highest; and products that are shifted to the bias's point.
  while (devices.size() < 23) {
    LinearCase one = random_case({5, 3, 2, 2}, random);
    one.op.bias_type.frac_width = one.op.data_in.frac_width + one.op.weight_type.frac_width + 2;
    one.soft_lanes = one.parallelism_out;
    one.weight_slices = 3;
    const bool divides = one.op.weight_type.width % 3 == 0;
    if (divides && one.op.accumulator_width() <= kMaxAccumulatorWidth) {
      devices.push_back(linear_device_of(one, random.engine()));
    }
  }
  // An accumulator that holds every sum, but not with half a unit of the output added.
  LinearCase tiny = eight_bits({4, 2, 2, 1}, random);
  tiny.op.rounding = Rounding::kHalfUp;
  tiny.accumulator_width = 20;
  tiny.op.data_out.frac_width = tiny.op.accumulator_frac_width() - 20;
  devices.push_back(linear_device_of(tiny, random.engine()));
  check_devices("fixed_linear_types", devices, kFiles);
}

TEST_CASE("fixed_linear equals linear: bipolar weights", "[rtl][linear]") {
  Random random(seed() + 2);
  std::vector<Device> devices;
  for (const Size& size :
       {Size{1, 1, 1, 1}, Size{64, 4, 64, 2}, Size{75, 3, 75, 1}, Size{50, 6, 16, 4}, Size{9, 5, 2, 3}}) {
    for (const FixedType& data_in :
         {FixedType{1, 0, false}, FixedType{1, 3, false}, FixedType{random.between(2, 4), 1, true},
          FixedType{random.between(2, 9), 2, false}}) {
      LinearCase one = bipolar(size, data_in, random);
      one.operand_registers = devices.size() % 2 == 0 ? 1 : 0;
      one.sum_fan_in = devices.size() % 3 == 0 ? 36 : random.between(2, 80);
      one.bias_register = devices.size() % 3 == 1;
      devices.push_back(linear_device_of(one, random.engine()));
    }
  }
  // A sum of planes that is wider than its counts: its sign is extended.
  LinearCase extended = bipolar({20, 2, 20, 1}, {3, 1, true}, random);
  extended.sum_fan_in = 36;
  extended.accumulator_width = extended.op.accumulator_width() + 6;
  devices.push_back(linear_device_of(extended, random.engine()));
  check_devices("fixed_linear_bipolar", devices, kFiles);
}

TEST_CASE("fixed_linear equals linear: sizes and parallelism", "[rtl][linear]") {
  Random random(seed() + 1);
  std::vector<Device> devices;
  for (const Size& size : {Size{1, 1, 1, 1}, Size{4, 8, 4, 4}, Size{4, 8, 1, 1}, Size{4, 8, 4, 8}, Size{4, 8, 2, 8},
                           Size{10, 10, 2, 2}, Size{17, 5, 4, 2}, Size{5, 3, 2, 3}, Size{16, 1, 8, 1},
                           Size{64, 4, 8, 4}, Size{40, 2, 40, 1}, Size{33, 2, 12, 1}}) {
    LinearCase one = eight_bits(size, random);
    one.operand_registers = devices.size() % 2 == 0 ? 1 : 0;
    one.bias_register = devices.size() % 5 < 2;
    one.sum_fan_in = devices.size() % 3 == 1 ? 2 : 8;
    one.soft_lanes = devices.size() % 4 == 3 ? one.parallelism_out : devices.size() % 4 == 1 ? 1 : 0;
    one.weight_slices = devices.size() % 4 == 1 ? 2 : 1;
    one.packed_pairs = devices.size() % 4 == 2 ? one.parallelism_out / 2 : 0;
    devices.push_back(linear_device_of(one, random.engine()));
  }
  while (devices.size() < 20) {
    const int in = random.between(1, 24), out = random.between(1, 12);
    LinearCase one = eight_bits({in, out, random.between(1, in), random.between(1, out)}, random);
    one.operand_registers = devices.size() % 2 == 0 ? 1 : 0;
    one.bias_register = devices.size() % 3 != 0;
    if (devices.size() % 2 == 1) hold_half(one);
    one.sum_fan_in = random.between(2, 9);
    one.soft_lanes = random.between(0, one.parallelism_out);
    one.weight_slices = random.between(0, 2) == 0 ? 2 : 1;
    one.packed_pairs = devices.size() % 4 < 2 ? (one.parallelism_out - one.soft_lanes) / 2 : 0;
    devices.push_back(linear_device_of(one, random.engine()));
  }
  // Every product is one of a pair, in a layer of few ports that gives the lowest bits of the sums as they are.
  LinearCase paired = eight_bits({18, 4, 6, 2}, random);
  paired.op.data_in = {4, 1, true};
  paired.op.weight_type = {12, 6, true};
  paired.op.data_out = {4, 7, true};
  paired.op.overflow = Overflow::kWrap;
  fill(paired.op, random);
  paired.packed_pairs = 1;
  devices.push_back(linear_device_of(paired, random.engine()));
  check_devices("fixed_linear_sizes", devices, kFiles);
}

}  // namespace rtl4ml::test
