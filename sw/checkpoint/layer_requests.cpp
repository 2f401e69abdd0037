#include "sw/checkpoint/layer_requests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace rtl4ml {
namespace {

constexpr std::array<const char*, 2> kWrappers = {"module.", "_orig_mod."};
constexpr std::size_t kMostNames = 12;

/// Which attributes an operator takes.
const std::map<std::string, std::set<std::string>>& operators() {
  static const std::map<std::string, std::set<std::string>> known = {{"linear", {}},
                                                                     {"batch_norm1d", {"eps"}},
                                                                     {"relu", {}},
                                                                     {"leaky_relu", {"negative_slope"}},
                                                                     {"prelu", {}},
                                                                     {"clip", {"min_value", "max_value"}},
                                                                     {"relu6", {}},
                                                                     {"hardtanh", {"min_value", "max_value"}},
                                                                     {"threshold", {"low", "step"}},
                                                                     {"affine", {}},
                                                                     {"argmax", {}},
                                                                     {"sigmoid", {}},
                                                                     {"tanh", {}},
                                                                     {"gelu", {}},
                                                                     {"gelu_tanh", {}},
                                                                     {"silu", {}},
                                                                     {"elu", {"alpha"}},
                                                                     {"softplus", {"beta", "threshold"}},
                                                                     {"hard_sigmoid", {}},
                                                                     {"hard_swish", {}},
                                                                     {"flatten", {}},
                                                                     {"dropout", {}},
                                                                     {"identity", {}}};
  return known;
}

/// The tensors by name, with and without a wrapper's prefix.
class Tensors {
 public:
  explicit Tensors(Checkpoint& checkpoint) {
    std::string prefix;
    for (const char* const wrapper : kWrappers) {
      const bool all = std::all_of(checkpoint.tensors.begin(), checkpoint.tensors.end(),
                                   [&](const Tensor& tensor) { return tensor.name.starts_with(wrapper); });
      if (all) prefix = wrapper;
    }
    for (Tensor& tensor : checkpoint.tensors) {
      by_name_.emplace(tensor.name, &tensor);
      by_name_.emplace(tensor.name.substr(prefix.size()), &tensor);
      names_ += names_shown_++ < kMostNames ? (names_.empty() ? "" : ", ") + tensor.name.substr(0, 100) : "";
    }
    if (names_shown_ > kMostNames) names_ += fmt::format(", ... ({} in all)", names_shown_);
  }

  [[nodiscard]] Tensor* find(const std::string& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }
  [[nodiscard]] const std::string& names() const { return names_; }

 private:
  std::unordered_map<std::string, Tensor*> by_name_;
  std::string names_;
  std::size_t names_shown_ = 0;
};

class Builder {
 public:
  explicit Builder(Checkpoint& checkpoint) : checkpoint_(checkpoint), tensors_(checkpoint) {}

  Result<Network> build(const std::vector<LayerRequest>& requests) {
    for (const LayerRequest& request : requests) {
      if (request.op == "linear") ++uses_[tensors_.find(tensor_name(request, "weight"))];
    }
    for (const LayerRequest& request : requests) add(request);
    if (!errors_.empty()) return faults(std::move(errors_));
    return std::move(network_);
  }

  /// Names of the tensors that no layer took.
  [[nodiscard]] std::vector<std::string> unused() const {
    constexpr std::string_view kCounter = "num_batches_tracked";
    std::vector<std::string> names;
    for (const Tensor& tensor : checkpoint_.tensors) {
      if (used_.contains(&tensor)) continue;
      const std::string layer =
          tensor.name.substr(0, tensor.name.size() - std::min(tensor.name.size(), kCounter.size()));
      if (tensor.name.ends_with(kCounter) && used_.contains(tensors_.find(layer + "running_mean"))) continue;
      names.push_back(tensor.name);
    }
    return names;
  }

