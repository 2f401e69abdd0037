// Random chains of layers as ONNX models, for tests that compare an import with the file's own semantics.
#pragma once

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml::test {

/// A model without an output, and the value that its last layer gives.
struct RandomChain {
  ModelWriter model;
  std::string value;
  std::int64_t features = 0;  ///< of the value, [1][features]

  [[nodiscard]] ModelWriter finished() const {
    ModelWriter whole = model;
    whole.output(value);
    return whole;
  }
};

/// A random chain with scales of powers of two.
inline RandomChain random_chain(Random& random, std::int64_t least_outputs = 1) {
  ModelWriter model;
  const auto chance = [&] { return random.below(2) == 0; };
  model.floats("none", {}, {0}).floats("two", {}, {2});
  int count = 0;
  const auto quant = [&](const std::string& value, bool is_signed, bool narrow, const char* mode) {
    const std::string name = "q" + std::to_string(count++);
    model.floats(name + "s", {}, {std::ldexp(1.0, -static_cast<int>(random.below(5)))});
    model.floats(name + "w", {}, {static_cast<double>(2 + random.below(6))});
    model.node("Quant", {value, name + "s", "none", name + "w"}, {name},
               {{"signed", is_signed ? 1 : 0}, {"narrow", narrow ? 1 : 0}, {"rounding_mode", mode}}, kQonnx);
    return name;
  };
  std::int64_t features = 3;
  std::string value = "x";
  model.input("x", {1, 3});
  if (chance()) value = quant(value, chance(), false, "ROUND");
  const std::uint64_t layers = 1 + random.below(3);
  for (std::uint64_t layer = 0; layer < layers; ++layer) {
    const std::string id = std::to_string(layer);
    const std::int64_t out = (layer + 1 == layers ? least_outputs : 1) + static_cast<std::int64_t>(random.below(5));
    const bool gemm = chance();
    model.constant("w" + id, random_floats(random, gemm ? OnnxShape{out, features} : OnnxShape{features, out}));
    model.constant("b" + id, random_floats(random, {chance() ? out : 1}));
    std::string weight = "w" + id;
    switch (random.below(3)) {
      case 0:
        model.node("BipolarQuant", {weight, "two"}, {"bw" + id}, {}, kQonnx);
        weight = "bw" + id;
        break;
      case 1:
        break;
      default:
        weight = quant(weight, true, chance(), "CEIL");
    }
    const std::string bias = chance() ? "b" + id : quant("b" + id, true, false, "ROUND");
    if (gemm) {
      model.node("Gemm", {value, weight, bias}, {"g" + id}, {{"transB", 1}});
    } else {
      model.node("MatMul", {value, weight}, {"m" + id}).node("Add", {"m" + id, bias}, {"g" + id});
    }
    value = "g" + id;
    if (chance()) {
      model.node("Relu", {value}, {"r" + id});
      value = "r" + id;
    }
    const char* const modes[] = {"ROUND", "FLOOR", "DOWN", "HALF_UP"};
    if (layer + 1 < layers || chance()) value = quant(value, chance(), chance(), modes[random.below(4)]);
    features = out;
  }
  return {std::move(model), value, features};
}

/// A random chain with scales of all kinds: for each output, zero points, batch norms, activations, bipolar values.
inline RandomChain random_scaled_chain(Random& random, std::int64_t least_outputs = 1) {
  ModelWriter model;
  const auto chance = [&] { return random.below(2) == 0; };
  const auto some = [&](std::int64_t count, double low, double high) {
    std::vector<double> values;
    for (std::int64_t i = 0; i < count; ++i) values.push_back(random.uniform(low, high));
    return values;
  };
  model.floats("none", {}, {0}).floats("one", {}, {1.0});
  int count = 0;
  std::int64_t features = 3;
  std::string value = "x";
  const auto fresh = [&] { return "v" + std::to_string(count++); };
  const auto constant = [&](const OnnxShape& shape, std::vector<double> values) {
    const std::string name = fresh();
    model.floats(name, shape, values);
    return name;
  };
  const auto step = [&](const std::string& op, const Names& others, const std::vector<Attribute>& attributes,
                        const char* domain = "") {
    const std::string name = fresh();
    Names inputs = {value};
    inputs.insert(inputs.end(), others.begin(), others.end());
    model.node(op, inputs, {name}, attributes, domain);
    value = name;
  };
  const char* const modes[] = {"ROUND", "CEIL", "FLOOR", "UP", "DOWN", "HALF_UP", "HALF_DOWN"};
  const auto quantize_data = [&] {
    if (random.below(4) == 0) return step("BipolarQuant", {constant({}, some(1, 0.1, 2.0))}, {}, kQonnx);
    const double width = static_cast<double>(1 + random.below(6));
    const bool is_signed = chance();
    const double zero = chance() || width < 3.0 ? 0.0 : static_cast<double>(random.below(3));
    step("Quant", {constant({}, some(1, 0.05, 0.7)), constant({}, {zero}), constant({}, {width})},
         {{"signed", is_signed ? 1 : 0},
          {"narrow", width > 1.0 && chance() ? 1 : 0},
          {"rounding_mode", modes[random.below(7)]}},
         kQonnx);
  };
  model.input("x", {1, 3});
  if (chance()) quantize_data();
  const std::uint64_t layers = 1 + random.below(3);
  for (std::uint64_t layer = 0; layer < layers; ++layer) {
    const std::int64_t out = (layer + 1 == layers ? least_outputs : 1) + static_cast<std::int64_t>(random.below(5));
    const std::string weight = constant({features, out}, some(features * out, -1.0, 1.0));
    const std::string quantized = fresh();
    if (random.below(3) == 0) {
      model.node("BipolarQuant", {weight, constant({}, some(1, 0.2, 1.0))}, {quantized}, {}, kQonnx);
    } else {
      const std::string scale = chance() ? constant({1, out}, some(out, 0.05, 0.4)) : constant({}, some(1, 0.05, 0.4));
      model.node("Quant", {weight, scale, "none", constant({}, {static_cast<double>(2 + random.below(4))})},
                 {quantized}, {{"signed", 1}, {"narrow", chance() ? 1 : 0}, {"rounding_mode", "ROUND"}}, kQonnx);
    }
    if (chance()) {
      step("MatMul", {quantized}, {});
    } else {
      step("Gemm", {quantized, constant({out}, some(out, -0.5, 0.5))}, {{"alpha", chance() ? 1.0 : 0.75}});
    }
    features = out;
    if (chance()) step("Add", {constant({out}, some(out, -1.0, 1.0))}, {});
    if (random.below(3) == 0) {
      step("BatchNormalization",
           {constant({out}, some(out, -2.0, 2.0)), constant({out}, some(out, -1.0, 1.0)),
            constant({out}, some(out, -1.0, 1.0)), constant({out}, some(out, 0.1, 2.0))},
           {});
    } else if (random.below(3) == 0) {
      step("Mul", {constant({1, out}, some(out, -2.0, 2.0))}, {});
    }
    if (layer + 1 == layers && chance()) break;
    switch (random.below(6)) {
      case 0:
        step("Relu", {}, {});
        break;
      case 1:
        step("LeakyRelu", {}, {{"alpha", 0.125}});
        break;
      case 2:
        step("Tanh", {}, {});
        break;
      case 3:
        step("PRelu", {constant({out}, some(out, 0.0, 0.5))}, {});
        break;
      default:
        break;
    }
    quantize_data();
    if (random.below(4) == 0) step("Mul", {constant({}, some(1, 0.5, 2.0))}, {});
    if (random.below(4) == 0) step("Add", {constant({}, some(1, -1.0, 1.0))}, {});
  }
  return {std::move(model), value, features};
}

}  // namespace rtl4ml::test
