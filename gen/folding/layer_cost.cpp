#include "gen/folding/layer_cost.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "gen/emit/rom_source.hpp"
#include "gen/folding/chain.hpp"
#include "gen/ops/built_parameters.hpp"
#include "gen/ops/common.hpp"
#include "gen/ops/linear.hpp"
#include "gen/passes/choose_memories.hpp"
#include "gen/passes/choose_multipliers.hpp"
#include "gen/passes/choose_registers.hpp"
#include "gen/passes/schedule.hpp"
#include "sw/base/split_mix.hpp"

namespace rtl4ml {
namespace {

constexpr Bit kUnknown = 2;
// Inputs of a described lane, at most; wider ones are taken as so much more of the same. Blocks are described at once.
constexpr int kMostSampledInputs = 8, kMostSampledBlocks = 32;
constexpr int kMostSampledAddress = 10;  // bits; a column of twice the words takes twice the tables

/// Whether lanes of the two differ in nothing but their weights and biases.
bool alike(const LinearOp& one, const LinearOp& other) {
  return one.data_in == other.data_in && one.weight_type == other.weight_type && one.bias_type == other.bias_type &&
         one.data_out == other.data_out && one.rounding == other.rounding && one.overflow == other.overflow &&
         one.bias.empty() == other.bias.empty();
}

}  // namespace

Result<LayerCost> LayerCost::make(const HardwareConfig& config, const QuantizedModel& model,
                                  std::vector<int> accumulator_width) {
  Result<Family> family = family_of(config.target);
  if (!family) return faults(std::move(family.error()));
  Result<CostModel> coefficients = CostModel::read(family->measured_as);
  if (!coefficients) return faults(std::move(coefficients.error()));
  // A design is estimated with the better of two structures; a layer alone with one, which takes half the time.
  family->fabric.and_group = Fabric{}.and_group;
  return LayerCost(std::move(*family), std::move(*coefficients), config, model, std::move(accumulator_width));
}

LayerCost::LayerCost(Family family, CostModel coefficients, const HardwareConfig& config, const QuantizedModel& model,
                     std::vector<int> accumulator_width)
    : config_(&config),
      family_(std::move(family)),
      coefficients_(std::move(coefficients)),
      has_blocks_(config.target.resources.dsp > 0),
      model_(&model),
      accumulator_width_(std::move(accumulator_width)) {
  Word into(static_cast<std::size_t>(model.data_in().width), kUnknown);
  for (std::size_t layer = 0; layer < model.layers.size(); ++layer) {
    constants_.push_back(into);
    like_.push_back(layer);
    const auto* op = std::get_if<LinearOp>(&model.layers[layer].op);
    bipolar_.push_back(op != nullptr && has_bipolar_weights(*op) &&
                       of_layer(model.layers[layer].name, config.layer_weights, config.weights).weights ==
                           Weights::kConstant);
    for (std::size_t before = 0; op != nullptr && before < layer; ++before) {
      const auto* other = std::get_if<LinearOp>(&model.layers[before].op);
      const bool same = other != nullptr && alike(*op, *other) && constants_[before] == into &&
                        bipolar_[before] == bipolar_[layer] && accumulator_width_[before] == accumulator_width_[layer];
      if (same) {
        like_[layer] = before;
        break;
      }
    }
    into.assign(static_cast<std::size_t>(model.layers[layer].data_out().width), kUnknown);
    if (op != nullptr) continue;
    Logic logic(family_.fabric);
    LayerView one(model, layer, {1, 1});
    one.node().timing = timing_of(one.view());
    const NodeView view = one.view();
    const Lanes out = describe_element_wise({logic, family_, view, {}}, lanes_into(logic, layer, 1));
    for (std::size_t bit = 0; bit < into.size(); ++bit) {
      if (is_constant(out.front()[bit])) into[bit] = out.front()[bit];
    }
  }
}

Use LayerCost::use_of(const Tally& tally) const { return {coefficients_.lut(tally), tally.ff, tally.dsp, tally.bram}; }

Lanes LayerCost::lanes_into(Logic& logic, std::size_t layer, int count) const {
  Lanes lanes;
  for (int lane = 0; lane < count; ++lane) {
    Word word = constants_[layer];
    for (Bit& bit : word) bit = is_constant(bit) ? bit : logic.input();
    lanes.push_back(std::move(word));
  }
  return lanes;
}

Packing LayerCost::packing(std::size_t layer) const {
  const auto* op = std::get_if<LinearOp>(&model_->layers[layer].op);
  return op == nullptr ? Packing::kSeparate : packing_of(model_->layers[layer].name, *op, *config_);
}

void LayerCost::set_multipliers(Node& node, int lanes, const FixedType& weight, Multipliers multipliers) const {
  if (node.bipolar_weights) return;
  const bool blocks = has_blocks_ && multipliers != Multipliers::kTables;
  node.dsp_lanes = blocks || !has_blocks_ ? lanes : 0;
  node.packed_pairs = blocks && multipliers == Multipliers::kPairs ? lanes / 2 : 0;
  node.weight_slices = blocks ? 1 : slices_of(weight);
}

Node LayerCost::built(std::size_t layer, LayerParallelism parallelism, Multipliers multipliers,
                      bool with_memories) const {
  const LayerView whole(*model_, layer, parallelism);
  Graph graph;
  Node node = whole.view().node;
  node.data_in = {graph.add(whole.view().data_in)};
  node.data_out = {graph.add(whole.view().data_out)};
  node.accumulator_width = accumulator_width_[layer];
  node.bipolar_weights = bipolar_[layer];
  set_multipliers(node, parallelism.out, std::get<LinearOp>(model_->layers[layer].op).weight_type, multipliers);
  graph.nodes.push_back(std::move(node));
  std::vector<std::string> warnings;  // of a design that need not be built
  if (with_memories) graph = choose_memories(std::move(graph), *config_, *model_, warnings);
  return choose_registers(std::move(graph), *config_, *model_).nodes.front();
}

Use LayerCost::described_linear(std::size_t layer, LayerParallelism parallelism, Multipliers multipliers) const {
  LayerView whole(*model_, layer, parallelism);
  whole.node() = built(layer, parallelism, multipliers, true);
  const NodeView view = whole.view();
  // Once, and not as count_of() does: that would take twice the time, and a linear layer reads all that it computes.
  Logic logic(family_.fabric);
  for (const Word& word : describe_linear({logic, family_, view, {}}, lanes_into(logic, layer, parallelism.in)))
    logic.output(word);
  return use_of(logic.count(1).front());
}

Use LayerCost::lane_sample(std::size_t layer, int inputs, const LaneKind& kind) {
  layer = like_[layer];
  const auto [known, added] = lanes_.try_emplace({layer, inputs, kind});
  if (!added) return known->second;
  constexpr int kTiles = 2;
  const auto& whole = std::get<LinearOp>(model_->layers[layer].op);
  QuantizedLayer blank{"", kind.one_beat ? inputs : 2 * inputs, 0, LinearOp{}};
  auto& op = std::get<LinearOp>(blank.op);
  op = {blank.in_features,
        0,
        whole.data_in,
        whole.weight_type,
        whole.bias_type,
        whole.data_out,
        whole.rounding,
        whole.overflow,
        {},
        {}};
  const int few = kind.multipliers == Multipliers::kPairs ? 2 : 1;  // lanes
  op.bias.assign(whole.bias.begin(),
                 whole.bias.begin() + std::min(std::ssize(whole.bias), std::ptrdiff_t{2} * few * kTiles));
  std::array<Use, 2> of_lanes;
  for (const int lanes : {few, 2 * few}) {
    blank.out_features = op.out_features = kTiles * lanes;
    Node node;
    node.accumulator_width = accumulator_width_[layer];
    node.bipolar_weights = bipolar_[layer];
    set_multipliers(node, lanes, op.weight_type, kind.multipliers);
    node.operand_registers = kind.operand_registers;
    node.sum_fan_in = kind.sum_fan_in;
    const Stream data_in{"", blank.in_features, inputs, op.data_in}, data_out{"", kTiles * lanes, lanes, op.data_out};
    const NodeView view{node, data_in, data_out, &blank};
    Logic logic(family_.fabric);
    for (const Word& word : describe_linear({logic, family_, view, {}}, lanes_into(logic, layer, inputs)))
      logic.output(word);
    of_lanes[lanes == few ? 0 : 1] = use_of(logic.count(1).front());
  }
  known->second = (1.0 / few) * (of_lanes[1] - of_lanes[0]);
  return known->second;
}

Use LayerCost::lane(std::size_t layer, int inputs, const LaneKind& kind) {
  const auto at = [&](int sampled) { return lane_sample(layer, sampled, kind); };
  if (kind.multipliers == Multipliers::kPairs && inputs > kMostSampledInputs) {
    // What pairs take beside their blocks is so much an input.
    LaneKind blocks = kind;
    blocks.multipliers = Multipliers::kBlocks;
    const Use beside = at(kMostSampledInputs) - lane_sample(layer, kMostSampledInputs, blocks);
    return lane(layer, inputs, blocks) + static_cast<double>(inputs) / kMostSampledInputs * beside;
  }
  const int most = kind.multipliers == Multipliers::kBlocks ? kMostSampledBlocks : kMostSampledInputs;
  const int below = std::min(static_cast<int>(std::bit_floor(static_cast<unsigned>(inputs))), most / 2);
  if (below == inputs) return at(below);
  const Use low = at(below), high = at(2 * below);
  const double place = static_cast<double>(inputs - below) / below;
  return (1.0 - place) * low + place * high;
}

double LayerCost::random_tables(int address_bits) {
  const auto [known, added] = random_tables_.try_emplace(address_bits, 0.0);
  if (!added) return known->second;
  const int sampled = std::min(address_bits, kMostSampledAddress);
  SplitMix64 random(static_cast<std::uint64_t>(sampled));
  Column column;
  for (std::int64_t word = 0; word < std::int64_t{1} << sampled; ++word) column.push_back(random.between(0, 1) == 1);
  Logic logic(family_.fabric);
  logic.output({rom_column(logic, logic.input(sampled), column)});
  const Tally tally = logic.count(1).front();
  const double tables = tally[LutPart::kFunction] + tally[LutPart::kWideFunction];
  known->second = std::ldexp(tables, address_bits - sampled);
  return known->second;
}

Use LayerCost::tables(std::int64_t words, std::int64_t columns, bool absorbed) {
  // Columns that are the same are one; of few words there are few different ones.
  const int address = address_width(words);
  const double different = std::exp2(static_cast<double>(std::min<std::int64_t>(words, 60)));
  const double made = different * -std::expm1(-static_cast<double>(columns) / different);
  Tally tally;
  tally.ff = absorbed ? 0.0 : made;
  if (address > family_.fabric.lut_inputs) {
    tally[LutPart::kWideFunction] = made * random_tables(address);
  } else if (address > 1) {
    tally[address <= 3 ? LutPart::kFunction : LutPart::kWideFunction] = made;
  }
  return use_of(tally);
}

Use LayerCost::source(MemoryKind wanted, std::int64_t words, std::int64_t columns, bool absorbed) {
  Use use;
  if (words == 1) return use;
  const LoneRom rom = place_alone(config_->target, wanted, words, columns);
  use.bram = rom.blocks * family_.block.blocks_a_cell;
  const auto& [kind, block_words, block_bits] = rom.placement;
  if (block_bits < columns) use += tables(words, columns - block_bits, absorbed);
  if (block_bits > 0 && block_words < words) use += tables(words - block_words, block_bits, absorbed);
  return use;
}

Use LayerCost::control_and_buffer(std::size_t layer, const NodeView& view, bool absorbed) const {
  const std::int64_t beats = view.data_in.beats(), tiles = view.data_out.beats();
  const auto stages =
      static_cast<double>(view.node.operand_registers + sum_stages(view.data_in.parallelism, view.node.sum_fan_in));
  const bool ring = beats > 1 && tiles > 1;
  Tally tally;
  tally[LutPart::kFunction] = ring ? 24.0 : tiles > 1 ? 10.0 : 6.0;  // of valid and ready bits, about
  tally.ff = stages + 3.0 + (beats > 1 ? stages + 2.0 : 0.0) + (ring ? 8.0 : 2.0);
  const double counted = (tiles > 1 ? address_width(tiles) : 0) + (ring ? 2 * address_width(beats) : 0) +
                         (beats * tiles > 1 ? address_width(beats * tiles) : 0);
  tally.ff += counted;
  for (const LutPart part : {LutPart::kAdder, LutPart::kFunction}) tally[part] += counted;
  std::int64_t bits = 0;
  for (const Bit bit : constants_[layer]) bits += is_constant(bit) ? 0 : view.data_in.parallelism;
  if (!ring) {
    tally.ff += absorbed ? 0.0 : static_cast<double>(bits);
    return use_of(tally);
  }
  const Memory memory = ring_memory(family_, std::int64_t{2} << address_width(beats), bits);
  tally += memory.cost;
  return use_of(tally) + static_cast<double>(bits) * use_of(memory.cost_a_bit);
}

MemoryKind LayerCost::wanted(std::size_t layer) const {
  return of_layer(model_->layers[layer].name, config_->layer_memory, config_->memory);
}

std::int64_t LayerCost::bits_in_tables(std::size_t layer, LayerParallelism parallelism) const {
  const LayerView whole(*model_, layer, parallelism);
  const std::int64_t words = weight_words(whole.view());
  const auto& op = std::get<LinearOp>(model_->layers[layer].op);
  const std::int64_t columns =
      std::int64_t{parallelism.in} * parallelism.out * (bipolar_[layer] ? 1 : op.weight_type.width);
  const RomPlacement placement = place_alone(config_->target, wanted(layer), words, columns).placement;
  return words * columns - placement.block_words * placement.block_bits;
}

Use LayerCost::guessed_linear(std::size_t layer, LayerParallelism parallelism, Multipliers multipliers) {
  const auto& op = std::get<LinearOp>(model_->layers[layer].op);
  LayerView whole(*model_, layer, parallelism);
  whole.node() = built(layer, parallelism, multipliers, false);
  const NodeView view = whole.view();
  const std::int64_t words = weight_words(view);
  const std::int64_t columns =
      std::int64_t{parallelism.in} * parallelism.out * (bipolar_[layer] ? 1 : op.weight_type.width);
  LaneKind kind{view.data_in.beats() == 1, has_blocks_ && !bipolar_[layer] ? multipliers : Multipliers::kTables,
                view.node.operand_registers, view.node.sum_fan_in};
  // Multiplier blocks take the registers of their factors; a pair's factor of two weights has none.
  const bool absorbed =
      kind.multipliers != Multipliers::kTables && family_.multiplier.takes_factors && kind.operand_registers == 0;
  Use use = control_and_buffer(layer, view, absorbed);
  use += source(wanted(layer), words, columns,
                absorbed && kind.multipliers == Multipliers::kBlocks && words < kLeastRomWords);
  const int own = kind.multipliers == Multipliers::kPairs ? parallelism.out % 2 : 0;  // the lane that is left over
  use += (parallelism.out - own) * lane(layer, parallelism.in, kind);
  kind.multipliers = Multipliers::kBlocks;
  if (own > 0) use += own * lane(layer, parallelism.in, kind);
  return use;
}

Use LayerCost::described_lanes(std::size_t layer, int parallelism) const {
  LayerView lanes(*model_, layer, {parallelism, std::min(parallelism, model_->layers[layer].out_features)});
  lanes.node().timing = timing_of(lanes.view());
  const NodeView view = lanes.view();
  const auto describe = [&](Logic& logic) {
    for (const Word& word : describe_element_wise({logic, family_, view, {}}, lanes_into(logic, layer, parallelism)))
      logic.output(word);
  };
  return use_of(count_of(family_.fabric, 1, describe).front());
}

Use LayerCost::element_wise(std::size_t layer, int parallelism) {
  const auto [known, added] = element_wise_.try_emplace({layer, parallelism});
  if (!added) return known->second;
  if (parallelism <= 2 || !treats_features_alike(model_->layers[layer].op)) {
    known->second = described_lanes(layer, parallelism);
    return known->second;
  }
  const Use one = element_wise(layer, 1), two = element_wise(layer, 2);
  known->second = (parallelism - 1.0) * two + (2.0 - parallelism) * one;
  return known->second;
}

Use LayerCost::resize(std::size_t layer, int parallelism_in, int parallelism_out) const {
  const int features = model_->layers[layer].in_features;
  const ResizeParts parts = resize_parts(features, parallelism_in, parallelism_out);
  const auto bits = std::count(constants_[layer].begin(), constants_[layer].end(), kUnknown);
  const int inputs = family_.fabric.lut_inputs, units = static_cast<int>(parts.sources.size());
  // Which of several turns it is takes two inputs.
  const LutPart choice = parts.turns > 1 ? LutPart::kWideFunction : LutPart::kFunction;
  Tally unit_bits, control;
  unit_bits.ff = units;
  for (int unit = 0; unit < units; ++unit) {
    // A table of four inputs chooses between two, one of six between four.
    const int others = parts.choices(unit) - 1;
    unit_bits[choice] += inputs >= 6 ? static_cast<double>(ceil_div(others, 3)) : others;
  }
  // A function for what each register takes next, more for each turn: which it is, what becomes whole, which units it
  // writes.
  control.ff = parts.control_bits();
  control[LutPart::kFunction] = parts.control_bits() + 1.5 * parts.turns;
  return use_of(control) + static_cast<double>(bits) * parts.unit * use_of(unit_bits);
}

}  // namespace rtl4ml
