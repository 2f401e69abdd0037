#include "sw/onnx/import_onnx.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "sw/onnx/chain.hpp"
#include "sw/onnx/class_answer.hpp"
#include "sw/onnx/direct_layer.hpp"
#include "sw/onnx/execute.hpp"
#include "sw/onnx/final_layer.hpp"
#include "sw/onnx/fold_lines.hpp"
#include "sw/onnx/grid.hpp"
#include "sw/onnx/simplify.hpp"
#include "sw/onnx/step_function.hpp"
#include "sw/onnx/step_layer.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kHost = "left to the host";
constexpr const char* kSameClass = "nothing: it leaves the class as it is";

class Importer {
 public:
  Importer(const OnnxProgram& program, OnnxChain chain, const OnnxImportOptions& options)
      : program_(program), graph_(program.graph()), chain_(std::move(chain)), options_(options) {}

  Result<OnnxImport> run() {
    add_input(chain_.stages.front());
    for (std::size_t s = 1; s < chain_.stages.size(); ++s) {
      if (!known_ && !go_on_behind(chain_.stages[s - 1])) break;  // what follows depends on it
      add_product(chain_.stages[s], s + 1 == chain_.stages.size());
    }
    behind_.insert(behind_.end(), chain_.behind.begin(), chain_.behind.end());
    if (options_.classes && errors_.empty()) add_class();
    if (!errors_.empty()) return faults(std::move(errors_));
    if (options_.classes) return std::move(result_);
    for (const OnnxStep& step : behind_) {
      result_.becomes[step.node.name] = kHost;
      result_.left_to_host.push_back(fmt::format("{} ({})", step.node.name, step.node.op));
    }
    return std::move(result_);
  }

 private:
  void fail(Errors errors, const std::string& place) {
    for (Error& error : errors) {
      if (error.place.empty()) error.place = place;
      if (error.fix.empty()) error.fix = "docs/onnx.md says what can be imported";
      errors_.push_back(std::move(error));
    }
    known_ = false;
  }
  [[nodiscard]] std::string place_of(const OnnxStage& stage) const {
    return stage.product ? graph_.place(stage.product->node) : graph_.path;
  }

  /// Behind a stage that has faults, to tell those of the next ones as well: its quantizer says what it would give.
  bool go_on_behind(const OnnxStage& stage) {
    if (std::none_of(stage.after.begin(), stage.after.end(), is_onnx_quantizer)) return false;
    const Result<OnnxGrid> grid = grid_behind(stage, graph_);
    if (!grid) return false;
    data_ = *grid;
    known_ = true;
    return true;
  }

  /// What is done to the input before the first product.
  void add_input(OnnxStage stage) {
    data_ = plain_grid(options_.input);
    features_ = stage.features;
    if (const std::optional<DirectQuantizer> quantizer = input_quantizer(stage.after, graph_.path);
        quantizer && (options_.quantize_input == OnnxInputQuantizer::kHost ||
                      (quantizer->grid.is_plain() && !quantizer->is_narrow()))) {
      add_input_quantizer(*quantizer, std::span(stage.after).first(quantizer->steps));
      stage.after.erase(stage.after.begin(), stage.after.begin() + static_cast<std::ptrdiff_t>(quantizer->steps));
    }
    if (stage.after.empty()) return;
    if (std::any_of(stage.after.begin(), stage.after.end(), is_onnx_quantizer))
      return add_steps(stage, codes_of(data_, stage.features));
    Result<std::optional<CommonLine>> line =
        common_line_of_steps(stage.after, stage.features, graph_.opset(), graph_.path);
    if (!line) return fail(std::move(line.error()), graph_.path);
    if (!*line) {
      return fail({Error{"onnx.import", graph_.place(stage.after.front().node),
                         "changes the input before the first layer, and no Quant follows",
                         "quantize the data, or scale all of them by one factor"}},
                  graph_.path);
    }
    became(stage.after, next_name("fc"));
    data_.scale *= (*line)->gain;
    data_.zero -= (*line)->offset / data_.scale;
  }

  /// data_in has the codes of the input's own quantizer.
  void add_input_quantizer(const DirectQuantizer& quantizer, std::span<const OnnxStep> steps) {
    data_ = quantizer.grid;
    became(steps, "data_in");
    result_.input = {data_.scale, data_.zero};
    result_.notes.push_back(
        data_.is_plain() ? fmt::format("input: {}, as its quantizer says", to_string(data_.type))
                         : fmt::format("input: {}, the codes of its quantizer, which the host runs: x / {:.9g}{}",
                                       to_string(data_.type), data_.scale,
                                       data_.zero == 0.0 ? "" : fmt::format(" + {:.9g}", data_.zero)));
    if (quantizer.is_narrow()) push_clip(data_.type, data_.low, data_.high);
  }

