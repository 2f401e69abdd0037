#include "gen/ops/linear.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gen/emit/reloadable_source.hpp"
#include "gen/emit/rom_source.hpp"
#include "gen/ops/built_parameters.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

bool computes(const LayerKind& kind) { return std::holds_alternative<LinearLayer>(kind); }

Result<int> out_features(const Layer& layer, int in_features) {
  const auto& linear = std::get<LinearLayer>(layer.kind);
  if (linear.in_features != in_features) {
    return fault("network.shape", "layer " + layer.name,
                 fmt::format("takes {} features, the layer before gives {}", linear.in_features, in_features),
                 "check the order of the layers and the input shape");
  }
  return linear.out_features;
}

ParameterView parameters(const LayerKind& kind) {
  const auto& linear = std::get<LinearLayer>(kind);
  return {std::span<const float>(linear.weight), std::span<const float>(linear.bias)};
}

QuantizedOp quantize(const LayerKind& kind, int in_features, const LayerTypes& types,
                     std::vector<ParameterReport>& reports) {
  const auto& linear = std::get<LinearLayer>(kind);
  LinearOp op;
  op.in_features = in_features;
  op.out_features = linear.out_features;
  op.data_in = types.data_in;
  op.weight_type = types.weight;
  op.bias_type = types.bias;
  op.data_out = types.data_out;
  op.rounding = types.rounding;
  op.overflow = types.overflow;
  ParameterReport weight = start_report("weight", types.weight);
  op.weight.reserve(linear.weight.size());
  for (const float value : linear.weight) {
    op.weight.push_back(static_cast<std::int32_t>(quantize_parameter(value, types.weight, types.rounding, weight)));
  }
  reports.push_back(std::move(weight));
  if (linear.bias.empty()) return op;
  ParameterReport bias = start_report("bias", types.bias);
  op.bias.reserve(linear.bias.size());
  for (const float value : linear.bias) {
    op.bias.push_back(quantize_parameter(value, types.bias, types.rounding, bias));
  }
  reports.push_back(std::move(bias));
  return op;
}

struct Tiling {
  std::int64_t beats, tiles;
};

Tiling tiling(const NodeView& view) { return {view.data_in.beats(), view.data_out.beats()}; }

Cost cost(const NodeView& view) {
  const std::int64_t lanes = static_cast<std::int64_t>(view.data_in.parallelism) * view.data_out.parallelism;
  const auto [beats, tiles] = tiling(view);
  return {view.node.bipolar_weights ? 0 : lanes, beats * tiles * lanes * built_weight_type(view).width +
                                                     tiles * view.data_out.parallelism * built_bias(view).type.width};
}

std::int64_t interval_cycles(const NodeView& view) { return tiling(view).beats * tiling(view).tiles; }

/// One buffered vector makes ready a register; a single beat or a single tile needs no buffer.
ReadyBehaviour ready(const NodeView& view) {
  const auto [beats, tiles] = tiling(view);
  return beats == 1 || tiles == 1 ? ReadyBehaviour::kCombinational : ReadyBehaviour::kRegistered;
}

/// Tile 0 takes the beats as they come; the other tiles replay them, a beat a cycle. From the last beat of a tile to
/// its output: the operands' registers, the products, the stages of their sum, the accumulator, the conversion.
std::vector<std::int64_t> departures(const NodeView& view, const std::vector<std::int64_t>& arrivals) {
  constexpr std::int64_t kRegisters = 4;
  const auto [beats, tiles] = tiling(view);
  const std::int64_t pipeline =
      kRegisters + view.node.operand_registers + sum_stages(view.data_in.parallelism, view.node.sum_fan_in);
  std::vector<std::int64_t> result;
  for (std::int64_t tile = 0; tile < tiles; ++tile) result.push_back(arrivals.back() + tile * beats + pipeline);
  return result;
}

/// The instance of the node's source of weights or biases: a memory of the library on the reload bus, or the generated
/// module.
Instance source_instance(const NodeView& view, const std::string& what, std::vector<Connection> enable) {
  const std::string& name = view.node.identifier;
  const std::string module = name + "_" + what + "_source";
  if (const ReloadSource* reload = reload_source(view.node, module)) {
    return reloadable_instance(*reload, name + "_" + what, enable.empty() ? "1'b1" : enable.front().value);
  }
  Instance instance{module, module, {}, {}};
  if (!enable.empty()) instance.ports = {{"clk", "clk"}, enable.front()};
  instance.ports.push_back({"address", name + "_" + what + "_address"});
  instance.ports.push_back({what, name + "_" + what});
  return instance;
}

