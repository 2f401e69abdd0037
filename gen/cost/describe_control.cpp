#include "gen/cost/describe.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

void linear_handshake(Logic& logic, const NodeView& view, Handshake& shake) {
  const std::int64_t beats = view.data_in.beats(), tiles = view.data_out.beats();
  const bool ring = beats > 1 && tiles > 1;
  shake.state = logic.input(2 + (ring ? 3 : tiles > 1 ? address_width(tiles) : 0));
  const Bit given = shake.state[0], step = shake.state[1];
  const Bit advance = logic.disjunction(inverse(given), shake.ready_out);
  const Bit load = logic.disjunction(advance, inverse(step));
  const Word rest(shake.state.begin() + 2, shake.state.end());
  shake.valid_out = given;
  if (ring) {
    shake.ready_in = inverse(logic.multiplexer(rest[0], rest[2], rest[1]));
  } else if (tiles > 1) {
    shake.ready_in = logic.conjunction(load, logic.disjunction(inverse(step), describe_equal(logic, rest, tiles - 1)));
  } else {
    shake.ready_in = load;
  }
}

}  // namespace

Bit describe_equal(Logic& logic, const Word& word, std::int64_t value) {
  Word matches;
  for (std::size_t i = 0; i < word.size(); ++i) matches.push_back((value >> i & 1) != 0 ? word[i] : inverse(word[i]));
  return logic.all_of(matches);
}

Word describe_counted_up(Logic& logic, const Word& held, Bit last) {
  const auto width = static_cast<int>(held.size());
  Word next = logic.add(held, constant_word(1, width), width);
  for (Bit& bit : next) bit = logic.conjunction(bit, inverse(last));
  return next;
}

void describe_counter(Logic& logic, const Word& held, std::int64_t count, Bit moves) {
  const Bit last = describe_equal(logic, held, count - 1);
  for (const Bit bit : describe_counted_up(logic, held, last)) logic.control(bit, moves, true);
}

Word describe_next_count(Logic& logic, const Word& held, std::int64_t count, Bit moves) {
  const Bit last = describe_equal(logic, held, count - 1);
  Word next = logic.multiplexer(moves, describe_counted_up(logic, held, last), held);
  for (Bit& bit : next) bit = logic.conjunction(bit, inverse(logic.reset()));
  return next;
}

Handshake describe_handshake(Logic& logic, const NodeView& view, Bit ready_out) {
  Handshake shake;
  shake.ready_out = shake.ready_in = ready_out;
  if (view.layer == nullptr && view.node.operation->name == "resize") {
    if (view.data_in.parallelism != view.data_out.parallelism) describe_resize_handshake(logic, view, shake);
  } else if (view.layer == nullptr) {
    shake.state = logic.input(2);
    shake.valid_out = shake.state[0];
    shake.ready_in = inverse(shake.state[1]);
  } else if (std::holds_alternative<LinearOp>(view.layer->op)) {
    linear_handshake(logic, view, shake);
  } else if (view.node.operation->has_registers(view)) {
    shake.state = logic.input(1);
    shake.valid_out = shake.state[0];
    shake.ready_in = logic.disjunction(inverse(shake.state[0]), ready_out);
  }
  return shake;
}

