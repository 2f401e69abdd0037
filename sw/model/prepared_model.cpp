#include "sw/model/prepared_model.hpp"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <numeric>
#include <utility>

#include "sw/model/run_op.hpp"

#if defined(_OPENMP)
#include <omp.h>
#endif

namespace rtl4ml {
namespace {

/// Rows of a block: enough to use the weights often, few enough that the codes stay in the second-level cache.
constexpr std::int64_t kMostBlockRows = 96;
static_assert(kMostBlockRows % kKernelRows == 0);

/// Multiplications (about 0.1 ms of them) below which a second thread helps little, and costs much where the cores are
/// busy: the threads then wait for each other's turn.
constexpr std::int64_t kWorthThreads = 8'000'000;

/// Threads to share work between; one where the compiler has no OpenMP.
int most_threads() {
#if defined(_OPENMP)
  return omp_get_max_threads();
#else
  return 1;
#endif
}

int rounded_up(int value, int unit) { return (value + unit - 1) / unit * unit; }

bool is_narrow(const FixedType& type) { return type.min_code() >= INT16_MIN && type.max_code() <= INT16_MAX; }

/// Distance of two rows between steps. The kernel writes whole tiles: rows shorter than a tile may overlap, because
/// they are written in order; longer ones are padded.
int stride_of(int features) { return features <= kKernelTile ? features : rounded_up(features, kKernelTile); }

/// Codes low..high of a frac_width, as an operator that only clamps leaves them.
struct Range {
  int frac_width = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
};

/// The range after an operator that is nothing but a clamp on this range; nothing where it is more than that.
std::optional<Range> clamped(const Range& range, const FixedType& out, Overflow overflow, std::int64_t floor) {
  if (out.frac_width != range.frac_width) return std::nullopt;
  const Range lifted = {range.frac_width, std::max(range.low, floor), std::max(range.high, floor)};
  const bool inside = lifted.low >= out.min_code() && lifted.high <= out.max_code();
  if (!inside && overflow == Overflow::kWrap) return std::nullopt;
  return Range{range.frac_width, std::clamp(lifted.low, out.min_code(), out.max_code()),
               std::clamp(lifted.high, out.min_code(), out.max_code())};
}

std::optional<Range> absorbed(const QuantizedOp& op, const Range& range) {
  if (const auto* relu = std::get_if<ReluOp>(&op)) return clamped(range, relu->data_out, relu->overflow, 0);
  if (const auto* cast = std::get_if<CastOp>(&op)) return clamped(range, cast->data_out, cast->overflow, range.low);
  if (const auto* clip = std::get_if<ClipOp>(&op)) {
    std::optional<Range> after = clamped(range, clip->data_out, clip->overflow, range.low);
    if (!after) return after;
    return Range{after->frac_width, std::clamp(after->low, clip->min_code, clip->max_code),
                 std::clamp(after->high, clip->min_code, clip->max_code)};
  }
  return std::nullopt;
}

/// How the 32-bit accumulator of a layer becomes its code, or nothing where 32 bits are not enough on the way.
std::optional<Conversion> conversion_of(const LinearOp& op) {
  const int width = op.accumulator_width();
  const int shift = op.accumulator_frac_width() - op.data_out.frac_width;
  if (shift > 30 || width + std::max(-shift, 0) > 32) return std::nullopt;
  Conversion conversion;
  conversion.right = std::max(shift, 0);
  conversion.left = std::max(-shift, 0);
  conversion.rounding = shift > 0 ? op.rounding : Rounding::kFloor;  // nothing to round
  if (adds_half(conversion.rounding)) conversion.half = std::int32_t{1} << (conversion.right - 1);
  conversion.wraps = op.overflow == Overflow::kWrap;
  conversion.wrap_type = op.data_out;
  constexpr std::int64_t kLeast = INT32_MIN;
  constexpr std::int64_t kMost = INT32_MAX;
  if (conversion.wraps && op.data_out.max_code() > kMost) return std::nullopt;
  conversion.low = static_cast<std::int32_t>(std::max(op.data_out.min_code(), kLeast));
  conversion.high = static_cast<std::int32_t>(std::min(op.data_out.max_code(), kMost));
  return conversion;
}

/// Whether all weights fit into 16 bits after they are aligned with the bias.
bool fits_narrow(const std::vector<std::int32_t>& weight, int shift) {
  if (shift > 15) return false;
  const std::int32_t low = INT16_MIN / (1 << shift);
  const std::int32_t high = INT16_MAX / (1 << shift);
  return std::all_of(weight.begin(), weight.end(), [&](std::int32_t w) { return w >= low && w <= high; });
}

/// [tile][pair][output in tile][2], zero beyond the sizes.
std::vector<std::int16_t> packed(const LinearOp& op, int shift) {
  const int pairs = (op.in_features + 1) / 2;
  const int tiles = (op.out_features + kKernelTile - 1) / kKernelTile;
  std::vector<std::int16_t> weight(std::size_t(tiles) * std::size_t(pairs) * kKernelTile * 2);
  for (int o = 0; o < op.out_features; ++o) {
    const std::int32_t* const row = op.weight.data() + std::size_t(o) * std::size_t(op.in_features);
    std::int16_t* out =
        weight.data() +
        (std::size_t(o / kKernelTile) * std::size_t(pairs) * kKernelTile + std::size_t(o % kKernelTile)) * 2;
    for (int i = 0; i < op.in_features; ++i) {
      out[i % 2] = static_cast<std::int16_t>(row[i] * (1 << shift));
      if (i % 2 == 1) out += std::ptrdiff_t{kKernelTile} * 2;
    }
  }
  return weight;
}

/// Bias and rounding offset, which the accumulators start with; zero beyond the sizes.
std::vector<std::int32_t> starts(const LinearOp& op, std::int32_t half) {
  std::vector<std::int32_t> start(std::size_t(rounded_up(op.out_features, kKernelTile)));
  const int shift = op.accumulator_frac_width() - op.bias_type.frac_width;
  for (std::size_t o = 0; o < std::size_t(op.out_features); ++o) {
    const std::int64_t bias = op.bias.empty() || op.bias[o] == 0 ? 0 : op.bias[o] * (std::int64_t{1} << shift);
    start[o] = static_cast<std::int32_t>(static_cast<std::uint32_t>(bias) + static_cast<std::uint32_t>(half));
  }
  return start;
}

/// All results of an elementwise operator, indexed by the low bits of the input code.
std::vector<std::int16_t> lookup_of(const QuantizedLayer& layer) {
  const FixedType& type = layer.data_in();
  std::vector<std::int64_t> codes(std::size_t{1} << type.width);
  std::iota(codes.begin(), codes.end(), type.min_code());
  std::vector<std::int64_t> results(codes.size());
  run_op(layer.op, codes, results);
  std::vector<std::int16_t> entries(codes.size());
  for (std::size_t i = 0; i < codes.size(); ++i) {
    entries[static_cast<std::uint64_t>(codes[i]) & (codes.size() - 1)] = static_cast<std::int16_t>(results[i]);
  }
  return entries;
}

/// Linear with 64-bit accumulators: intermediate sums may wrap, the total fits.
void wide_linear(const LinearOp& op, std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out) {
  const auto in_features = std::size_t(op.in_features);
  const auto out_features = std::size_t(op.out_features);
  const int frac_width = op.accumulator_frac_width();
  const int product_shift = frac_width - op.data_in.frac_width - op.weight_type.frac_width;
  const int bias_shift = frac_width - op.bias_type.frac_width;
  const std::size_t count = data_in.size() / in_features;
  for (std::size_t o = 0; o < out_features; ++o) {
    const std::int32_t* const row = op.weight.data() + o * in_features;
    const bool has_bias = !op.bias.empty() && op.bias[o] != 0;
    const std::uint64_t bias = has_bias ? static_cast<std::uint64_t>(op.bias[o]) << bias_shift : 0;
    for (std::size_t v = 0; v < count; ++v) {
      const std::int64_t* const x = data_in.data() + v * in_features;
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < in_features; ++i) {
        sum += static_cast<std::uint64_t>(std::int64_t{row[i]}) * static_cast<std::uint64_t>(x[i]);
      }
      const auto total = static_cast<std::int64_t>((sum == 0 ? 0 : sum << product_shift) + bias);
      data_out[v * out_features + o] = convert(total, frac_width, op.data_out, op.rounding, op.overflow);
    }
  }
}

bool fits_wide(const LinearOp& op) {
  const int frac_width = op.accumulator_frac_width();
  const int product_shift = frac_width - op.data_in.frac_width - op.weight_type.frac_width;
  const int bias_shift = frac_width - op.bias_type.frac_width;
  return op.accumulator_width() <= 64 && product_shift < 64 && bias_shift < 64;
}

bool all_inside(std::span<const std::int64_t> codes, const FixedType& type) {
  return std::all_of(codes.begin(), codes.end(),
                     [&](std::int64_t code) { return code >= type.min_code() && code <= type.max_code(); });
}

}  // namespace

