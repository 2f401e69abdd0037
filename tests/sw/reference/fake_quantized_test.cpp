#include "sw/reference/fake_quantized.hpp"

#include <cmath>
#include <iostream>
#include <random>

#include "tests/catch.hpp"
#include "tests/sw/model/random_model.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {
namespace {

/// A float network and its quantized model, the parameters quantized by the definition of the tests, not by the
/// compiler.
struct Quantized {
  Network network;
  QuantizedModel model;
};

class RandomPair {
 public:
  explicit RandomPair(std::uint64_t seed) : draw_(seed), random_(seed) {}

  Quantized make(int layers, int most_width) {
    FixedType data_in = draw_.type(most_width, 0, 6);
    int features = static_cast<int>(draw_.number(1, 12));
    for (int i = 0; i < layers; ++i) {
      const std::string name = "net." + std::to_string(i);
      const int in_features = features;
      Modes modes = {draw_.type(most_width, 0, 6), data_in, draw_.type(most_width, 0, 7), draw_.rounding(),
                     draw_.overflow()};
      const int pick = i == 0 ? 0 : static_cast<int>(draw_.number(0, 8));
      if (pick == 0) features = static_cast<int>(draw_.number(1, 12));
      add(name, pick, in_features, features, modes, most_width);
      data_in = pair_.model.layers.back().data_out();
      if (draw_.number(0, 3) == 0) {
        const FixedType out = draw_.type(most_width, 0, 6);
        pair_.model.layers.push_back(
            {name + "_cast", features, features, CastOp{data_in, out, draw_.rounding(), draw_.overflow()}});
        data_in = out;
      }
    }
    if (features > 1 && draw_.number(0, 3) == 0)
      push("class", features, 1, ArgmaxLayer{}, ArgmaxOp{data_in, class_type(features), features});
    return pair_;
  }

  std::vector<double> inputs(std::size_t count) {
    std::vector<double> values(count);
    for (double& value : values) value = real(20.0);
    return values;
  }

 private:
  struct Modes {
    FixedType data_out, data_in, parameter;
    Rounding rounding;
    Overflow overflow;
  };

  double real(double most) { return std::uniform_real_distribution<double>(-most, most)(random_); }
  std::vector<float> reals(int count) {
    std::vector<float> values;
    for (int i = 0; i < count; ++i) values.push_back(static_cast<float>(real(2.0)));
    return values;
  }
  static std::int64_t code(double value, const FixedType& type, Rounding rounding) {
    return defined_code(value, type, rounding, Overflow::kSaturate);
  }

  void push(const std::string& name, int in_features, int out_features, LayerKind kind, QuantizedOp op) {
    if (draw_.number(0, 4) == 0) pair_.network.layers.push_back({name + ".drop", IdentityLayer{"dropout"}});
    pair_.network.layers.push_back({name, std::move(kind)});
    pair_.model.layers.push_back({name, in_features, out_features, std::move(op)});
  }

  void add_linear(const std::string& name, int in_features, int out_features, const Modes& m, int most_width) {
    LinearLayer layer{in_features, out_features, reals(in_features * out_features), {}};
    if (draw_.number(0, 2) != 0) layer.bias = reals(out_features);
    LinearOp op{in_features, out_features, m.data_in,  m.parameter, draw_.type(most_width, 0, 9),
                m.data_out,  m.rounding,   m.overflow, {},          {}};
    for (const float w : layer.weight)
      op.weight.push_back(static_cast<std::int32_t>(code(w, op.weight_type, m.rounding)));
    for (const float b : layer.bias) op.bias.push_back(code(b, op.bias_type, m.rounding));
    push(name, in_features, out_features, layer, op);
  }

  void add_threshold(const std::string& name, int features, const Modes& m) {
    const ThresholdOp op = draw_.threshold(m.data_in, features);
    ThresholdLayer layer{
        op.levels, {}, op.falling, defined_value(op.lowest, op.data_out), defined_value(1, op.data_out)};
    for (const std::int64_t t : op.threshold) layer.threshold.push_back(defined_value(t, op.threshold_type));
    push(name, features, features, layer, op);
  }

