#include "sw/onnx/import_onnx.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "sw/onnx/execute.hpp"
#include "sw/onnx/operators.hpp"
#include "sw/onnx/quantizers.hpp"
#include "sw/onnx/simplify.hpp"

namespace rtl4ml {
namespace {

constexpr int kFloatBits = 24;  // whole numbers that a float32 of the checkpoint holds
constexpr int kMostFrac = 64;

/// What a Quant or DequantizeLinear of one power of two says.
struct Grid {
  FixedType type;
  Rounding rounding = Rounding::kHalfEven;
  double low = 0.0, high = 0.0;  ///< codes; narrower than the type where `narrow`
};

/// k where the value is 2^k; nothing else.
std::optional<int> power_of_two(double value) {
  int exponent = 0;
  if (!(value > 0.0) || !std::isfinite(value) || std::frexp(value, &exponent) != 0.5) return std::nullopt;
  return exponent - 1;
}

std::optional<Rounding> rounding_of(const OnnxNode& node) {
  const std::optional<OnnxRounding> mode =
      parse_onnx_rounding(attribute_or<std::string>(node, "rounding_mode", "ROUND"));
  if (mode == OnnxRounding::kHalfEven) return Rounding::kHalfEven;
  if (mode == OnnxRounding::kHalfUp) return Rounding::kHalfAway;
  if (mode == OnnxRounding::kFloor) return Rounding::kFloor;
  if (mode == OnnxRounding::kDown) return Rounding::kTowardZero;
  return std::nullopt;
}

bool flag(const OnnxNode& node, const char* name, bool otherwise) {
  return attribute_or<std::int64_t>(node, name, otherwise ? 1 : 0) != 0;
}

class Importer {
 public:
  /// `traced`: the shapes of all values.
  Importer(const OnnxProgram& program, const std::map<std::string, OnnxTensor>& traced, const FixedType& input_type)
      : program_(program), traced_(traced), graph_(program.graph()), type_(input_type) {
    for (const OnnxNode& node : graph_.nodes) {
      if (program.constant(node.outputs[0]) != nullptr) weights_[node.outputs[0]] = &node;
      for (const std::string& input : node.inputs) ++readers_[input];
    }
  }

  Result<OnnxImport> run() {
    if (graph_.inputs.size() != 1 || graph_.outputs.empty()) {
      return fault("onnx.chain", graph_.path, fmt::format("has {} inputs", graph_.inputs.size()),
                   "export a network with one input");
    }
    value_ = graph_.inputs.front().name;
    for (const OnnxNode& node : graph_.nodes) {
      if (!weights_.contains(node.outputs[0])) add(node);
    }
    finish_linear();
    if (result_.left_to_host.empty() && (graph_.outputs.size() != 1 || graph_.outputs.front() != value_)) {
      add_error("onnx.chain", graph_.path, "has other outputs than the last layer's",
                "export a network with one output");
    }
    if (result_.model.layers.empty() && errors_.empty() && unsupported_.empty()) {
      add_error("onnx.chain", graph_.path, "has no MatMul or Gemm", "there is nothing to import");
    }
    if (!unsupported_.empty()) {
      add_error("onnx.import", graph_.path, "has nodes that cannot be imported yet: " + unsupported_,
                "docs/onnx.md says what can be");
    }
    if (!errors_.empty()) return faults(std::move(errors_));
    return std::move(result_);
  }

 private:
  void add_error(const char* code, const std::string& place, const std::string& message, const std::string& fix) {
    errors_.push_back(Error{code, place, message, fix});
  }
  void refuse(const OnnxNode& node, const std::string& message, const std::string& fix) {
    add_error("onnx.import", graph_.place(node), message, fix);
  }

  void add(const OnnxNode& node) {
    const bool reads = std::count(node.inputs.begin(), node.inputs.end(), value_) == 1;
    if (!reads || readers_[value_] != 1) {
      add_error("onnx.chain", graph_.place(node), "does not take the data of the node before it alone",
                "only chains of layers are supported: no branches, no sums of two");
    }
    const std::int64_t features = onnx_numel(traced_.at(value_).shape).value_or(0);
    value_ = node.outputs[0];
    if (node.op == "Reshape") return;
    if (node.op == "Softmax" || node.op == "ArgMax" || node.op == "TopK") {
      finish_linear();
      result_.left_to_host.push_back(fmt::format("{} ({})", node.name, node.op));
      return;
    }
    if (!result_.left_to_host.empty()) return refuse(node, "follows a node that is left to the host", "remove it");
    if (node.op == "MatMul" || node.op == "Gemm") return add_linear(node, features);
    if (node.op == "Add") return add_bias(node, other_input(node));
    if (node.op == "Relu") return add_relu();
    if (node.op == "Quant" || node.op == "IntQuant") return add_quant(node);
    unsupported_ += fmt::format("{}{} ({})", unsupported_.empty() ? "" : ", ", node.name, node.op);
  }

