#include "gen/passes/choose_registers.hpp"

#include <algorithm>

#include "gen/emit/rom_source.hpp"
#include "gen/ops/common.hpp"
#include "gen/ops/linear.hpp"

namespace rtl4ml {
namespace {

/// Bits that fixed_popcount counts in one look-up table, and before its first adders.
constexpr std::int64_t kCountedInATable = 6, kCountedAtOnce = 36;

/// Whether the products of a linear node are bits.
bool counts_bits(const NodeView& view) {
  return view.node.bipolar_weights && view.data_in.type.width == 1 && !view.data_in.type.is_signed;
}

/// A linear node as its pipeline sees it.
class LinearStages {
 public:
  LinearStages(const NodeView& view, const TargetDelays& delays)
      : delays_(delays), parallelism_(view.data_in.parallelism) {
    const std::int64_t beats = view.data_in.beats(), tiles = view.data_out.beats();
    has_ring_ = beats > 1 && tiles > 1;
    accumulates_ = beats > 1;
    weights_in_memory_ = weight_words(view) >= kLeastRomWords;
    const auto& op = view.op<LinearOp>();
    has_slices_ = view.node.weight_slices > 1;
    // Lanes without DSP blocks multiply in look-up tables: a level of adders for each doubling of the weight's bits.
    const bool soft = has_slices_ || view.node.dsp_lanes < view.data_out.parallelism;
    const std::int64_t slice = ceil_div(op.weight_type.width, view.node.weight_slices);
    product_ = soft ? delays_.adder * static_cast<double>(1 + address_width(slice)) : delays_.multiplier;
    chain_ = soft ? 2 : 4;
    if (view.node.bipolar_weights) product_ = delays_.adder;  // a look-up table a bit
    counts_ = counts_bits(view);
    // A pair borrows from its upper weight before its multiplier, and gives back before its sum.
    packed_ = view.node.packed_pairs > 0;
    if (packed_) product_ = std::max(product_, delays_.multiplier + delays_.adder);
  }

  /// From the weights and the vector buffer to the products' registers. Block RAM takes a register at the buffer's
  /// output into itself, so that nothing is gained on that side.
  [[nodiscard]] double product_ns(int operand_registers) const {
    double source = delays_.register_out;
    if (has_ring_) source = std::max(source, delays_.buffer);
    if (weights_in_memory_ && operand_registers == 0) source = std::max(source, delays_.memory);
    return source + product_;
  }

  /// The slowest of the stages that add: those of the products' sum, and the last one, where the slices of a weight are
  /// added up and what was summed before; with one beat a vector there is nothing to accumulate.
  [[nodiscard]] double sum_ns(int sum_fan_in) const {
    std::int64_t left = parallelism_;
    bool stages = false;
    for (; left > sum_fan_in; left = ceil_div(left, sum_fan_in)) stages = true;
    const std::int64_t last =
        (stages ? adders(left) : first_adders(left)) + (has_slices_ ? 1 : 0) + (accumulates_ ? 1 : 0);
    std::int64_t longest = std::max(last, stages ? first_adders(sum_fan_in) : 0) + (packed_ ? 1 : 0);
    if (ceil_div(parallelism_, sum_fan_in) > sum_fan_in) longest = std::max(longest, adders(sum_fan_in));
    return delays_.register_out + delays_.adder * static_cast<double>(longest);
  }

 private:
  /// Adders in a row in fixed_sum.
  [[nodiscard]] std::int64_t adders(std::int64_t operands) const {
    return std::min(operands, chain_) - 1 + ceil_div(operands, chain_) - 1;
  }

  /// The same for the products: where they are bits, fixed_popcount counts them, six to a look-up table.
  [[nodiscard]] std::int64_t first_adders(std::int64_t operands) const {
    if (!counts_) return adders(operands);
    return (operands <= kCountedInATable ? 1 : 3) + ceil_div(operands, kCountedAtOnce) - 1;
  }

  const TargetDelays& delays_;
  std::int64_t parallelism_, chain_ = 4;
  bool has_ring_ = false, weights_in_memory_ = false, has_slices_ = false, accumulates_ = false, packed_ = false,
       counts_ = false;
  double product_ = 0.0;
};

}  // namespace

Graph choose_registers(Graph graph, const HardwareConfig& config, const QuantizedModel& model) {
  const double period_ns = 1e3 / config.clock_mhz;
  for (Node& node : graph.nodes) {
    if (payload_of<LinearOp>(node, model) == nullptr) continue;
    if (counts_bits(view_of(graph, node, model))) node.sum_fan_in = kCountedAtOnce;
    if (!config.target.delays) continue;
    const LinearStages stages(view_of(graph, node, model), *config.target.delays);
    const bool late = stages.product_ns(0) > period_ns;
    node.operand_registers = late && stages.product_ns(1) < stages.product_ns(0) ? 1 : 0;
    for (int fan_in = node.sum_fan_in; fan_in >= 2 && stages.sum_ns(node.sum_fan_in) > period_ns; --fan_in) {
      if (stages.sum_ns(fan_in) < stages.sum_ns(node.sum_fan_in)) node.sum_fan_in = fan_in;
    }
  }
  return graph;
}

}  // namespace rtl4ml
