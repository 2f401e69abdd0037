#include "sw/prune/prune.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "sw/data/random.hpp"

namespace rtl4ml {
namespace {

struct NamedLinear {
  const std::string& name;
  const LinearLayer& linear;
};

std::vector<NamedLinear> linears_of(const Network& network) {
  std::vector<NamedLinear> found;
  for (const Layer& layer : network.layers) {
    if (const auto* linear = std::get_if<LinearLayer>(&layer.kind)) found.push_back({layer.name, *linear});
  }
  return found;
}

Errors check(const std::vector<NamedLinear>& linears, std::size_t fewest) {
  Errors errors;
  if (linears.size() < fewest) {
    errors.push_back(Error{"prune.no_layers", "",
                           fmt::format("the network has {} Linear layers; {} are needed", linears.size(), fewest), ""});
  }
  for (const auto& [name, linear] : linears) {
    if (!std::all_of(linear.weight.begin(), linear.weight.end(), [](float value) { return std::isfinite(value); })) {
      errors.push_back(
          Error{"prune.non_finite", "layer " + name, "its weights hold NaN or infinities", "the training diverged"});
    }
  }
  return errors;
}

void check_sparsity(double sparsity, Errors& errors) {
  if (sparsity >= 0.0 && sparsity < 1.0) return;
  errors.push_back(
      Error{"prune.sparsity", "", fmt::format("the sparsity is {}", sparsity), "give 0 or more, less than 1"});
}

PruneMasks full_masks(const std::vector<NamedLinear>& linears) {
  PruneMasks masks;
  for (const auto& [name, linear] : linears)
    masks.push_back({name, std::vector<std::uint8_t>(linear.weight.size(), 1), {}});
  return masks;
}

std::size_t share_of(double sparsity, std::size_t count) {
  return static_cast<std::size_t>(std::nearbyint(sparsity * static_cast<double>(count)));
}

/// The indices in the order in which they are pruned.
std::vector<std::size_t> order_of(const std::vector<double>& scores) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  return order;
}

/// What is pruned first has the lowest score.
std::vector<double> weight_scores(const LinearLayer& linear, std::size_t index, const PruneOptions& options) {
  std::vector<double> scores;
  Random random(options.seed, index);
  for (const float value : linear.weight) {
    scores.push_back(options.criterion == PruneCriterion::kRandom ? random.uniform()
                                                                  : std::abs(static_cast<double>(value)));
  }
  return scores;
}

std::vector<double> neuron_scores(const LinearLayer& linear, std::size_t index, const PruneOptions& options) {
  const std::vector<double> weights = weight_scores(linear, index, {0.0, PruneCriterion::kMagnitude, options.scope, 0});
  const auto in = static_cast<std::size_t>(linear.in_features);
  std::vector<double> scores;
  Random random(options.seed, index);
  for (std::size_t row = 0; row < static_cast<std::size_t>(linear.out_features); ++row) {
    const auto begin = weights.begin() + static_cast<std::ptrdiff_t>(row * in);
    const double sum = std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(in), 0.0);
    scores.push_back(options.criterion == PruneCriterion::kRandom ? random.uniform() : sum / static_cast<double>(in));
  }
  return scores;
}

/// Zeroes what comes first in the order of the scores. masks and scores: one list per layer.
void prune_by_scores(const std::vector<std::vector<double>>& scores, const PruneOptions& options,
                     const std::vector<std::vector<std::uint8_t>*>& masks) {
  if (options.scope == PruneScope::kLocal) {
    for (std::size_t layer = 0; layer < scores.size(); ++layer) {
      const std::vector<std::size_t> order = order_of(scores[layer]);
      for (std::size_t i = 0; i < share_of(options.sparsity, order.size()); ++i) (*masks[layer])[order[i]] = 0;
    }
    return;
  }
  std::vector<double> all;
  std::vector<std::uint8_t*> places;
  for (std::size_t layer = 0; layer < scores.size(); ++layer) {
    all.insert(all.end(), scores[layer].begin(), scores[layer].end());
    for (std::uint8_t& place : *masks[layer]) places.push_back(&place);
  }
  const std::vector<std::size_t> order = order_of(all);
  for (std::size_t i = 0; i < share_of(options.sparsity, order.size()); ++i) *places[order[i]] = 0;
}

/// Columns of the next layer belong to the neurons of this one.
void mask_neuron(PruneMasks& masks, const std::vector<NamedLinear>& linears, std::size_t layer, std::size_t neuron) {
  const auto in = static_cast<std::size_t>(linears[layer].linear.in_features);
  const auto neurons = static_cast<std::size_t>(linears[layer].linear.out_features);
  std::fill_n(masks[layer].weight.begin() + static_cast<std::ptrdiff_t>(neuron * in), in, std::uint8_t{0});
  std::vector<std::uint8_t>& next = masks[layer + 1].weight;
  for (std::size_t i = neuron; i < next.size(); i += neurons) next[i] = 0;
}

}  // namespace

