// Classification accuracy of outputs against labels.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace rtl4ml {

/// What a network's outputs are.
enum class Answer {
  kScores,  ///< one per class; or a single one, of class 1, which is meant where it is positive
  kClass,   ///< a single one: the class itself
};

/// Share of the labelled vectors whose class is the label; of scores it is the index of the largest, the first of
/// equals. Shapes: outputs[count][n], labels[count], -1 where unknown. Result: nothing where no vector has a label.
template <class T>
[[nodiscard]] std::optional<double> accuracy(std::span<const T> outputs, std::span<const std::int64_t> labels,
                                             Answer answer) {
  if (labels.empty()) return std::nullopt;
  const std::size_t features = outputs.size() / labels.size();
  std::int64_t known = 0;
  std::int64_t right = 0;
  for (std::size_t vector = 0; vector < labels.size(); ++vector) {
    if (labels[vector] < 0) continue;
    const auto row = outputs.subspan(vector * features, features);
    const std::int64_t predicted = answer == Answer::kClass ? static_cast<std::int64_t>(row[0])
                                   : features == 1          ? std::int64_t{row[0] > T{0}}
                                                            : std::max_element(row.begin(), row.end()) - row.begin();
    ++known;
    right += predicted == labels[vector] ? 1 : 0;
  }
  if (known == 0) return std::nullopt;
  return static_cast<double>(right) / static_cast<double>(known);
}

}  // namespace rtl4ml
