#include "sw/onnx/class_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "sw/onnx/step_function.hpp"
#include "sw/onnx/tensor.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kLeaveOut = "import without --classes, and leave the choice to the host";

class Checker {
 public:
  Checker(const OnnxScores& scores, const OnnxGraph& graph) : scores_(scores), graph_(graph) {}

  Result<std::string> check(const std::vector<OnnxStep>& behind) {
    if (scores_.count < 2) {
      errors_.push_back(Error{"onnx.class", graph_.path, "has one output: there is nothing to choose from", kLeaveOut});
    }
    std::vector<OnnxStep> rising;
    const OnnxStep *softmax = nullptr, *choice = nullptr;
    for (const OnnxStep& step : behind) {
      const std::string& op = step.node.op;
      if (choice != nullptr) {
        refuse(step, "follows the choice of a class");
      } else if (op == "ArgMax" || op == "TopK") {
        choice = &step;
        op == "ArgMax" ? check_argmax(step) : check_topk(step);
      } else if (softmax != nullptr) {
        refuse(step, "follows a " + softmax->node.op);
      } else if (op == "Softmax" || op == "LogSoftmax") {
        softmax = &step;
        check_softmax(step);
      } else {
        check_rising(step);
        rising.push_back(step);
      }
    }
    if (!errors_.empty()) return faults(std::move(errors_));
    return what_rounds(rising, softmax);
  }

 private:
  void refuse(const OnnxStep& step, const std::string& message, const std::string& fix = kLeaveOut) {
    errors_.push_back(Error{"onnx.class", graph_.place(step.node), message, fix});
  }

  /// Whether the axis, and those behind it if told so, hold all scores.
  [[nodiscard]] bool covers_all(const OnnxStep& step, std::int64_t axis, bool to_the_end = false) const {
    const std::int64_t front = front_axis(axis, static_cast<std::int64_t>(step.shape.size()));
    if (front < 0) return false;
    const auto first = step.shape.begin() + front;
    return onnx_numel(OnnxShape(first, to_the_end ? step.shape.end() : first + 1)) == scores_.count;
  }

  void check_softmax(const OnnxStep& step) {
    constexpr std::int64_t kOneAxisSince = 13;
    const bool one_axis = graph_.opset() >= kOneAxisSince;
    if (!covers_all(step, attribute_or<std::int64_t>(step.node, "axis", one_axis ? -1 : 1), !one_axis))
      refuse(step, "is not over all scores");
  }

  void check_argmax(const OnnxStep& step) {
    if (!covers_all(step, attribute_or<std::int64_t>(step.node, "axis", 0))) refuse(step, "is not over all scores");
    if (attribute_or<std::int64_t>(step.node, "select_last_index", 0) != 0)
      refuse(step, "takes the last of equal scores, the hardware takes the first", "export it without that");
  }

  void check_topk(const OnnxStep& step) {
    const OnnxTensor* const given = step.constant(1);
    const double count = given != nullptr && given->numel() == 1
                             ? given->values.front()
                             : static_cast<double>(attribute_or<std::int64_t>(step.node, "k", 0));
    if (!covers_all(step, attribute_or<std::int64_t>(step.node, "axis", -1))) refuse(step, "is not over all scores");
    if (count != 1.0) refuse(step, "takes more than the first score");
    if (attribute_or<std::int64_t>(step.node, "largest", 1) == 0) refuse(step, "takes the smallest score");
  }

  void check_rising(const OnnxStep& step) {
    const std::string& op = step.node.op;
    static const std::set<std::string, std::less<>> kRising = {"Sigmoid", "Tanh", "Selu", "Softplus", "Softsign"};
    if (kRising.contains(op)) return;
    constexpr double kUsualSlope = 0.01;
    std::optional<double> slope;
    if (op == "LeakyRelu") slope = attribute_or(step.node, "alpha", kUsualSlope);
    if (op == "Elu") slope = attribute_or(step.node, "alpha", 1.0);
    if (op == "PRelu" && step.constant(1) != nullptr) slope = only_value(step.constant(1)->values);
    const auto line = common_line_of_steps({&step, 1}, scores_.count, graph_.opset(), graph_.path);
    if (line && *line) slope = (*line)->gain;
    if (slope && *slope > 0.0) return;
    refuse(step, op == "Relu" || op == "Clip" || op == "HardSigmoid"
                     ? "makes scores equal that are not"
                     : "does not rise throughout, or not for every score alike");
  }

  /// The nodes that might make two scores equal by rounding: seen at both ends, where they rise the least.
  Result<std::string> what_rounds(const std::vector<OnnxStep>& rising, const OnnxStep* softmax) const {
    std::string names;
    const auto add = [&names](const OnnxStep& step) { names += (names.empty() ? "" : ", ") + step.node.name; };
    constexpr double kUnits = 8.0 * std::numeric_limits<double>::epsilon();
    double least = scores_.unit;  // between two scores
    if (!rising.empty()) {
      std::vector<double> values;
      for (const double score : {scores_.low, scores_.low + scores_.unit, scores_.high - scores_.unit, scores_.high}) {
        const Result<std::vector<double>> made = run_onnx_steps(
            rising, std::vector<double>(static_cast<std::size_t>(scores_.count), score), graph_.opset(), graph_.path);
        if (!made) return faults(made.error());
        values.push_back(made->front());
      }
      bool apart = true;
      for (const std::size_t end : {0U, 2U}) {
        const double gap = values[end + 1] - values[end];
        apart = apart && gap > kUnits * std::abs(values[end + 1]);
        least = std::min(least, gap);
      }
      if (!apart) std::for_each(rising.begin(), rising.end(), add);
    }
    // The logarithms of the largest ones are no larger than that of their number.
    const double largest = softmax == nullptr || softmax->node.op == "Softmax" ? 1.0 : 1.0 + std::log(scores_.count);
    if (softmax != nullptr && !(least > kUnits * largest)) add(*softmax);
    return names;
  }

  const OnnxScores& scores_;
  const OnnxGraph& graph_;
  Errors errors_;
};

}  // namespace

Result<std::string> check_class_answer(const std::vector<OnnxStep>& behind, const OnnxScores& scores,
                                       const OnnxGraph& graph) {
  return Checker(scores, graph).check(behind);
}

}  // namespace rtl4ml
