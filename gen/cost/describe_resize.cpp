#include <algorithm>
#include <numeric>

#include "gen/cost/describe.hpp"
#include "gen/cost/memories.hpp"

namespace rtl4ml {

ResizeParts resize_parts(int features, int parallelism_in, int parallelism_out) {
  ResizeParts parts;
  parts.lanes_in = std::min(parallelism_in, features);
  parts.lanes_out = std::min(parallelism_out, features);
  parts.unit = std::gcd(parts.lanes_in, parts.lanes_out);
  parts.units_in = parts.lanes_in / parts.unit;
  parts.units_out = parts.lanes_out / parts.unit;
  const auto beats_in = static_cast<int>(ceil_div(features, parts.lanes_in));
  const auto beats_out = static_cast<int>(ceil_div(features, parts.lanes_out));
  parts.turns = std::min(beats_in, parts.units_out);
  parts.rounds = static_cast<int>(ceil_div(beats_in, parts.turns));
  parts.last_turn = (beats_in - 1) % parts.turns;
  parts.last_gain = beats_out - (beats_in - 1) * parts.units_in / parts.units_out;
  parts.goes_behind = parts.units_in < parts.units_out && parts.last_gain == 2;
  parts.most_whole = parts.last_gain;
  const auto last_units = static_cast<int>(ceil_div(features, parts.unit)) - (beats_in - 1) * parts.units_in;
  int units = parts.units_out + (parts.goes_behind ? parts.units_in : 0);
  for (int turn = 0; turn < parts.turns; ++turn) {
    const bool always_last = parts.rounds == 1 && turn == parts.last_turn;
    if (!always_last) parts.most_whole = std::max(parts.most_whole, parts.gain(turn));
    units = std::max(units, parts.place(turn) + (always_last ? last_units : parts.units_in));
  }
  parts.sources.resize(static_cast<std::size_t>(units));
  for (int turn = 0; turn < parts.turns + (parts.goes_behind ? 1 : 0); ++turn) {
    const int place = parts.place(turn);
    const int beyond = std::min(place + parts.units_in, units);
    for (int at = place; at < beyond; ++at) parts.sources[static_cast<std::size_t>(at)].push_back({turn, at - place});
  }
  return parts;
}

namespace {

ResizeParts parts_of(const NodeView& view) {
  return resize_parts(view.data_in.features, view.data_in.parallelism, view.data_out.parallelism);
}

/// The registers that the handshake depends on, by name.
struct ResizeState {
  Word whole, turn, source;
};
ResizeState state_of(const ResizeParts& parts, const Word& state) {
  const auto turn = state.begin() + parts.whole_bits(), source = turn + parts.turn_bits();
  ResizeState result{{state.begin(), turn}, {turn, source}, {source, state.end()}};
  if (parts.most_whole == 1) result.source = result.turn;
  return result;
}

/// Output beats are left behind the first one.
Bit many(Logic& logic, const ResizeParts& parts, const ResizeState& state) {
  return parts.most_whole == 1 ? kZero : describe_equal(logic, state.source, parts.turns);
}

/// What the registers take next.
void describe_next(const Site& site, const ResizeParts& parts, const ResizeState& state) {
  Logic& logic = site.logic;
  const Bit push = logic.conjunction(site.shake.valid_in, site.shake.ready_in);
  const Word round = logic.input(parts.round_bits());
  const Bit last = logic.conjunction(describe_equal(logic, state.turn, parts.last_turn),
                                     describe_equal(logic, round, parts.rounds - 1));
  const Bit end = logic.disjunction(last, describe_equal(logic, state.turn, parts.turns - 1));
  for (const Bit bit : describe_counted_up(logic, round, last)) logic.control(bit, logic.conjunction(push, end), true);
  const Word turn = logic.multiplexer(push, describe_counted_up(logic, state.turn, end), state.turn);
  for (const Bit bit : turn) logic.control(bit, kOne, true);

  Word gain;
  for (int i = 0; i < parts.whole_bits(); ++i) {
    Column column;  // of turns that there are not, as of the last one
    for (int at = 0; at < 1 << parts.turn_bits(); ++at)
      column.push_back((parts.gain(std::min(at, parts.turns - 1)) >> i & 1) != 0);
    gain.push_back(
        logic.multiplexer(last, (parts.last_gain >> i & 1) != 0 ? kOne : kZero, rom_column(logic, state.turn, column)));
  }
  const Bit pop = logic.conjunction(site.shake.valid_out, site.shake.ready_out);
  const Word fewer = logic.add(state.whole, constant_word(-1, parts.whole_bits()), parts.whole_bits());
  const Bit gains = parts.goes_behind ? logic.conjunction(push, inverse(many(logic, parts, state))) : push;
  const Word whole = logic.multiplexer(gains, gain, logic.multiplexer(pop, fewer, state.whole));
  for (const Bit bit : whole) logic.control(bit, kOne, true);
  if (parts.most_whole == 1) return;
  const Bit above = logic.any_of({whole.begin() + 1, whole.end()});
  for (const Bit bit : logic.multiplexer(above, constant_word(parts.turns, parts.source_bits()),
                                         resized(turn, parts.source_bits(), false)))
    logic.control(bit, kOne, true);
}

}  // namespace

void describe_resize_handshake(Logic& logic, const NodeView& view, Handshake& shake) {
  const ResizeParts parts = parts_of(view);
  shake.state = logic.input(parts.whole_bits() + parts.turn_bits() + parts.source_bits());
  const ResizeState state = state_of(parts, shake.state);
  shake.valid_out = logic.any_of(state.whole);
  const Bit advance = logic.disjunction(inverse(shake.valid_out), shake.ready_out);
  shake.ready_in = parts.goes_behind ? advance : logic.conjunction(advance, inverse(many(logic, parts, state)));
}

Lanes describe_resize(const Site& site, const Lanes& data_in) {
  Logic& logic = site.logic;
  const ResizeParts parts = parts_of(site.view);
  Lanes result(static_cast<std::size_t>(site.view.data_out.parallelism), Word(data_in.front().size(), kZero));
  if (site.shake.state.empty()) {  // wires
    std::copy_n(data_in.begin(), std::min(data_in.size(), result.size()), result.begin());
    return result;
  }
  const ResizeState state = state_of(parts, site.shake.state);
  describe_next(site, parts, state);
  logic.always(registers(parts.control_bits()));
  const Bit advance = logic.disjunction(inverse(site.shake.valid_out), site.shake.ready_out);
  // From the top: a unit may take the one above it.
  const std::size_t units = parts.sources.size(), lanes = static_cast<std::size_t>(parts.unit);
  std::vector<Lanes> held(units);
  for (std::size_t unit = units; unit-- > 0;) {
    const std::vector<ResizeParts::Source>& sources = parts.sources[unit];
    const bool has_above = parts.has_above(static_cast<int>(unit));
    Word selected;  // [source]
    Bit written = kZero;
    for (const ResizeParts::Source& source : sources) {
      selected.push_back(describe_equal(logic, state.source, source.turn));
      written = logic.disjunction(written, selected.back());
    }
    if (has_above) written = logic.disjunction(written, site.shake.valid_out);
    const Bit enable = logic.conjunction(advance, written);
    logic.output({enable});
    // That the choice between a beat, the unit above and what is held is one between constants comes out when
    // multiplier blocks have been chosen, and where there are several beats to choose from only behind the adders.
    const bool late = site.family.multiplier.blocks || parts.choices(static_cast<int>(unit)) > 1;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      const auto of_beat = [&](const ResizeParts::Source& source) -> const Word& {
        return data_in[static_cast<std::size_t>(source.unit) * lanes + lane];
      };
      Word chosen = has_above ? held[unit + static_cast<std::size_t>(parts.units_out)][lane] : of_beat(sources.front());
      for (std::size_t i = 0; i < sources.size(); ++i)
        chosen = logic.multiplexer(selected[i], of_beat(sources[i]), chosen);
      if (late) {
        for (Bit& bit : chosen) bit = is_constant(bit) ? logic.late(bit) : bit;
      }
      held[unit].push_back(logic.registered(chosen, enable));
    }
  }
  for (std::size_t lane = 0; lane < static_cast<std::size_t>(parts.lanes_out); ++lane)
    result[lane] = held[lane / lanes][lane % lanes];
  return result;
}

}  // namespace rtl4ml
