#include <algorithm>
#include <numeric>

#include "gen/cost/describe.hpp"
#include "gen/emit/rom_source.hpp"
#include "gen/ops/common.hpp"
#include "gen/ops/threshold.hpp"
#include "sw/base/overloaded.hpp"

namespace rtl4ml {
namespace {

Word positive(Logic& logic, const Word& value, bool is_signed) {
  if (!is_signed || value.back() == kZero) return value;
  Word result;
  for (const Bit bit : value) result.push_back(logic.conjunction(bit, inverse(value.back())));
  return result;
}

Word relu(Logic& logic, const ReluOp& op, const Word& data) {
  FixedType from = op.data_in;
  from.is_signed = false;
  return describe_convert(logic, positive(logic, data, op.data_in.is_signed), from, op.data_out, op.rounding,
                          op.overflow);
}

Word clip(Logic& logic, const ClipOp& op, const Word& data) {
  const Word converted = describe_convert(logic, data, op.data_in, op.data_out, op.rounding, op.overflow);
  const Bit sign = op.data_out.is_signed ? converted.back() : kZero;
  const int width = op.data_out.width;
  const auto beyond = [&](std::int64_t code, bool above) {
    const int compared = width + (op.data_out.is_signed ? 0 : 1);
    const Word value = resized(converted, compared, op.data_out.is_signed), bound = constant_word(code, compared);
    return above ? logic.is_less(bound, value) : logic.is_less(value, bound);
  };
  const Bit below = op.min_code <= op.data_out.min_code() ? kZero
                    : op.min_code == 0                    ? sign
                                                          : beyond(op.min_code, false);
  const Bit above = op.max_code >= op.data_out.max_code() ? kZero : beyond(op.max_code, true);
  const Word low = constant_word(op.min_code, width), high = constant_word(op.max_code, width);
  return logic.multiplexer(below, low, logic.multiplexer(above, high, converted));
}

/// The value before its conversion, as leaky_relu and prelu have it: a choice by the sign of the data.
struct Leak {
  Bit sign = kZero;
  Word negative, other;
  FixedType type;
};

Word chosen(Logic& logic, const Leak& leak) { return logic.multiplexer(leak.sign, leak.negative, leak.other); }

/// The same behind a register: where the choice is between a bit and zero, the register is cleared instead.
Word registered(Logic& logic, const Leak& leak, Bit enable) {
  const Bit reset = is_constant(leak.sign) ? kZero : logic.conjunction(leak.sign, enable);
  Word result;
  for (std::size_t i = 0; i < leak.other.size(); ++i) {
    const Bit negative = leak.negative[i], other = leak.other[i];
    const bool cleared = reset != kZero && other == kZero && !is_constant(negative);
    const Bit from = cleared ? negative : logic.multiplexer(leak.sign, negative, other);
    result.push_back(logic.registered({from}, enable, cleared ? reset : kZero).front());
  }
  return result;
}

Leak leak(Logic& logic, const Family& family, const Word& data, const FixedType& data_in, const Word& slope,
          const FixedType& slope_type) {
  if (!data_in.is_signed) return {kZero, data, data, data_in};
  const int data_shift = std::max(slope_type.frac_width, 0), product_shift = std::max(-slope_type.frac_width, 0);
  const int product_width = data_in.width + slope_type.width;
  const int width = std::max(data_in.width + data_shift, product_width + product_shift);
  const Word factor = resized(slope, slope_type.width + 1, slope_type.is_signed);
  const Word product = describe_product(logic, family, {data, data}, {factor, factor}, product_width, kZero).word;
  const Word negative = shifted_left(resized(product, width, true), product_shift, width);
  const Word other = shifted_left(resized(data, width, true), data_shift, width);
  return {data.back(), negative, other, {width, data_in.frac_width + data_shift, true}};
}

/// The register of the valid bit. Result: what enables it and the data's.
Bit valid_register(const Site& site) {
  site.logic.always(registers(1.0));
  const Bit ready = site.shake.state.empty() ? site.logic.input() : site.shake.ready_in;
  site.logic.control(site.shake.valid_in, ready, true);
  return ready;
}

Lanes describe(const Site& site, const LeakyReluOp& op, const Lanes& data_in, bool has_register) {
  const Bit enable = has_register ? valid_register(site) : kZero;
  Lanes result;
  for (const Word& data : data_in) {
    const Leak value =
        leak(site.logic, site.family, data, op.data_in, constant_word(op.slope, op.slope_type.width), op.slope_type);
    const Word before = has_register ? registered(site.logic, value, enable) : chosen(site.logic, value);
    result.push_back(describe_convert(site.logic, before, value.type, op.data_out, op.rounding, op.overflow));
  }
  return result;
}

/// The beats of a vector as an operator with constants for each counts them.
struct Beats {
  Bit enable = kZero;  ///< of its registers
  std::int64_t count = 1;
  Word address;  ///< of the constants' source
};

Beats count_beats(const Site& site) {
  Logic& logic = site.logic;
  Beats beats{valid_register(site), site.view.data_in.beats(), {}};
  beats.address = logic.input(address_width(beats.count));
  if (beats.count == 1) return beats;
  const Bit moves = logic.conjunction(beats.enable, site.shake.valid_in);
  describe_counter(logic, beats.address, beats.count, moves);
  logic.always(registers(address_width(beats.count)));  // beat_q
  // As in linear layers, of a ROM it is the next one.
  if (beats.count >= kLeastCaseWords) beats.address = describe_next_count(logic, beats.address, beats.count, moves);
  return beats;
}

/// What a source of constants by the beat gives one of its lanes: `code(feature)`, `width` bits of it.
template <class Code>
Word constants_of(const Site& site, const Beats& beats, std::int64_t lane, int width, const Code& code) {
  const Stream& stream = site.view.data_in;
  Word constants;
  for (int bit = 0; bit < width; ++bit) {
    Column column;
    for (std::int64_t word = 0; word < std::int64_t{1} << address_width(beats.count); ++word) {
      const std::int64_t feature = std::min(word, beats.count - 1) * stream.parallelism + lane;
      column.push_back(feature < stream.features && ((code(static_cast<std::size_t>(feature)) >> bit) & 1) != 0);
    }
    constants.push_back(beats.count >= kLeastCaseWords
                            ? registered_column(site.logic, beats.address, beats.enable, column)
                            : rom_column(site.logic, beats.address, column));
  }
  return constants;
}

Lanes describe(const Site& site, const PReluOp& op, const Lanes& data_in) {
  Logic& logic = site.logic;
  const Beats beats = count_beats(site);
  Lanes result;
  for (std::int64_t lane = 0; lane < site.view.data_in.parallelism; ++lane) {
    const Word slope = constants_of(site, beats, lane, op.slope_type.width, [&](std::size_t i) { return op.slope[i]; });
    const Leak value =
        leak(logic, site.family, data_in[static_cast<std::size_t>(lane)], op.data_in, slope, op.slope_type);
    result.push_back(describe_convert(logic, registered(logic, value, beats.enable), value.type, op.data_out,
                                      op.rounding, op.overflow));
  }
  return result;
}

Lanes describe(const Site& site, const ThresholdOp& op, const Lanes& data_in) {
  Logic& logic = site.logic;
  const Beats beats = count_beats(site);
  const int width = op.threshold_type.width + (op.threshold_type.is_signed ? 0 : 1);
  Lanes result;
  for (std::int64_t lane = 0; lane < site.view.data_in.parallelism; ++lane) {
    const Word data = resized(data_in[static_cast<std::size_t>(lane)], width, op.data_in.is_signed);
    Word reached;
    for (int level = 0; level < op.levels; ++level) {
      const Word element = constants_of(site, beats, lane, threshold_element_width(op),
                                        [&](std::size_t i) { return threshold_element(op, i, level); });
      const Word bound(element.begin(), element.begin() + op.threshold_type.width);
      Bit bit = inverse(logic.is_less(data, resized(bound, width, op.threshold_type.is_signed)));
      if (!op.falling.empty()) bit = logic.parity(bit, element.back());
      reached.push_back(logic.registered({bit}, beats.enable).front());
    }
    Word out = resized(describe_popcount(logic, site.family, reached), op.data_out.width, false);
    if (op.lowest != 0) out = logic.add(out, constant_word(op.lowest, op.data_out.width), op.data_out.width);
    result.push_back(out);
  }
  return result;
}

Lanes describe(const Site& site, const AffineOp& op, const Lanes& data_in) {
  Logic& logic = site.logic;
  const Beats beats = count_beats(site);
  logic.always(registers(1.0));  // the second valid bit
  const int width = std::max(site.view.node.accumulator_width, 1), frac_width = op.accumulator_frac_width();
  const int product_shift = frac_width - op.data_in.frac_width - op.weight_type.frac_width;
  const int bias_shift = frac_width - op.bias_type.frac_width;
  const int product_width = std::max(1, std::min(op.data_in.width + op.weight_type.width, width - product_shift));
  const auto factor = [](const Word& word, const FixedType& type) {
    return resized(word, type.width + (type.is_signed ? 0 : 1), type.is_signed);
  };
  Lanes result;
  for (std::int64_t lane = 0; lane < site.view.data_in.parallelism; ++lane) {
    const Word weight =
        constants_of(site, beats, lane, op.weight_type.width, [&](std::size_t i) { return op.weight[i]; });
    const Word bias = constants_of(site, beats, lane, op.bias_type.width, [&](std::size_t i) { return op.bias[i]; });
    const Word data = factor(data_in[static_cast<std::size_t>(lane)], op.data_in), by = factor(weight, op.weight_type);
    const Word product = describe_product(logic, site.family, {data, data}, {by, by}, product_width, beats.enable).word;
    const Word start =
        logic.registered(shifted_left(resized(bias, width, op.bias_type.is_signed), bias_shift, width), beats.enable);
    const Word total = logic.registered(
        logic.add(shifted_left(resized(product, width, true), product_shift, width), start, width), beats.enable);
    result.push_back(
        describe_convert(logic, total, {width, frac_width, true}, op.data_out, op.rounding, op.overflow, true));
  }
  return result;
}

Lanes describe(const Site& site, const TableOp& op, const Lanes& data_in) {
  Logic& logic = site.logic;
  const Bit enable = logic.conjunction(valid_register(site), site.shake.valid_in);
  const auto words = static_cast<std::int64_t>(op.entries.size());
  const double blocks = rom_blocks(site.family.block, words, op.data_out.width);
  logic.output({enable});
  Lanes result;
  for (const Word& data : data_in) {
    if (blocks > 0.0) {
      Tally cost;
      cost.bram = blocks;
      result.push_back(logic.block(cost, {data}, op.data_out.width));
      continue;
    }
    Word entry;
    for (int bit = 0; bit < op.data_out.width; ++bit) {
      Column column;
      for (const std::int64_t code : op.entries) column.push_back(((code >> bit) & 1) != 0);
      entry.push_back(rom_column(logic, data, column));
    }
    result.push_back(logic.registered(entry, enable));
  }
  return result;
}

}  // namespace

Lanes describe_element_wise(const Site& site, const Lanes& data_in) {
  const auto each = [&](const auto& one) {
    Lanes result;
    for (const Word& data : data_in) result.push_back(one(data));
    return result;
  };
  return std::visit(
      Overloaded{
          [&](const ReluOp& op) { return each([&](const Word& data) { return relu(site.logic, op, data); }); },
          [&](const ClipOp& op) { return each([&](const Word& data) { return clip(site.logic, op, data); }); },
          [&](const CastOp& op) {
            return each([&](const Word& data) {
              return describe_convert(site.logic, data, op.data_in, op.data_out, op.rounding, op.overflow);
            });
          },
          [&](const LeakyReluOp& op) {
            return describe(site, op, data_in, site.view.node.operation->has_registers(site.view));
          },
          [&](const PReluOp& op) { return describe(site, op, data_in); },
          [&](const TableOp& op) { return describe(site, op, data_in); },
          [&](const ThresholdOp& op) { return describe(site, op, data_in); },
          [&](const AffineOp& op) { return describe(site, op, data_in); },
          [&](const ArgmaxOp& op) { return describe_argmax(site, op, data_in); },
          [&](const LinearOp&) { return describe_linear(site, data_in); },
      },
      site.view.layer->op);
}

Lanes describe_skid_buffer(const Site& site, const Lanes& data_in) {
  site.logic.always(registers(2.0));  // valid_q, skid_valid_q
  Logic& logic = site.logic;
  const Bit valid = site.shake.state[0], held = site.shake.state[1];
  const Bit advance = logic.disjunction(inverse(valid), site.shake.ready_out);
  const Bit take = logic.conjunction(site.shake.valid_in, inverse(held));
  logic.control(logic.disjunction(held, take), advance, true);
  logic.control(logic.multiplexer(advance, kZero, logic.disjunction(take, held)), kOne, true);
  Lanes result;
  for (const Word& data : data_in) {
    if (!site.family.fabric.buffers_hide_constants) {
      const Word skid = logic.registered(data, inverse(held));
      result.push_back(logic.registered(logic.multiplexer(held, skid, data), advance));
      continue;
    }
    // Yosys sees that what skid_q takes is what data_q is to take: one choice for both.
    const Word skid = site.logic.loop(static_cast<int>(data.size()));
    Word next;
    for (std::size_t i = 0; i < data.size(); ++i) next.push_back(site.logic.multiplexer(held, skid[i], data[i]));
    site.logic.close_loop(skid, next);
    result.push_back(site.logic.registered(next, advance));
  }
  return result;
}

namespace {

/// What comes from behind first: [node]
std::vector<Handshake> handshakes(const Graph& graph, const QuantizedModel& model, Logic& logic) {
  std::vector<Handshake> result(graph.nodes.size());
  Bit ready = logic.input();
  for (std::size_t index = graph.nodes.size(); index-- > 0;) {
    logic.enter(index);
    result[index] = describe_handshake(logic, view_of(graph, graph.nodes[index], model), ready);
    ready = result[index].ready_in;
  }
  logic.output({ready});
  return result;
}

void describe(const Graph& graph, const QuantizedModel& model, const Family& family, Logic& logic) {
  std::vector<Handshake> shakes = handshakes(graph, model, logic);
  const Stream& input = graph.stream(graph.inputs.front());
  Lanes lanes;
  for (int lane = 0; lane < input.parallelism; ++lane) lanes.push_back(logic.input(input.type.width));
  Bit valid = logic.input();
  for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
    const Node& node = graph.nodes[index];
    logic.enter(index);
    const NodeView view = view_of(graph, node, model);
    shakes[index].valid_in = valid;
    const Site site{logic, family, view, shakes[index]};
    lanes = view.layer != nullptr              ? describe_element_wise(site, lanes)
            : node.operation->name == "resize" ? describe_resize(site, lanes)
                                               : describe_skid_buffer(site, lanes);
    if (!shakes[index].state.empty()) valid = shakes[index].valid_out;
  }
  logic.output({valid});
  for (const Word& word : lanes) logic.output(word);
}

}  // namespace

std::vector<Tally> describe_design(const Graph& graph, const QuantizedModel& model, const Family& family) {
  const auto counted = [&](const Fabric& fabric) {
    return count_of(fabric, graph.nodes.size(), [&](Logic& logic) { describe(graph, model, family, logic); });
  };
  std::vector<Tally> layers = counted(family.fabric);
  if (family.fabric.and_group == Fabric{}.and_group) return layers;
  // ABC takes the best of several structures.
  Fabric balanced = family.fabric;
  balanced.and_group = Fabric{}.and_group;
  std::vector<Tally> others = counted(balanced);
  const auto tables = [](const std::vector<Tally>& tallies) {
    return std::accumulate(tallies.begin(), tallies.end(), 0.0, [](double sum, const Tally& tally) {
      return sum + tally[LutPart::kFunction] + tally[LutPart::kWideFunction];
    });
  };
  return tables(others) < tables(layers) ? others : layers;
}

}  // namespace rtl4ml