LinearControl describe_linear_control(Logic& logic, const NodeView& view, const Handshake& shake,
                                      const LinearPipeline& pipeline) {
  const int stages = pipeline.stages;
  const std::int64_t beats = view.data_in.beats(), tiles = view.data_out.beats(), words = beats * tiles;
  const bool folded_in = beats > 1, folded_out = tiles > 1;
  LinearControl result;
  const Bit given = shake.state[0], step = shake.state[1];
  const Word rest(shake.state.begin() + 2, shake.state.end());
  const Bit advance = logic.disjunction(inverse(given), shake.ready_out);
  const Bit load = logic.disjunction(advance, inverse(step));
  const Bit take = logic.conjunction(shake.valid_in, shake.ready_in);
  result.advance = advance;
  result.load = result.take = load;
  result.address = result.tile = {kZero};
  Tally cost;
  cost.ff = stages + 1 + 3;                  // valid_q, total_valid_q, data_out_valid_q, step_valid_q
  if (folded_in) cost.ff += stages + 1 + 1;  // last_q, first_q
  Bit step_last = kOne;
  if (!folded_out) {
    logic.control(shake.valid_in, load, true);
    if (folded_in) {
      const Word beat = logic.input(address_width(beats));
      result.in_last = describe_equal(logic, beat, beats - 1);
      describe_counter(logic, beat, beats, take);
      logic.control(result.in_last, load, false);
      step_last = logic.input();
      cost.ff += 1 + address_width(beats);
      result.address = beat;
    }
  } else if (!folded_in) {
    const Bit free = logic.disjunction(inverse(step), describe_equal(logic, rest, tiles - 1));
    const auto width = static_cast<int>(rest.size());
    result.address = logic.multiplexer(free, constant_word(0, width), logic.add(rest, constant_word(1, width), width));
    for (const Bit bit : result.address) logic.control(bit, load, false);
    logic.control(logic.disjunction(shake.valid_in, inverse(free)), load, true);
    result.take = logic.conjunction(load, free);
    cost.ff += width;
  } else {
    // vector_buffer.sv, gen_ring: what is written, what is to be shown next, what is shown.
    const Word written = logic.input(address_width(beats)), next = logic.input(address_width(beats));
    const Word next_address = logic.input(address_width(words));
    const Bit half = rest[0], full_0 = rest[1], full_1 = rest[2], next_half = logic.input();
    const Bit step_half = logic.input(), step_final = logic.input();
    step_last = logic.input();
    result.in_last = describe_equal(logic, written, beats - 1);
    Word differs;
    for (std::size_t i = 0; i < next.size(); ++i) differs.push_back(logic.parity(next[i], written[i]));
    differs.push_back(logic.multiplexer(next_half, full_1, full_0));
    differs.push_back(shake.valid_in);
    const Bit there = logic.any_of(differs), moves = logic.conjunction(load, there);
    const Bit is_last = describe_equal(logic, next, beats - 1),
              is_final = describe_equal(logic, next_address, words - 1);
    for (const Bit bit : {next_half, is_last, is_final}) logic.control(bit, load, false);
    for (const Bit bit : next) logic.control(bit, load, false);
    describe_counter(logic, written, beats, take);
    const Bit filled = logic.conjunction(take, result.in_last);
    logic.control(inverse(half), filled, true);
    logic.control(there, load, true);
    describe_counter(logic, next, beats, moves);
    describe_counter(logic, next_address, words, moves);
    logic.control(inverse(next_half), logic.conjunction(moves, is_final), true);
    const Bit done = logic.all_of({step, advance, step_final});
    const auto full = [&](Bit now, Bit shown, Bit wanted) {
      const Bit kept = logic.conjunction(now, inverse(logic.conjunction(done, shown)));
      logic.control(logic.disjunction(kept, logic.conjunction(filled, wanted)), kOne, true);
    };
    full(full_0, inverse(step_half), inverse(half));
    full(full_1, step_half, half);
    result.take = take;
    result.address = next_address;
    cost.ff += 7 + 2 * address_width(beats) + address_width(words);
  }
  // The valid and last bits travel with the operands.
  Bit accumulate = step, last = step_last;
  for (int stage = 0; stage <= stages; ++stage) {
    logic.control(accumulate, advance, true);
    accumulate = logic.input();
    if (!folded_in) continue;
    logic.control(last, advance, false);
    last = logic.input();
  }
  const Bit total_valid = logic.input(), done = logic.conjunction(accumulate, last);
  logic.control(done, advance, true);
  logic.control(total_valid, advance, true);
  if (folded_in) {
    result.accumulate_first = logic.input();
    logic.control(last, logic.conjunction(advance, accumulate), true);
  }
  if (folded_out && pipeline.counts_tiles) {
    const Word tile = logic.input(address_width(tiles));
    result.bias_taken = logic.conjunction(advance, pipeline.start_is_late ? total_valid : done);
    if (view.node.bias_register) {
      result.bias_taken = logic.disjunction(result.bias_taken, inverse(logic.input()));
      cost.ff += 1;  // fetched_q
    }
    describe_counter(logic, tile, tiles, result.bias_taken);
    result.tile = tile;
    cost.ff += address_width(tiles);
  }
  logic.output({advance, load, result.take});
  logic.always(cost);
  return result;
}

}  // namespace rtl4ml
