#include "sw/onnx/layout.hpp"

#include <numeric>

#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

/// 0, 1, 2, ... in this shape.
OnnxTensor counted(OnnxShape shape) {
  OnnxTensor tensor = test::floats(std::move(shape), {});
  tensor.values.resize(static_cast<std::size_t>(*onnx_numel(tensor.shape)));
  std::iota(tensor.values.begin(), tensor.values.end(), 0.0);
  return tensor;
}

OnnxTensor list_of(std::vector<double> values) {
  const auto size = static_cast<std::int64_t>(values.size());
  return test::wholes({size}, std::move(values));
}

test::NodeSettings with(const std::string& name, const OnnxAttribute& value) { return {.attributes = {{name, value}}}; }

using List = std::vector<std::int64_t>;
constexpr std::int64_t kOne = 1;

}  // namespace

TEST_CASE("Transpose moves every element", "[onnx]") {
  const OnnxTensor x = counted({2, 3, 4});
  const OnnxTensor y = test::output_of("Transpose", {x}, with("perm", List{2, 0, 1}));
  CHECK(y.shape == OnnxShape{4, 2, 3});
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 2; ++j) {
      for (std::size_t k = 0; k < 3; ++k) CHECK(y.values[(i * 2 + j) * 3 + k] == x.values[(j * 3 + k) * 4 + i]);
    }
  }
  test::check_equal(test::output_of("Transpose", {counted({2, 3})}), test::floats({3, 2}, {0, 3, 1, 4, 2, 5}));
  test::check_refused(test::run_node("Transpose", {x}, with("perm", List{0, 1})), "onnx.shape", "axis 2");
  test::check_refused(test::run_node("Transpose", {x}, with("perm", List{0, 1, 1})), "onnx.shape", "axis 1");
  test::check_refused(test::run_node("Transpose", {x}, with("perm", List{0, 1, 3})), "onnx.shape", "axis 3");
}

TEST_CASE("shapes change, elements stay", "[onnx]") {
  const OnnxTensor x = counted({2, 3, 4});
  const auto shape = [&](const std::string& op, const std::vector<OnnxTensor>& inputs,
                         const test::NodeSettings& settings = {}) {
    const OnnxTensor y = test::output_of(op, inputs, settings);
    CHECK(y.values == inputs[0].values);
    return y.shape;
  };
  CHECK(shape("Reshape", {x, list_of({6, 4})}) == OnnxShape{6, 4});
  CHECK(shape("Reshape", {x, list_of({0, -1})}) == OnnxShape{2, 12});
  CHECK(shape("Reshape", {counted({0, 3}), list_of({3, 0})}, with("allowzero", kOne)) == OnnxShape{3, 0});
  CHECK(shape("Reshape", {counted({1}), list_of({})}).empty());
  CHECK(shape("Flatten", {x}) == OnnxShape{2, 12});
  CHECK(shape("Flatten", {x}, with("axis", std::int64_t{0})) == OnnxShape{1, 24});
  CHECK(shape("Flatten", {x}, with("axis", std::int64_t{-1})) == OnnxShape{6, 4});
  CHECK(shape("Flatten", {x}, with("axis", std::int64_t{3})) == OnnxShape{24, 1});
  const OnnxTensor ones = counted({1, 2, 1, 3});
  CHECK(shape("Squeeze", {ones}) == OnnxShape{2, 3});
  CHECK(shape("Squeeze", {ones, list_of({-2})}) == OnnxShape{1, 2, 3});
  CHECK(shape("Squeeze", {ones}, with("axes", List{0})) == OnnxShape{2, 1, 3});
  CHECK(shape("Unsqueeze", {x, list_of({0, -1})}) == OnnxShape{1, 2, 3, 4, 1});
  CHECK(shape("Unsqueeze", {x}, with("axes", List{1})) == OnnxShape{2, 1, 3, 4});
  test::check_refused(test::run_node("Reshape", {x, list_of({5, 4})}), "onnx.shape", "makes shape [5, 4] of [2, 3, 4]");
  test::check_refused(test::run_node("Reshape", {x, list_of({-1, -1})}), "onnx.shape", "makes the shape [-1, -1]");
  test::check_refused(test::run_node("Reshape", {x, list_of({-2, 4})}), "onnx.shape", "makes the shape [-2, 4]");
  test::check_refused(test::run_node("Reshape", {x, list_of({1e19, 1e19, -1})}), "onnx.shape", "makes shape");
  test::check_refused(test::run_node("Reshape", {x, test::floats({1}, {24})}), "onnx.type", "shape of float32");
  test::check_refused(test::run_node("Flatten", {x}, with("axis", std::int64_t{4})), "onnx.shape", "axis 4");
  test::check_refused(test::run_node("Squeeze", {x, list_of({0})}), "onnx.shape", "makes shape [3, 4]");
  test::check_refused(test::run_node("Unsqueeze", {x, list_of({7})}), "onnx.shape", "axis 7");
  test::check_refused(test::run_node("Unsqueeze", {x, list_of(std::vector<double>(20, 0))}), "onnx.shape", "axis");
}

