#include "sw/quantize/group_wise.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

double mean_error(const std::vector<float>& weights, const GroupWise& quantized, double power) {
  const std::vector<float> back = dequantize(quantized);
  double sum = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += std::pow(std::abs(weights[i] - back[i]), power);
  return sum / static_cast<double>(weights.size());
}

GroupWise quantized(const std::vector<float>& weights, int bits, GroupMethod method, int group_size = 64) {
  GroupWiseOptions options;
  options.bits = bits;
  options.method = method;
  options.group_size = group_size;
  return quantize_groups(weights, options).value();
}

/// The Linear layers of the twelve blocks of DeiT-S: qkv, projection, and the two of the MLP.
constexpr std::int64_t kBlock[] = {384 * 1152, 384 * 384, 384 * 1536, 1536 * 384};
constexpr int kBlocks = 12;

std::int64_t block_bytes(int bits) {
  std::int64_t bytes = 0;
  for (const std::int64_t weights : kBlock) bytes += bits == 32 ? 4 * weights : group_wise_bytes(weights, bits, 64);
  return bytes;
}

std::string mebibytes(std::int64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", static_cast<double>(bytes) / 1048576.0);
  return text;
}

}  // namespace

TEST_CASE("groups by min-max: every weight within half a step, the extremes exact up to float32", "[quantize]") {
  Random random(test::seed());
  std::vector<float> weights = test::normal_values(random, 200);
  for (const int bits : {8, 4, 3, 2}) {
    for (const int size : {1, 7, 64, 500}) {
      const GroupWise groups = quantized(weights, bits, GroupMethod::kMinMax, size);
      const std::vector<float> back = dequantize(groups);
      REQUIRE(back.size() == weights.size());
      for (std::size_t i = 0; i < weights.size(); ++i) {
        const double scale = groups.scale[i / static_cast<std::size_t>(size)];
        REQUIRE(std::abs(back[i] - weights[i]) <= (size == 1 ? 0.0 : 0.5 * scale * (1 + 1e-4)));
        REQUIRE(groups.codes[i] < 1 << bits);
      }
    }
  }
}

TEST_CASE("the half-quadratic zero point has less error than min-max, and both fall with bits", "[quantize]") {
  Random random(test::seed());
  std::vector<float> weights = test::normal_values(random, 64 * 100, 0.05);
  for (std::size_t i = 0; i < weights.size(); i += 97) weights[i] *= 4.0F;
  double before = 1e9;
  for (const int bits : {2, 3, 4, 8}) {
    const GroupWise min_max = quantized(weights, bits, GroupMethod::kMinMax);
    const GroupWise moved = quantized(weights, bits, GroupMethod::kHalfQuadratic);
    CAPTURE(bits);
    CHECK(moved.scale == min_max.scale);
    CHECK(mean_error(weights, moved, 1.0) < mean_error(weights, min_max, 1.0));
    CHECK(mean_error(weights, moved, 2.0) < before);
    before = mean_error(weights, moved, 2.0);
    // No group is worse, because each keeps the best of its zero points.
    for (std::size_t group = 0; group < moved.scale.size(); ++group) {
      const std::vector<float> own(weights.begin() + static_cast<std::ptrdiff_t>(group * 64),
                                   weights.begin() + static_cast<std::ptrdiff_t>(group * 64 + 64));
      CHECK(mean_error(own, quantized(own, bits, GroupMethod::kHalfQuadratic), 1.0) <=
            mean_error(own, quantized(own, bits, GroupMethod::kMinMax), 1.0) + 1e-9);
    }
  }
}

