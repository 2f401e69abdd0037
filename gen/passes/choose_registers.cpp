#include "gen/passes/choose_registers.hpp"

#include <algorithm>
#include <vector>

#include "gen/emit/rom_source.hpp"
#include "gen/ops/common.hpp"
#include "gen/ops/linear.hpp"

namespace rtl4ml {
namespace {

/// Bits that fixed_popcount counts in one look-up table, and before its first adders.
constexpr std::int64_t kCountedInATable = 6, kCountedAtOnce = 36;

/// The products of some output lanes of a linear node, and their sums.
struct LaneStages {
  double product = 0.0;        ///< ns of a multiplier, up to its product's register
  double from = 0.0;           ///< ns from that register to logic
  std::int64_t chain = 4;      ///< operands of a chain of adders
  std::int64_t before = 0;     ///< adders ahead of the first of the sum's stages
  std::int64_t last = 0;       ///< adders in the last one beside those of the sum
  bool takes_factors = false;  ///< the multiplier's block has room for the registers of both factors
  std::int64_t planes = 0;     ///< of bits, which fixed_popcount counts; 0: the products are added as numbers
};

/// A linear node as its pipeline sees it.
class LinearStages {
 public:
  LinearStages(const NodeView& view, const TargetDelays& delays)
      : delays_(delays), parallelism_(view.data_in.parallelism), words_(weight_words(view)) {
    const std::int64_t beats = view.data_in.beats(), tiles = view.data_out.beats();
    has_ring_ = beats > 1 && tiles > 1;
    const std::int64_t accumulator = beats > 1 ? 1 : 0;
    const std::int64_t slices = view.node.weight_slices;
    const bool mixed = view.node.dsp_lanes < view.data_out.parallelism;
    // Lanes without DSP blocks multiply in look-up tables: a level of adders for each doubling of the weight's bits.
    if (view.node.bipolar_weights) {  // a look-up table a bit
      lanes_.push_back({delays_.adder, delays_.register_out, mixed ? 2 : 4, 0, accumulator, false,
                        sums_planes(view) ? view.data_in.type.width : 0});
      return;
    }
    if (mixed || slices > 1) {
      const std::int64_t slice = ceil_div(view.op<LinearOp>().weight_type.width, slices);
      const double product = delays_.adder * static_cast<double>(1 + address_width(slice));
      lanes_.push_back({product, delays_.register_out, 2, 0, accumulator + (slices > 1 ? 1 : 0), false});
    }
    const double from_block = delays_.product > 0.0 ? delays_.product : delays_.register_out;
    if (view.node.packed_pairs > 0) {
      // A pair borrows from its upper weight before its multiplier, and gives back before its sum.
      lanes_.push_back({delays_.multiplier + delays_.adder, from_block, 4, 1, accumulator, false});
    }
    if (2 * view.node.packed_pairs < view.node.dsp_lanes && (mixed || slices == 1))
      lanes_.push_back({delays_.multiplier, from_block, 4, 0, accumulator, delays_.block > 0.0});
  }

  /// The slowest stage from the weights and the vector buffer to the products' registers.
  [[nodiscard]] double product_ns(int operand_registers) const {
    double slowest = 0.0;
    for (const LaneStages& lane : lanes_) slowest = std::max(slowest, product_ns(lane, operand_registers));
    return slowest;
  }

  /// From the counter of the tiles to the accumulator's register: the choice of the tile's bias, half a unit of the
  /// output, the sum.
  [[nodiscard]] double bias_ns() const { return delays_.register_out + 3.0 * delays_.adder; }

  /// The slowest of the stages that add: those of the products' sum, and the last one, where the slices of a weight are
  /// added up and what was summed before; with one beat a vector there is nothing to accumulate.
  [[nodiscard]] double sum_ns(int sum_fan_in) const {
    double slowest = 0.0;
    for (const LaneStages& lane : lanes_) slowest = std::max(slowest, sum_ns(lane, sum_fan_in));
    return slowest;
  }

