#include "sw/onnx/quantizers.hpp"

#include <cmath>

#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kModes[] = {"ROUND", "HALF_EVEN",     "CEIL",    "FLOOR",    "UP",
                                  "DOWN",  "ROUND_TO_ZERO", "HALF_UP", "HALF_DOWN"};

/// Rounding by its definition: of the whole numbers around, by distance.
double rounded(double value, const std::string& mode) {
  const double below = std::floor(value);
  const double above = std::ceil(value);
  const double nearer_zero = value < 0 ? above : below;
  const double farther = value < 0 ? below : above;
  if (mode == "CEIL") return above;
  if (mode == "FLOOR") return below;
  if (mode == "UP") return farther;
  if (mode == "DOWN" || mode == "ROUND_TO_ZERO") return nearer_zero;
  if (value - below != above - value) return value - below < above - value ? below : above;
  if (mode == "HALF_UP") return farther;
  if (mode == "HALF_DOWN") return nearer_zero;
  return std::remainder(below, 2.0) == 0.0 ? below : above;
}

/// Quant by a search: of all codes the one that rounding gives, or the nearest.
double quant_value(double x, double scale, double zero, int width, bool is_signed, bool narrow,
                   const std::string& mode) {
  std::vector<double> codes;
  for (std::int64_t code = is_signed ? -(1LL << (width - 1)) : 0; static_cast<int>(codes.size()) < 1 << width; ++code)
    codes.push_back(static_cast<double>(code));
  if (narrow && is_signed) codes.erase(codes.begin());
  if (narrow && !is_signed) codes.pop_back();
  const double wanted = rounded(x / scale + zero, mode);
  double best = codes.front();
  for (const double code : codes) {
    if (std::abs(code - wanted) < std::abs(best - wanted)) best = code;
  }
  return (best - zero) * scale;
}

test::NodeSettings quant_settings(bool is_signed, bool narrow, const char* mode, const char* domain = test::kQonnx) {
  return {.attributes = {{"signed", std::int64_t{is_signed}},
                         {"narrow", std::int64_t{narrow}},
                         {"rounding_mode", std::string(mode)}},
          .domain = domain};
}

}  // namespace

TEST_CASE("rounding is the table of QONNX", "[onnx]") {
  const double values[] = {5.5, 2.5, 1.6, 1.1, 1.0, -1.0, -1.1, -1.6, -2.5, -5.5};
  const std::vector<std::pair<const char*, std::vector<double>>> table = {
      {"ROUND", {6, 2, 2, 1, 1, -1, -1, -2, -2, -6}},    {"CEIL", {6, 3, 2, 2, 1, -1, -1, -1, -2, -5}},
      {"FLOOR", {5, 2, 1, 1, 1, -1, -2, -2, -3, -6}},    {"UP", {6, 3, 2, 2, 1, -1, -2, -2, -3, -6}},
      {"DOWN", {5, 2, 1, 1, 1, -1, -1, -1, -2, -5}},     {"HALF_UP", {6, 3, 2, 1, 1, -1, -1, -2, -3, -6}},
      {"half_down", {5, 2, 2, 1, 1, -1, -1, -2, -2, -5}}};
  for (const auto& [mode, expected] : table) {
    INFO(mode);
    const std::optional<OnnxRounding> rounding = parse_onnx_rounding(mode);
    REQUIRE(rounding);
    CHECK(parse_onnx_rounding(to_string(*rounding)) == rounding);
    for (std::size_t i = 0; i < expected.size(); ++i) CHECK(onnx_round(values[i], *rounding) == expected[i]);
  }
  CHECK_FALSE(parse_onnx_rounding("NEAREST"));
  CHECK(onnx_round(0.49999999999999994, OnnxRounding::kHalfUp) == 0.0);
  CHECK(onnx_round(std::ldexp(1.0, 60), OnnxRounding::kHalfEven) == std::ldexp(1.0, 60));
  CHECK(std::isinf(onnx_round(HUGE_VAL, OnnxRounding::kUp)));
}