TEST_CASE("the half-quadratic zero point is the solver's of its definition", "[quantize]") {
  // One iteration by hand, in double: bits 2, weights 0, 1, 2, 6: scale 2, zero 0, codes 0, 0 (tie), 1, 3.
  const std::vector<float> weights = {0.0F, 1.0F, 2.0F, 6.0F};
  GroupWiseOptions options;
  options.bits = 2;
  options.group_size = 4;
  options.norm = 0.5;
  options.beta = 2.0;
  options.iterations = 1;
  // Differences 0, 1, 0, 0; shrunk: 1 - 1 / 2 = 0.5. zero = mean(0, 0 - (1 - 0.5) / 2, 0, 0) = -0.0625.
  // Codes with it: 0, 0, 1, 3; errors 0.125, 0.875, 0.125, 0.125: mean 0.3125, before 0.25. The first one is kept.
  CHECK(quantize_groups(weights, options).value().zero[0] == 0.0F);
  // 0, 0.75, 0.75, 6: mean 0.375 before; each 0.75 is shrunk to 0.1727, zero = -0.1443, and then 0.75 has the code 0
  // still, 0.4614 from it, and the other two are 0.2887 off: mean 0.375 again. Nothing is gained.
  CHECK(quantize_groups(std::vector<float>{0.0F, 0.75F, 0.75F, 6.0F}, options).value().zero[0] == 0.0F);
}

TEST_CASE("the solver takes the steps of its definition", "[quantize]") {
  Random random(test::seed());
  GroupWiseOptions options;
  options.bits = 3;
  int moved = 0;
  for (int round = 0; round < 40; ++round) {
    // Small errors shrink to nothing; those of large weights keep a part.
    const std::vector<float> weights = test::normal_values(random, 64, round % 2 == 0 ? 0.05 : 20.0);
    const GroupWise start = quantized(weights, 3, GroupMethod::kMinMax);
    const double scale = start.scale[0];
    double zero = start.zero[0], best_zero = zero, best = 1e9, beta = options.beta;
    std::vector<double> code(64), back(64);
    for (int iteration = 0; iteration <= options.iterations; ++iteration) {
      double mean = 0.0;
      for (std::size_t i = 0; i < 64; ++i) {
        code[i] = std::fmin(std::fmax(std::nearbyint(weights[i] / scale + zero), 0.0), 7.0);
        back[i] = (code[i] - zero) * scale;
        mean += std::abs(weights[i] - back[i]) / 64.0;
      }
      if (mean >= best) break;
      best = mean;
      best_zero = zero;
      double next = 0.0;
      for (std::size_t i = 0; i < 64; ++i) {
        const double d = weights[i] - back[i];
        const double shrunk =
            d == 0.0 ? 0.0 : std::copysign(std::fmax(0.0, std::abs(d) - std::pow(std::abs(d), -0.3) / beta), d);
        next += (code[i] - (weights[i] - shrunk) / scale) / 64.0;
      }
      zero = next;
      beta *= options.kappa;
    }
    CHECK(quantize_groups(weights, options).value().zero[0] == Approx(best_zero).epsilon(1e-4));
    moved += best_zero != static_cast<double>(start.zero[0]) ? 1 : 0;
  }
  CHECK(moved > 20);
}

TEST_CASE("a last group that is not full is padded with zero codes, and stored", "[quantize]") {
  Random random(test::seed());
  const std::vector<float> weights = test::normal_values(random, 64 * 4 + 5);
  for (const int bits : {8, 4, 3, 2}) {
    const GroupWise groups = quantized(weights, bits, GroupMethod::kMinMax);
    REQUIRE(groups.scale.size() == 5);
    CHECK(groups.codes.size() == 320);
    for (std::size_t i = weights.size(); i < 320; ++i) CHECK(groups.codes[i] == 0);
    const std::vector<float> tail(weights.end() - 5, weights.end());
    CHECK(quantized(tail, bits, GroupMethod::kMinMax).scale[0] == groups.scale[4]);
    const std::vector<std::byte> bytes = pack_groups(groups);
    CHECK(static_cast<std::int64_t>(bytes.size() + 8 * 5) ==
          group_wise_bytes(static_cast<std::int64_t>(weights.size()), bits, 64));
    CHECK(unpack_groups(bytes, 5, 64, bits) == groups.codes);
  }
}

