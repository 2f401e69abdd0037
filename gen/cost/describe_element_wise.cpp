#include <algorithm>
#include <numeric>

#include "gen/cost/describe.hpp"
#include "gen/emit/rom_source.hpp"
#include "gen/ops/common.hpp"
#include "gen/ops/threshold.hpp"
#include "sw/base/overloaded.hpp"

namespace rtl4ml {
namespace {

Tally registers(double count) {
  Tally cost;
  cost.ff = count;
  return cost;
}

Word positive(Logic& logic, const Word& value, bool is_signed) {
  if (!is_signed || value.back() == kZero) return value;
  Word result;
  for (const Bit bit : value) {
    result.push_back(bit == value.back() || is_constant(bit) ? kZero : logic.function({bit, value.back()}, 7));
  }
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
  Tally compare;
  compare[LutPart::kCompare] = op.data_out.width;
  const auto beyond = [&](std::int64_t code, bool nothing, std::uint64_t which) -> Bit {
    if (nothing) return kZero;
    if (which == 0 && code == 0) return sign;
    return logic.block(compare, {converted, constant_word(code, 33), {static_cast<Bit>(which)}}, 1).front();
  };
  const Bit below = beyond(op.min_code, op.min_code <= op.data_out.min_code(), 0);
  const Bit above = beyond(op.max_code, op.max_code >= op.data_out.max_code(), 1);
  const Word low = constant_word(op.min_code, op.data_out.width), high = constant_word(op.max_code, op.data_out.width);
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
  const Bit reset = is_constant(leak.sign) ? kZero : logic.function({leak.sign, enable}, 1);
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

Lanes describe(const Site& site, const LeakyReluOp& op, const Lanes& data_in, bool has_register) {
  if (has_register) {
    Tally stream = registers(1.0);  // valid_q
    stream[LutPart::kStream] = 1.0;
    site.logic.always(stream);
  }
  const Bit enable = site.logic.input();
  Lanes result;
  for (const Word& data : data_in) {
    const Leak value =
        leak(site.logic, site.family, data, op.data_in, constant_word(op.slope, op.slope_type.width), op.slope_type);
    const Word before = has_register ? registered(site.logic, value, enable) : chosen(site.logic, value);
    result.push_back(describe_convert(site.logic, before, value.type, op.data_out, op.rounding, op.overflow));
  }
  return result;
}

/// The control of an operator that counts the beats of a vector: valid bits and the counter.
void counted_stream(const Site& site, double valid_bits) {
  const std::int64_t beats = site.view.data_in.beats();
  Tally stream = registers(valid_bits + (beats > 1 ? address_width(beats) : 0));
  stream[LutPart::kStream] = 1.0;
  stream[LutPart::kCounter] = beats > 1 ? address_width(beats) : 0;
  site.logic.always(stream);
}

/// What a source of constants by the beat gives one of its lanes: `code(feature)`, `width` bits of it.
template <class Code>
Word constants_of(const Site& site, const Word& address, std::int64_t lane, int width, const Code& code) {
  const Stream& stream = site.view.data_in;
  const std::int64_t beats = stream.beats();
  Word constants;
  for (int bit = 0; bit < width; ++bit) {
    Column column;
    for (std::int64_t word = 0; word < std::int64_t{1} << address_width(beats); ++word) {
      const std::int64_t feature = std::min(word, beats - 1) * stream.parallelism + lane;
      column.push_back(feature < stream.features && ((code(static_cast<std::size_t>(feature)) >> bit) & 1) != 0);
    }
    constants.push_back(beats >= kLeastCaseWords ? registered_column(site.logic, site.family.fabric, address, column)
                                                 : rom_column(site.logic, site.family.fabric, address, column));
  }
  return constants;
}

Lanes describe(const Site& site, const PReluOp& op, const Lanes& data_in) {
  Logic& logic = site.logic;
  counted_stream(site, 1.0);
  const Word address = logic.input(address_width(site.view.data_in.beats()));
  const Bit enable = logic.input();
  Lanes result;
  for (std::int64_t lane = 0; lane < site.view.data_in.parallelism; ++lane) {
    const Word slope =
        constants_of(site, address, lane, op.slope_type.width, [&](std::size_t i) { return op.slope[i]; });
    const Leak value =
        leak(logic, site.family, data_in[static_cast<std::size_t>(lane)], op.data_in, slope, op.slope_type);
    result.push_back(
        describe_convert(logic, registered(logic, value, enable), value.type, op.data_out, op.rounding, op.overflow));
  }
  return result;
}

Lanes describe(const Site& site, const ThresholdOp& op, const Lanes& data_in) {
  Logic& logic = site.logic;
  counted_stream(site, 1.0);
  const Word address = logic.input(address_width(site.view.data_in.beats()));
  const Bit enable = logic.input();
  Tally compare;
  compare[LutPart::kCompare] = op.threshold_type.width;
  // fixed_popcount: about a table a bit, of which those of the lowest level count in any case.
  Tally count;
  count[LutPart::kWideFunction] = op.levels > 1 ? op.levels : 0;
  int count_bits = 1;
  while ((std::int64_t{1} << count_bits) <= op.levels) ++count_bits;
  Lanes result;
  for (std::int64_t lane = 0; lane < site.view.data_in.parallelism; ++lane) {
    const Word data = resized(data_in[static_cast<std::size_t>(lane)], op.threshold_type.width, op.data_in.is_signed);
    Word reached;
    for (int level = 0; level < op.levels; ++level) {
      const Word element = constants_of(site, address, lane, threshold_element_width(op),
                                        [&](std::size_t i) { return threshold_element(op, i, level); });
      Bit bit = logic.block(compare, {data, element}, 1).front();
      if (!op.falling.empty()) bit = logic.function({bit, element.back()});
      reached.push_back(logic.registered({bit}, enable).front());
    }
    const Word counted = op.levels == 1 ? reached : logic.block(count, {reached}, count_bits);
    Word out = resized(counted, op.data_out.width, false);
    if (op.lowest != 0) {
      Tally add;
      add[LutPart::kAdder] = op.data_out.width;
      out = logic.block(add, {out}, op.data_out.width);
    }
    result.push_back(out);
  }
  return result;
}

Lanes describe(const Site& site, const AffineOp& op, const Lanes& data_in) {
  Logic& logic = site.logic;
  counted_stream(site, 2.0);
  const Word address = logic.input(address_width(site.view.data_in.beats()));
  const Bit enable = logic.input();
  const int width = std::max(site.view.node.accumulator_width, 1), frac_width = op.accumulator_frac_width();
  const int product_shift = frac_width - op.data_in.frac_width - op.weight_type.frac_width;
  const int product_width = std::max(1, std::min(op.data_in.width + op.weight_type.width, width - product_shift));
  Tally add;
  add[LutPart::kAdder] = width;
  Lanes result;
  for (std::int64_t lane = 0; lane < site.view.data_in.parallelism; ++lane) {
    const Word weight =
        constants_of(site, address, lane, op.weight_type.width, [&](std::size_t i) { return op.weight[i]; });
    const Word bias = constants_of(site, address, lane, op.bias_type.width, [&](std::size_t i) { return op.bias[i]; });
    const auto factor = [](const Word& word, const FixedType& type) {
      return resized(word, type.width + (type.is_signed ? 0 : 1), type.is_signed);
    };
    const Word data = factor(data_in[static_cast<std::size_t>(lane)], op.data_in), by = factor(weight, op.weight_type);
    const Word product = describe_product(logic, site.family, {data, data}, {by, by}, product_width, enable).word;
    const Word start = logic.registered(bias, enable);
    const Word total = logic.registered(logic.block(add, {product, start}, width), enable);
    result.push_back(
        describe_convert(logic, total, {width, frac_width, true}, op.data_out, op.rounding, op.overflow, true));
  }
  return result;
}

Lanes describe(const Site& site, const TableOp& op, const Lanes& data_in) {
  Logic& logic = site.logic;
  Tally stream = registers(1.0);  // valid_q
  stream[LutPart::kStream] = 1.0;
  logic.always(stream);
  const auto words = static_cast<std::int64_t>(op.entries.size());
  const double blocks = rom_blocks(site.family.block, words, op.data_out.width);
  const Bit enable = logic.input();
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
      entry.push_back(rom_column(logic, site.family.fabric, data, column));
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
            return describe(site, op, data_in, site.view.node.timing.latency_cycles > site.view.data_in.beats());
          },
          [&](const PReluOp& op) { return describe(site, op, data_in); },
          [&](const TableOp& op) { return describe(site, op, data_in); },
          [&](const ThresholdOp& op) { return describe(site, op, data_in); },
          [&](const AffineOp& op) { return describe(site, op, data_in); },
          [&](const LinearOp&) { return describe_linear(site, data_in); },
      },
      site.view.layer->op);
}

