#include "sw/onnx/tensor.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("shapes broadcast as NumPy's do", "[onnx]") {
  OnnxShape into;
  REQUIRE(broadcast_shapes({4, 1, 3}, {5, 1}, into));
  CHECK(into == OnnxShape{4, 5, 3});
  REQUIRE(broadcast_shapes({}, {2}, into));
  CHECK(into == OnnxShape{2});
  REQUIRE(broadcast_shapes({0}, {1}, into));
  CHECK(into == OnnxShape{0});
  CHECK_FALSE(broadcast_shapes({2}, {3}, into));
  CHECK_FALSE(broadcast_shapes({3, 2}, {3}, into));
}

TEST_CASE("strides lead to each element", "[onnx]") {
  CHECK(row_major_strides({2, 3, 4}) == OnnxShape{12, 4, 1});
  CHECK(broadcast_strides({3, 1}, {2, 3, 4}) == OnnxShape{0, 1, 0});
  CHECK(source_offsets({2, 3}, {1, 2}) == std::vector<std::int64_t>{0, 2, 4, 1, 3, 5});  // transposed
  CHECK(source_offsets({2, 2}, {0, -1}, 7) == std::vector<std::int64_t>{7, 6, 7, 6});
  CHECK(source_offsets({}, {}, 5) == std::vector<std::int64_t>{5});
  CHECK(source_offsets({2, 0}, {1, 1}).empty());
}

TEST_CASE("axes count from both ends", "[onnx]") {
  CHECK(front_axis(-1, 3) == 2);
  CHECK(front_axis(0, 3) == 0);
  CHECK(front_axis(3, 3) == -1);
  CHECK(front_axis(-4, 3) == -1);
}

TEST_CASE("integer types have their range", "[onnx]") {
  CHECK(lowest_of(DType::kInt8) == -128);
  CHECK(highest_of(DType::kInt8) == 127);
  CHECK(lowest_of(DType::kUInt8) == 0);
  CHECK(highest_of(DType::kUInt8) == 255);
  CHECK(highest_of(DType::kInt32) == 2147483647);
  CHECK(highest_of(DType::kBool) == 1);
  CHECK(is_integer(DType::kInt64));
  CHECK_FALSE(is_integer(DType::kBool));
  CHECK_FALSE(is_integer(DType::kFloat16));
}

}  // namespace rtl4ml