 private:
  void add(const LayerRequest& request) {
    const auto known = operators().find(request.op);
    if (known == operators().end()) {
      std::string names;
      for (const auto& [name, attributes] : operators()) names += (names.empty() ? "" : ", ") + name;
      errors_.push_back(Error{"checkpoint.operator", request.place, fmt::format("there is no operator {}", request.op),
                              "known are " + names});
      return;
    }
    for (const auto& [name, value] : request.attributes) {
      if (!known->second.contains(name)) {
        errors_.push_back(Error{"checkpoint.attribute", request.place, fmt::format("{} takes no {}", request.op, name),
                                fmt::format("leave {} out", name)});
      } else if (!std::isfinite(value)) {
        errors_.push_back(Error{"checkpoint.attribute", request.place,
                                fmt::format("{} of {} is not finite", name, request.op), "give a number"});
      }
    }
    std::optional<LayerKind> kind = make(request);
    if (!kind) return;
    std::string name = request.name.empty() ? operator_name(*kind) : request.name;
    if (request.name.empty() && request.op != operator_name(*kind)) name = request.op;  // relu6 stays relu6
    network_.layers.push_back({unique(name), std::move(*kind)});
  }

  std::string unique(const std::string& name) {
    std::string candidate = name;
    for (int number = 1; !names_.insert(candidate).second; ++number) candidate = fmt::format("{}_{}", name, number);
    return candidate;
  }

  std::optional<LayerKind> make(const LayerRequest& request) {
    const auto attribute = [&](const char* name, double otherwise) {
      const auto given = request.attributes.find(name);
      return given == request.attributes.end() ? otherwise : given->second;
    };
    const auto table = [](TableFunction function) { return LayerKind(TableLayer{function, 1.0, 20.0}); };
    const std::string& op = request.op;
    if (op == "linear") return linear(request);
    if (op == "batch_norm1d") return batch_norm(request, attribute("eps", 1e-5));
    if (op == "prelu") return prelu(request);
    if (op == "threshold") return threshold(request, attribute("low", 0.0), attribute("step", 1.0));
    if (op == "affine") return affine(request);
    if (op == "argmax") return ArgmaxLayer{};
    if (op == "relu") return ReluLayer{};
    if (op == "leaky_relu") return LeakyReluLayer{attribute("negative_slope", 0.01)};
    if (op == "relu6") return ClipLayer{0.0, 6.0};
    if (op == "clip") return clip(request, attribute("min_value", 0.0), attribute("max_value", 6.0));
    if (op == "hardtanh") return clip(request, attribute("min_value", -1.0), attribute("max_value", 1.0));
    if (op == "sigmoid") return table(TableFunction::kSigmoid);
    if (op == "tanh") return table(TableFunction::kTanh);
    if (op == "gelu") return table(TableFunction::kGelu);
    if (op == "gelu_tanh") return table(TableFunction::kGeluTanh);
    if (op == "silu") return table(TableFunction::kSilu);
    if (op == "elu") return TableLayer{TableFunction::kElu, attribute("alpha", 1.0), 20.0};
    if (op == "softplus")
      return TableLayer{TableFunction::kSoftplus, attribute("beta", 1.0), attribute("threshold", 20.0)};
    if (op == "hard_sigmoid") return table(TableFunction::kHardSigmoid);
    if (op == "hard_swish") return table(TableFunction::kHardSwish);
    return IdentityLayer{op};
  }

  std::optional<LayerKind> clip(const LayerRequest& request, double low, double high) {
    if (low <= high) return ClipLayer{low, high};
    errors_.push_back(Error{"checkpoint.attribute", request.place,
                            fmt::format("min_value {} is above max_value {}", low, high), "swap them"});
    return std::nullopt;
  }

  static std::string tensor_name(const LayerRequest& request, const char* what) {
    return request.name.empty() ? what : request.name + "." + what;
  }

  enum class Elements { kFloat, kAny };