TEST_CASE("Quant equals a search through its codes, in every mode", "[onnx]") {
  const std::uint64_t seed = test_seed(66);
  INFO("seed " << seed);
  Random random(seed);
  const char* const domains[] = {"onnx.brevitas", "finn.custom_op.general", "qonnx.custom_op.general"};
  int trial = 0;
  for (const char* mode : kModes) {
    for (const int width : {1, 2, 4, 7}) {
      for (const bool is_signed : {false, true}) {
        for (const bool narrow : {false, true}) {
          if (width == 1 && (is_signed || narrow)) continue;
          const double scale = trial % 2 == 0 ? 0.25 : 0.3;
          const double zero = trial % 3 == 0 ? 0.0 : trial % 3 == 1 ? 3.0 : -1.5;
          const OnnxTensor x = test::random_floats(random, {20});
          const OnnxTensor y = test::output_of(trial % 2 == 0 ? "Quant" : "IntQuant",
                                               {x, test::scalar(scale), test::scalar(zero), test::scalar(width)},
                                               quant_settings(is_signed, narrow, mode, domains[trial % 3]));
          INFO(mode << ' ' << width << (is_signed ? " signed" : " unsigned") << (narrow ? " narrow" : ""));
          for (std::size_t i = 0; i < 20; ++i)
            CHECK(y.values[i] == quant_value(x.values[i], scale, zero, width, is_signed, narrow, mode));
          ++trial;
        }
      }
    }
  }
}

TEST_CASE("Quant has scales, zero points and widths per channel", "[onnx]") {
  const std::uint64_t seed = test_seed(67);
  INFO("seed " << seed);
  Random random(seed);
  const OnnxTensor x = test::random_floats(random, {3, 4});
  const OnnxTensor scale = test::floats({3, 1}, {0.5, 0.125, 0.3});
  const OnnxTensor zero = test::floats({1, 4}, {0, 1, -2, 0.5});
  const OnnxTensor width = test::wholes({3, 1}, {2, 3, 4});
  const OnnxTensor y = test::output_of("Quant", {x, scale, zero, width}, quant_settings(true, false, "ROUND"));
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      CHECK(y.values[i * 4 + j] == quant_value(x.values[i * 4 + j], scale.values[i], zero.values[j],
                                               static_cast<int>(width.values[i]), true, false, "ROUND"));
    }
  }
}

TEST_CASE("a signed Quant of one bit is bipolar", "[onnx]") {
  const OnnxTensor x = test::floats({3}, {-0.1, 0, 7});
  test::check_equal(test::output_of("Quant", {x, test::scalar(0.5), test::scalar(0), test::scalar(1)},
                                    quant_settings(true, true, "ROUND")),
                    test::floats({3}, {-0.5, 0.5, 0.5}));
}

TEST_CASE("what a Quant cannot be is refused", "[onnx]") {
  const OnnxTensor x = test::floats({2}, {1, 2});
  const auto refused = [&](const std::vector<OnnxTensor>& inputs, const char* code, const char* text) {
    test::check_refused(test::run_node("Quant", inputs, quant_settings(true, false, "ROUND")), code, text);
  };
  const OnnxTensor one = test::scalar(1);
  refused({x, test::scalar(0), one, one}, "onnx.value", "has the scale 0");
  refused({x, test::scalar(-1), one, one}, "onnx.value", "has the scale -1");
  refused({x, test::scalar(HUGE_VAL), one, one}, "onnx.value", "has the scale inf");
  refused({x, one, one, test::scalar(0)}, "onnx.value", "has the width 0");
  refused({x, one, one, test::scalar(2.5)}, "onnx.value", "has the width 2.5");
  refused({x, one, one, test::scalar(54)}, "onnx.value", "has the width 54");
  refused({x, test::floats({3}, {1, 1, 1}), one, one}, "onnx.shape",
          "has a scale of shape [3] for a tensor of shape [2]");
  refused({x, one, test::floats({2, 1}, {0, 0}), one}, "onnx.shape", "zero point of shape [2, 1]");
  refused({test::wholes({1}, {1}), one, one, one}, "onnx.type", "quantizes int64");
}

TEST_CASE("BipolarQuant has no zero", "[onnx]") {
  const OnnxTensor x = test::floats({2, 2}, {-3, -0.0, 0.5, -1});
  test::check_equal(test::output_of("BipolarQuant", {x, test::scalar(0.25)}, {.domain = "onnx.brevitas"}),
                    test::floats({2, 2}, {-0.25, 0.25, 0.25, -0.25}));
  test::check_equal(test::output_of("BipolarQuant", {x, test::floats({2, 1}, {1, 2})}, {.domain = test::kQonnx}),
                    test::floats({2, 2}, {-1, 1, 2, -2}));
}

