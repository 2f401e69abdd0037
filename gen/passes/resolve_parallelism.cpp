#include "gen/passes/resolve_parallelism.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rtl4ml {
namespace {

constexpr int kDefaultParallelism = 4;  // as hw/schema says

void check_size(const std::string& layer, const std::string& place, const char* side, std::optional<int> value,
                int features, Errors& errors) {
  if (!value || (*value >= 1 && *value <= features)) return;
  errors.push_back(
      Error{"parallelism.too_large", place,
            fmt::format("layer {}: parallelism {} is {}; 1 to {} are possible", layer, side, *value, features),
            fmt::format("{} takes the whole vector at once", features)});
}

void check_default(const HardwareConfig& config, const std::vector<int>& features, Errors& errors) {
  const ParallelismSpec& spec = config.parallelism;
  if (spec.place.empty() || (!spec.in && !spec.out)) return;  // the user has said nothing
  const int largest = *std::max_element(features.begin(), features.end());
  const int wanted = std::min(spec.in.value_or(*spec.out), spec.out.value_or(*spec.in));
  if (wanted >= 1 && wanted <= largest) return;
  errors.push_back(
      Error{"parallelism.default", spec.place,
            fmt::format("the default parallelism is {}; the largest layer has {} features", wanted, largest),
            fmt::format("1 to {} are possible", largest)});
}

}  // namespace

Result<std::vector<LayerParallelism>> resolve_parallelism(const HardwareConfig& config, const Network& network,
                                                          const std::vector<int>& features) {
  static const ParallelismSpec kNothing;
  Errors errors;
  check_default(config, features, errors);
  std::vector<LayerParallelism> result;
  for (std::size_t index = 0; index < network.layers.size(); ++index) {
    const Layer& layer = network.layers[index];
    const ParallelismSpec& own = of_layer(layer.name, config.layer_parallelism, kNothing);
    const std::string place = own.place.empty() ? config.path : own.place;
    const bool one_number = own.in == own.out;  // of an argmax, which gives a class a vector, that it takes
    const bool argmax = std::holds_alternative<ArgmaxLayer>(layer.kind);
    check_size(layer.name, place, "in", own.in, features[index], errors);
    if (!(argmax && one_number)) check_size(layer.name, place, "out", own.out, features[index + 1], errors);
    const int in = std::clamp(own.in.value_or(config.parallelism.in.value_or(kDefaultParallelism)), 1, features[index]);
    const int out =
        std::clamp(own.out.value_or(config.parallelism.out.value_or(kDefaultParallelism)), 1, features[index + 1]);
    if (std::holds_alternative<LinearLayer>(layer.kind)) {
      result.push_back({in, out});
      continue;
    }
    if (argmax) {
      result.push_back({own.in || result.empty() ? in : std::min(result.back().out, features[index]), 1});
      continue;
    }
    if (own.in && own.out && *own.in != *own.out) {
      errors.push_back(
          Error{"parallelism.element_wise", place,
                fmt::format("layer {} computes element by element: parallelism in {} and out {} must be the same",
                            layer.name, *own.in, *own.out),
                "give one number"});
    }
    const int lanes = own.in ? in : own.out ? out : result.empty() ? in : result.back().out;
    result.push_back({lanes, lanes});
  }
  if (!errors.empty()) return faults(std::move(errors));
  return result;
}

}  // namespace rtl4ml
