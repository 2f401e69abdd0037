#include "sw/onnx/write_onnx.hpp"

#include <cmath>

#include "sw/onnx/execute.hpp"
#include "sw/onnx/import_onnx.hpp"
#include "sw/onnx/read_onnx.hpp"
#include "tests/sw/model/random_model.hpp"
#include "tests/sw/onnx/models.hpp"

namespace rtl4ml {
namespace {

/// Types and roundings that QONNX can say.
class Exportable {
 public:
  explicit Exportable(std::uint64_t seed) : random_(seed) {}

  QuantizedModel model() {
    QuantizedModel model;
    FixedType data = type(6);
    int features = static_cast<int>(random_.number(1, 4));
    const auto layers = random_.number(1, 4);
    for (std::int64_t l = 0; l < layers; ++l) {
      QuantizedLayer layer{"layer" + std::to_string(l), features, features, CastOp{}};
      const FixedType out = type(6);
      const Rounding rounding = roundings_[static_cast<std::size_t>(random_.number(0, 3))];
      switch (random_.number(0, 6)) {
        case 0:
          layer.op = ReluOp{data, out, rounding, Overflow::kSaturate};
          break;
        case 1:
          layer.op = LeakyReluOp{data, {4, 5, false}, out, random_.number(0, 15), rounding, Overflow::kSaturate};
          break;
        case 2: {
          const std::int64_t low = random_.number(out.min_code(), out.max_code() - 1);
          layer.op = ClipOp{data, out, low, random_.number(low + 1, out.max_code()), rounding, Overflow::kSaturate};
          break;
        }
        case 3: {
          PReluOp prelu{data, {4, 3, false}, out, {}, rounding, Overflow::kSaturate};
          prelu.slope = random_.codes(prelu.slope_type, static_cast<std::size_t>(features));
          layer.op = std::move(prelu);
          break;
        }
        case 4: {
          AffineOp affine{data, type(5), type(6), out, {}, {}, rounding, Overflow::kSaturate};
          affine.weight = random_.codes(affine.weight_type, static_cast<std::size_t>(features));
          affine.bias = random_.codes(affine.bias_type, static_cast<std::size_t>(features));
          layer.op = std::move(affine);
          break;
        }
        default: {
          layer.out_features = static_cast<int>(random_.number(1, 5));
          LinearOp linear = random_.linear(data, features, layer.out_features, 5);
          linear.weight_type.is_signed = linear.bias_type.is_signed = true;
          linear.weight_type.width = linear.bias_type.width = 6;
          linear.data_out = out;
          linear.rounding = rounding;
          linear.overflow = Overflow::kSaturate;
          layer.op = std::move(linear);
        }
      }
      features = layer.out_features;
      data = out;
      model.layers.push_back(std::move(layer));
    }
    if (features > 1 && random_.number(0, 3) == 0)
      model.layers.push_back({"class", features, 1, ArgmaxOp{data, class_type(features), features}});
    return model;
  }

  std::vector<std::int64_t> vectors(const QuantizedModel& model) {
    return random_.codes(model.data_in(), static_cast<std::size_t>(50 * model.in_features()));
  }

 private:
  FixedType type(int most_width) {
    FixedType made = random_.type(most_width, 0, 5);
    if (made.is_signed && made.width == 1) made.width = 2;
    return made;
  }

