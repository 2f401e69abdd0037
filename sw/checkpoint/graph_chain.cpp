#include "sw/checkpoint/graph_chain.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace rtl4ml {
namespace {

using Kind = GraphArgument::Kind;

constexpr const char* kSupported =
    "supported are Linear, BatchNorm1d, ReLU, LeakyReLU, PReLU, ReLU6, Hardtanh, clamp, Sigmoid, Tanh, GELU, SiLU, "
    "ELU, "
    "Softplus, Hardsigmoid, Hardswish, Flatten and Dropout, one after the other; leave softmax to the host, it does "
    "not "
    "change which output is the largest";

const GraphArgument& argument(const GraphCall& call, std::size_t index) {
  static const GraphArgument none{.kind = Kind::kNone, .text = {}, .items = {}, .tensor = {}, .path = {}};
  return index < call.arguments.size() ? call.arguments[index] : none;
}

bool is(const GraphCall& call, std::size_t index, Kind kind) { return argument(call, index).kind == kind; }

/// The number at `index`, `otherwise` where it was left out; nothing where it is not known.
std::optional<double> number(const GraphCall& call, std::size_t index, double otherwise) {
  const GraphArgument& given = argument(call, index);
  if (given.kind == Kind::kNumber) return given.number;
  if (given.kind == Kind::kNone) return otherwise;
  return std::nullopt;
}

std::vector<float> floats(const GraphArgument& given) {
  return given.tensor ? given.tensor->to_float() : std::vector<float>{};
}

/// to(device) and to(float32 or float64); other types would round.
bool keeps_values(const GraphCall& call) {
  constexpr double kFloat32 = 6;  // torch's numbers of its types
  constexpr double kFloat64 = 7;
  const GraphArgument& type = argument(call, is(call, 1, Kind::kNumber) ? 1 : 2);
  return type.kind == Kind::kNone ||
         (type.kind == Kind::kNumber && (type.number == kFloat32 || type.number == kFloat64));
}

}  // namespace

std::string GraphChain::unique(const std::string& name) {
  std::string candidate = name;
  for (int count = names_[name]++; count > 0; count = names_[name]++) {
    candidate = fmt::format("{}_{}", name, count);
    if (names_.try_emplace(candidate, 1).second) break;
  }
  return candidate;
}

void GraphChain::push(const GraphCall& call, std::string name, LayerKind kind) {
  if (name.empty()) name = call.scope.empty() ? operator_name(kind) : call.scope + "." + operator_name(kind);
  network_.layers.push_back({unique(name), std::move(kind)});
  open_matmul_.reset();
}

void GraphChain::push_activation(const GraphCall& call, LayerKind kind) {
  push(call, call.scope_is_layer ? call.scope : "", std::move(kind));
}

/// "fc1" of "fc1.weight"; the module's own path where it is one of torch.nn's.
std::string GraphChain::parameter_name(const GraphCall& call, const std::string& path,
                                       const std::string& fallback) const {
  if (call.scope_is_layer) return call.scope;
  if (path == "weight" || path.empty()) return fallback;
  return path.ends_with(".weight") ? path.substr(0, path.size() - std::string(".weight").size()) : path;
}

void GraphChain::add_unsupported(const GraphCall& call, const std::string& why) {
  const std::string where = call.scope.empty() ? "" : fmt::format(" in {}", call.scope);
  const std::string source = call.source.empty() ? "" : fmt::format(" ({})", call.source);
  errors_.push_back(
      Error{"checkpoint.unsupported", place_, fmt::format("{}{}{}: {}", call.op, where, source, why), kSupported});
}

void GraphChain::add_branch(const GraphCall& call) {
  const std::string where = call.scope.empty() ? "" : fmt::format(" in {}", call.scope);
  const std::string source = call.source.empty() ? "" : fmt::format(" ({})", call.source);
  errors_.push_back(
      Error{"checkpoint.topology", place_,
            fmt::format("{}{}{} takes data that is not the output of the operation before it, or more than one "
                        "stream of data",
                        call.op, where, source),
            "only chains are supported so far: no residual connections, branches or concatenations"});
}

void GraphChain::add(const GraphCall& call) {
  const std::size_t before = errors_.size();
  const bool known = add_activation(call) || add_identity(call) || add_clip(call) || add_linear(call) ||
                     add_bias(call) || add_batch_norm(call) || add_reshape(call);
  if (!known && errors_.size() == before) add_unsupported(call, "is not supported");
}