TEST_CASE("a shape is a tensor that can be computed with", "[onnx]") {
  const OnnxTensor x = counted({2, 3, 4});
  test::check_equal(test::output_of("Shape", {x}), list_of({2, 3, 4}));
  test::check_equal(test::output_of("Shape", {x}, with("start", std::int64_t{-2})), list_of({3, 4}));
  test::check_equal(test::output_of("Shape", {x}, with("end", std::int64_t{1})), list_of({2}));
  test::check_equal(test::output_of("Shape", {test::scalar(1)}), list_of({}));
}

TEST_CASE("Gather takes along an axis", "[onnx]") {
  const OnnxTensor x = counted({2, 3});
  test::check_equal(test::output_of("Gather", {x, test::wholes({}, {1})}), test::floats({3}, {3, 4, 5}));
  test::check_equal(test::output_of("Gather", {x, list_of({2, -3})}, with("axis", kOne)),
                    test::floats({2, 2}, {2, 0, 5, 3}));
  test::check_equal(test::output_of("Gather", {x, test::wholes({1, 2}, {0, 0})}),
                    test::floats({1, 2, 3}, {0, 1, 2, 0, 1, 2}));
  test::check_refused(test::run_node("Gather", {x, list_of({2})}), "onnx.value", "element 2 of 2");
  test::check_refused(test::run_node("Gather", {x, test::scalar(0)}), "onnx.type", "indices of float32");
  test::check_refused(test::run_node("Gather", {test::scalar(0), list_of({0})}), "onnx.shape", "axis 0 of 0");
}

TEST_CASE("Concat joins along an axis", "[onnx]") {
  const OnnxTensor x = counted({2, 2});
  const OnnxTensor y = test::floats({2, 1}, {7, 8});
  test::check_equal(test::output_of("Concat", {x, y}, with("axis", kOne)), test::floats({2, 3}, {0, 1, 7, 2, 3, 8}));
  test::check_equal(test::output_of("Concat", {x, x}, with("axis", std::int64_t{-2})),
                    test::floats({4, 2}, {0, 1, 2, 3, 0, 1, 2, 3}));
  test::check_refused(test::run_node("Concat", {x, y}, with("axis", std::int64_t{0})), "onnx.shape",
                      "[2, 2] and one of shape [2, 1]");
  test::check_refused(test::run_node("Concat", {x, list_of({1})}, with("axis", std::int64_t{0})), "onnx.shape", "[1]");
  test::check_refused(test::run_node("Concat", {test::scalar(1)}, with("axis", std::int64_t{0})), "onnx.shape",
                      "axis 0 of 0");
}

TEST_CASE("Slice is Python's", "[onnx]") {
  const OnnxTensor x = counted({7});
  const std::uint64_t seed = test_seed(65);
  INFO("seed " << seed);
  Random random(seed);
  for (int trial = 0; trial < 300; ++trial) {
    const auto pick = [&] { return static_cast<std::int64_t>(random.below(21)) - 10; };
    const std::int64_t start = pick();
    const std::int64_t end = pick();
    const std::int64_t step = pick() / 3;
    if (step == 0) continue;
    std::vector<double> expected;
    // Python's indices, by walking; a start before the front of a slice that goes back is the front (ONNX).
    const auto from_front = [](std::int64_t at) { return at < 0 ? at + 7 : at; };
    std::int64_t at = std::min<std::int64_t>(std::max<std::int64_t>(from_front(start), 0), step > 0 ? 7 : 6);
    const std::int64_t to = from_front(end);
    for (; step > 0 ? at < to && at < 7 : at > to && at >= 0; at += step) expected.push_back(static_cast<double>(at));
    INFO(start << ':' << end << ':' << step);
    const OnnxTensor y =
        test::output_of("Slice", {x, list_of({static_cast<double>(start)}), list_of({static_cast<double>(end)}),
                                  list_of({0}), list_of({static_cast<double>(step)})});
    CHECK(y.values == expected);
    CHECK(y.shape == OnnxShape{static_cast<std::int64_t>(expected.size())});
  }
  const OnnxTensor matrix = counted({3, 4});
  test::check_equal(test::output_of("Slice", {matrix, list_of({1}), list_of({9.2e18}), list_of({-1})}),
                    test::floats({3, 3}, {1, 2, 3, 5, 6, 7, 9, 10, 11}));
  test::NodeSettings old = {.attributes = {{"starts", List{0, 1}}, {"ends", List{2, 3}}}, .opset = 9};
  test::check_equal(test::output_of("Slice", {matrix}, old), test::floats({2, 2}, {1, 2, 5, 6}));
  test::check_refused(test::run_node("Slice", {x, list_of({0}), list_of({1, 2})}), "onnx.value", "do not go together");
  test::check_refused(test::run_node("Slice", {x, list_of({0}), list_of({1}), list_of({0}), list_of({0})}),
                      "onnx.value", "steps");
  test::check_refused(test::run_node("Slice", {x, list_of({0}), list_of({1}), list_of({3})}), "onnx.shape", "axis 3");
}

}  // namespace rtl4ml