  /// A tensor of the layer; nullptr and, where it is required, a fault if the file does not hold it.
  Tensor* tensor(const LayerRequest& request, const char* what, bool required, Elements allowed = Elements::kFloat) {
    const std::string name = tensor_name(request, what);
    Tensor* const found = tensors_.find(name);
    if (found == nullptr) {
      if (required) {
        errors_.push_back(Error{
            "checkpoint.missing", request.place,
            fmt::format("{}: {} needs the tensor {}, which the file does not hold", checkpoint_.path, request.op, name),
            "its tensors are " + tensors_.names()});
      }
      return nullptr;
    }
    used_.insert(found);
    if (allowed == Elements::kAny || is_floating_point(found->dtype)) return found;
    errors_.push_back(Error{
        "checkpoint.dtype", request.place,
        fmt::format("{}: {} is {}; weights have to be floating point", checkpoint_.path, name, to_string(found->dtype)),
        "save the float weights; quantizing them is this compiler's work"});
    return nullptr;
  }

  void wrong_shape(const LayerRequest& request, const char* what, const Tensor& tensor, const std::string& expected) {
    errors_.push_back(Error{"checkpoint.shape", request.place,
                            fmt::format("{}: {} has the shape {}, expected is {}", checkpoint_.path,
                                        tensor_name(request, what), shape_text(tensor.shape), expected),
                            fmt::format("is {} the {} layer that was trained?", request.name, request.op)});
  }

  /// A vector of `size` elements, or fallback where the file has none; empty after a fault.
  std::vector<float> vector(const LayerRequest& request, const char* what, std::size_t size,
                            std::optional<float> fallback) {
    const std::size_t before = errors_.size();
    const Tensor* const found = tensor(request, what, !fallback.has_value());
    if (found == nullptr) {
      return errors_.size() == before ? std::vector<float>(size, *fallback) : std::vector<float>{};
    }
    if (found->shape.size() == 1 && static_cast<std::size_t>(found->shape[0]) == size) return found->to_float();
    wrong_shape(request, what, *found, fmt::format("[{}]", size));
    return {};
  }

  std::optional<LayerKind> linear(const LayerRequest& request) {
    Tensor* const weight = tensor(request, "weight", true);
    if (weight == nullptr) return std::nullopt;
    const bool matrix = weight->shape.size() == 2 && weight->shape[0] > 0 && weight->shape[1] > 0 &&
                        std::max(weight->shape[0], weight->shape[1]) <= std::numeric_limits<int>::max();
    if (!matrix) {
      wrong_shape(request, "weight", *weight, "[out_features, in_features]");
      return std::nullopt;
    }
    LinearLayer layer;
    layer.out_features = static_cast<int>(weight->shape[0]);
    layer.in_features = static_cast<int>(weight->shape[1]);
    layer.weight = weight->to_float();
    // Large networks would otherwise be in memory twice; two layers may share a tensor.
    if (--uses_[weight] == 0) std::vector<std::byte>().swap(weight->data);
    if (tensors_.find(tensor_name(request, "bias")) != nullptr) {
      layer.bias = vector(request, "bias", static_cast<std::size_t>(layer.out_features), std::nullopt);
    }
    return layer;
  }

  std::optional<LayerKind> batch_norm(const LayerRequest& request, double epsilon) {
    const Tensor* const mean = tensor(request, "running_mean", true);
    if (mean == nullptr) return std::nullopt;
    if (mean->shape.size() != 1) {
      wrong_shape(request, "running_mean", *mean, "[features]");
      return std::nullopt;
    }
    const auto size = static_cast<std::size_t>(mean->shape[0]);
    BatchNorm1dLayer layer;
    layer.running_mean = mean->to_float();
    layer.running_var = vector(request, "running_var", size, std::nullopt);
    layer.weight = vector(request, "weight", size, 1.0F);
    layer.bias = vector(request, "bias", size, 0.0F);
    layer.epsilon = epsilon;
    return layer;
  }

  std::optional<LayerKind> prelu(const LayerRequest& request) {
    const Tensor* const weight = tensor(request, "weight", true);
    if (weight == nullptr) return std::nullopt;
    if (weight->shape.size() > 1 || weight->numel() == 0) {
      wrong_shape(request, "weight", *weight, "[1] or [features]");
      return std::nullopt;
    }
    return PReluLayer{weight->to_float()};
  }