ResizeParts resize_parts(int features, int parallelism_in, int parallelism_out) {
  ResizeParts parts;
  parts.lanes_in = std::min(parallelism_in, features);
  parts.lanes_out = std::min(parallelism_out, features);
  parts.unit = std::gcd(parts.lanes_in, parts.lanes_out);
  const int units_in = parts.lanes_in / parts.unit, units_out = parts.lanes_out / parts.unit;
  const int beats_in = static_cast<int>(ceil_div(features, parts.lanes_in));
  const int most_offset = (beats_in == 1 || units_out == 1)        ? 0
                          : (units_in > 1 && units_in < units_out) ? units_out
                                                                   : units_out - 1;
  const int units = most_offset + units_in;
  // A unit of the register comes from that of the beat which lies at it, for each place of the beat, or from above.
  const std::int64_t choices = std::int64_t{units_in} * (most_offset + 1) + std::max(units - units_out, 0);
  int count_bits = 0;
  while ((1 << count_bits) < units_in + 2 * units_out + 1) ++count_bits;
  parts.control.ff = count_bits + (beats_in > 1 ? address_width(beats_in) : 0);
  parts.control[LutPart::kCounter] = parts.control.ff;
  parts.control[LutPart::kStream] = 1.0;
  parts.shift.ff = units;
  parts.shift[LutPart::kResize] = static_cast<double>(choices - units);
  return parts;
}

