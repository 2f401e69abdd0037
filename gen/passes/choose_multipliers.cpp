#include "gen/passes/choose_multipliers.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "gen/ops/operator.hpp"

namespace rtl4ml {
namespace {

/// Bits of a factor as a DSP block sees it, whose factors are signed.
int factor_width(const FixedType& type) { return type.width + (type.is_signed ? 0 : 1); }

/// Blocks of one product where each factor goes to one port: the parts beside the highest lose the sign's bit.
std::int64_t blocks_of(int first, int second, const std::vector<int>& ports) {
  const auto parts = [](int factor, int port) { return std::max((factor - 1 + port - 2) / (port - 1), 1); };
  return std::int64_t{parts(first, ports[0])} * parts(second, ports[1]);
}

/// The products of a linear node, all lanes of it alike.
struct Products {
  Node* node;
  const LinearOp* op;
  std::int64_t blocks_a_lane, look_up_tables_a_block;
};

Products products_of(Node& node, const LinearOp& op, int parallelism_in, const Target& target) {
  const int data = factor_width(op.data_in), weight = factor_width(op.weight_type);
  const std::int64_t blocks = target.dsp_widths.size() < 2 ? 1
                                                           : std::min(blocks_of(data, weight, target.dsp_widths),
                                                                      blocks_of(weight, data, target.dsp_widths));
  return {&node, &op, blocks * parallelism_in, std::int64_t{data} * weight / blocks};
}

}  // namespace

int slices_of(const FixedType& weight) { return weight.width > 1 ? 2 : 1; }

Graph choose_multipliers(Graph graph, const HardwareConfig& config, const QuantizedModel& model) {
  const Target& target = config.target;
  std::int64_t blocks = target.resources.dsp;
  std::vector<Products> wanted;
  for (Node& node : graph.nodes) {
    const auto* op = payload_of<LinearOp>(node, model);
    if (op == nullptr) {
      blocks -= node.operation->cost(view_of(graph, node, model)).multipliers;
    } else if (target.resources.dsp > 0) {
      wanted.push_back(products_of(node, *op, graph.stream(node.data_in[0]).parallelism, target));
    } else {
      node.dsp_lanes = graph.stream(node.data_out[0]).parallelism;
      if (target.has_resources) node.weight_slices = slices_of(op->weight_type);
    }
  }
  std::stable_sort(wanted.begin(), wanted.end(), [](const Products& one, const Products& other) {
    return one.look_up_tables_a_block > other.look_up_tables_a_block;
  });
  for (const Products& products : wanted) {
    Node& node = *products.node;
    const std::int64_t lanes = graph.stream(node.data_out[0]).parallelism;
    const std::int64_t given = std::clamp<std::int64_t>(blocks / products.blocks_a_lane, 0, lanes);
    blocks -= given * products.blocks_a_lane;
    node.dsp_lanes = static_cast<int>(given);
    node.weight_slices = given == lanes ? 1 : slices_of(products.op->weight_type);
  }
  return graph;
}

}  // namespace rtl4ml
