#include "gen/folding/chain_cost.hpp"

#include <utility>

#include "gen/folding/bit_count.hpp"
#include "gen/passes/schedule.hpp"

namespace rtl4ml {

void ChainCost::Scale::add(const Use& is, const Use& guess) {
  lut += is.lut;
  ff += is.ff;
  guessed_lut += guess.lut;
  guessed_ff += guess.ff;
}

ChainCost::ChainCost(const QuantizedModel& model, const std::vector<Step>& steps,
                     const std::vector<int>& accumulator_width, std::optional<LayerCost> part)
    : model_(&model),
      steps_(&steps),
      accumulator_width_(&accumulator_width),
      part_(std::move(part)),
      kinds_(steps.size()),
      joints_(steps.size()) {
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const Step& step = steps[at];
    packing_.push_back(part_ ? part_->packing(step.layer) : Packing::kSeparate);
    for (const Multipliers multipliers : kMultipliers) {
      if (kind(at, multipliers) != static_cast<std::size_t>(multipliers)) continue;
      if (multipliers == Multipliers::kPairs && packing(at) == Packing::kSeparate) continue;
      Kind& of = kinds_[at][kind(at, multipliers)];
      for (std::size_t in = 0; in < step.in.size(); ++in) {
        for (std::size_t out = 0; out < step.out.size(); ++out) {
          // A step whose ends are the same has no other choices.
          const bool possible = step.both_ends || in == out;
          of.guess.push_back(possible ? guess(at, parallelism(at, {in, out}), multipliers) : Use{});
        }
      }
      of.use = of.guess;
    }
    if (at == 0) continue;
    for (const int from : steps[at - 1].out) {
      for (const int to : step.in) joints_[at].push_back(from == to ? Use{} : resizer(step.layer, from, to));
    }
  }
}

Use ChainCost::element_wise(std::size_t layer, int parallelism) {
  if (part_) return part_->element_wise(layer, parallelism);
  return count_bits(LayerView(*model_, layer, {parallelism, parallelism}).view());
}

Use ChainCost::casts(const Step& step, LayerParallelism parallelism) {
  Use use;
  for (const std::size_t cast : step.casts)
    use += element_wise(cast, cast < step.layer ? parallelism.in : parallelism.out);
  return use;
}

Use ChainCost::guess(std::size_t step, LayerParallelism parallelism, Multipliers multipliers) {
  const Step& of = (*steps_)[step];
  Use use = casts(of, parallelism);
  if (!of.both_ends) {
    use += element_wise(of.layer, parallelism.in);
  } else if (part_) {
    use += part_->guessed_linear(of.layer, parallelism, multipliers);
  } else {
    LayerView view(*model_, of.layer, parallelism);
    view.node().accumulator_width = (*accumulator_width_)[of.layer];
    use += count_bits(view.view());
  }
  return use;
}

Use ChainCost::resizer(std::size_t layer, int parallelism_in, int parallelism_out) const {
  if (part_) return part_->resize(layer, parallelism_in, parallelism_out);
  const QuantizedLayer& of = model_->layers[layer];
  return count_resize_bits(of.in_features, of.data_in().width, parallelism_in, parallelism_out);
}

bool ChainCost::guessed(std::size_t step, Choice choice, Multipliers multipliers) const {
  return part_ && (*steps_)[step].both_ends &&
         kinds_[step][kind(step, multipliers)].described.count(index(step, choice)) == 0;
}

std::int64_t ChainCost::work(std::size_t step, Choice choice, Multipliers multipliers) const {
  // Its multiplier's share and what holds it.
  const std::int64_t of_a_column = multipliers == Multipliers::kPairs ? 256 : 64;
  const auto& op = std::get<LinearOp>(model_->layers[(*steps_)[step].layer].op);
  const auto [in, out] = parallelism(step, choice);
  const std::int64_t columns = std::int64_t{in} * out * op.weight_type.width;
  return columns * of_a_column + part_->bits_in_tables((*steps_)[step].layer, {in, out});
}

std::int64_t ChainCost::weights() const {
  std::int64_t sum = 0;
  for (const QuantizedLayer& layer : model_->layers) {
    if (const auto* linear = std::get_if<LinearOp>(&layer.op)) sum += std::ssize(linear->weight);
  }
  return sum;
}

void ChainCost::describe(std::size_t step, Choice choice, Multipliers multipliers) {
  const Step& of = (*steps_)[step];
  Use use = part_->described_linear(of.layer, parallelism(step, choice), multipliers);
  use += casts(of, parallelism(step, choice));
  kinds_[step][kind(step, multipliers)].described.emplace(index(step, choice), use);
}

void ChainCost::settle() {
  ByKind<Scale> all;
  std::vector<ByKind<Scale>> own(kinds_.size());
  for (std::size_t step = 0; step < kinds_.size(); ++step) {
    for (std::size_t kind = 0; kind < all.size(); ++kind) {
      for (const auto& [index, use] : kinds_[step][kind].described) {
        own[step][kind].add(use, kinds_[step][kind].guess[index]);
        all[kind].add(use, kinds_[step][kind].guess[index]);
      }
    }
  }
  for (std::size_t step = 0; step < kinds_.size(); ++step) {
    if (!(*steps_)[step].both_ends) continue;
    for (std::size_t kind = 0; kind < all.size(); ++kind) {
      const Scale& scale = own[step][kind].guessed_lut > 0.0 ? own[step][kind] : all[kind];
      Kind& of = kinds_[step][kind];
      for (std::size_t index = 0; index < of.use.size(); ++index) {
        const auto described = of.described.find(index);
        of.use[index] = described != of.described.end() ? described->second : of.guess[index];
        if (described != of.described.end()) continue;
        if (scale.guessed_lut > 0.0) of.use[index].lut *= scale.lut / scale.guessed_lut;
        if (scale.guessed_ff > 0.0) of.use[index].ff *= scale.ff / scale.guessed_ff;
      }
    }
  }
}

}  // namespace rtl4ml
