#include "sw/checkpoint/check_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace rtl4ml {
namespace {

class Checker {
 public:
  explicit Checker(const std::string& path) : path_(path) {}

  Errors check(const Network& network) {
    if (network.layers.empty()) {
      errors_.push_back(
          Error{"checkpoint.no_layers", path_, "the network has no layers", "give it at least one Linear"});
    }
    for (const Layer& layer : network.layers) {
      layer_ = &layer;
      std::visit([this](const auto& kind) { check(kind); }, layer.kind);
    }
    return std::move(errors_);
  }

 private:
  void check(const LinearLayer& linear) {
    follow(static_cast<std::size_t>(linear.in_features));
    const auto weights = static_cast<std::size_t>(linear.in_features) * static_cast<std::size_t>(linear.out_features);
    same_size("weight", linear.weight, weights);
    if (!linear.bias.empty()) same_size("bias", linear.bias, static_cast<std::size_t>(linear.out_features));
    finite("weight", linear.weight);
    finite("bias", linear.bias);
    give(static_cast<std::size_t>(linear.out_features));
  }

  void check(const BatchNorm1dLayer& norm) {
    const std::size_t size = norm.running_mean.size();
    follow(size);
    same_size("running_var", norm.running_var, size);
    same_size("weight", norm.weight, size);
    same_size("bias", norm.bias, size);
    finite("running_mean", norm.running_mean);
    finite("running_var", norm.running_var);
    finite("weight", norm.weight);
    finite("bias", norm.bias);
    for (std::size_t i = 0; i < norm.running_var.size(); ++i) {
      if (std::isfinite(norm.running_var[i]) && norm.running_var[i] + norm.epsilon <= 0.0) {
        errors_.push_back(Error{"checkpoint.variance", place("running_var"),
                                fmt::format("element {} is {}; a variance (plus eps {}) has to be positive", i,
                                            norm.running_var[i], norm.epsilon),
                                "check the training run"});
        break;
      }
    }
    give(size);
  }

  void check(const PReluLayer& prelu) {
    finite("weight", prelu.weight);
    if (prelu.weight.size() <= 1) return;
    follow(prelu.weight.size());
    give(prelu.weight.size());
  }

  void check(const ThresholdLayer& layer) {
    const auto levels = static_cast<std::size_t>(std::max(layer.levels, 1));
    const std::size_t features = layer.threshold.size() / levels;
    follow(features);
    same_size("threshold", layer.threshold, features * levels);
    if (!layer.falling.empty()) same_size("falling", layer.falling, features);
    const auto bad_threshold = [&](std::size_t at, const std::string& wrong) {
      errors_.push_back(
          Error{"checkpoint.threshold", place("threshold"),
                fmt::format("level {} of feature {} is {}{}", at % levels, at / levels, layer.threshold[at], wrong),
                "a feature's thresholds are numbers that ascend"});
    };
    for (std::size_t i = 0; i < layer.threshold.size(); ++i) {
      if (std::isnan(layer.threshold[i])) return bad_threshold(i, "");
      if (i % levels > 0 && layer.threshold[i] < layer.threshold[i - 1])
        return bad_threshold(i, fmt::format(", the level before {}", layer.threshold[i - 1]));
    }
    if (std::any_of(layer.falling.begin(), layer.falling.end(), [](std::uint8_t falls) { return falls > 1; })) {
      errors_.push_back(Error{"checkpoint.threshold", place("falling"), "holds other numbers than 0 and 1",
                              "1 where the output falls as the input rises, else 0"});
    }
    if (!(layer.step > 0.0)) {
      errors_.push_back(Error{"checkpoint.threshold", place(), fmt::format("its step is {}", layer.step),
                              "give a positive step; let features fall whose output falls"});
    }
    give(features);
  }

  void check(const AffineLayer& affine) {
    follow(affine.weight.size());
    same_size("bias", affine.bias, affine.weight.size());
    finite("weight", affine.weight);
    finite("bias", affine.bias);
    give(affine.weight.size());
  }

  void check(const ArgmaxLayer&) { give(1); }

  template <class Other>
  void check(const Other& other) {
    (void)other;  // takes any size and has no parameters
  }

  [[nodiscard]] std::string place(const char* tensor = nullptr) const {
    return tensor == nullptr ? fmt::format("{}: {}", path_, layer_->name)
                             : fmt::format("{}: {}.{}", path_, layer_->name, tensor);
  }

  void follow(std::size_t features) {
    if (features_ == 0 || features_ == features) return;
    errors_.push_back(Error{"checkpoint.chain", place(),
                            fmt::format("takes {} features, but {} gives {}", features, producer_, features_),
                            "check the order of the layers"});
  }

  void give(std::size_t features) {
    features_ = features;
    producer_ = layer_->name;
  }

  template <class Value>
  void same_size(const char* tensor, const std::vector<Value>& values, std::size_t expected) {
    if (values.size() == expected) return;
    errors_.push_back(Error{"checkpoint.shape", place(tensor),
                            fmt::format("has {} elements, {} are expected", values.size(), expected),
                            "check the layer's tensors"});
  }

  template <class Value>
  void finite(const char* tensor, const std::vector<Value>& values) {
    std::size_t count = 0;
    std::size_t first = 0;
    for (std::size_t i = values.size(); i-- > 0;) {
      if (std::isfinite(values[i])) continue;
      first = i;
      ++count;
    }
    if (count == 0) return;
    errors_.push_back(Error{"checkpoint.non_finite", place(tensor),
                            fmt::format("{} of {} elements are NaN or infinite as float{}; the first, {}, is {}", count,
                                        values.size(), 8 * sizeof(Value), first, values[first]),
                            "the training diverged, or the file is damaged"});
  }

  const std::string& path_;
  Errors errors_;
  const Layer* layer_ = nullptr;
  std::size_t features_ = 0;  ///< of the data at this point; 0: not known yet
  std::string producer_;
};

}  // namespace

Errors check_network(const Network& network, const std::string& path) { return Checker(path).check(network); }

}  // namespace rtl4ml