Lanes describe_resize(const Site& site, const Lanes& data_in) {
  const Stream& to = site.view.data_out;
  const auto [lanes_in, lanes_out, unit, control, shift] =
      resize_parts(site.view.data_in.features, site.view.data_in.parallelism, to.parallelism);
  // A bit that is the same constant in every lane stays so.
  Word common = data_in.front();
  for (const Word& word : data_in) {
    for (std::size_t i = 0; i < common.size(); ++i) {
      if (word[i] != common[i] || !is_constant(word[i])) common[i] = 2;
    }
  }
  site.logic.always(control);
  const int units_out = lanes_out / unit;
  Lanes result(static_cast<std::size_t>(to.parallelism), common);
  for (int lane = lanes_out; lane < to.parallelism; ++lane)
    std::fill(result[static_cast<std::size_t>(lane)].begin(), result[static_cast<std::size_t>(lane)].end(), kZero);
  for (int first = 0; first < unit; ++first) {
    for (std::size_t bit = 0; bit < common.size(); ++bit) {
      if (is_constant(common[bit])) continue;
      Word sources;
      for (int lane = first; lane < lanes_in; lane += unit)
        sources.push_back(data_in[static_cast<std::size_t>(lane)][bit]);
      const Word held = site.logic.block(shift, {sources}, units_out, false);
      for (int at = 0; at < units_out; ++at) {
        const int lane = first + at * unit;
        result[static_cast<std::size_t>(lane)][bit] = held[static_cast<std::size_t>(at)];
      }
    }
  }
  return result;
}

Lanes describe_skid_buffer(const Site& site, const Lanes& data_in) {
  Tally cost = registers(2.0);  // valid_q, skid_valid_q
  cost[LutPart::kStream] = 1.0;
  site.logic.always(cost);
  // Yosys sees that what skid_q takes is what data_q is to take: one choice for both, behind which it sees no constants
  // any more.
  const Bit advance = site.logic.input(), held = site.logic.input();
  Lanes result;
  for (const Word& data : data_in) {
    const Word skid = site.logic.loop(static_cast<int>(data.size()));
    Word next;
    for (std::size_t i = 0; i < data.size(); ++i) next.push_back(site.logic.function({held, skid[i], data[i]}));
    site.logic.close_loop(skid, next);
    result.push_back(site.logic.registered(next, advance));
  }
  return result;
}

namespace {

void describe(const Graph& graph, const QuantizedModel& model, const Family& family, Logic& logic) {
  const Stream& input = graph.stream(graph.inputs.front());
  Lanes lanes;
  for (int lane = 0; lane < input.parallelism; ++lane) lanes.push_back(logic.input(input.type.width));
  for (std::size_t index = 0; index < graph.nodes.size(); ++index) {
    const Node& node = graph.nodes[index];
    logic.enter(index);
    const NodeView view = view_of(graph, node, model);
    const Site site{logic, family, view};
    lanes = view.layer != nullptr              ? describe_element_wise(site, lanes)
            : node.operation->name == "resize" ? describe_resize(site, lanes)
                                               : describe_skid_buffer(site, lanes);
  }
  for (const Word& word : lanes) logic.output(word);
}

}  // namespace

std::vector<Tally> describe_design(const Graph& graph, const QuantizedModel& model, const Family& family) {
  return count_of(family.fabric, graph.nodes.size(), [&](Logic& logic) { describe(graph, model, family, logic); });
}

}  // namespace rtl4ml
