#include "sw/experiment/experiment.hpp"

#include <algorithm>

namespace rtl4ml {

QuantizationPlan at_width(QuantizationPlan plan, int width) {
  plan.weight_width = plan.data_width = plan.input_width = plan.score_width = width;
  plan.bias_width = std::max(width, 8);
  return plan;
}

Experiment on_data_set(Experiment experiment, const std::string& data_set, std::int64_t train_count) {
  experiment.name += "_" + data_set;
  experiment.title += ", on " + data_set;
  const std::string place = experiment.data.place;
  experiment.data = {};
  experiment.data.train = data_set;
  experiment.data.train_count = train_count;
  experiment.data.place = place;
  experiment.settings += data_set + " " + std::to_string(train_count) + "\n";
  return experiment;
}

}  // namespace rtl4ml