  std::optional<LayerKind> threshold(const LayerRequest& request, double low, double step) {
    const Tensor* const found = tensor(request, "threshold", true, Elements::kAny);
    if (found == nullptr) return std::nullopt;
    const std::vector<std::int64_t>& shape = found->shape;
    const bool fits = (shape.size() == 1 || shape.size() == 2) && found->numel() > 0 &&
                      found->numel() <= std::numeric_limits<int>::max();
    if (!fits) {
      wrong_shape(request, "threshold", *found, "[features, levels] or [features]");
      return std::nullopt;
    }
    ThresholdLayer layer;
    layer.levels = shape.size() == 2 ? static_cast<int>(shape[1]) : 1;
    layer.threshold = found->to_double();
    layer.low = low;
    layer.step = step;
    if (tensors_.find(tensor_name(request, "falling")) == nullptr) return layer;
    const Tensor* const falling = tensor(request, "falling", true, Elements::kAny);
    if (falling->shape != std::vector<std::int64_t>{shape[0]}) {
      wrong_shape(request, "falling", *falling, fmt::format("[{}]", shape[0]));
      return std::nullopt;
    }
    constexpr std::uint8_t kNeither = 2;  // check_network() refuses it
    for (const double falls : falling->to_double())
      layer.falling.push_back(falls == 0.0 ? 0 : falls == 1.0 ? 1 : kNeither);
    return layer;
  }

  std::optional<LayerKind> affine(const LayerRequest& request) {
    const Tensor* const weight = tensor(request, "weight", true, Elements::kAny);
    const Tensor* const bias = tensor(request, "bias", true, Elements::kAny);
    if (weight == nullptr || bias == nullptr) return std::nullopt;
    if (weight->shape.size() != 1 || weight->numel() == 0) {
      wrong_shape(request, "weight", *weight, "[features]");
      return std::nullopt;
    }
    if (bias->shape != weight->shape) {
      wrong_shape(request, "bias", *bias, shape_text(weight->shape));
      return std::nullopt;
    }
    return AffineLayer{weight->to_double(), bias->to_double()};
  }

  const Checkpoint& checkpoint_;
  Tensors tensors_;
  std::set<const Tensor*> used_;
  std::unordered_map<const Tensor*, int> uses_;  ///< Linear layers still to come that take their weight from the tensor
  Network network_;
  Errors errors_;
  std::set<std::string> names_;
};

/// A first guess at the list of layers, from the tensors' names and shapes.
std::string suggestion(const Checkpoint& checkpoint) {
  constexpr std::string_view kWeight = ".weight";
  std::string list;
  for (const Tensor& tensor : checkpoint.tensors) {
    if (!tensor.name.ends_with(kWeight)) continue;
    const std::string prefix = tensor.name.substr(0, tensor.name.size() - kWeight.size());
    const bool norm = checkpoint.find(prefix + ".running_mean") != nullptr;
    if (tensor.shape.size() != 2 && !norm) continue;
    list += fmt::format("{}{}: {}", list.empty() ? "" : (norm ? ", " : ", relu, "), norm ? "batch_norm1d" : "linear",
                        prefix);
  }
  return list;
}

}  // namespace

Result<Network> build_network(Checkpoint checkpoint, const std::vector<LayerRequest>& requests,
                              std::vector<std::string>* unused) {
  if (requests.empty()) {
    return fault("checkpoint.no_model", checkpoint.path, "holds tensors only, not how the network computes with them",
                 fmt::format("list the layers in the config, in order, such as model: [{}]; or save TorchScript",
                             suggestion(checkpoint)));
  }
  Builder builder(checkpoint);
  Result<Network> network = builder.build(requests);
  if (network && unused != nullptr) *unused = builder.unused();
  return network;
}

}  // namespace rtl4ml
