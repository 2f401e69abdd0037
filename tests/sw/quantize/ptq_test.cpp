#include "sw/quantize/ptq.hpp"

#include <algorithm>
#include <cmath>

#include "sw/model/evaluate_real.hpp"
#include "sw/model/quantized_model.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

struct Case {
  Network network;
  std::vector<double> vectors;
  static constexpr int kFeatures = 12;
};

Case mlp(std::uint64_t seed, std::size_t count = 200) {
  Random random(seed);
  Case made;
  const LinearLayer wide = test::normal_linear(random, Case::kFeatures, 16);
  const auto half = [](std::size_t size) { return std::vector<float>(size, 0.5F); };
  made.network = {{{"fc1", wide},
                   {"bn1", BatchNorm1dLayer{half(16), half(16), half(16), std::vector<float>(16, 2.0F), 1e-5}},
                   {"relu1", ReluLayer{}},
                   {"fc2", test::normal_linear(random, 16, 10)},
                   {"prelu", PReluLayer{test::normal_values(random, 10, 0.2)}},
                   {"fc3", test::normal_linear(random, 10, 8)},
                   {"leaky", LeakyReluLayer{0.1}},
                   {"fc4", test::normal_linear(random, 8, 4)}}};
  const double common[] = {0.9, 0.1, -0.5};
  for (std::size_t i = 0; i < count; ++i) {
    for (int j = 0; j < Case::kFeatures; ++j) made.vectors.push_back(random.normal() + common[j % 3]);
  }
  return made;
}

double error_of(const Case& data, const PtqOptions& options) {
  const PtqResult result = ptq(data.network, data.vectors, options).value();
  const std::vector<double> expected = evaluate_real(data.network, data.vectors, Case::kFeatures);
  const std::vector<double> got = evaluate_quantized(result.quantized, data.vectors, Case::kFeatures);
  double sum = 0.0;
  for (std::size_t i = 0; i < got.size(); ++i) sum += std::pow(got[i] - expected[i], 2);
  return sum / static_cast<double>(got.size());
}

PtqOptions of_width(int width) {
  PtqOptions options;
  options.weight_width = options.data_width = width;
  return options;
}

FixedType fixed(const AffineType& type) { return fixed_type_of(type).value(); }

/// The integer model of the same types: codes of the parameters, exact sums, one conversion.
QuantizedModel integer_model(const QuantizedNetwork& quantized) {
  QuantizedModel model;
  FixedType data_in = fixed(quantized.data_in);
  int features = Case::kFeatures;
  for (std::size_t i = 0; i < quantized.layers.size(); ++i) {
    const LayerKind& kind = quantized.network.layers[i].kind;
    const LayerAffineTypes& types = quantized.layers[i];
    const FixedType data_out = fixed(types.data_out);
    const auto code = [](double value, const AffineType& type) { return quantize(value, type); };
    QuantizedLayer layer{quantized.network.layers[i].name, features, out_features(kind, features),
                         ReluOp{data_in, data_out}};
    if (const auto* linear = std::get_if<LinearLayer>(&kind)) {
      LinearOp op;
      op.in_features = linear->in_features;
      op.out_features = linear->out_features;
      op.data_in = data_in;
      op.weight_type = fixed(types.weight[0]);
      op.bias_type = fixed(types.bias[0]);
      op.data_out = data_out;
      for (const float value : linear->weight)
        op.weight.push_back(static_cast<std::int32_t>(code(value, types.weight[0])));
      for (const float value : linear->bias) op.bias.push_back(code(value, types.bias[0]));
      layer.op = op;
    } else if (const auto* prelu = std::get_if<PReluLayer>(&kind)) {
      PReluOp op{data_in, fixed(types.weight[0]), data_out, {}};
      for (const float value : prelu->weight) op.slope.push_back(code(value, types.weight[0]));
      layer.op = op;
    } else if (const auto* leaky = std::get_if<LeakyReluLayer>(&kind)) {
      layer.op = LeakyReluOp{data_in, fixed(types.weight[0]), data_out, code(leaky->negative_slope, types.weight[0])};
    }
    model.layers.push_back(layer);
    data_in = data_out;
    features = layer.out_features;
  }
  return model;
}

}  // namespace