 private:
  [[nodiscard]] double product_ns(const LaneStages& lane, int operand_registers) const {
    double data = delays_.register_out, weights = delays_.register_out;
    if (has_ring_) data = delays_.buffer;
    if (weights_in_memory()) weights = delays_.memory;
    const double source = std::max(data, weights);
    if (operand_registers == 0) {
      // A beat's register and those behind a choice between a few weights are factors; a single weight is a constant.
      const bool registered = !has_ring_ && !weights_in_memory() && words_ > 1;
      return lane.takes_factors && registered ? delays_.block : source + lane.product;
    }
    // Where the blocks take no factors, block RAM takes a register at the buffer's output into itself, so that nothing
    // is gained on that side.
    if (delays_.block == 0.0) return data + lane.product;
    const bool registered = lane.takes_factors && words_ > 1;
    return std::max(source, registered ? delays_.block : delays_.register_out + lane.product);
  }

  [[nodiscard]] double sum_ns(const LaneStages& lane, int sum_fan_in) const {
    std::int64_t left = parallelism_, before = lane.before;
    double from = lane.from, slowest = 0.0;
    std::int64_t planes = lane.planes;
    const auto stage = [&](std::int64_t adders) { return from + delays_.adder * static_cast<double>(before + adders); };
    for (; left > sum_fan_in; left = ceil_div(left, sum_fan_in)) {
      slowest = std::max(slowest, stage(planes > 0 ? count_adders(sum_fan_in, planes) : adders(lane, sum_fan_in)));
      from = delays_.register_out;
      before = 0;
      planes = 0;
    }
    return std::max(slowest, stage((planes > 0 ? count_adders(left, planes) : adders(lane, left)) + lane.last));
  }

  [[nodiscard]] bool weights_in_memory() const { return words_ >= kLeastRomWords; }

  /// Adders in a row in fixed_sum.
  [[nodiscard]] static std::int64_t adders(const LaneStages& lane, std::int64_t operands) {
    return std::min(operands, lane.chain) - 1 + ceil_div(operands, lane.chain) - 1;
  }

  /// The same in fixed_plane_sum: in fixed_popcount, six bits to a look-up table, and of the planes.
  [[nodiscard]] static std::int64_t count_adders(std::int64_t operands, std::int64_t planes) {
    return (operands <= kCountedInATable ? 1 : 3) + ceil_div(operands, kCountedAtOnce) - 1 + planes - 1;
  }

  const TargetDelays& delays_;
  std::int64_t parallelism_, words_;
  bool has_ring_ = false;
  std::vector<LaneStages> lanes_;
};

}  // namespace

Graph choose_registers(Graph graph, const HardwareConfig& config, const QuantizedModel& model) {
  const double period_ns = 1e3 / config.clock_mhz;
  for (Node& node : graph.nodes) {
    if (payload_of<LinearOp>(node, model) == nullptr) continue;
    const int tiles = graph.stream(node.data_out.front()).beats();
    const bool constant = of_layer(node.name, config.layer_weights, config.weights).weights == Weights::kConstant;
    node.bias_register = constant && tiles > kLeastRomWords;  // the last word is the default of a case
    if (sums_planes(view_of(graph, node, model))) node.sum_fan_in = kCountedAtOnce;
    if (!config.target.delays) continue;
    const LinearStages stages(view_of(graph, node, model), *config.target.delays);
    node.bias_register = node.bias_register || (constant && tiles > 1 && stages.bias_ns() > period_ns);
    const bool late = stages.product_ns(0) > period_ns;
    node.operand_registers = late && stages.product_ns(1) < stages.product_ns(0) ? 1 : 0;
    for (int fan_in = node.sum_fan_in; fan_in >= 2 && stages.sum_ns(node.sum_fan_in) > period_ns; --fan_in) {
      if (stages.sum_ns(fan_in) < stages.sum_ns(node.sum_fan_in)) node.sum_fan_in = fan_in;
    }
  }
  return graph;
}

}  // namespace rtl4ml