  void add_affine(const std::string& name, int features, const Modes& m) {
    const AffineOp op = draw_.affine(m.data_in, features, m.data_out, 12);
    AffineLayer layer;
    for (const std::int64_t w : op.weight) layer.weight.push_back(defined_value(w, op.weight_type));
    for (const std::int64_t b : op.bias) layer.bias.push_back(defined_value(b, op.bias_type));
    push(name, features, features, layer, op);
  }

  void add(const std::string& name, int pick, int in_features, int out_features, const Modes& m, int most_width) {
    if (pick == 0) return add_linear(name, in_features, out_features, m, most_width);
    const int n = in_features;
    if (pick == 1) return push(name, n, n, ReluLayer{}, ReluOp{m.data_in, m.data_out, m.rounding, m.overflow});
    if (pick == 2) {
      const double slope = real(2.0);
      return push(name, n, n, LeakyReluLayer{slope},
                  LeakyReluOp{m.data_in, m.parameter, m.data_out, code(slope, m.parameter, m.rounding), m.rounding,
                              m.overflow});
    }
    if (pick == 3) {  // one slope for all is a leaky_relu
      const std::vector<float> slope = reals(1);
      return push(name, n, n, PReluLayer{slope},
                  LeakyReluOp{m.data_in, m.parameter, m.data_out, code(slope[0], m.parameter, m.rounding), m.rounding,
                              m.overflow});
    }
    if (pick == 4) {
      PReluOp op{m.data_in, m.parameter, m.data_out, {}, m.rounding, m.overflow};
      const std::vector<float> slope = reals(n);
      for (const float s : slope) op.slope.push_back(code(s, m.parameter, m.rounding));
      return push(name, n, n, PReluLayer{slope}, op);
    }
    if (pick == 5) {
      const ClipLayer clip = {-std::abs(real(3.0)), std::abs(real(3.0))};
      return push(name, n, n, clip,
                  ClipOp{m.data_in, m.data_out, code(clip.min_value, m.data_out, m.rounding),
                         code(clip.max_value, m.data_out, m.rounding), m.rounding, m.overflow});
    }
    if (pick == 6) return add_threshold(name, n, m);
    if (pick == 7) return add_affine(name, n, m);
    const TableLayer table = {static_cast<TableFunction>(draw_.number(0, 8)), 1.0, 20.0};
    push(name, n, n, table, make_table(table, m.data_in, m.data_out, m.rounding, m.overflow));
  }

  RandomModel draw_;
  std::mt19937_64 random_;
  Quantized pair_;
};

Quantized small_pair() {
  const FixedType s8 = {8, 3, true};
  Quantized pair;
  pair.network.layers = {
      {"flat", IdentityLayer{"flatten"}}, {"fc", LinearLayer{2, 1, {0.5F, -1.0F}, {0.25F}}}, {"act", ReluLayer{}}};
  LinearOp fc{2, 1, s8, s8, s8, s8, Rounding::kHalfEven, Overflow::kSaturate, {4, -8}, {2}};
  pair.model.layers = {{"fc", 2, 1, fc}, {"act", 1, 1, ReluOp{s8, s8}}};
  return pair;
}

}  // namespace

