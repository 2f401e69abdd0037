// What the compiler knows of an operator: a record of rules, one per file pair of gen/ops, listed in operators.def.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gen/emit/instance.hpp"
#include "gen/emit/rom_source.hpp"
#include "gen/graph/graph.hpp"
#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// The types of one layer, all decided. `weight` is the slope of leaky_relu and prelu; unused ones keep their default.
struct LayerTypes {
  FixedType data_in, weight, bias, data_out;
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
};

/// The real parameters of a layer, where they lie; empty where there are none.
using ParameterSpan = std::variant<std::span<const float>, std::span<const double>>;
struct ParameterView {
  ParameterSpan weight, bias;
};

/// What became of one parameter tensor when it was quantized.
struct ParameterReport {
  std::string parameter;  ///< as in YAML: "weight", "bias"
  FixedType type;
  std::int64_t count = 0;
  std::int64_t saturated = 0;      ///< values beyond the type's range
  std::int64_t nonzero = 0;        ///< values that are not zero before
  std::int64_t nonzero_codes = 0;  ///< and after
  double largest = 0.0;            ///< max |value|
};

/// A node with all that its rules look at.
struct NodeView {
  const Node& node;
  const Stream& data_in;
  const Stream& data_out;
  const QuantizedLayer* layer;  ///< null for adapters

  /// The typed payload. Precondition: the node computes a layer with this operator.
  template <class Op>
  [[nodiscard]] const Op& op() const {
    return std::get<Op>(layer->op);
  }
};

/// The payload of the layer that the node computes; null where it computes none, or another kind of layer.
template <class Op>
[[nodiscard]] const Op* payload_of(const Node& node, const QuantizedModel& model) {
  return node.model_layer ? std::get_if<Op>(&model.layers[*node.model_layer].op) : nullptr;
}

/// What a node costs, before any tool has seen it.
struct Cost {
  std::int64_t multipliers = 0;
  std::int64_t memory_bits = 0;  ///< of weights, biases and tables
};

/// Which type data_out has where the config says nothing of this layer.
enum class OutputRule {
  kDefault,
  kFollowsDataIn,
  kOwn,    ///< what the layer itself asks for
  kFixed,  ///< the same, and the config can say no other
};

/// The rules of one operator. Rules that do not apply are null (adapters compute no layer).
struct Operator {
  std::string_view name;    ///< as in sw/ops, gen/ops and rtl_templates: "linear"
  std::string_view module;  ///< of rtl_templates: "fixed_linear"; the modules it uses are found by the emitter

  // From a float layer to its integer operator.
  bool (*computes)(const LayerKind& kind) = nullptr;    ///< whether this operator implements the layer
  bool (*implements)(const QuantizedOp& op) = nullptr;  ///< whether this is the operator's payload
  /// Shape rule: out_features. Errors: network.shape
  Result<int> (*out_features)(const Layer& layer, int in_features) = nullptr;
  OutputRule output_rule = OutputRule::kFollowsDataIn;  ///< type rule
  /// Of OutputRule::kOwn and kFixed: what the layer itself asks for.
  FixedType (*output_type)(const LayerKind& kind, int in_features) = nullptr;
  ParameterView (*parameters)(const LayerKind& kind) = nullptr;
  /// Type rule: what this operator does not support. `place` is the config's. Errors: precision.*
  void (*check_types)(const Layer& layer, const LayerTypes& types, const std::string& place, Errors& errors) = nullptr;
  /// The integer operator with its constants; adds a report per parameter tensor.
  QuantizedOp (*quantize)(const LayerKind& kind, int in_features, const LayerTypes& types,
                          std::vector<ParameterReport>& reports) = nullptr;

  // From a node to hardware.
  Cost (*cost)(const NodeView& view) = nullptr;
  std::int64_t (*interval_cycles)(const NodeView& view) = nullptr;
  ReadyBehaviour (*ready)(const NodeView& view) = nullptr;
  /// The cycles in which the output beats of one vector are given, the design empty and nothing stalled, from the
  /// cycles in which its input beats are offered.
  std::vector<std::int64_t> (*departures)(const NodeView& view, const std::vector<std::int64_t>& arrivals) = nullptr;
  bool (*has_registers)(const NodeView& view) =
      nullptr;  ///< whether it holds beats: valid and ready do not pass as wires
  /// The memories that may be written again where the node is told to be reloadable, weights first; null: it has none.
  std::vector<RomSource> (*reloadable)(const NodeView& view) = nullptr;
  Instantiation (*instantiate)(const NodeView& view) = nullptr;
  /// Writes the generated modules into the folder. Result: the files' names, modules (.sv) in compile order and
  /// memories (.mem). Errors: emit.unwritable
  Result<std::vector<std::string>> (*write_sources)(const NodeView& view,
                                                    const std::filesystem::path& folder) = nullptr;
};

/// The node's streams and payload. `model` holds the payloads of the graph's layers.
[[nodiscard]] inline NodeView view_of(const Graph& graph, const Node& node, const QuantizedModel& model) {
  return {node, graph.stream(node.data_in.front()), graph.stream(node.data_out.front()),
          node.model_layer ? &model.layers[*node.model_layer] : nullptr};
}

}  // namespace rtl4ml