  void add_product(const OnnxStage& stage, bool last) {
    result_.deviates_inside = result_.deviates_inside || result_.largest_deviation > 0.0;
    // Sums of weights that are rounded anyway fit into a layer's output.
    const int spare = kMaxWidth - data_.type.width - std::bit_width(static_cast<unsigned>(stage.in_features));
    Result<IntegerMatrix> matrix = integer_matrix(program_, stage, spare);
    if (!matrix) return fail(std::move(matrix.error()), place_of(stage));
    if (!matrix->exact) {
      result_.notes.push_back(stage.product->node.name +
                              ": its weights are multiples of a step up to float32's rounding only");
    }
    LinearOp op;
    op.in_features = stage.in_features;
    op.out_features = stage.features;
    op.data_in = data_.type;
    op.weight_type = op.bias_type = matrix->type;
    op.weight = matrix->codes;
    if (data_.is_plain() && matrix->is_plain()) {
      if (std::optional<DirectLayer> direct = direct_layer(op, stage, graph_.path))
        return add_direct(std::move(*direct));
    }
    became_product(stage);
    const StageInput sums = sums_of(op, data_, *matrix, stage.folded_magnitude);
    if (!sums.deviation.empty()) {
      result_.notes.push_back(
          fmt::format("{}: its weights hold {} and are rounded to {} bits; its sums deviate by {:.2g} at most: so near "
                      "to a step a code may differ by one",
                      stage.product->node.name, fmt::join(stage.folded, ", "), matrix->type.width,
                      *std::max_element(sums.deviation.begin(), sums.deviation.end())));
    }
    const bool quantized = std::any_of(stage.after.begin(), stage.after.end(), is_onnx_quantizer);
    result_.deviates_inside = result_.deviates_inside || (quantized && !sums.deviation.empty());
    if (!quantized && !last) {
      return fail({Error{"onnx.scale", place_of(stage), "has no Quant between it and the next layer",
                         "quantize the data between the layers"}},
                  place_of(stage));
    }
    if (!quantized) return add_final(op, stage, sums);
    push_linear(op, sums.type);
    if (known_) add_steps(stage, sums);
  }

  void add_direct(DirectLayer direct) {
    result_.notes.push_back(fmt::format("{}: data {}, weights {}, gives {}", next_name("fc"),
                                        to_string(direct.linear.data_in), to_string(direct.linear.weight_type),
                                        to_string(direct.linear.data_out)));
    data_ = plain_grid(direct.linear.data_out);
    result_.output_scale = 1.0;
    result_.output_offset = 0.0;
    push_linear(direct.linear, direct.linear.data_out);
    const FixedType type = data_.type;
    if (!known_) return;
    if (direct.relu) push("relu", ReluOp{type, type, Rounding::kHalfEven, Overflow::kSaturate}, ReluLayer{});
    if (direct.clip) {
      push_clip(type, direct.clip->first, direct.clip->second);
      data_.low = direct.clip->first;
      data_.high = direct.clip->second;
    }
    if (direct.relu_behind) push("relu", ReluOp{type, type, Rounding::kHalfEven, Overflow::kSaturate}, ReluLayer{});
    if (direct.relu || direct.relu_behind) data_.low = std::max<std::int64_t>(data_.low, 0);
  }

