// What every step of a chain takes at every parallelism, without building the design.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gen/folding/chain.hpp"
#include "gen/folding/layer_cost.hpp"

namespace rtl4ml {

/// The price of a unit of each resource.
struct Prices {
  double lut = 0.0, ff = 0.0, dsp = 0.0, bram = 0.0;
  [[nodiscard]] double of(const Use& use) const {
    return lut * use.lut + ff * use.ff + dsp * use.dsp + bram * use.bram;
  }
};

/// A choice of a step: indices into its `in` and `out`.
struct Choice {
  std::size_t in = 0, out = 0;
  friend bool operator==(const Choice&, const Choice&) = default;
};

/// Each step as if it stood alone. What describe() was not asked for is guessed, and scaled by what the described
/// choices came to. Where nothing is known of the part the bits are counted (gen/folding/bit_count.hpp).
class ChainCost {
 public:
  /// `part`: empty where bits are counted. `accumulator_width`: [layer of the model]. All have to outlive this.
  ChainCost(const QuantizedModel& model, const std::vector<Step>& steps, const std::vector<int>& accumulator_width,
            std::optional<LayerCost> part);

  [[nodiscard]] bool knows_part() const { return part_.has_value(); }
  /// A step with its casts; not linear ones do not depend on `multipliers`.
  [[nodiscard]] const Use& step(std::size_t step, Choice choice, Multipliers multipliers) const {
    return kinds_of(step)[kind(step, multipliers)].use[index(step, choice)];
  }
  /// The resizer between a step and the one before it, by the choice out of that and the choice in of this.
  [[nodiscard]] const Use& joint(std::size_t step, std::size_t out_before, std::size_t in) const {
    return joints_[step][out_before * (*steps_)[step].in.size() + in];
  }

  /// Whether two lanes of the step may, or have to, share a block.
  [[nodiscard]] Packing packing(std::size_t step) const { return packing_[step]; }

  /// Whether the step's cost is a guess.
  [[nodiscard]] bool guessed(std::size_t step, Choice choice, Multipliers multipliers) const;
  /// What describing it takes, about: bits of the weight source that are looked at.
  [[nodiscard]] std::int64_t work(std::size_t step, Choice choice, Multipliers multipliers) const;
  /// Of all linear layers.
  [[nodiscard]] std::int64_t weights() const;
  void describe(std::size_t step, Choice choice, Multipliers multipliers);
  /// After some were described: scales the guesses.
  void settle();

 private:
  /// Costs of a step with one kind of multipliers. Shapes: [in][out]
  struct Kind {
    std::vector<Use> guess, use;
    std::map<std::size_t, Use> described;
  };
  /// How much more than guessed it was.
  struct Scale {
    double lut = 0.0, ff = 0.0, guessed_lut = 0.0, guessed_ff = 0.0;
    void add(const Use& is, const Use& guess);
  };

  template <class Of>
  using ByKind = std::array<Of, kMultipliers.size()>;

  [[nodiscard]] const ByKind<Kind>& kinds_of(std::size_t step) const { return kinds_[step]; }
  [[nodiscard]] std::size_t kind(std::size_t step, Multipliers multipliers) const {
    return (*steps_)[step].both_ends ? static_cast<std::size_t>(multipliers) : 0;
  }
  [[nodiscard]] std::size_t index(std::size_t step, Choice choice) const {
    return choice.in * (*steps_)[step].out.size() + choice.out;
  }
  [[nodiscard]] LayerParallelism parallelism(std::size_t step, Choice choice) const {
    return {(*steps_)[step].in[choice.in], (*steps_)[step].out[choice.out]};
  }
  [[nodiscard]] Use element_wise(std::size_t layer, int parallelism);
  [[nodiscard]] Use guess(std::size_t step, LayerParallelism parallelism, Multipliers multipliers);
  [[nodiscard]] Use casts(const Step& step, LayerParallelism parallelism);
  [[nodiscard]] Use resizer(std::size_t layer, int parallelism_in, int parallelism_out) const;

  const QuantizedModel* model_;
  const std::vector<Step>* steps_;
  const std::vector<int>* accumulator_width_;
  std::optional<LayerCost> part_;
  std::vector<Packing> packing_;          ///< [step]
  std::vector<ByKind<Kind>> kinds_;       ///< [step][Multipliers]; without pairs where lanes cannot share a block
  std::vector<std::vector<Use>> joints_;  ///< [step], the first is empty
};

}  // namespace rtl4ml