TEST_CASE("a network quantized to fixed-point types is the integer model to the last bit", "[quantize]") {
  const std::uint64_t seed = test::seed();
  INFO("RTL4ML_SEED=" << seed);
  const Case data = mlp(seed);
  for (const int width : {2, 4, 8, 12}) {
    for (const bool fuse_relu : {true, false}) {
      PtqOptions options = of_width(width);
      options.fuse_relu = fuse_relu;
      options.bias_correction = options.equalize = fuse_relu;
      const QuantizedNetwork quantized = ptq(data.network, data.vectors, options).value().quantized;
      REQUIRE(quantized.network.layers.size() == 7);
      CHECK(quantized.layers[0].data_out.is_signed != fuse_relu);
      CHECK_FALSE(quantized.layers[1].data_out.is_signed);
      const QuantizedModel model = integer_model(quantized);
      const std::vector<std::int64_t> codes = evaluate_layers(model, quantize_inputs(model, data.vectors)).back();
      const std::vector<double> got = evaluate_quantized(quantized, data.vectors, Case::kFeatures);
      REQUIRE(codes.size() == got.size());
      for (std::size_t i = 0; i < codes.size(); ++i) REQUIRE(dequantize(codes[i], model.data_out()) == got[i]);
    }
  }
}

TEST_CASE("the error falls with bits, and by per-channel types, AdaRound and bias correction", "[quantize]") {
  const Case data = mlp(3);
  for (const bool power_of_two : {true, false}) {
    double before = 1e9;
    for (const int width : {2, 4, 6, 8, 12}) {
      PtqOptions options = of_width(width);
      options.power_of_two = power_of_two;
      const double error = error_of(data, options);
      CAPTURE(power_of_two, width, error, before);
      CHECK(error < before);
      before = error;
    }
  }
  PtqOptions options = of_width(8);
  options.weight_width = 3;
  options.power_of_two = false;
  const double plain = error_of(data, options);
  options.adaround = true;
  CHECK(error_of(data, options) < plain);
  options.adaround = false;
  options.per_channel = true;
  CHECK(error_of(data, options) < plain);
  options.per_channel = false;
  options.bias_correction = true;
  CHECK(error_of(data, options) < plain);
}

TEST_CASE("after bias correction the mean of every linear layer's output is that of the float layer", "[quantize]") {
  const Case data = mlp(4);
  PtqOptions options = of_width(10);
  options.weight_width = 3;
  options.power_of_two = false;
  options.bias_correction = true;
  const QuantizedNetwork quantized = ptq(data.network, data.vectors, options).value().quantized;
  // The first layer's outputs before their own conversion.
  std::vector<double> inputs = data.vectors;
  fake_quantize(inputs, quantized.data_in);
  const std::vector<double> got = evaluate_real_batch(quantized.network.layers[0].kind, inputs, Case::kFeatures);
  const Network first{{data.network.layers[0], data.network.layers[1]}};
  const std::vector<double> expected = evaluate_real(first, data.vectors, Case::kFeatures);
  for (std::size_t output = 0; output < 16; ++output) {
    double error = 0.0;
    for (std::size_t i = output; i < got.size(); i += 16) error += got[i] - expected[i];
    CHECK(std::abs(error / 200.0) <= 0.51 * quantized.layers[0].bias[0].scale + 1e-6);
  }
}

TEST_CASE("widths of single layers, and affine types of data and biases", "[quantize]") {
  const Case data = mlp(5);
  PtqOptions options = of_width(8);
  options.layers["fc2"] = {2, 5, 3};
  options.layers["relu1"].data_out = 6;
  const QuantizedNetwork fixed_point = ptq(data.network, data.vectors, options).value().quantized;
  CHECK(fixed_point.layers[2].weight[0].width == 2);
  CHECK(fixed_point.layers[2].bias[0].width == 5);
  CHECK(fixed_point.layers[2].data_out.width == 3);
  CHECK(fixed_point.layers[0].data_out.width == 6);
  CHECK(fixed_point.layers[0].data_out == fixed_point.layers[1].data_out);
  options.power_of_two = false;
  options.per_channel = true;
  const QuantizedNetwork affine = ptq(data.network, data.vectors, options).value().quantized;
  CHECK(affine.layers[2].weight.size() == 10);
  CHECK(affine.layers[2].bias[7].scale == affine.layers[2].weight[7].scale * affine.layers[1].data_out.scale);
  CHECK(affine.data_in.zero_point != 0);
}

