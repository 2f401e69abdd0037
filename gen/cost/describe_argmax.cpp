#include "gen/cost/describe.hpp"

namespace rtl4ml {

Lanes describe_argmax(const Site& site, const ArgmaxOp& op, const Lanes& data_in) {
  Logic& logic = site.logic;
  const std::int64_t beats = site.view.data_in.beats(), parallelism = site.view.data_in.parallelism;
  const std::int64_t last_first = (beats - 1) * parallelism, last_lanes = op.features - last_first;
  const int index_width = op.data_out.width, width = op.data_in.width + (op.data_in.is_signed ? 0 : 1);
  Tally control;
  control.ff = 1.0 + (beats > 1 ? index_width : 0);  // valid_q, first_q
  logic.always(control);
  const Bit ready = site.shake.state.empty() ? logic.input() : site.shake.ready_in;
  Word first(static_cast<std::size_t>(index_width), kZero);
  Bit last = kOne, start = kOne;
  if (beats > 1) {
    first = logic.input(index_width);
    last = describe_equal(logic, first, last_first);
    start = describe_equal(logic, first, 0);
    const Bit take = logic.conjunction(site.shake.valid_in, ready);
    for (const Bit bit : logic.add(first, constant_word(parallelism, index_width), index_width))
      logic.control(logic.conjunction(bit, inverse(last)), take, true);
  }
  logic.control(logic.conjunction(site.shake.valid_in, last), ready, true);
  const Word best_q = logic.loop(op.data_in.width), index_q = logic.loop(index_width);
  Word best = best_q, index = index_q;
  for (std::int64_t lane = 0; lane < parallelism; ++lane) {
    const Word& element = data_in[static_cast<std::size_t>(lane)];
    const Bit larger =
        logic.is_less(resized(best, width, op.data_in.is_signed), resized(element, width, op.data_in.is_signed));
    const Bit better = lane == 0           ? logic.disjunction(start, larger)
                       : lane < last_lanes ? larger
                                           : logic.conjunction(inverse(last), larger);
    if (parallelism == 1) {  // the choice is the registers' enable
      logic.output({better});
      best = element;
      index = first;
      continue;
    }
    best = logic.multiplexer(better, element, best);
    index = logic.multiplexer(better, logic.add(first, constant_word(lane, index_width), index_width), index);
  }
  logic.close_loop(best_q, best);
  logic.close_loop(index_q, index);
  return {index_q};
}

}  // namespace rtl4ml