  /// Makes of the sums the codes that the stage's quantizer makes.
  void add_steps(const OnnxStage& stage, const StageInput& sums) {
    Result<StepLayer> made = step_layer(stage, sums, options_, graph_);
    if (!made) return fail(std::move(made.error()), place_of(stage));
    features_ = stage.features;
    const StepLayer& layer = *made;
    const FixedType& type = layer.grid.type;
    became(stage.after, next_name(layer.threshold ? "threshold" : "affine"));
    if (layer.threshold) {
      result_.notes.push_back(fmt::format("{}: {}, {} thresholds a feature of {} bits", next_name("threshold"),
                                          layer.what, layer.threshold->levels, layer.threshold->threshold_type.width));
      ThresholdLayer real;
      real.levels = layer.threshold->levels;
      for (const std::int64_t code : layer.threshold->threshold)
        real.threshold.push_back(std::ldexp(static_cast<double>(code), -layer.threshold->data_in.frac_width));
      real.falling = layer.threshold->falling;
      real.low = std::ldexp(static_cast<double>(layer.threshold->lowest), -type.frac_width);
      real.step = std::ldexp(1.0, -type.frac_width);
      push("threshold", *layer.threshold, std::move(real));
    } else {
      result_.notes.push_back(fmt::format("{}: {}, multiplied by {} bits", next_name("affine"), layer.what,
                                          layer.affine->weight_type.width));
      push_affine(*layer.affine);
      if (layer.clip) push_clip(type, layer.clip->first, layer.clip->second);
    }
    result_.largest_deviation = layer.off > 0 ? layer.grid.scale * std::ldexp(1.0, -type.frac_width) : 0.0;
    if (layer.off > 0) {
      result_.notes.push_back(fmt::format(
          "{}: no multiplication in {} bits has all of its {} steps; at {} sums beside them its code is off by one",
          layer.what, kMaxWidth, layer.steps, layer.off));
    }
    if (layer.doubtful > 0 && sums.deviation.empty()) {
      result_.notes.push_back(fmt::format(
          "{}: {} of {} steps lie within the rounding of the file's own sums; there its code may differ by one",
          stage.product ? stage.product->node.name : "input", layer.doubtful, layer.steps));
    }
    data_ = layer.grid;
    result_.output_scale = data_.scale;
    result_.output_offset = -data_.scale * data_.zero;
  }

  void add_final(LinearOp op, const OnnxStage& stage, const StageInput& sums) {
    Result<FinalLayer> made = final_layer(std::move(op), stage, sums, graph_);
    if (!made) return fail(std::move(made.error()), place_of(stage));
    result_.output_scale = made->scale;
    result_.output_offset = made->offset;
    result_.largest_deviation = made->largest_deviation;
    behind_ = made->behind;
    if (!options_.classes) became(std::span(stage.after).last(behind_.size()), kHost);  // with its parameters
    const std::size_t lines = stage.after.size() - behind_.size();
    const bool in_linear = made->negated || !made->linear.bias.empty();
    became(std::span(stage.after).first(lines), made->affine        ? next_name("affine")
                                                : !options_.classes ? kHost
                                                : in_linear         ? next_name("fc")
                                                                    : kSameClass);
    push_linear(made->linear, made->linear.data_out);
    if (made->affine && known_) push_affine(*made->affine);
    rounded_ = !sums_are_exact(sums);
  }

  /// Whether the file's own sums are, in double precision: multiples of powers of two.
  [[nodiscard]] bool sums_are_exact(const StageInput& sums) const {
    const bool plain = exponent_of_power(data_.scale) && std::trunc(2.0 * data_.zero) == 2.0 * data_.zero;
    return std::all_of(sums.gain.begin(), sums.gain.end(),
                       [&](double gain) { return plain && exponent_of_power(gain); });
  }

  /// The class that the last layer's outputs stand for.
  void add_class() {
    const FixedType type = result_.model.data_out();
    const double unit = result_.output_scale * std::ldexp(1.0, -type.frac_width);
    const auto real = [&](std::int64_t code) { return unit * static_cast<double>(code) + result_.output_offset; };
    const Result<std::string> rounding =
        check_class_answer(behind_, {features_, real(type.min_code()), real(type.max_code()), unit}, graph_);
    if (!rounding) return fail(rounding.error(), graph_.path);
    const std::string name = next_name("argmax");
    for (const OnnxStep& step : behind_)
      became({&step, 1}, step.node.op == "ArgMax" || step.node.op == "TopK" ? name : kSameClass);
    const auto note = [&](const std::string& text) { result_.notes.push_back(name + ": " + text); };
    if (result_.largest_deviation > 0.0)
      note(fmt::format("chooses from scores that are up to {:.3g} from the file's", result_.largest_deviation));
    if (rounded_) note("takes the first of equal scores; the rounding of the file's own sums may prefer another");
    if (!rounding->empty()) note(*rounding + " may round scores to the same number, of which the file takes the first");
    result_.output_scale = 1.0;
    result_.output_offset = 0.0;
    const int scores = std::exchange(features_, 1);
    push("argmax", ArgmaxOp{type, class_type(scores), scores}, ArgmaxLayer{}, scores);
  }