bool GraphChain::add_activation(const GraphCall& call) {
  if (!is(call, 0, Kind::kData)) return false;
  const std::string& op = call.op;
  const auto table = [&](TableFunction function, double alpha = 1.0, double threshold = 20.0) {
    push_activation(call, TableLayer{function, alpha, threshold});
    return true;
  };
  if (op == "relu") return push_activation(call, ReluLayer{}), true;
  if (op == "sigmoid") return table(TableFunction::kSigmoid);
  if (op == "tanh") return table(TableFunction::kTanh);
  if (op == "silu") return table(TableFunction::kSilu);
  if (op == "hardsigmoid") return table(TableFunction::kHardSigmoid);
  if (op == "hardswish") return table(TableFunction::kHardSwish);
  if (op == "gelu") {
    const GraphArgument& form = argument(call, 1);
    if (form.kind == Kind::kNone || (form.kind == Kind::kText && form.text == "none"))
      return table(TableFunction::kGelu);
    return form.kind == Kind::kText && form.text == "tanh" && table(TableFunction::kGeluTanh);
  }
  if (op == "leaky_relu") {
    const std::optional<double> slope = number(call, 1, 0.01);
    return slope && (push_activation(call, LeakyReluLayer{*slope}), true);
  }
  if (op == "elu") {
    const std::optional<double> alpha = number(call, 1, 1.0);
    const bool plain = number(call, 2, 1.0) == 1.0 && number(call, 3, 1.0) == 1.0;  // scale, input_scale: SELU, CELU
    return alpha && plain && table(TableFunction::kElu, *alpha);
  }
  if (op == "softplus") {
    const std::optional<double> beta = number(call, 1, 1.0);
    const std::optional<double> threshold = number(call, 2, 20.0);
    return beta && threshold && table(TableFunction::kSoftplus, *beta, *threshold);
  }
  if (op == "prelu" || op == "_prelu_kernel") {
    if (!is(call, 1, Kind::kTensor)) return false;
    push(call, parameter_name(call, argument(call, 1).path, ""), PReluLayer{floats(argument(call, 1))});
    return true;
  }
  return false;
}

bool GraphChain::add_clip(const GraphCall& call) {
  if (!is(call, 0, Kind::kData)) return false;
  const std::string& op = call.op;
  std::optional<double> low;
  std::optional<double> high;
  if (op == "relu6") {
    low = 0.0;
    high = 6.0;
  } else if (op == "hardtanh") {
    low = number(call, 1, -1.0);
    high = number(call, 2, 1.0);
  } else if (op == "clamp" || op == "clip") {
    low = number(call, 1, -HUGE_VAL);
    high = number(call, 2, HUGE_VAL);
  } else if (op == "clamp_min") {
    low = number(call, 1, -HUGE_VAL);
    high = HUGE_VAL;
  } else {
    return false;
  }
  if (low == 0.0 && high == HUGE_VAL) return push_activation(call, ReluLayer{}), true;
  if (!low || !high || !std::isfinite(*low) || !std::isfinite(*high) || *low > *high) {
    add_unsupported(call, "needs two constant bounds, the lower one first");
    return true;
  }
  push_activation(call, ClipLayer{*low, *high});
  return true;
}

bool GraphChain::add_identity(const GraphCall& call) {
  if (!is(call, 0, Kind::kData)) return false;
  if (call.op.ends_with("dropout")) return push_activation(call, IdentityLayer{"dropout"}), true;
  if (call.op == "to") return keeps_values(call);
  for (const char* const nothing : {"contiguous", "detach", "clone", "alias", "float", "double"}) {
    if (call.op == nothing) return true;
  }
  return false;
}

bool GraphChain::add_reshape(const GraphCall& call) {
  if (!is(call, 0, Kind::kData)) return false;
  if (call.op == "flatten") {
    if (number(call, 1, 0.0) != 1.0 || number(call, 2, -1.0) != -1.0) {
      add_unsupported(call, "flattens the batch as well; only flatten(x, 1) keeps the vectors apart");
      return true;
    }
    return push_activation(call, IdentityLayer{"flatten"}), true;
  }
  if (call.op != "view" && call.op != "reshape") return false;
  const std::vector<GraphArgument>& sizes = argument(call, 1).items;
  const auto known = [](const GraphArgument& size) { return size.kind == Kind::kNumber && size.number > 0; };
  if (sizes.size() < 2 || known(sizes[0])) {
    add_unsupported(
        call,
        "mixes the batch with the features; only view(-1, features) and view(x.size(0), -1) keep the vectors apart");
    return true;
  }
  double product = 1.0;
  bool all_known = true;
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    all_known = all_known && known(sizes[i]);
    product *= sizes[i].number;
  }
  if (all_known && features_ != 0 && product != static_cast<double>(features_)) {
    add_unsupported(call, fmt::format("gives {} features, but the data has {}", product, features_));
    return true;
  }
  if (all_known && product < 1e9) features_ = static_cast<std::int64_t>(product);
  return push_activation(call, IdentityLayer{"flatten"}), true;
}