/// What one thread works in: codes in both forms, twice, so that a step reads one and writes the other.
struct PreparedModel::Workspace {
  explicit Workspace(std::size_t codes) : narrow{Narrow(codes), Narrow(codes)} {}

  using Narrow = std::vector<std::int16_t>;
  using Wide = std::vector<std::int64_t>;
  Narrow narrow[2];
  Wide wide[2];                    ///< dense: [rows][features]; grown where a step needs it
  std::vector<std::int32_t> sums;  ///< of a linear step with a wide result
  Form form = Form::kNarrow;       ///< of the current codes
  int current = 0;                 ///< which of the two buffers of that form
  int features = 0;                ///< of the current codes
  int stride = 0;                  ///< of the current codes, if narrow

  Narrow& here() { return narrow[current]; }
  Narrow& there() { return narrow[1 - current]; }
};

PreparedModel::PreparedModel(const QuantizedModel& model, std::optional<Isa> isa)
    : model_(&model), kernels_(&kernels(isa ? *isa : available_isas().back())) {
  widest_ = rounded_up(model.in_features(), kKernelTile);
  for (const QuantizedLayer& layer : model.layers) {
    widest_ = std::max(widest_, rounded_up(layer.out_features, kKernelTile));
    work_ += std::holds_alternative<LinearOp>(layer.op) ? std::int64_t{layer.in_features} * layer.out_features
                                                        : std::int64_t{4} * layer.out_features;
  }
  for (std::size_t i = 0; i < model.layers.size();) {
    Step step = step_for(model.layers[i]);
    if (step.kind == Kind::kLinear) {
      Range range = {model.layers[i].data_out().frac_width, step.conversion.low, step.conversion.high};
      std::size_t next = i + 1;
      while (next < model.layers.size()) {
        const std::optional<Range> after = absorbed(model.layers[next].op, range);
        if (!after) break;
        range = *after;
        ++next;
      }
      step.layers = static_cast<int>(next - i);
      step.conversion.low = static_cast<std::int32_t>(range.low);
      step.conversion.high = static_cast<std::int32_t>(range.high);
      step.form_out = range.low >= INT16_MIN && range.high <= INT16_MAX ? Form::kNarrow : Form::kWide;
    }
    i += static_cast<std::size_t>(step.layers);
    steps_.push_back(std::move(step));
  }
}

