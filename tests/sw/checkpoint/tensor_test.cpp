#include "sw/checkpoint/tensor.hpp"

#include <cmath>

#include "tests/sw/checkpoint/pickle_writer.hpp"

namespace rtl4ml {
namespace {

Tensor tensor_of(DType dtype, const std::vector<std::uint64_t>& elements) {
  Tensor tensor{"t", dtype, {static_cast<std::int64_t>(elements.size())}, {}};
  for (const std::uint64_t element : elements) {
    for (const char byte : little_endian(element, static_cast<int>(byte_size(dtype))))
      tensor.data.push_back(static_cast<std::byte>(byte));
  }
  return tensor;
}

std::vector<float> floats_of(DType dtype, const std::vector<std::uint64_t>& elements) {
  return tensor_of(dtype, elements).to_float();
}

std::vector<double> doubles_of(DType dtype, const std::vector<std::uint64_t>& elements) {
  return tensor_of(dtype, elements).to_double();
}

}  // namespace

TEST_CASE("every float16 becomes the float of the same value", "[checkpoint]") {
  CHECK(floats_of(DType::kFloat16, {0x3c00, 0xc000, 0x7bff, 0x0001, 0x03ff, 0x0400, 0x3555}) ==
        std::vector<float>{1.0F, -2.0F, 65504.0F, 0x1p-24F, 0x3ffp-24F, 0x1p-14F, 0x1.554p-2F});
  CHECK(std::signbit(floats_of(DType::kFloat16, {0x8000})[0]));
  CHECK(floats_of(DType::kFloat16, {0x7c00, 0xfc00}) == std::vector<float>{HUGE_VALF, -HUGE_VALF});
  CHECK(std::isnan(floats_of(DType::kFloat16, {0x7e01})[0]));
}

TEST_CASE("the other element types become floats", "[checkpoint]") {
  CHECK(floats_of(DType::kBFloat16, {0x3f80, 0xc049, 0x0001}) == std::vector<float>{1.0F, -3.140625F, 0x1p-133F});
  CHECK(floats_of(DType::kFloat32, {0x3fc00000}) == std::vector<float>{1.5F});
  CHECK(floats_of(DType::kFloat64, {0x3ff8000000000000, 0x7fe0000000000000}) == std::vector<float>{1.5F, HUGE_VALF});
  CHECK(floats_of(DType::kInt8, {0x80}) == std::vector<float>{-128.0F});
  CHECK(floats_of(DType::kUInt8, {0x80}) == std::vector<float>{128.0F});
  CHECK(floats_of(DType::kInt16, {0xffff}) == std::vector<float>{-1.0F});
  CHECK(floats_of(DType::kInt32, {0x80000000}) == std::vector<float>{-0x1p31F});
  CHECK(floats_of(DType::kInt64, {0xfffffffffffffffe}) == std::vector<float>{-2.0F});
  CHECK(floats_of(DType::kBool, {0, 1, 2}) == std::vector<float>{0.0F, 1.0F, 1.0F});
}

TEST_CASE("what a float cannot hold stays exact in a double", "[checkpoint]") {
  CHECK(doubles_of(DType::kFloat64, {0x3ff0000000000001, 0x7fe0000000000000}) ==
        std::vector<double>{1.0 + 0x1p-52, 0x1p1023});
  CHECK(doubles_of(DType::kInt32, {0x7fffffff, 0x80000001}) == std::vector<double>{2147483647.0, -2147483647.0});
  CHECK(doubles_of(DType::kInt64, {0x001fffffffffffff}) == std::vector<double>{9007199254740991.0});
  CHECK(doubles_of(DType::kFloat32, {0x3fc00000}) == std::vector<double>{1.5});
  CHECK(doubles_of(DType::kFloat16, {0x0001}) == std::vector<double>{0x1p-24});
  CHECK(doubles_of(DType::kBool, {0, 2}) == std::vector<double>{0.0, 1.0});
}

TEST_CASE("shapes from files are multiplied without overflow", "[checkpoint]") {
  CHECK(checked_numel({}) == 1);
  CHECK(checked_numel({2, 3, 4}) == 24);
  CHECK(checked_numel({2, 0, INT64_MAX}) == 0);
  CHECK_FALSE(checked_numel({2, -1}));
  CHECK_FALSE(checked_numel({0, -1}));
  CHECK_FALSE(checked_numel({INT64_MAX, 2}));
  CHECK(shape_text({64, 16}) == "[64, 16]");
  CHECK(shape_text({}) == "[]");
}

TEST_CASE("tensors are found by name", "[checkpoint]") {
  const Checkpoint checkpoint{
      "x", "safetensors", {Tensor{"a", DType::kInt8, {0}, {}}, Tensor{"b", DType::kInt8, {0}, {}}}, {}};
  CHECK(checkpoint.find("b") == &checkpoint.tensors[1]);
  CHECK(checkpoint.find("c") == nullptr);
}

}  // namespace rtl4ml