bool GraphChain::add_linear(const GraphCall& call) {
  // Where data, weight and bias are, and whether the weight is [in][out] (mathematics) or [out][in] (nn.Linear).
  std::size_t data = 0;
  std::size_t weight = 1;
  std::optional<std::size_t> bias;
  bool in_first = true;
  if (call.op == "linear") {
    bias = 2;
    in_first = false;
  } else if (call.op == "addmm") {
    data = 1;
    weight = 2;
    bias = 0;
    if (number(call, 3, 1.0) != 1.0 || number(call, 4, 1.0) != 1.0) return false;
  } else if (call.op != "matmul" && call.op != "mm") {
    return false;
  }
  const GraphArgument& matrix = argument(call, weight);
  if (!is(call, data, Kind::kData) || matrix.kind != Kind::kTensor || matrix.tensor->shape.size() != 2) return false;
  const std::int64_t rows = matrix.tensor->shape[0];
  const std::int64_t columns = matrix.tensor->shape[1];
  LinearLayer layer;
  layer.in_features = static_cast<int>(in_first ? rows : columns);
  layer.out_features = static_cast<int>(in_first ? columns : rows);
  if (is_floating_point(matrix.tensor->dtype)) {
    layer.weight = floats(matrix);
  } else {
    add_unsupported(
        call, fmt::format("the weight {} is {}, not floating point", matrix.path, to_string(matrix.tensor->dtype)));
    return true;
  }
  if (in_first) {
    std::vector<float> turned(layer.weight.size());
    for (std::int64_t row = 0; row < rows; ++row) {
      for (std::int64_t column = 0; column < columns; ++column) {
        turned[static_cast<std::size_t>(column * rows + row)] =
            layer.weight[static_cast<std::size_t>(row * columns + column)];
      }
    }
    layer.weight = std::move(turned);
  }
  if (bias && is(call, *bias, Kind::kTensor)) {
    layer.bias = floats(argument(call, *bias));
  } else if (bias && !is(call, *bias, Kind::kNone)) {
    return false;
  }
  if (features_ != 0 && features_ != layer.in_features) {
    errors_.push_back(Error{"checkpoint.chain", place_,
                            fmt::format("{} takes {} features, but the data has {}",
                                        parameter_name(call, matrix.path, "linear"), layer.in_features, features_),
                            "the network cannot run as it was saved: check its reshapes and layer sizes"});
  }
  features_ = layer.out_features;
  push(call, parameter_name(call, matrix.path, ""), std::move(layer));
  if (!bias) open_matmul_ = network_.layers.size() - 1;
  return true;
}

/// The bias of a matmul: x @ w + b.
bool GraphChain::add_bias(const GraphCall& call) {
  if (call.op != "add" || !open_matmul_ || number(call, 2, 1.0) != 1.0) return false;
  const GraphArgument& bias = argument(call, is(call, 0, Kind::kData) ? 1 : 0);
  if (bias.kind != Kind::kTensor || bias.tensor->shape.size() != 1) return false;
  auto& linear = std::get<LinearLayer>(network_.layers[*open_matmul_].kind);
  linear.bias = floats(bias);
  open_matmul_.reset();
  return true;
}

bool GraphChain::add_batch_norm(const GraphCall& call) {
  // batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, cudnn_enabled)
  if (call.op != "batch_norm" || !is(call, 0, Kind::kData)) return false;
  if (!is(call, 3, Kind::kTensor) || !is(call, 4, Kind::kTensor)) {
    add_unsupported(call, "keeps no running statistics, so its output depends on the whole batch");
    return true;
  }
  const std::optional<double> epsilon = number(call, 7, 1e-5);
  if (!epsilon) return false;
  BatchNorm1dLayer layer;
  layer.running_mean = floats(argument(call, 3));
  layer.running_var = floats(argument(call, 4));
  const std::size_t size = layer.running_mean.size();
  layer.weight = is(call, 1, Kind::kTensor) ? floats(argument(call, 1)) : std::vector<float>(size, 1.0F);
  layer.bias = is(call, 2, Kind::kTensor) ? floats(argument(call, 2)) : std::vector<float>(size, 0.0F);
  layer.epsilon = *epsilon;
  push(call, parameter_name(call, argument(call, 1).path, ""), std::move(layer));
  return true;
}

}  // namespace rtl4ml