std::optional<PreparedModel::Step> PreparedModel::linear_step(const QuantizedLayer& layer, const LinearOp& op) {
  const std::optional<Conversion> conversion = conversion_of(op);
  const int shift = op.accumulator_frac_width() - op.data_in.frac_width - op.weight_type.frac_width;
  if (!is_narrow(op.data_in) || !conversion || !fits_narrow(op.weight, shift)) return std::nullopt;
  Step step;
  step.kind = Kind::kLinear;
  step.layer = &layer;
  step.conversion = *conversion;
  step.weight = packed(op, shift);
  step.start = starts(op, conversion->half);
  return step;
}

PreparedModel::Step PreparedModel::step_for(const QuantizedLayer& layer) {
  Step step;
  step.layer = &layer;
  if (const auto* op = std::get_if<LinearOp>(&layer.op)) {
    if (std::optional<Step> fast = linear_step(layer, *op)) return std::move(*fast);
    if (fits_wide(*op)) step.kind = Kind::kWideLinear;
    return step;
  }
  if (treats_features_alike(layer.op) && is_narrow(layer.data_in()) && is_narrow(layer.data_out())) {
    step.kind = Kind::kLookup;
    step.form_out = Form::kNarrow;
    step.entries = lookup_of(layer);
  }
  return step;
}