TEST_CASE("the fake-quantized torch model equals the integers on random networks", "[reference]") {
  const std::uint64_t seed = test_seed(4000);
  std::cout << "reference: RTL4ML_SEED=" << seed << "\n";
  std::int64_t inexact = 0;
  for (std::uint64_t i = 0; i < 150; ++i) {
    RandomPair random(seed + i);
    const Quantized pair = random.make(1 + static_cast<int>(i % 5), 12);
    const std::vector<double> inputs = random.inputs(static_cast<std::size_t>(20 * pair.model.in_features()));
    const std::vector<std::int64_t> codes = evaluate_layers(pair.model, quantize_inputs(pair.model, inputs)).back();
    const Result<ReferenceComparison> result = compare_with_torch(pair.model, pair.network, inputs, codes);
    REQUIRE(result);
    INFO("RTL4ML_SEED=" << seed + i << ", the first network: " << result->note);
    CHECK(result->elements == static_cast<std::int64_t>(codes.size()));
    if (result->exact_in_double) CHECK(result->differences == 0);
    inexact += result->exact_in_double ? 0 : 1;
  }
  std::cout << "reference: " << inexact << " of 150 networks have tables that round to either side of a tie\n";
  CHECK(inexact < 30);
}

TEST_CASE("a wrong code is found, counted and placed", "[reference]") {
  const Quantized pair = small_pair();
  const std::vector<double> inputs = {1.0, 0.0, 2.0, 1.0, 1.03, 0.1};
  std::vector<std::int64_t> codes = evaluate_layers(pair.model, quantize_inputs(pair.model, inputs)).back();
  CHECK(codes[0] == 6);  // 0.5 * 1 + 0.25
  codes[1] += 1;
  const Result<ReferenceComparison> result = compare_with_torch(pair.model, pair.network, inputs, codes);
  REQUIRE(result);
  CHECK(result->elements == 3);
  CHECK(result->differences == 1);
  CHECK(result->exact_in_double);
  CHECK(result->note.find("vector 1, element 0") != std::string::npos);
}

TEST_CASE("fake_quantized gives real numbers", "[reference]") {
  const Quantized pair = small_pair();
  const std::vector<double> inputs = {1.0, 0.0, -2.0, 1.0};
  const Result<std::vector<double>> outputs = fake_quantized(pair.model, pair.network, inputs);
  REQUIRE(outputs);
  CHECK(*outputs == std::vector<double>{0.75, 0.0});
}

TEST_CASE("sums beyond 53 bits are said to be inexact", "[reference]") {
  const FixedType s32 = {32, 0, true};
  Quantized pair;
  pair.network.layers = {{"fc", LinearLayer{1, 1, {8388608.0F}, {}}}};
  pair.model.layers = {
      {"fc", 1, 1, LinearOp{1, 1, s32, s32, s32, s32, Rounding::kFloor, Overflow::kSaturate, {8388608}, {}}}};
  const std::vector<double> inputs = {1.0};
  const Result<ReferenceComparison> result =
      compare_with_torch(pair.model, pair.network, inputs, std::vector<std::int64_t>{8388608});
  REQUIRE(result);
  CHECK_FALSE(result->exact_in_double);
  CHECK(result->note.find("layer fc") != std::string::npos);
}

TEST_CASE("table entries at a tie are counted", "[reference]") {
  const FixedType in = {8, 4, true};
  const FixedType out = {8, 6, true};
  const TableLayer sigmoid = {TableFunction::kSigmoid, 1.0, 20.0};
  TableOp op = make_table(sigmoid, in, out, Rounding::kHalfEven, Overflow::kSaturate);
  op.entries[3] += 1;  // as if the two libraries disagreed there
  Quantized pair;
  pair.network.layers = {{"act", sigmoid}};
  pair.model.layers = {{"act", 1, 1, op}};
  const std::vector<double> inputs = {0.0};
  const std::vector<std::int64_t> codes = {32};
  const Result<ReferenceComparison> result = compare_with_torch(pair.model, pair.network, inputs, codes);
  REQUIRE(result);
  CHECK(result->table_entries == 256);
  CHECK(result->table_entries_differing == 1);
  CHECK_FALSE(result->exact_in_double);
  CHECK(result->differences == 0);
  CHECK(result->note.find("1 of 256 table entries") != std::string::npos);
}