Result<PruneMasks> prune_weights(const Network& network, const PruneOptions& options) {
  const std::vector<NamedLinear> linears = linears_of(network);
  Errors errors = check(linears, 1);
  check_sparsity(options.sparsity, errors);
  if (!errors.empty()) return faults(std::move(errors));
  PruneMasks masks = full_masks(linears);
  std::vector<std::vector<double>> scores;
  std::vector<std::vector<std::uint8_t>*> places;
  for (std::size_t i = 0; i < linears.size(); ++i) {
    scores.push_back(weight_scores(linears[i].linear, i, options));
    places.push_back(&masks[i].weight);
  }
  prune_by_scores(scores, options, places);
  return masks;
}

Result<PruneMasks> prune_n_of_m(const Network& network, int keep, int group, const PruneOptions& options) {
  const std::vector<NamedLinear> linears = linears_of(network);
  Errors errors = check(linears, 1);
  if (keep < 1 || keep > group) {
    errors.push_back(Error{"prune.pattern", "", fmt::format("{} of {} weights are to stay", keep, group),
                           "keep 1 or more, at most all of a group"});
  }
  if (!errors.empty()) return faults(std::move(errors));
  PruneMasks masks = full_masks(linears);
  for (std::size_t layer = 0; layer < linears.size(); ++layer) {
    const std::vector<double> scores = weight_scores(linears[layer].linear, layer, options);
    const auto in = static_cast<std::size_t>(linears[layer].linear.in_features);
    const auto size = static_cast<std::size_t>(group);
    for (std::size_t begin = 0; begin < scores.size();) {
      const std::size_t end = std::min(begin + size, (begin / in + 1) * in);  // groups end with the row
      const std::vector<double> own(scores.begin() + static_cast<std::ptrdiff_t>(begin),
                                    scores.begin() + static_cast<std::ptrdiff_t>(end));
      const std::vector<std::size_t> order = order_of(own);
      for (std::size_t i = 0; i + static_cast<std::size_t>(keep) < order.size(); ++i)
        masks[layer].weight[begin + order[i]] = 0;
      begin = end;
    }
  }
  return masks;
}

Result<PruneMasks> prune_neurons(const Network& network, const PruneOptions& options) {
  const std::vector<NamedLinear> linears = linears_of(network);
  Errors errors = check(linears, 2);
  check_sparsity(options.sparsity, errors);
  for (std::size_t i = 1; i < linears.size(); ++i) {
    if (linears[i].linear.in_features == linears[i - 1].linear.out_features) continue;
    errors.push_back(Error{"prune.chain", "layer " + linears[i].name,
                           fmt::format("takes {} features, layer {} gives {}", linears[i].linear.in_features,
                                       linears[i - 1].name, linears[i - 1].linear.out_features),
                           "check the order of the layers"});
  }
  if (!errors.empty()) return faults(std::move(errors));
  PruneMasks masks = full_masks(linears);
  std::vector<std::vector<double>> scores;
  std::vector<std::vector<std::uint8_t>*> places;
  for (std::size_t i = 0; i < linears.size(); ++i) {
    masks[i].neuron.assign(static_cast<std::size_t>(linears[i].linear.out_features), 1);
    if (i + 1 == linears.size()) break;
    scores.push_back(neuron_scores(linears[i].linear, i, options));
    places.push_back(&masks[i].neuron);
  }
  prune_by_scores(scores, options, places);
  for (std::size_t layer = 0; layer < scores.size(); ++layer) {
    std::vector<std::uint8_t>& neurons = masks[layer].neuron;
    if (std::count(neurons.begin(), neurons.end(), 1) == 0) neurons[order_of(scores[layer]).back()] = 1;
    for (std::size_t neuron = 0; neuron < neurons.size(); ++neuron) {
      if (neurons[neuron] == 0) mask_neuron(masks, linears, layer, neuron);
    }
  }
  return masks;
}

Result<Network> apply_masks(Network network, const PruneMasks& masks) {
  std::size_t next = 0;
  for (Layer& layer : network.layers) {
    auto* linear = std::get_if<LinearLayer>(&layer.kind);
    if (linear == nullptr) continue;
    if (next == masks.size() || masks[next].layer != layer.name || masks[next].weight.size() != linear->weight.size() ||
        (!masks[next].neuron.empty() && masks[next].neuron.size() != static_cast<std::size_t>(linear->out_features))) {
      return fault("prune.masks", "layer " + layer.name, "the masks are not those of this network",
                   "make them from a network with the same layers");
    }
    const LayerMask& mask = masks[next++];
    for (std::size_t i = 0; i < mask.weight.size(); ++i) {
      if (mask.weight[i] == 0) linear->weight[i] = 0.0F;
    }
    for (std::size_t i = 0; i < mask.neuron.size() && !linear->bias.empty(); ++i) {
      if (mask.neuron[i] == 0) linear->bias[i] = 0.0F;
    }
  }
  if (next != masks.size()) {
    return fault("prune.masks", "layer " + masks[next].layer, "the network has no such Linear layer",
                 "make the masks from a network with the same layers");
  }
  return network;
}

double sparsity_of(const PruneMasks& masks) {
  std::int64_t pruned = 0;
  std::int64_t all = 0;
  for (const LayerMask& mask : masks) {
    pruned += std::count(mask.weight.begin(), mask.weight.end(), 0);
    all += static_cast<std::int64_t>(mask.weight.size());
  }
  return all == 0 ? 0.0 : static_cast<double>(pruned) / static_cast<double>(all);
}

}  // namespace rtl4ml
