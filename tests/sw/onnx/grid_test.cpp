#include "sw/onnx/grid.hpp"

#include <cmath>

#include "tests/sw/onnx/chains.hpp"

namespace rtl4ml {
namespace {

OnnxStep step(const std::string& op, const std::vector<std::vector<double>>& numbers,
              const test::Attributes& attributes = {}, DType dtype = DType::kFloat32) {
  OnnxStep made{{test::kQonnx, op, "q", {"x"}, {"y"}, attributes}, {std::nullopt}, 0, {1, 2}, dtype};
  if (op == "DequantizeLinear") made.node.domain = "";
  for (const std::vector<double>& values : numbers) {
    made.node.inputs.push_back("c");
    made.constants.emplace_back(test::floats({static_cast<std::int64_t>(values.size())}, values));
  }
  return made;
}

OnnxGrid grid(const OnnxStep& of) {
  const Result<OnnxGrid> made = grid_of_step(of, "q");
  INFO(test::told(made));
  REQUIRE(made);
  return *made;
}

constexpr std::int64_t kYes = 1, kNo = 0;

}  // namespace

TEST_CASE("a quantizer has a grid", "[onnx]") {
  const OnnxGrid plain = grid(step("Quant", {{0.25}, {0}, {4}}, {{"signed", kYes}, {"narrow", kYes}}));
  CHECK(plain.is_plain());
  CHECK(plain.type == FixedType{4, 2, true});
  CHECK(plain.low == -7);
  CHECK(plain.high == 7);
  CHECK(plain.real(-3) == -0.75);
  CHECK(plain.code(-0.75) == -3);

  CHECK(plain.same_width);
  const OnnxGrid widest = grid(step("Quant", {{0.25}, {0}, {4, 6}}, {{"signed", kYes}}));
  CHECK(widest.type == FixedType{6, 2, true});
  CHECK_FALSE(widest.same_width);

  const OnnxGrid odd = grid(step("IntQuant", {{0.3}, {2}, {3}}, {{"signed", kNo}}));
  CHECK_FALSE(odd.is_plain());
  CHECK(odd.type == FixedType{3, 0, false});
  CHECK(odd.high == 7);
  CHECK(odd.real(5) == 0.3 * 3.0);
  CHECK(odd.code(0.3 * 3.0) == 5);

  for (const OnnxStep& bipolar :
       {step("BipolarQuant", {{1.5}}), step("Quant", {{1.5}, {0}, {1}}, {{"signed", kYes}})}) {
    const OnnxGrid two = grid(bipolar);
    CHECK(two.type == FixedType{1, 0, false});
    CHECK(two.real(0) == -1.5);
    CHECK(two.real(1) == 1.5);
    CHECK(two.code(-1.5) == 0);
    CHECK(two.code(1.5) == 1);
  }

  const OnnxGrid bytes = grid(step("DequantizeLinear", {{0.5}, {3}}, {}, DType::kInt8));
  CHECK(bytes.type == FixedType{8, 0, true});
  CHECK(bytes.real(4) == 0.5);
  const OnnxGrid cut = grid(step("Trunc", {{0.5}, {0}, {8}, {4}}, {{"signed", kNo}}));
  CHECK(cut.type == FixedType{4, 1, false});
  const OnnxGrid scaled = grid(step("Trunc", {{0.3}, {8}, {8}, {1.2}, {4}}, {{"signed", kYes}}));
  CHECK(scaled.scale == 1.2);
  CHECK(scaled.zero == 2.0);
}

TEST_CASE("a grid has one scale", "[onnx]") {
  CHECK(grid(step("Quant", {{0.3, 0.3}, {0}, {4}})).scale == 0.3);
  test::check_refused(
      [] {
        Result<OnnxGrid> made = grid_of_step(step("Quant", {{0.3, 0.4}, {0}, {4}}), "q");
        return made;
      }(),
      "onnx.scale", "per channel");
  CHECK(grid_of_step(step("Quant", {{0.3}, {0, 1}, {4}}), "q").error().front().code == "onnx.scale");
  CHECK(grid_of_step(step("Quant", {{0.3}, {0}, {1, 5}}), "q").error().front().code == "onnx.scale");
  CHECK(grid_of_step(step("Quant", {{0.3}, {0}, {40}}), "q").error().front().code == "onnx.width");
  CHECK(grid_of_step(step("Quant", {{0.3}, {1}, {1}}), "q").error().front().code == "onnx.scale");
}

TEST_CASE("types that hold numbers and codes", "[onnx]") {
  CHECK(exponent_of_power(0.25) == -2);
  CHECK_FALSE(exponent_of_power(0.3));
  CHECK_FALSE(exponent_of_power(0.0));
  CHECK(exact_type(std::vector<double>{0.75, -0.5}) == FixedType{3, 2, true});
  CHECK(exact_type(std::vector<double>{0.0}) == FixedType{2, 0, true});
  CHECK_FALSE(exact_type(std::vector<double>{0.3}));
  CHECK_FALSE(exact_type(std::vector<double>{1.0, 0x1p-40}));
  CHECK(type_of_codes(0, 1, 0, true) == FixedType{1, 0, false});
  CHECK(type_of_codes(0, 1, 0, false) == FixedType{2, 0, true});
  CHECK(type_of_codes(-8, 7, 3, true) == FixedType{4, 3, true});
  CHECK(type_of_codes(-9, 7, 3, true) == FixedType{5, 3, true});
  CHECK(plain_grid({4, 1, true}).low == -8);
}

TEST_CASE("roundings of this compiler", "[onnx]") {
  const auto rounding = [](const char* mode) {
    return rounding_of_step({"", "Quant", "q", {}, {}, {{"rounding_mode", std::string(mode)}}});
  };
  CHECK(rounding("ROUND") == Rounding::kHalfEven);
  CHECK(rounding("HALF_UP") == Rounding::kHalfAway);
  CHECK(rounding("FLOOR") == Rounding::kFloor);
  CHECK(rounding("ROUND_TO_ZERO") == Rounding::kTowardZero);
  CHECK_FALSE(rounding("CEIL"));
  CHECK_FALSE(rounding_of_step({"", "BipolarQuant", "q", {}, {}, {}}));
}

}  // namespace rtl4ml
