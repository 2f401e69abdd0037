// What one layer takes of a part at one parallelism: described as gen/cost does, or guessed at once.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "gen/cost/cost_model.hpp"
#include "gen/cost/describe.hpp"
#include "gen/passes/resolve_parallelism.hpp"

namespace rtl4ml {

/// What the multipliers of a linear layer are made of, where the part has blocks for them.
enum class Multipliers {
  kBlocks,
  kPairs,  ///< a block for two lanes
  kTables,
};
inline constexpr std::array kMultipliers = {Multipliers::kBlocks, Multipliers::kPairs, Multipliers::kTables};

class LayerCost {
 public:
  /// On the config's target. `accumulator_width`: [layer of the model]. Config and model have to outlive this.
  /// Errors: cost.family, those of CostModel::read()
  [[nodiscard]] static Result<LayerCost> make(const HardwareConfig& config, const QuantizedModel& model,
                                              std::vector<int> accumulator_width);

  /// Whether two lanes of the layer may, or have to, share a block.
  [[nodiscard]] Packing packing(std::size_t layer) const;

  /// A linear layer by its weights, as if it stood alone; constant bits of its input are known.
  [[nodiscard]] Use described_linear(std::size_t layer, LayerParallelism parallelism, Multipliers multipliers) const;
  /// The same in microseconds, as if its weights were random: the datapath of one lane, between the numbers of inputs
  /// that have been described, times the lanes; the weight source and the buffer by what decides on them.
  [[nodiscard]] Use guessed_linear(std::size_t layer, LayerParallelism parallelism, Multipliers multipliers);

  /// Any other layer, by its lanes.
  [[nodiscard]] Use element_wise(std::size_t layer, int parallelism);
  /// Bits of a linear layer's weights that would lie in look-up tables, were it the only one.
  [[nodiscard]] std::int64_t bits_in_tables(std::size_t layer, LayerParallelism parallelism) const;

  /// A resizer of the stream that goes into the layer.
  [[nodiscard]] Use resize(std::size_t layer, int parallelism_in, int parallelism_out) const;

 private:
  LayerCost(Family family, CostModel coefficients, const HardwareConfig& config, const QuantizedModel& model,
            std::vector<int> accumulator_width);

  /// How a node's lanes are multiplied, all of them alike.
  void set_multipliers(Node& node, int lanes, const FixedType& weight, Multipliers multipliers) const;
  [[nodiscard]] Use use_of(const Tally& tally) const;
  [[nodiscard]] Lanes lanes_into(Logic& logic, std::size_t layer, int count) const;
  /// The linear layer's node as the passes behind would make it, were it the only one. with_memories: where its weights
  /// are kept is chosen as well, which looks at all of them.
  [[nodiscard]] Node built(std::size_t layer, LayerParallelism parallelism, Multipliers multipliers,
                           bool with_memories) const;
  [[nodiscard]] Use described_lanes(std::size_t layer, int parallelism) const;
  /// What a lane's datapath depends on, beside its layer and its inputs.
  struct LaneKind {
    bool one_beat = false;
    Multipliers multipliers = Multipliers::kBlocks;
    int operand_registers = 0, sum_fan_in = 0;
    friend auto operator<=>(const LaneKind&, const LaneKind&) = default;
  };
  /// A lane's datapath with this many inputs.
  [[nodiscard]] Use lane_sample(std::size_t layer, int inputs, const LaneKind& kind);
  [[nodiscard]] Use lane(std::size_t layer, int inputs, const LaneKind& kind);
  /// Where the config wants the layer's weights.
  [[nodiscard]] MemoryKind wanted(std::size_t layer) const;
  /// The weight source, its words of `columns` bits each. absorbed: its registers are those of multiplier blocks.
  [[nodiscard]] Use source(MemoryKind wanted, std::int64_t words, std::int64_t columns, bool absorbed);
  /// Columns of so many words in look-up tables.
  [[nodiscard]] Use tables(std::int64_t words, std::int64_t columns, bool absorbed);
  [[nodiscard]] Use control_and_buffer(std::size_t layer, const NodeView& view, bool absorbed) const;
  /// Tables of a ROM's column of random bits.
  [[nodiscard]] double random_tables(int address_bits);

  const HardwareConfig* config_;
  Family family_;
  CostModel coefficients_;
  bool has_blocks_;  ///< of multipliers
  const QuantizedModel* model_;
  std::vector<int> accumulator_width_;
  std::vector<bool> bipolar_;      ///< [layer] whether its weights are built as signs
  std::vector<std::size_t> like_;  ///< [layer] the first layer with the same lanes but for their weights
  std::vector<Word> constants_;    ///< [layer] of an element that goes into it: bits that are constant; others are 2
  std::map<std::tuple<std::size_t, int, LaneKind>, Use> lanes_;
  std::map<std::pair<std::size_t, int>, Use> element_wise_;
  std::map<int, double> random_tables_;
};

}  // namespace rtl4ml
