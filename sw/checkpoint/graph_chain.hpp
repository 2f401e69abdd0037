// From the calls of a TorchScript graph to layers; knows torch's operators by name and signature, but not LibTorch.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/tensor.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// One argument of a call, as far as it is known without running the graph.
struct GraphArgument {
  enum class Kind { kUnknown, kNone, kNumber, kText, kList, kTensor, kData };
  Kind kind = Kind::kUnknown;
  double number = 0.0;  ///< booleans are 0 and 1
  std::string text;
  std::vector<GraphArgument> items;
  std::shared_ptr<const Tensor> tensor;
  std::string path;  ///< of a tensor: "fc1.weight"
};

/// A call that takes the stream of data and gives the next one.
struct GraphCall {
  std::string op;  ///< as torch spells it, without "aten::" and the trailing underscore of in-place forms
  std::vector<GraphArgument> arguments;  ///< in the order of torch's signature
  std::string scope;                     ///< path of the module whose code calls: "net.0"; empty for the outermost one
  bool scope_is_layer = false;           ///< the module is one of torch.nn's own, such as nn.ReLU
  std::string source;                    ///< "model.py:12", where known
};

/// Collects the layers of a chain, call by call, and the faults on the way.
class GraphChain {
 public:
  /// `place`: the file, for messages.
  explicit GraphChain(std::string place) : place_(std::move(place)) {}

  /// Appends the call's layer. Faults: checkpoint.unsupported, checkpoint.chain
  void add(const GraphCall& call);
  /// Notes that the data does not flow in a chain. Fault: checkpoint.topology
  void add_branch(const GraphCall& call);
  /// Notes a node that is not understood. Fault: checkpoint.unsupported
  void add_unsupported(const GraphCall& call, const std::string& why);

  [[nodiscard]] Network& network() { return network_; }
  [[nodiscard]] Errors& errors() { return errors_; }

 private:
  void push(const GraphCall& call, std::string name, LayerKind kind);
  void push_activation(const GraphCall& call, LayerKind kind);
  bool add_activation(const GraphCall& call);
  bool add_identity(const GraphCall& call);
  bool add_clip(const GraphCall& call);
  bool add_linear(const GraphCall& call);
  bool add_bias(const GraphCall& call);
  bool add_batch_norm(const GraphCall& call);
  bool add_reshape(const GraphCall& call);
  [[nodiscard]] std::string parameter_name(const GraphCall& call, const std::string& path,
                                           const std::string& fallback) const;
  [[nodiscard]] std::string unique(const std::string& name);

  std::string place_;
  Network network_;
  Errors errors_;
  std::map<std::string, int> names_;
  std::optional<std::size_t> open_matmul_;  ///< layer that a following add gives its bias
  std::int64_t features_ = 0;               ///< of the data at this point; 0: not known
};

}  // namespace rtl4ml