  /// A Gemm's own factor and bias have its name, which is the product's.
  void became(std::span<const OnnxStep> steps, const std::string& what) {
    for (const OnnxStep& step : steps) {
      result_.becomes.emplace(step.node.name, what);
      for (const std::string& input : step.node.inputs) became_parameter(input, what);
    }
  }
  void became_product(const OnnxStage& stage) {
    result_.becomes.emplace(stage.product->node.name, next_name("fc"));
    became_parameter(stage.weight, next_name("fc"));
    for (const std::string& node : stage.folded) result_.becomes.emplace(node, next_name("fc") + ", its parameters");
  }
  /// The quantizer of a constant.
  void became_parameter(const std::string& value, const std::string& layer) {
    for (const OnnxNode& node : graph_.nodes) {
      if (node.outputs[0] == value && program_.constant(value) != nullptr)
        result_.becomes.emplace(node.name, layer + ", its parameters");
    }
  }

  void push_linear(LinearOp op, const FixedType& data_out) {
    op.data_out = data_out;
    if (op.accumulator_width() > kMaxAccumulatorWidth || data_out.width > kMaxWidth) {
      return fail(
          {Error{"onnx.width", graph_.path,
                 data_out.width > kMaxWidth
                     ? fmt::format("has sums of {} bits that no Quant of a power of two follows; at most {} are "
                                   "supported",
                                   data_out.width, kMaxWidth)
                     : fmt::format("needs sums of more than {} bits", kMaxAccumulatorWidth),
                 "give the data or the weights fewer bits"}},
          graph_.path);
    }
    features_ = op.out_features;
    LinearLayer layer{op.in_features, op.out_features, {}, {}};
    for (const std::int32_t code : op.weight)
      layer.weight.push_back(static_cast<float>(std::ldexp(code, -op.weight_type.frac_width)));
    for (const std::int64_t code : op.bias)
      layer.bias.push_back(static_cast<float>(std::ldexp(static_cast<double>(code), -op.bias_type.frac_width)));
    const int in_features = op.in_features;
    push("fc", std::move(op), std::move(layer), in_features);
  }

  void push_affine(const AffineOp& op) {
    AffineLayer layer;
    for (const std::int64_t code : op.weight)
      layer.weight.push_back(std::ldexp(static_cast<double>(code), -op.weight_type.frac_width));
    for (const std::int64_t code : op.bias)
      layer.bias.push_back(std::ldexp(static_cast<double>(code), -op.bias_type.frac_width));
    push("affine", op, std::move(layer));
  }

  void push_clip(const FixedType& type, std::int64_t low, std::int64_t high) {
    push("clip", ClipOp{type, type, low, high, Rounding::kHalfEven, Overflow::kSaturate},
         ClipLayer{std::ldexp(static_cast<double>(low), -type.frac_width),
                   std::ldexp(static_cast<double>(high), -type.frac_width)});
  }

  [[nodiscard]] std::string next_name(const std::string& word) { return word + std::to_string(counts_[word] + 1); }

  template <class Op, class Kind>
  void push(const std::string& word, Op op, Kind kind, int in_features = 0) {
    const std::string name = next_name(word);
    ++counts_[word];
    result_.model.layers.push_back({name, in_features == 0 ? features_ : in_features, features_, std::move(op)});
    result_.network.layers.push_back({name, std::move(kind)});
  }

  const OnnxProgram& program_;
  const OnnxGraph& graph_;
  const OnnxChain chain_;
  const OnnxImportOptions& options_;
  OnnxGrid data_;                 ///< that the next product reads
  int features_ = 0;              ///< of the last layer
  std::vector<OnnxStep> behind_;  ///< what no layer computes, behind the last one
  bool rounded_ = false;          ///< the file's own sums of the last product may be, in double precision
  bool known_ = true;             ///< data_ is
  std::map<std::string, int> counts_;
  OnnxImport result_;
  Errors errors_;
};

}  // namespace

Result<OnnxImport> import_onnx(OnnxGraph graph, const OnnxImportOptions& options) {
  Result<OnnxGraph> simple = simplify_onnx(std::move(graph), options.budget);
  if (!simple) return faults(std::move(simple.error()));
  const Result<OnnxProgram> program = OnnxProgram::prepare(std::move(*simple), options.budget);
  if (!program) return faults(program.error());
  const Result<std::map<std::string, OnnxTensor>> traced = program->trace(options.budget);
  if (!traced) return faults(traced.error());
  Result<OnnxChain> chain = split_onnx_chain(*program, *traced);
  if (!chain) return faults(std::move(chain.error()));
  chain = fold_feature_lines(std::move(*chain), program->graph());
  if (!chain) return faults(std::move(chain.error()));
  return Importer(*program, std::move(*chain), options).run();
}

}  // namespace rtl4ml