TEST_CASE("the tables of all functions agree with torch's functions", "[reference]") {
  const FixedType in = {10, 6, true};
  for (int f = 0; f <= static_cast<int>(TableFunction::kHardSwish); ++f) {
    for (const double alpha : {1.0, 0.5}) {
      const TableLayer layer = {static_cast<TableFunction>(f), alpha, 3.0};
      Quantized pair;
      pair.network.layers = {{"act", layer}};
      pair.model.layers = {
          {"act", 1, 1, make_table(layer, in, {16, 11, true}, Rounding::kHalfEven, Overflow::kSaturate)}};
      const Result<ReferenceComparison> result =
          compare_with_torch(pair.model, pair.network, std::vector<double>{0.0}, std::vector<std::int64_t>{0});
      REQUIRE(result);
      INFO(to_string(layer.function) << ", alpha " << alpha);
      CHECK(result->table_entries_differing <= 1);
    }
  }
}

TEST_CASE("a network and a model that do not belong together", "[reference]") {
  const Quantized good = small_pair();
  const std::vector<double> inputs = {1.0, 0.0};
  const auto code_of = [&](const Quantized& pair) {
    const Result<std::vector<double>> result = fake_quantized(pair.model, pair.network, inputs);
    REQUIRE_FALSE(result);
    return result.error().front().code;
  };
  Quantized renamed = good;
  renamed.network.layers[1].name = "other";
  CHECK(code_of(renamed) == "reference.layers");
  Quantized shorter = good;
  shorter.network.layers.pop_back();
  CHECK(code_of(shorter) == "reference.layers");
  Quantized longer = good;
  longer.network.layers.push_back({"more", ReluLayer{}});
  CHECK(code_of(longer) == "reference.layers");
  Quantized misshapen = good;
  misshapen.network.layers[1].kind = LinearLayer{3, 1, {1.0F, 2.0F, 3.0F}, {}};
  CHECK(code_of(misshapen) == "reference.torch");
  Quantized other_kind = good;
  other_kind.network.layers[1].kind = ReluLayer{};
  CHECK(code_of(other_kind) == "reference.torch");
}

TEST_CASE("float_forward runs every kind of layer", "[reference]") {
  Network network;
  network.layers = {{"fc", LinearLayer{2, 2, {1.0F, 2.0F, 3.0F, 4.0F}, {0.5F, -0.5F}}},
                    {"bn", BatchNorm1dLayer{{2.0F, 1.0F}, {0.0F, 1.0F}, {1.0F, 0.0F}, {4.0F, 1.0F}, 0.0}},
                    {"drop", IdentityLayer{"dropout"}},
                    {"leaky", LeakyReluLayer{0.5}},
                    {"prelu", PReluLayer{{0.25F, 0.5F}}},
                    {"clip", ClipLayer{-6.0, 6.0}}};
  const std::vector<double> inputs = {1.0, 1.0, -1.0, -1.0};
  // fc: 3.5, 6.5; -2.5, -7.5. bn: 2.5, 7.5; -3.5, -6.5. leaky: -1.75, -3.25. prelu: -0.4375, -1.625. clip: 7.5 is 6.
  CHECK(float_forward(network, inputs) == std::vector<float>{2.5F, 6.0F, -0.4375F, -1.625F});
  network.layers = {{"relu", ReluLayer{}}, {"sigmoid", TableLayer{}}};
  CHECK(float_forward(network, std::vector<double>{-1.0, 0.0}, 2) == std::vector<float>{0.5F, 0.5F});
}

TEST_CASE("many vectors pass in chunks", "[reference]") {
  const Quantized pair = small_pair();
  RandomPair random(9);
  const std::vector<double> inputs = random.inputs(2 * 9000);
  std::vector<std::int64_t> codes(9000);
  REQUIRE(evaluate(pair.model, quantize_inputs(pair.model, inputs), codes));
  const Result<ReferenceComparison> result = compare_with_torch(pair.model, pair.network, inputs, codes);
  REQUIRE(result);
  CHECK(result->elements == 9000);
  CHECK(result->differences == 0);
  CHECK(float_forward(pair.network, inputs).size() == 9000);
}

}  // namespace rtl4ml