TEST_CASE("rounded scales that saturate values, and few vectors, are warned of", "[quantize]") {
  Case data = mlp(6, 1);
  PtqOptions options = of_width(4);
  options.weight_observer = options.data_observer = ObserverKind::kMinMax;
  options.scale_rounding = ScaleRounding::kRound;
  const std::vector<std::string> warnings = ptq(data.network, data.vectors, options).value().warnings;
  const auto count = [&](const std::string& text) {
    return std::count_if(warnings.begin(), warnings.end(),
                         [&](const std::string& warning) { return warning.find(text) != std::string::npos; });
  };
  CHECK(count("warning[quantize.few_vectors]: calibrated with 1 vector:") == 1);
  CHECK(count("warning[quantize.overflow]") >= 1);
  CHECK(count("width 5 holds them") >= 1);
  options.scale_rounding = ScaleRounding::kCeil;
  CHECK(ptq(data.network, data.vectors, options).value().warnings.size() == 1);
}

TEST_CASE("a network of zeros is quantized to zeros", "[quantize]") {
  const Network network{
      {{"fc", LinearLayer{2, 2, std::vector<float>(4), std::vector<float>(2)}}, {"relu", ReluLayer{}}}};
  for (const bool power_of_two : {true, false}) {
    PtqOptions options;
    options.power_of_two = power_of_two;
    options.adaround = options.bias_correction = options.equalize = true;
    const PtqResult result = ptq(network, std::vector<double>(40), options).value();
    CHECK(evaluate_quantized(result.quantized, std::vector<double>{1.0, -1.0}, 2) == std::vector<double>{0.0, 0.0});
  }
}

TEST_CASE("what cannot be quantized is told with its layer", "[quantize]") {
  const Case data = mlp(7, 20);
  const auto code = [&](const Network& network, std::span<const double> vectors, const PtqOptions& options) {
    return test::code_of(ptq(network, vectors, options));
  };
  CHECK(code(data.network, {}, {}) == "quantize.calibration");
  CHECK(code(data.network, std::span(data.vectors).first(13), {}) == "quantize.calibration");
  std::vector<double> damaged = data.vectors;
  damaged[5] = std::nan("");
  CHECK(code(data.network, damaged, {}) == "quantize.calibration");
  PtqOptions options;
  options.per_channel = true;
  CHECK(code(data.network, data.vectors, options) == "quantize.option");
  options = {};
  options.layers["fc9"].weight = 3;
  CHECK(code(data.network, data.vectors, options) == "quantize.layer");
  CHECK(code(data.network, data.vectors, of_width(33)) == "quantize.width");
  options = {};
  options.bias_width = 0;
  CHECK(code(data.network, data.vectors, options) == "quantize.width");
  options = {};
  options.observer.percentile = 0.0;
  CHECK(code(data.network, data.vectors, options) == "quantize.option");
  Network broken = data.network;
  std::get<LinearLayer>(broken.layers[3].kind).weight[7] = std::nanf("");
  // The float layer's outputs are NaN too, but the weights are told first.
  const Result<PtqResult> result = ptq(broken, data.vectors, {});
  REQUIRE(test::code_of(result) == "quantize.non_finite");
  CHECK(result.error().front().place == "layer fc2, weight, row 0");
  Network lonely;
  lonely.layers = {{"bn", BatchNorm1dLayer{{}, {}, {0.0F}, {1.0F}, 1e-5}}};
  CHECK(code(lonely, std::vector<double>{1.0}, {}) == "network.batch_norm");
}

}  // namespace rtl4ml