Instantiation instantiate(const NodeView& view) {
  const auto& op = view.op<LinearOp>();
  const std::string& name = view.node.identifier;
  const auto [beats, tiles] = tiling(view);
  const std::int64_t weight_lanes = static_cast<std::int64_t>(view.data_in.parallelism) * view.data_out.parallelism;

  Instance linear = operator_instance(view, op.rounding, op.overflow);
  const FixedType weight = built_weight_type(view);
  const BuiltBias built = built_bias(view);
  const FixedType& bias = built.type;
  append_type(linear.parameters, "WEIGHT", weight);
  linear.parameters.push_back({"WEIGHT_BIPOLAR", view.node.bipolar_weights ? "1" : "0"});
  append_type(linear.parameters, "BIAS", bias);
  for (const auto& [parameter, value] :
       {std::pair{"IN_FEATURES", op.in_features}, std::pair{"OUT_FEATURES", op.out_features},
        std::pair{"PARALLELISM_IN", view.data_in.parallelism}, std::pair{"PARALLELISM_OUT", view.data_out.parallelism},
        std::pair{"ACCUMULATOR_WIDTH", view.node.accumulator_width},
        std::pair{"OPERAND_REGISTERS", view.node.operand_registers}, std::pair{"SUM_FAN_IN", view.node.sum_fan_in},
        std::pair{"WEIGHT_SLICES", view.node.weight_slices}, std::pair{"DSP_LANES", view.node.dsp_lanes},
        std::pair{"PACKED_PAIRS", view.node.packed_pairs}, std::pair{"BIAS_REGISTER", view.node.bias_register ? 1 : 0},
        std::pair{"BIAS_HOLDS_HALF", built.holds_half ? 1 : 0}}) {
    linear.parameters.push_back({parameter, std::to_string(value)});
  }
  for (const char* port : {"weight_enable", "weight_address", "weight", "bias_address", "bias"}) {
    linear.ports.push_back({port, name + "_" + port});
  }
  Instantiation result;
  result.wires = {{name + "_weight_enable", 1},
                  {name + "_weight_address", address_width(beats * tiles)},
                  {name + "_weight", weight_lanes * weight.width},
                  {name + "_bias_address", address_width(tiles)},
                  {name + "_bias", static_cast<std::int64_t>(view.data_out.parallelism) * bias.width}};
  result.instances = {std::move(linear), source_instance(view, "weight", {{"enable", name + "_weight_enable"}}),
                      source_instance(view, "bias", {})};
  return result;
}

/// "tile 1: outputs 4 to 7".
std::string outputs_of(const NodeView& view, std::int64_t tile) {
  const std::int64_t first = tile * view.data_out.parallelism;
  const std::int64_t last = std::min<std::int64_t>(first + view.data_out.parallelism, view.data_out.features) - 1;
  return first == last ? fmt::format("tile {}: output {}", tile, first)
                       : fmt::format("tile {}: outputs {} to {}", tile, first, last);
}

RomSource weight_source(const NodeView& view) {
  const auto& op = view.op<LinearOp>();
  const auto [beats, tiles] = tiling(view);
  const std::int64_t parallelism_in = view.data_in.parallelism;
  const std::int64_t parallelism_out = view.data_out.parallelism;
  RomSource source;
  source.module = view.node.identifier + "_weight_source";
  source.port = "weight";
  source.comment = {
      fmt::format("Weights of {}: {} outputs x {} inputs, {}.", view.node.identifier, op.out_features, op.in_features,
                  view.node.bipolar_weights ? "signs: 1 for -1, 0 for +1" : to_string(op.weight_type)),
      fmt::format("A word is the tile of one input beat: lane o*{0}+i is the weight from input i of {0} to "
                  "output o of {1};",
                  parallelism_in, parallelism_out),
      fmt::format("address = tile * {} + beat; lanes beyond the sizes are zero.", beats)};
  source.element_width = built_weight_type(view).width;
  source.lanes = parallelism_in * parallelism_out;
  source.words = weight_words(view);
  source.placement = view.node.weight_memory;
  source.fill = [=](std::int64_t word, std::vector<std::int64_t>& codes) {
    for (std::int64_t o = 0; o < parallelism_out; ++o) {
      for (std::int64_t i = 0; i < parallelism_in; ++i) codes.push_back(weight_code(view, word, o, i));
    }
  };
  source.word_comment = [=, &op, beats = beats](std::int64_t word) {
    const std::int64_t first = word % beats * parallelism_in;
    const std::int64_t last = std::min<std::int64_t>(first + parallelism_in, op.in_features) - 1;
    return fmt::format("{}, beat {}: {}", outputs_of(view, word / beats), word % beats,
                       first == last ? fmt::format("input {}", first) : fmt::format("inputs {} to {}", first, last));
  };
  return source;
}