  [[nodiscard]] std::string other_input(const OnnxNode& node) const {
    return program_.constant(node.inputs[0]) != nullptr ? node.inputs[0] : node.inputs[1];
  }

  /// Whether the node brings numbers to multiples of a scale, and says so: others' values are looked at.
  [[nodiscard]] static bool has_grid(const OnnxNode& node) {
    return node.op == "Quant" || node.op == "IntQuant" || node.op == "DequantizeLinear";
  }

  /// The grid of such a node; a fault where it is none of powers of two.
  std::optional<Grid> grid_of(const OnnxNode& node, bool of_parameters) {
    std::vector<const OnnxTensor*> numbers;
    for (std::size_t i = 1; i < node.inputs.size(); ++i) {
      const OnnxTensor* const each = node.inputs[i].empty() ? nullptr : program_.constant(node.inputs[i]);
      const bool one = each != nullptr && each->numel() > 0 &&
                       std::all_of(each->values.begin(), each->values.end(),
                                   [&](double value) { return value == each->values.front(); });
      if (!node.inputs[i].empty() && !one) {
        add_error("onnx.scale", graph_.place(node), "has a scale, zero point or width per channel, or a computed one",
                  "export it with one for the whole tensor");
        return std::nullopt;
      }
      numbers.push_back(each);
    }
    const std::optional<int> exponent = power_of_two(numbers[0]->values.front());
    const double zero = numbers.size() > 1 && numbers[1] != nullptr ? numbers[1]->values.front() : 0.0;
    if (!exponent || zero != 0.0) {
      add_error("onnx.scale", graph_.place(node),
                fmt::format("has the scale {} and a zero point of {}", numbers[0]->values.front(), zero),
                "only scales that are powers of two, without zero points, can be imported yet");
      return std::nullopt;
    }
    Grid grid;
    grid.type.frac_width = -*exponent;
    double width = 0.0;
    if (node.op == "DequantizeLinear") {
      const DType dtype = program_.constant(node.inputs[0])->dtype;
      width = static_cast<double>(8 * byte_size(dtype));
      grid.type.is_signed = lowest_of(dtype) < 0.0;
      grid.low = lowest_of(dtype);
      grid.high = highest_of(dtype);
    } else {
      width = numbers[2]->values.front();
      grid.type.is_signed = flag(node, "signed", true);
      const OnnxCodes codes = onnx_codes(width, grid.type.is_signed, flag(node, "narrow", false));
      const std::optional<Rounding> rounding = rounding_of(node);
      if (codes.bipolar || (!rounding && !of_parameters)) {
        refuse(node, codes.bipolar ? "is bipolar" : "rounds as no type of this compiler does",
               "bipolar values, and CEIL, UP and HALF_DOWN, cannot be imported yet");
        return std::nullopt;
      }
      grid.rounding = rounding.value_or(Rounding::kHalfEven);  // parameters are rounded already
      grid.low = codes.low;
      grid.high = codes.high;
    }
    if (width > kMaxWidth || std::abs(grid.type.frac_width) > kMostFrac) {
      add_error("onnx.width", graph_.place(node), fmt::format("has {} bits of scale 2^{}", width, *exponent),
                "types have at most 32 bits, and scales from 2^-64 to 2^64");
      return std::nullopt;
    }
    grid.type.width = static_cast<int>(width);
    return grid;
  }

  /// The codes of a parameter and their type: its quantizer's, or the narrowest that holds plain numbers exactly.
  std::optional<FixedType> codes_of(const OnnxNode& node, const std::string& value, std::vector<std::int64_t>& codes) {
    const OnnxTensor& tensor = *program_.constant(value);
    std::optional<FixedType> type;
    const auto quantizer = weights_.find(value);
    if (quantizer != weights_.end() && has_grid(*quantizer->second)) {
      const std::optional<Grid> grid = grid_of(*quantizer->second, true);
      if (!grid) return std::nullopt;
      type = grid->type;
    } else {
      type = exact_type(tensor.values);
    }
    if (type && type->width <= kFloatBits) {
      for (const double each : tensor.values)
        codes.push_back(static_cast<std::int64_t>(std::ldexp(each, type->frac_width)));
      return type;
    }
    add_error("onnx.width", graph_.place(node), "has parameters that 24 bits do not hold",
              "quantize them: put a Quant before them");
    return std::nullopt;
  }

