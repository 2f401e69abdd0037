// The class as an import's answer: whether the largest of the last layer's outputs is the file's own choice, whatever
// nodes stand behind that layer.
#pragma once

#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/onnx/chain.hpp"
#include "sw/onnx/graph.hpp"

namespace rtl4ml {

/// The scores that the last layer gives: whole multiples of `unit`, and `offset`.
struct OnnxScores {
  int count = 0;
  double low = 0.0, high = 0.0;  ///< bounds
  double unit = 1.0;             ///< positive
};

/// `behind`: the nodes behind the scores, in order: functions that rise throughout and are the same for every score,
/// then a Softmax, a LogSoftmax or none, then an ArgMax, a TopK of one or none. Of equal scores the first is chosen, as
/// the hardware does. Result: what the nodes are that round, so that they may make scores equal that are not; empty:
/// none does. Errors: onnx.class (a single score; nodes that choose otherwise, or may choose otherwise); all at once
[[nodiscard]] Result<std::string> check_class_answer(const std::vector<OnnxStep>& behind, const OnnxScores& scores,
                                                     const OnnxGraph& graph);

}  // namespace rtl4ml