TEST_CASE("Trunc drops bits, in both versions", "[onnx]") {
  // Codes 37, -37, 40 of scale 0.5 lose 3 of 8 bits; version 1 leaves the scale as it was.
  const OnnxTensor x = test::floats({3}, {18.5, -18.5, 20});
  const OnnxTensor scale = test::scalar(0.5);
  const OnnxTensor none = test::scalar(0);
  const auto trunc = [&](const char* mode, std::vector<OnnxTensor> rest, test::Attributes more = {}) {
    std::vector<OnnxTensor> inputs = {x, scale};
    inputs.insert(inputs.end(), rest.begin(), rest.end());
    more["rounding_mode"] = std::string(mode);
    return test::output_of("Trunc", inputs, {.attributes = more, .domain = test::kQonnx}).values;
  };
  using Values = std::vector<double>;
  CHECK(trunc("FLOOR", {none, test::scalar(8), test::scalar(5)}) == Values{2, -2.5, 2.5});
  CHECK(trunc("CEIL", {none, test::scalar(8), test::scalar(5)}) == Values{2.5, -2, 2.5});
  CHECK(trunc("FLOOR", {test::scalar(3), test::scalar(8), test::scalar(5)}) == Values{1, -4, 1});  // (5 - 3) / 2
  // Version 2: the step is out scale / scale = 8, and 3 bits hold -4 to 3.
  CHECK(trunc("FLOOR", {none, test::scalar(8), test::scalar(4), test::scalar(5)}) == Values{16, -20, 20});
  CHECK(trunc("ROUND", {none, test::scalar(8), test::scalar(4), test::scalar(3)}) == Values{12, -16, 12});
  CHECK(trunc("ROUND", {none, test::scalar(8), test::scalar(4), test::scalar(3)}, {{"narrow", std::int64_t{1}}}) ==
        Values{12, -12, 12});
  CHECK(trunc("ROUND", {none, test::scalar(8), test::scalar(4), test::scalar(2)}, {{"signed", std::int64_t{0}}}) ==
        Values{12, 0, 12});
  CHECK(trunc("FLOOR", {test::scalar(8), test::scalar(8), test::scalar(4), test::scalar(5)}) == Values{16, -20, 20});
}

TEST_CASE("QuantizeLinear, Clip and DequantizeLinear are a quantizer", "[onnx]") {
  const std::uint64_t seed = test_seed(68);
  INFO("seed " << seed);
  Random random(seed);
  const OnnxTensor x = test::random_floats(random, {4, 3});
  const OnnxTensor scale = test::scalar(0.0625);
  const OnnxTensor zero{DType::kInt8, {}, {3}};
  const OnnxTensor codes = test::output_of("QuantizeLinear", {x, scale, zero});
  const OnnxTensor back = test::output_of("DequantizeLinear", {codes, scale, zero});
  CHECK(to_string(codes.dtype) == "int8");
  for (std::size_t i = 0; i < 12; ++i)
    CHECK(back.values[i] == quant_value(x.values[i], 0.0625, 3, 8, true, false, "ROUND"));
  // Without a zero point: uint8. One scale for each place along an axis.
  const OnnxTensor each = test::floats({3}, {0.5, 0.25, 0.02});
  const OnnxTensor bytes = test::output_of("QuantizeLinear", {x, each});
  const OnnxTensor values =
      test::output_of("DequantizeLinear", {bytes, each}, {.attributes = {{"axis", std::int64_t{-1}}}});
  CHECK(to_string(bytes.dtype) == "uint8");
  for (std::size_t i = 0; i < 12; ++i)
    CHECK(values.values[i] == quant_value(x.values[i], each.values[i % 3], 0, 8, false, false, "ROUND"));
  test::check_refused(test::run_node("QuantizeLinear", {x, each}, {.attributes = {{"axis", std::int64_t{0}}}}),
                      "onnx.shape", "scale of shape [3]");
  test::check_refused(test::run_node("QuantizeLinear", {x, scale, test::scalar(0)}), "onnx.type", "to float32");
  test::check_refused(test::run_node("QuantizeLinear", {codes, scale}), "onnx.type", "quantizes int8");
  test::check_refused(test::run_node("DequantizeLinear", {codes, scale, {DType::kUInt8, {}, {0}}}), "onnx.type",
                      "int8 with a zero point of uint8");
  test::check_refused(test::run_node("DequantizeLinear", {codes, each, zero}), "onnx.shape",
                      "1 zero points and 3 scales");
  test::check_refused(test::run_node("DequantizeLinear", {x, scale}), "onnx.type", "takes float32");
}

}  // namespace rtl4ml