RomSource bias_source(const NodeView& view) {
  BuiltBias bias = built_bias(view);
  const std::int64_t parallelism = view.data_out.parallelism;
  RomSource source;
  source.module = view.node.identifier + "_bias_source";
  source.port = "bias";
  source.comment = {bias.code.empty() ? fmt::format("{} has no bias: zeros.", view.node.identifier)
                                      : fmt::format("Biases of {}: {} outputs, {}{}{}; address = tile.",
                                                    view.node.identifier, bias.code.size(), to_string(bias.type),
                                                    view.node.bipolar_weights ? ", with what mends the signs" : "",
                                                    bias.holds_half ? ", with half a unit of the output" : "")};
  source.element_width = bias.type.width;
  source.lanes = parallelism;
  source.words = tiling(view).tiles;
  source.registered = false;
  source.fill = [parallelism, values = std::move(bias.code)](std::int64_t word, std::vector<std::int64_t>& codes) {
    const auto first = static_cast<std::size_t>(word * parallelism);
    const std::size_t end = std::min(first + static_cast<std::size_t>(parallelism), values.size());
    for (std::size_t out = first; out < end; ++out) codes.push_back(values[out]);
  };
  source.word_comment = [=](std::int64_t word) { return outputs_of(view, word); };
  return source;
}

/// A layer without a bias has none in any checkpoint: nothing to reload there.
std::vector<RomSource> reloadable(const NodeView& view) {
  std::vector<RomSource> sources = {weight_source(view)};
  if (!view.op<LinearOp>().bias.empty()) sources.push_back(bias_source(view));
  return sources;
}

Result<std::vector<std::string>> write_sources(const NodeView& view, const std::filesystem::path& folder) {
  std::vector<std::string> files;
  for (const RomSource& source : {weight_source(view), bias_source(view)}) {
    const Result<std::vector<std::string>> written = reload_source(view.node, source.module) != nullptr
                                                         ? write_reloadable_contents(source, folder)
                                                         : write_rom_source(source, folder);
    if (!written) return faults(written.error());
    files.insert(files.end(), written->begin(), written->end());
  }
  return files;
}

}  // namespace

std::int64_t sum_stages(std::int64_t parallelism_in, std::int64_t sum_fan_in) {
  std::int64_t stages = 0;
  for (std::int64_t operands = parallelism_in; operands > sum_fan_in; operands = ceil_div(operands, sum_fan_in))
    ++stages;
  return stages;
}

bool sums_planes(const NodeView& view) {
  constexpr int kMostPlanes = 3;
  return view.node.bipolar_weights && view.data_in.type.width <= kMostPlanes;
}

std::int64_t weight_words(const NodeView& view) { return tiling(view).beats * tiling(view).tiles; }

std::int64_t weight_code(const NodeView& view, std::int64_t word, std::int64_t o, std::int64_t i) {
  const auto& op = view.op<LinearOp>();
  const std::int64_t beats = view.data_in.beats();
  const std::int64_t out = word / beats * view.data_out.parallelism + o;
  const std::int64_t in = word % beats * view.data_in.parallelism + i;
  if (out >= op.out_features || in >= op.in_features) return 0;
  const std::int64_t weight = op.weight[static_cast<std::size_t>(out * op.in_features + in)];
  return view.node.bipolar_weights ? (weight < 0 ? 1 : 0) : weight;
}

std::vector<BitKind> weight_bits(const NodeView& view, std::int64_t first, std::int64_t words) {
  const RomSource source = weight_source(view);
  return RomWords(source).kinds(first, words);
}

const Operator& linear_operator() {
  static const Operator kLinear = {
      .name = "linear",
      .module = "fixed_linear",
      .computes = computes,
      .implements = has_payload<LinearOp>,
      .out_features = out_features,
      .output_rule = OutputRule::kDefault,
      .parameters = parameters,
      .check_types = check_weight_sign,
      .quantize = quantize,
      .cost = cost,
      .interval_cycles = interval_cycles,
      .ready = ready,
      .departures = departures,
      .has_registers = always,
      .reloadable = reloadable,
      .instantiate = instantiate,
      .write_sources = write_sources,
  };
  return kLinear;
}

}  // namespace rtl4ml
