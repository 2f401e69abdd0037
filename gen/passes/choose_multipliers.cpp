#include "gen/passes/choose_multipliers.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "gen/ops/common.hpp"
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

/// Whether two products with a common factor fit into one block. Source: fixed_multiplier_pair.sv
bool has_room_for_two(const LinearOp& op, const std::vector<int>& ports) {
  const auto [narrow, wide] = std::minmax(ports[0], ports[1]);
  return 2 * op.weight_type.width + op.data_in.width + 1 <= wide && factor_width(op.data_in) <= narrow;
}

/// Whether a pair saves more look-up tables, those of a multiplier, than it takes: an adder as wide as a product,
/// another as wide as a weight.
bool saves_tables(const LinearOp& op) {
  const int data = op.data_in.width, weight = op.weight_type.width;
  return data * weight >= 2 * (data + weight);
}

/// The products of a linear node, all lanes of it alike.
struct Products {
  Node* node;
  const LinearOp* op;
  std::int64_t lanes, blocks_a_lane, look_up_tables_a_block;
  Packing packing;
};

Products products_of(Node& node, const LinearOp& op, const Stream& data_in, const Stream& data_out,
                     const HardwareConfig& config) {
  const Target& target = config.target;
  const int data = factor_width(op.data_in), weight = factor_width(op.weight_type);
  const std::int64_t blocks = target.dsp_widths.size() < 2 ? 1
                                                           : std::min(blocks_of(data, weight, target.dsp_widths),
                                                                      blocks_of(weight, data, target.dsp_widths));
  return {&node,
          &op,
          data_out.parallelism,
          blocks * data_in.parallelism,
          std::int64_t{data} * weight / blocks,
          packing_of(node.name, op, config)};
}

/// Pairs of a node's lanes that share their blocks, where the part is `shortage` blocks short of all that is wanted.
std::int64_t pairs_of(const Products& products, std::int64_t shortage) {
  const std::int64_t most = products.lanes / 2;
  if (products.packing == Packing::kPacked) return most;
  if (products.packing == Packing::kSeparate || shortage <= 0) return 0;
  return std::min(most, ceil_div(shortage, products.blocks_a_lane));
}

}  // namespace

Packing packing_of(const std::string& layer, const LinearOp& op, const HardwareConfig& config) {
  const std::vector<int>& ports = config.target.dsp_widths;
  if (ports.size() < 2 || !has_room_for_two(op, ports)) return Packing::kSeparate;
  const Packing packing = of_layer(layer, config.layer_multipliers, config.multipliers);
  return packing == Packing::kAuto && !saves_tables(op) ? Packing::kSeparate : packing;
}

int slices_of(const FixedType& weight) { return weight.width > 2 ? 2 : 1; }

Graph choose_multipliers(Graph graph, const HardwareConfig& config, const QuantizedModel& model) {
  const Target& target = config.target;
  std::int64_t blocks = target.resources.dsp;
  std::vector<Products> wanted;
  for (Node& node : graph.nodes) {
    const auto* op = payload_of<LinearOp>(node, model);
    if (op == nullptr) {
      blocks -= node.operation->cost(view_of(graph, node, model)).multipliers;
    } else if (node.bipolar_weights) {
      continue;  // nothing is multiplied
    } else if (target.resources.dsp > 0) {
      wanted.push_back(products_of(node, *op, graph.stream(node.data_in[0]), graph.stream(node.data_out[0]), config));
    } else {
      node.dsp_lanes = graph.stream(node.data_out[0]).parallelism;
      if (target.has_resources) node.weight_slices = slices_of(op->weight_type);
    }
  }
  std::stable_sort(wanted.begin(), wanted.end(), [](const Products& one, const Products& other) {
    return one.look_up_tables_a_block > other.look_up_tables_a_block;
  });
  std::int64_t shortage = -blocks;
  for (const Products& products : wanted)
    shortage += (products.lanes - pairs_of(products, 0)) * products.blocks_a_lane;  // those that are ordered are pairs
  for (const Products& products : wanted) {
    Node& node = *products.node;
    const std::int64_t pairs = pairs_of(products, shortage);
    // Of those whose multipliers are lanes of their own or of a pair.
    const std::int64_t given = std::clamp<std::int64_t>(blocks / products.blocks_a_lane, 0, products.lanes - pairs);
    blocks -= given * products.blocks_a_lane;
    if (products.packing == Packing::kAuto) shortage -= pairs * products.blocks_a_lane;
    node.packed_pairs = static_cast<int>(std::min(pairs, given));
    node.dsp_lanes = static_cast<int>(given) + node.packed_pairs;
    node.weight_slices = node.dsp_lanes == products.lanes ? 1 : slices_of(products.op->weight_type);
  }
  return graph;
}

}  // namespace rtl4ml
