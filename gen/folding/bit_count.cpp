#include "gen/folding/bit_count.hpp"

#include "gen/cost/describe.hpp"

namespace rtl4ml {
namespace {

Use linear_bits(const NodeView& view, const LinearOp& op) {
  const std::int64_t in = view.data_in.parallelism, out = view.data_out.parallelism;
  const std::int64_t beats = view.data_in.beats(), tiles = view.data_out.beats();
  const std::int64_t data = op.data_in.width, weight = op.weight_type.width;
  const std::int64_t held = beats > 1 && tiles > 1 ? 2 * beats * in : in;  // elements of the vector's buffer
  Use use;
  use.lut = static_cast<double>(in * out * data * weight);
  use.ff = static_cast<double>(in * out * (weight + data + weight) + held * data +
                               out * (view.node.accumulator_width + op.data_out.width));
  return use;
}

/// A comparison and two choices a lane; the best so far, its index, the beat's first index and valid.
Use argmax_bits(const NodeView& view, const ArgmaxOp& op) {
  Use use;
  use.lut = std::int64_t{view.data_in.parallelism} * (2 * op.data_in.width + op.data_out.width);
  use.ff = op.data_in.width + 2 * op.data_out.width + 1;
  return use;
}

}  // namespace

Use count_bits(const NodeView& view) {
  if (const auto* op = std::get_if<LinearOp>(&view.layer->op)) return linear_bits(view, *op);
  if (const auto* op = std::get_if<ArgmaxOp>(&view.layer->op)) return argmax_bits(view, *op);
  const double bits = view.data_out.beat_width();
  const auto multipliers = static_cast<double>(view.node.operation->cost(view).multipliers);
  Use use;
  use.lut = bits + multipliers * view.data_in.type.width * view.data_out.type.width;
  use.ff = view.node.operation->has_registers(view) ? bits : 0.0;
  return use;
}

Use count_resize_bits(int features, int width, int parallelism_in, int parallelism_out) {
  const ResizeParts parts = resize_parts(features, parallelism_in, parallelism_out);
  const auto bits = static_cast<double>(std::int64_t{width} * parts.unit);
  Use use;
  const auto units = static_cast<int>(parts.sources.size());
  for (int unit = 0; unit < units; ++unit) use.lut += bits * (parts.choices(unit) - 1);
  use.ff = bits * units + parts.control_bits();
  return use;
}

}  // namespace rtl4ml
