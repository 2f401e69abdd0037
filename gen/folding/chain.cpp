#include "gen/folding/chain.hpp"

#include <algorithm>

#include "gen/ops/common.hpp"
#include "gen/ops/operators.hpp"
#include "gen/passes/schedule.hpp"

namespace rtl4ml {
namespace {

bool is_cast(const QuantizedLayer& layer) { return std::holds_alternative<CastOp>(layer.op); }

std::vector<int> choices(std::optional<int> given, int features) {
  return given ? std::vector<int>{std::min(*given, features)} : parallelism_choices(features);
}

}  // namespace

std::vector<int> parallelism_choices(int features) {
  std::vector<int> all;
  for (int beats = 1; beats <= features;) {
    const auto lanes = static_cast<int>(ceil_div(features, beats));
    all.push_back(lanes);
    if (lanes == 1) break;
    beats = static_cast<int>(ceil_div(features, lanes - 1));  // the next number of beats that takes fewer lanes
  }
  std::reverse(all.begin(), all.end());
  if (all.size() <= kMostChoices) return all;
  std::vector<int> some;
  const std::size_t last = all.size() - 1;
  for (std::size_t i = 0; i < kMostChoices; ++i) some.push_back(all[i * last / (kMostChoices - 1)]);
  return some;
}

std::vector<Step> chain_of(const HardwareConfig& config, const Network& network, const QuantizedModel& model) {
  static const ParallelismSpec kNothing;
  std::vector<Step> steps;
  std::vector<std::size_t> casts;  // ahead of the first layer
  for (std::size_t index = 0; index < model.layers.size(); ++index) {
    const QuantizedLayer& layer = model.layers[index];
    if (is_cast(layer)) {
      (steps.empty() ? casts : steps.back().casts).push_back(index);
      continue;
    }
    const std::string& name = network.layers[steps.size()].name;
    const auto found = config.layer_parallelism.find(name);
    const ParallelismSpec& own = found != config.layer_parallelism.end() ? found->second : kNothing;
    Step step;
    step.name = name;
    step.layer = index;
    step.casts = std::move(casts);
    casts.clear();
    step.both_ends = std::holds_alternative<LinearOp>(layer.op);
    const bool argmax = std::holds_alternative<ArgmaxOp>(layer.op);
    step.given = step.both_ends ? own.in && own.out : own.in || (own.out && !argmax);
    step.in_features = layer.in_features;
    step.out_features = layer.out_features;
    step.in = choices(step.both_ends || own.in || argmax ? own.in : own.out, layer.in_features);
    step.out = step.both_ends ? choices(own.out, layer.out_features) : step.in;
    if (argmax) step.out.assign(step.in.size(), 1);
    steps.push_back(std::move(step));
  }
  return steps;
}

LayerView::LayerView(const QuantizedModel& model, std::size_t layer, LayerParallelism parallelism)
    : layer_(&model.layers[layer]),
      data_in_{"", layer_->in_features, parallelism.in, layer_->data_in()},
      data_out_{"", layer_->out_features, parallelism.out, layer_->data_out()} {
  node_.name = layer_->name;
  node_.operation = operator_of(layer_->op);
  node_.model_layer = layer;
}

std::int64_t interval_of(const QuantizedModel& model, const Step& step, LayerParallelism parallelism) {
  const LayerView layer(model, step.layer, parallelism);
  return layer.view().node.operation->interval_cycles(layer.view());
}

}  // namespace rtl4ml
