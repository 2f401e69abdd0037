#include "sw/onnx/selection.hpp"

#include <cmath>

#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

test::NodeSettings on_axis(std::int64_t axis, test::Attributes more = {}) {
  more["axis"] = axis;
  return {.attributes = std::move(more)};
}

}  // namespace

TEST_CASE("Softmax sums to one along its axis, or from it on", "[onnx]") {
  const OnnxTensor x = test::floats({2, 2, 2}, {0, 1, 2, 3, 4, 5, 6, 800});
  const auto check = [&](const OnnxTensor& y, std::size_t at, const std::vector<std::size_t>& group) {
    double sum = 0.0;
    for (const std::size_t i : group) sum += std::exp(x.values[i] - x.values[group.back()]);
    CHECK(y.values[at] == std::exp(x.values[at] - x.values[group.back()]) / sum);
  };
  check(test::output_of("Softmax", {x}), 2, {2, 3});
  check(test::output_of("Softmax", {x}, on_axis(0)), 1, {1, 5});
  check(test::output_of("Softmax", {x}, on_axis(1)), 5, {5, 7});
  test::NodeSettings old = on_axis(1);
  old.opset = 9;
  check(test::output_of("Softmax", {x}, old), 1, {0, 1, 2, 3});
  test::check_refused(test::run_node("Softmax", {x}, on_axis(3)), "onnx.shape", "axis 3");
  test::check_refused(test::run_node("Softmax", {test::wholes({1}, {1})}), "onnx.type", "int64");
  test::check_refused(test::run_node("Softmax", {test::floats({0}, {})}), "onnx.shape", "shape [0]");
}

TEST_CASE("LogSoftmax is the logarithm of a Softmax, of numbers whose Softmax is zero as well", "[onnx]") {
  const OnnxTensor x = test::floats({2, 3}, {0, 1, 2, 3, -2, 900});
  const OnnxTensor y = test::output_of("LogSoftmax", {x}), p = test::output_of("Softmax", {x});
  for (std::size_t i = 0; i < 3; ++i) CHECK(y.values[i] == Approx(std::log(p.values[i])).epsilon(1e-14));
  CHECK(p.values[4] == 0.0);
  CHECK(y.values[4] == -902.0);
  test::check_refused(test::run_node("LogSoftmax", {x}, on_axis(2)), "onnx.shape", "axis 2");
}

TEST_CASE("ArgMax is the first of equals, or the last", "[onnx]") {
  const OnnxTensor x = test::floats({2, 3}, {1, 5, 5, 7, 2, 7});
  test::check_equal(test::output_of("ArgMax", {x}, on_axis(1)), test::wholes({2, 1}, {1, 0}));
  test::check_equal(
      test::output_of("ArgMax", {x},
                      on_axis(-1, {{"keepdims", std::int64_t{0}}, {"select_last_index", std::int64_t{1}}})),
      test::wholes({2}, {2, 2}));
  test::check_equal(test::output_of("ArgMax", {x}), test::wholes({1, 3}, {1, 0, 1}));
  test::check_equal(test::output_of("ArgMax", {test::floats({3}, {1, NAN, 2})}), test::wholes({1}, {1}));
  test::check_refused(test::run_node("ArgMax", {test::scalar(1)}), "onnx.shape", "axis 0");
}

TEST_CASE("TopK sorts, of equals the first come first", "[onnx]") {
  const OnnxTensor x = test::floats({2, 4}, {3, 9, 3, 1, -1, -2, 0, -2});
  const auto both = [&](double k, const test::NodeSettings& settings) {
    test::NodeSettings two = settings;
    two.outputs = 2;
    const Result<std::vector<OnnxTensor>> outputs = test::run_node("TopK", {x, test::wholes({1}, {k})}, two);
    INFO(test::told(outputs));
    REQUIRE(outputs);
    return *outputs;
  };
  std::vector<OnnxTensor> top = both(3, {});
  test::check_equal(top[0], test::floats({2, 3}, {9, 3, 3, 0, -1, -2}));
  test::check_equal(top[1], test::wholes({2, 3}, {1, 0, 2, 2, 0, 1}));
  top = both(1, on_axis(0, {{"largest", std::int64_t{0}}}));
  test::check_equal(top[0], test::floats({1, 4}, {-1, -2, 0, -2}));
  test::check_equal(top[1], test::wholes({1, 4}, {1, 1, 1, 1}));
  test::check_equal(test::output_of("TopK", {x}, {.attributes = {{"k", std::int64_t{1}}}, .opset = 9}),
                    test::floats({2, 1}, {9, 0}));
  for (const double k : {0.0, 5.0, -1.0})
    test::check_refused(test::run_node("TopK", {x, test::wholes({1}, {k})}), "onnx.value", "a number from 1 to that");
  test::check_refused(test::run_node("TopK", {x, test::floats({1}, {1})}), "onnx.value", "largest few of 4");
}

}  // namespace rtl4ml