  static constexpr Rounding roundings_[] = {Rounding::kHalfEven, Rounding::kHalfAway, Rounding::kFloor,
                                            Rounding::kTowardZero};
  RandomModel random_;
};

std::vector<std::int64_t> outputs_of(const QuantizedModel& model, const std::vector<std::int64_t>& codes) {
  std::vector<std::int64_t> outputs(codes.size() / static_cast<std::size_t>(model.in_features()) *
                                    static_cast<std::size_t>(model.out_features()));
  REQUIRE(evaluate(model, codes, outputs));
  return outputs;
}

std::string refusal(const QuantizedLayer& layer, const Network& network = {}) {
  const Result<std::string> bytes = onnx_bytes({{layer}}, network);
  REQUIRE(!bytes);
  for (const Error& error : bytes.error()) CHECK(error.code == "onnx.export");
  return to_string(bytes.error());
}

bool mentions(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an exported network means the same to the file's own semantics, and is imported as the same integers",
          "[onnx]") {
  const std::uint64_t seed = test_seed(91);
  INFO("seed " << seed);
  int imported = 0, classes = 0;
  for (std::uint64_t trial = 0; trial < 150; ++trial) {
    INFO("trial " << trial);
    Exportable random(seed * 1000 + trial);
    const QuantizedModel model = random.model();
    const Result<std::string> bytes = onnx_bytes(model, {});
    INFO(test::told(bytes));
    REQUIRE(bytes);
    const Result<OnnxGraph> graph = parse_onnx(*bytes, "exported.onnx");
    INFO(test::told(graph));
    REQUIRE(graph);
    const Result<OnnxProgram> program = OnnxProgram::prepare(*graph);
    INFO(test::told(program));
    REQUIRE(program);
    const std::vector<std::int64_t> codes = random.vectors(model);
    const std::vector<std::int64_t> outputs = outputs_of(model, codes);
    std::vector<double> reals, wanted;
    for (const std::int64_t code : codes)
      reals.push_back(std::ldexp(static_cast<double>(code), -model.data_in().frac_width));
    for (const std::int64_t code : outputs)
      wanted.push_back(std::ldexp(static_cast<double>(code), -model.data_out().frac_width));
    const Result<std::vector<double>> own = program->run_each(reals, 50);
    INFO(test::told(own));
    REQUIRE(own);
    CHECK(*own == wanted);

    const bool has_linear = std::any_of(model.layers.begin(), model.layers.end(), [](const QuantizedLayer& layer) {
      return std::holds_alternative<LinearOp>(layer.op);
    });
    OnnxImportOptions options;
    options.classes = model.answers_class();
    const Result<OnnxImport> back = import_onnx(*graph, options);
    INFO(test::told(back));
    REQUIRE(static_cast<bool>(back) == has_linear);  // a network without a product is none to the importer
    if (!has_linear) continue;
    ++imported;
    classes += back->model.answers_class() ? 1 : 0;
    CHECK(back->model.data_in().frac_width == model.data_in().frac_width);
    const std::vector<std::int64_t> again = outputs_of(back->model, codes);
    REQUIRE(again.size() == wanted.size());
    std::int64_t differences = 0;
    for (std::size_t i = 0; i < again.size(); ++i) {
      const double real = std::ldexp(static_cast<double>(again[i]), -back->model.data_out().frac_width);
      differences += back->output_scale * real + back->output_offset == wanted[i] ? 0 : 1;
    }
    CHECK(differences == 0);
  }
  CHECK(imported > 60);
  CHECK(classes > 10);
}

TEST_CASE("tables of sigmoid and tanh are exported as the functions", "[onnx]") {
  const FixedType type{6, 3, true};
  for (const TableFunction function : {TableFunction::kSigmoid, TableFunction::kTanh}) {
    TableLayer layer;
    layer.function = function;
    const QuantizedModel model{
        {{"act", 1, 1, make_table(layer, type, type, Rounding::kHalfEven, Overflow::kSaturate)}}};
    const Result<std::string> bytes = onnx_bytes(model, {{{"act", layer}}});
    INFO(test::told(bytes));
    REQUIRE(bytes);
    const Result<OnnxProgram> program = OnnxProgram::prepare(parse_onnx(*bytes, "m.onnx").value());
    REQUIRE(program);
    std::vector<double> reals, wanted;
    std::vector<std::int64_t> codes;
    for (std::int64_t code = type.min_code(); code <= type.max_code(); ++code) {
      codes.push_back(code);
      reals.push_back(std::ldexp(static_cast<double>(code), -3));
    }
    for (const std::int64_t code : outputs_of(model, codes))
      wanted.push_back(std::ldexp(static_cast<double>(code), -3));
    CHECK(program->run_each(reals, static_cast<std::int64_t>(codes.size())).value() == wanted);
  }
}

TEST_CASE("what QONNX cannot say is refused, all at once", "[onnx]") {
  const FixedType type{6, 3, true};
  const std::string both = refusal({"act", 1, 1, ReluOp{type, {1, 0, true}, Rounding::kHalfUp, Overflow::kWrap}});
  CHECK(mentions(both, "layer act: error[onnx.export]: rounds ties up"));
  CHECK(mentions(both, "wraps"));
  CHECK(mentions(both, "one bit"));
  TableLayer gelu;
  gelu.function = TableFunction::kGelu;
  CHECK(mentions(
      refusal({"act", 1, 1, make_table(gelu, type, type, Rounding::kHalfEven, Overflow::kSaturate)}, {{{"act", gelu}}}),
      "is a gelu"));
  ThresholdOp threshold{type, type, type, 1, {0}, {}, 0};
  CHECK(mentions(refusal({"t", 1, 1, threshold}), "compares with thresholds"));
  AffineOp wide{type, {32, 0, true}, {32, 0, true}, type, {(1 << 26) + 1}, {0}, Rounding::kFloor, Overflow::kSaturate};
  CHECK(mentions(refusal({"a", 1, 1, wide}), "24 bits"));
}

}  // namespace rtl4ml