  /// Nothing where more than 32 bits are needed.
  static std::optional<FixedType> exact_type(const std::vector<double>& values) {
    FixedType type{2, -kMostFrac, true};
    for (const double value : values) {
      while (type.frac_width < kMostFrac &&
             std::ldexp(value, type.frac_width) != std::trunc(std::ldexp(value, type.frac_width)))
        ++type.frac_width;
    }
    double largest = 0.0;
    for (const double value : values) largest = std::max(largest, std::abs(std::ldexp(value, type.frac_width)));
    while (type.width <= kMaxWidth && largest > static_cast<double>(type.max_code())) ++type.width;
    if (type.width > kMaxWidth) return std::nullopt;
    if (largest == 0.0) type.frac_width = 0;
    return type;
  }

  void add_linear(const OnnxNode& node, std::int64_t features) {
    finish_linear();
    const bool gemm = node.op == "Gemm";
    const std::string& weight = node.inputs[1];
    const OnnxTensor* const matrix = program_.constant(weight);
    if (matrix == nullptr || matrix->rank() != 2 || flag(node, "transA", false) ||
        attribute_or(node, "alpha", 1.0) != 1.0 || attribute_or(node, "beta", 1.0) != 1.0) {
      return refuse(node, "is no product with a constant matrix on the right, unscaled", "export the layer as Linear");
    }
    const bool out_first = flag(node, "transB", false);
    if (matrix->shape[out_first ? 1 : 0] != features) {
      return refuse(node, fmt::format("takes {} elements as several vectors", features), "flatten the data before it");
    }
    LinearOp op;
    op.in_features = static_cast<int>(matrix->shape[out_first ? 1 : 0]);
    op.out_features = static_cast<int>(matrix->shape[out_first ? 0 : 1]);
    op.data_in = type_;
    std::vector<std::int64_t> codes;
    const std::optional<FixedType> type = codes_of(node, weight, codes);
    if (!type) return;
    op.weight_type = *type;
    op.bias_type = *type;
    for (std::int64_t o = 0; o < op.out_features; ++o) {
      for (std::int64_t i = 0; i < op.in_features; ++i) {
        const std::int64_t at = out_first ? o * op.in_features + i : i * op.out_features + o;
        op.weight.push_back(static_cast<std::int32_t>(codes[static_cast<std::size_t>(at)]));
      }
    }
    linear_ = std::move(op);
    if (gemm && node.inputs.size() > 2 && !node.inputs[2].empty()) add_bias(node, node.inputs[2]);
  }

  void add_bias(const OnnxNode& node, const std::string& value) {
    const OnnxTensor* const bias = program_.constant(value);
    const bool fits =
        linear_ && bias != nullptr &&
        (bias->numel() == 1 || (bias->numel() == linear_->out_features && bias->shape.back() == bias->numel()));
    if (!fits || relu_ || !linear_->bias.empty()) {
      if (errors_.empty()) refuse(node, "adds what is no bias of a MatMul or Gemm", "export the layer as Linear");
      return;
    }
    std::vector<std::int64_t> codes;
    const std::optional<FixedType> type = codes_of(node, value, codes);
    if (!type) return;
    linear_->bias_type = *type;
    linear_->bias.assign(codes.begin(), codes.end());
    linear_->bias.resize(static_cast<std::size_t>(linear_->out_features), codes.front());
  }

  void add_relu() {
    relu_ = true;
    if (!linear_) push_relu();  // of a quantized value
  }

  void push_relu() {
    relu_ = false;
    if (result_.model.layers.empty()) {
      return add_error("onnx.import", graph_.path, "has a Relu before its first layer", "apply it to the data");
    }
    push("relu", features_, ReluOp{type_, type_, Rounding::kHalfEven, Overflow::kSaturate}, ReluLayer{});
  }