int PreparedModel::fast_layers() const {
  int layers = 0;
  for (const Step& step : steps_) {
    if (step.kind == Kind::kLinear || step.kind == Kind::kLookup) layers += step.layers;
  }
  return layers;
}

void PreparedModel::run_linear(const Step& step, int rows, Workspace& space) const {
  const auto& op = std::get<LinearOp>(step.layer->op);
  LinearKernelTask task;
  task.pairs = (op.in_features + 1) / 2;
  task.tiles = (op.out_features + kKernelTile - 1) / kKernelTile;
  task.weight = step.weight.data();
  task.start = step.start.data();
  task.conversion = step.conversion;
  task.data_in = space.here().data();
  task.in_stride = space.stride;
  task.out_stride = stride_of(op.out_features);
  task.rows = rounded_up(rows, kKernelRows);
  space.features = op.out_features;
  if (step.form_out == Form::kNarrow) {
    task.narrow_out = space.there().data();
    kernels_->linear(task);
    space.current = 1 - space.current;
    space.stride = static_cast<int>(task.out_stride);
    return;
  }
  space.sums.resize(space.here().size());
  task.wide_out = space.sums.data();
  kernels_->linear(task);
  Workspace::Wide& out = space.wide[0];
  out.resize(std::size_t(rows) * std::size_t(op.out_features));
  for (int row = 0; row < rows; ++row) {
    const std::int32_t* const codes = space.sums.data() + row * task.out_stride;
    std::copy_n(codes, op.out_features, out.begin() + std::ptrdiff_t{row} * op.out_features);
  }
  space.form = Form::kWide;
  space.current = 0;
}

void PreparedModel::run_step(const Step& step, int rows, Workspace& space) const {
  const bool wants_narrow = step.kind == Kind::kLinear || step.kind == Kind::kLookup;
  if (wants_narrow && space.form == Form::kWide) to_narrow(rows, space);
  if (!wants_narrow && space.form == Form::kNarrow) to_wide(rows, space);
  if (step.kind == Kind::kLinear) return run_linear(step, rows, space);
  if (step.kind == Kind::kLookup) {
    const std::size_t mask = step.entries.size() - 1;
    const std::size_t codes = std::size_t(rows) * std::size_t(space.stride);
    std::int16_t* const code = space.here().data();
    for (std::size_t i = 0; i < codes; ++i) code[i] = step.entries[static_cast<std::uint16_t>(code[i]) & mask];
    return;
  }
  Workspace::Wide& in = space.wide[space.current];
  Workspace::Wide& out = space.wide[1 - space.current];
  out.resize(std::size_t(rows) * std::size_t(step.layer->out_features));
  if (step.kind == Kind::kWideLinear) {
    wide_linear(std::get<LinearOp>(step.layer->op), in, out);
  } else {
    run_op(step.layer->op, in, out);
  }
  space.current = 1 - space.current;
  space.features = step.layer->out_features;
}

void PreparedModel::to_narrow(int rows, Workspace& space) const {
  const Workspace::Wide& in = space.wide[space.current];
  space.current = 0;
  space.form = Form::kNarrow;
  load_narrow(std::span(in).first(std::size_t(rows) * std::size_t(space.features)), INT16_MIN, INT16_MAX, space);
}

void PreparedModel::to_wide(int rows, Workspace& space) const {
  Workspace::Wide& out = space.wide[0];
  out.resize(std::size_t(rows) * std::size_t(space.features));
  store_wide(rows, out, space);
  space.current = 0;
  space.form = Form::kWide;
}