TEST_CASE("element j of successive groups shares a word", "[quantize]") {
  const GroupWise groups{4, 2, 6, {1, 2, 3, 4, 5, 6}, {1, 1, 1}, {0, 0, 0}};
  const std::vector<std::byte> bytes = pack_groups(groups);
  CHECK(bytes == std::vector<std::byte>{std::byte{0x31}, std::byte{0x42}, std::byte{0x05}, std::byte{0x06}});
}

TEST_CASE("the sizes of DeiT-S are those of the published table", "[quantize]") {
  // Its 22,050,664 parameters: 21,233,664 weights in the blocks' Linear layers, and 817,000 others, which are the
  // head's 385,000 and 432,000 = 1,125 * 384. What the table counts beside the weights follows from its own figures:
  // each row minus codes and groups bounds it, and all rows together leave 403,571 to 403,636 numbers of 32 bits.
  // Without the head, everything else comes in vectors of 384; the only multiple between is 1,051 * 384 = 403,584:
  // embeddings (967 * 384) and, of the 13 * 384 that a block has in biases and norms, 7 * 384. Which seven no size can
  // tell.
  constexpr std::int64_t kOthers = 1051 * 384;
  std::int64_t weights = 0;
  for (const std::int64_t layer : kBlock) weights += kBlocks * layer;
  CHECK(weights == 21'233'664);
  const auto model = [](int bits) { return mebibytes(kBlocks * block_bytes(bits) + 4 * kOthers); };
  CHECK(model(32) == "82.540");
  CHECK(model(8) == "24.321");
  CHECK(model(4) == "14.196");
  CHECK(model(3) == "12.177");
  CHECK(model(2) == "9.133");
  std::int64_t mixed = 4 * kOthers;
  for (const int bits : {4, 8, 4, 4, 4, 4, 8, 4, 4, 4, 8, 2}) mixed += block_bytes(bits);
  CHECK(mebibytes(mixed) == "16.305");
  // With all 817,000 others the whole model has its 84.117 MiB.
  CHECK(mebibytes(4 * (weights + 817'000)) == "84.117");
}

TEST_CASE("groups of equal weights, zeros and the smallest floats are exact", "[quantize]") {
  for (const int bits : {8, 4, 3, 2}) {
    for (const GroupMethod method : {GroupMethod::kMinMax, GroupMethod::kHalfQuadratic}) {
      for (const float value : {0.0F, 0.3F, -7.25F, 1e-45F}) {
        const std::vector<float> weights(10, value);
        CHECK(dequantize(quantized(weights, bits, method, 4)) == weights);
      }
      const std::vector<float> tiny = {0.0F, 1e-45F, 3e-45F};
      for (const float value : dequantize(quantized(tiny, bits, method))) CHECK(std::isfinite(value));
    }
  }
}

TEST_CASE("what cannot be put into groups is told", "[quantize]") {
  const std::vector<float> weights(64, 1.0F);
  const auto code = [](std::span<const float> values, const GroupWiseOptions& options) {
    return test::code_of(quantize_groups(values, options));
  };
  GroupWiseOptions options;
  CHECK(code({}, options) == "quantize.no_values");
  CHECK(code(std::vector<float>{std::nanf("")}, options) == "quantize.non_finite");
  options.bits = 5;
  CHECK(code(weights, options) == "quantize.width");
  options.bits = 4;
  options.group_size = 0;
  CHECK(code(weights, options) == "quantize.option");
  options.group_size = 64;
  options.norm = 0.0;
  CHECK(code(weights, options) == "quantize.option");
  CHECK(parse_group_method("hqq", "").value() == GroupMethod::kHalfQuadratic);
  CHECK(parse_group_method("min_max", "").value() == GroupMethod::kMinMax);
  CHECK(test::code_of(parse_group_method("minmax", "here")) == "quantize.group_method");
}

}  // namespace rtl4ml