  void add_quant(const OnnxNode& node) {
    const std::optional<Grid> grid = grid_of(node, false);
    if (!grid) {
      linear_.reset();  // its fault is told
      return;
    }
    const bool narrow = grid->low > static_cast<double>(grid->type.min_code()) ||
                        grid->high < static_cast<double>(grid->type.max_code());
    if (!linear_) {
      if (!result_.model.layers.empty() || narrow || grid->rounding != Rounding::kHalfEven) {
        return refuse(
            node,
            "is a Quant that no layer comes before, or a narrow one or one that does not round to even, of the input",
            "quantize the input with ROUND and narrow=0; keep one Quant for each layer");
      }
      type_ = grid->type;
      return;
    }
    const bool relu = relu_;
    close_linear(grid->type, grid->rounding);
    // A Relu leaves nothing below 0, where a signed narrow type ends one code earlier.
    if (!narrow || (relu && grid->type.is_signed)) return;
    ClipOp clip{type_,
                type_,
                static_cast<std::int64_t>(grid->low),
                static_cast<std::int64_t>(grid->high),
                Rounding::kHalfEven,
                Overflow::kSaturate};
    push("clip", features_, clip,
         ClipLayer{std::ldexp(grid->low, -type_.frac_width), std::ldexp(grid->high, -type_.frac_width)});
  }

  /// What no Quant follows is kept as it is: the type of the accumulator.
  void finish_linear() {
    if (!linear_) return;
    FixedType exact{kMaxWidth, linear_->accumulator_frac_width(), true};
    linear_->data_out = exact;
    exact.width = linear_->accumulator_width();
    if (exact.width > kMaxWidth || std::abs(exact.frac_width) > kMostFrac) {
      add_error(
          "onnx.width", graph_.path,
          fmt::format("has sums of {} bits that no Quant follows; at most {} are supported", exact.width, kMaxWidth),
          "put a Quant behind the layer, or give the input fewer bits");
      linear_.reset();
      return;
    }
    close_linear(exact, Rounding::kHalfEven);
  }

  void close_linear(const FixedType& data_out, Rounding rounding) {
    LinearOp op = std::move(*linear_);
    linear_.reset();
    op.data_out = data_out;
    op.rounding = rounding;
    if (op.accumulator_width() > kMaxAccumulatorWidth) {
      add_error("onnx.width", graph_.path, fmt::format("needs sums of more than {} bits", kMaxAccumulatorWidth),
                "use fewer bits for data or weights");
      return;
    }
    type_ = data_out;
    LinearLayer layer{op.in_features, op.out_features, {}, {}};
    for (const std::int32_t code : op.weight)
      layer.weight.push_back(static_cast<float>(std::ldexp(code, -op.weight_type.frac_width)));
    for (const std::int64_t code : op.bias)
      layer.bias.push_back(static_cast<float>(std::ldexp(static_cast<double>(code), -op.bias_type.frac_width)));
    features_ = op.out_features;
    const int in_features = op.in_features;
    push("fc", in_features, std::move(op), std::move(layer));
    if (relu_) push_relu();
  }

  template <class Op, class Kind>
  void push(const std::string& word, int in_features, Op op, Kind kind) {
    const std::string name = word + std::to_string(++counts_[word]);
    result_.model.layers.push_back({name, in_features, features_, std::move(op)});
    result_.network.layers.push_back({name, std::move(kind)});
  }

  const OnnxProgram& program_;
  const std::map<std::string, OnnxTensor>& traced_;
  const OnnxGraph& graph_;
  std::map<std::string, const OnnxNode*> weights_;  ///< nodes that give quantized constants, by the value
  std::map<std::string, int> readers_;
  std::map<std::string, int> counts_;
  std::string value_;  ///< that the next node of the chain reads
  FixedType type_;     ///< of that value
  int features_ = 0;
  std::optional<LinearOp> linear_;  ///< whose output type is not known yet
  bool relu_ = false;               ///< a Relu follows it
  OnnxImport result_;
  std::string unsupported_;
  Errors errors_;
};

}  // namespace

Result<OnnxImport> import_onnx(OnnxGraph graph, const FixedType& input_type, OnnxBudget budget) {
  Result<OnnxGraph> simple = simplify_onnx(std::move(graph), budget);
  if (!simple) return faults(std::move(simple.error()));
  const Result<OnnxProgram> program = OnnxProgram::prepare(std::move(*simple), budget);
  if (!program) return faults(program.error());
  const Result<std::map<std::string, OnnxTensor>> traced = program->trace(budget);
  if (!traced) return faults(traced.error());
  return Importer(*program, *traced, input_type).run();
}

}  // namespace rtl4ml