/// Rows of codes into the narrow buffer, at the distance that pairs of inputs want.
void PreparedModel::load_narrow(std::span<const std::int64_t> codes, std::int64_t low, std::int64_t high,
                                Workspace& space) const {
  const auto features = static_cast<std::size_t>(space.features);
  space.stride = rounded_up(space.features, 2);
  std::int16_t* const out = space.here().data();
  bool inside = true;
  if (features % 2 == 0) {
    inside = kernels_->narrow(codes.data(), out, codes.size(), low, high);
  } else {
    for (std::size_t row = 0; row * features < codes.size(); ++row) {
      const bool good =
          kernels_->narrow(codes.data() + row * features, out + row * (features + 1), features, low, high);
      inside = inside && good;
    }
  }
  assert(inside && "a code is outside of its type");
}

void PreparedModel::store_wide(int rows, std::span<std::int64_t> out, const Workspace& space) const {
  const auto features = static_cast<std::size_t>(space.features);
  const std::int16_t* const codes = space.narrow[space.current].data();
  if (space.stride == space.features) return kernels_->widen(codes, out.data(), out.size());
  for (int row = 0; row < rows; ++row) {
    kernels_->widen(codes + std::ptrdiff_t{row} * space.stride, out.data() + std::size_t(row) * features, features);
  }
}

void PreparedModel::run_block(std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out,
                              Workspace& space) const {
  const FixedType& type = model_->data_in();
  space.features = model_->in_features();
  const int rows = static_cast<int>(data_in.size() / static_cast<std::size_t>(space.features));
  space.current = 0;
  if (is_narrow(type)) {
    space.form = Form::kNarrow;
    load_narrow(data_in, type.min_code(), type.max_code(), space);
  } else {
    space.form = Form::kWide;
    space.wide[0].assign(data_in.begin(), data_in.end());
    assert(all_inside(data_in, type) && "a code is outside of its type");
  }
  for (const Step& step : steps_) run_step(step, rows, space);
  if (space.form == Form::kNarrow) return store_wide(rows, data_out, space);
  std::copy_n(space.wide[space.current].begin(), data_out.size(), data_out.begin());
}

bool PreparedModel::evaluate(std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out,
                             const EvaluationProgress& progress) const {
  const auto in_features = static_cast<std::int64_t>(model_->in_features());
  const auto out_features = static_cast<std::int64_t>(model_->out_features());
  const std::int64_t count = static_cast<std::int64_t>(data_in.size()) / in_features;
  assert(data_in.size() == static_cast<std::size_t>(count * in_features));
  assert(data_out.size() == static_cast<std::size_t>(count * out_features));
  const int threads = count * work_ < kWorthThreads ? 1 : most_threads();
  const std::int64_t share = (count + std::int64_t{4} * threads - 1) /
                             (std::int64_t{4} * threads);  // of the vectors; small, so that threads end together
  const std::int64_t block =
      std::clamp<std::int64_t>((share + kKernelRows - 1) / kKernelRows * kKernelRows, kKernelRows, kMostBlockRows);
  const std::int64_t blocks = (count + block - 1) / block;
  std::atomic<bool> stopped = false;
  std::int64_t done = 0;
#pragma omp parallel num_threads(threads)
  {
    Workspace space(static_cast<std::size_t>(block) * static_cast<std::size_t>(widest_) + kKernelTile);
#pragma omp for schedule(dynamic)
    for (std::int64_t b = 0; b < blocks; ++b) {
      if (stopped) continue;
      const std::int64_t first = b * block;
      const std::int64_t rows = std::min(block, count - first);
      run_block(data_in.subspan(std::size_t(first * in_features), std::size_t(rows * in_features)),
                data_out.subspan(std::size_t(first * out_features), std::size_t(rows * out_features)), space);
      if (!progress) continue;
#pragma omp critical(rtl4ml_evaluation_progress)
      {
        done += rows;
        if (!stopped && !progress(done)) stopped = true;
      }
    }
  }
  return !stopped;
}

}  // namespace rtl4ml
