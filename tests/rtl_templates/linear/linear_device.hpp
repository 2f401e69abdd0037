// A fixed_linear with its two sources as a device of the co-simulation harness, and what its header promises.
#pragma once

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "sw/ops/linear.hpp"
#include "tests/rtl_templates/harness/device.hpp"

namespace rtl4ml::test {

/// A layer and how it is folded.
struct LinearCase {
  LinearOp op;
  int parallelism_in = 1;
  int parallelism_out = 1;
  int operand_registers = 0;
  int sum_fan_in = 8;
  int soft_lanes = 0;    ///< output lanes whose multipliers take no DSP blocks
  int packed_pairs = 0;  ///< pairs of the others that share their multipliers
  int weight_slices = 1;
  bool bipolar = false;  ///< WEIGHT_BIPOLAR
  bool bias_register = false;
  bool bias_holds_half = false;          ///< the biases that are built hold half a unit of the output
  std::optional<LinearOp> built;         ///< bipolar weights as signs, biases that mend them or hold half a unit
  std::optional<int> accumulator_width;  ///< none: the narrowest that holds every sum, and half a unit of the output

  /// What the sources hold.
  [[nodiscard]] const LinearOp& held() const { return built ? *built : op; }

  [[nodiscard]] int beats() const { return (op.in_features + parallelism_in - 1) / parallelism_in; }
  [[nodiscard]] int tiles() const { return (op.out_features + parallelism_out - 1) / parallelism_out; }

  /// fixed_linear_pkg::sum_stages.
  [[nodiscard]] int sum_stages() const {
    int stages = 0;
    for (int left = parallelism_in; left > sum_fan_in; left = (left + sum_fan_in - 1) / sum_fan_in) ++stages;
    return stages;
  }
  [[nodiscard]] int latency_cycles() const { return beats() * tiles() + 4 + operand_registers + sum_stages(); }
  [[nodiscard]] int interval_cycles() const { return beats() * tiles(); }
};

namespace linear_device {

inline std::string binary(std::int64_t code, int width) {
  std::string digits;
  for (int bit = width - 1; bit >= 0; --bit) digits += ((code >> bit) & 1) != 0 ? '1' : '0';
  return digits;
}

/// "width'b..." of the lanes, lane 0 in the low bits.
inline std::string word(const std::vector<std::int64_t>& lanes, int width) {
  std::string digits;
  for (auto lane = lanes.rbegin(); lane != lanes.rend(); ++lane) digits += binary(*lane, width);
  return std::to_string(digits.size()) + "'b" + digits;
}

inline int address_width(int words) {
  int bits = 1;
  while ((1 << bits) < words) ++bits;
  return bits;
}

inline std::string range(int width) { return "[" + std::to_string(width - 1) + ":0] "; }

/// The weight word of one step.
inline std::string weights(const LinearCase& one, int tile, int beat) {
  std::vector<std::int64_t> lanes;
  for (int o = tile * one.parallelism_out; o < (tile + 1) * one.parallelism_out; ++o) {
    for (int i = beat * one.parallelism_in; i < (beat + 1) * one.parallelism_in; ++i) {
      const bool inside = o < one.op.out_features && i < one.op.in_features;
      lanes.push_back(inside ? one.held().weight[static_cast<std::size_t>(o * one.op.in_features + i)] : 0);
    }
  }
  return word(lanes, one.held().weight_type.width);
}

inline std::string biases(const LinearCase& one, int tile) {
  std::vector<std::int64_t> lanes;
  for (int o = tile * one.parallelism_out; o < (tile + 1) * one.parallelism_out; ++o) {
    lanes.push_back(o < std::ssize(one.held().bias) ? one.held().bias[static_cast<std::size_t>(o)] : 0);
  }
  return word(lanes, one.held().bias_type.width);
}

/// The nets of the sources, and the sources as the contract has them: weights registered, biases combinational.
inline std::string sources(const LinearCase& one) {
  const int steps = one.beats() * one.tiles();
  const int weight_bits = one.parallelism_in * one.parallelism_out * one.held().weight_type.width;
  std::string text = "    logic weight_enable;\n    logic " + range(address_width(steps)) +
                     "weight_address;\n    logic " + range(weight_bits) + "weight;\n    logic " +
                     range(address_width(one.tiles())) + "bias_address;\n    logic " +
                     range(one.parallelism_out * one.held().bias_type.width) + "bias;\n";
  text += "    always_ff @(posedge clk) if (weight_enable) case (weight_address)\n";
  for (int step = 0; step < steps; ++step) {
    const std::string label = std::to_string(address_width(steps)) + "'d" + std::to_string(step);
    text += "      " + label + ": weight <= " + weights(one, step / one.beats(), step % one.beats()) + ";\n";
  }
  // Other addresses give something else: nobody may ask for them.
  text += "      default: weight <= '1;\n    endcase\n    always_comb case (bias_address)\n";
  for (int tile = 0; tile < one.tiles(); ++tile) {
    const std::string label = std::to_string(address_width(one.tiles())) + "'d" + std::to_string(tile);
    text += "      " + label + ": bias = " + biases(one, tile) + ";\n";
  }
  return text + "      default: bias = '1;\n    endcase\n";
}

inline void append_type(Bindings& parameters, const std::string& name, const FixedType& type) {
  parameters.emplace_back(name + "_WIDTH", std::to_string(type.width));
  parameters.emplace_back(name + "_FRAC_WIDTH", std::to_string(type.frac_width));
  parameters.emplace_back(name + "_SIGNED", std::to_string(static_cast<int>(type.is_signed)));
}

}  // namespace linear_device

/// Vectors: random codes, and among them the largest and the smallest.
inline Device linear_device_of(const LinearCase& one, std::mt19937_64& random) {
  const LinearOp& op = one.op;
  const int vectors = std::max(6, 60 / one.interval_cycles());
  std::vector<std::int64_t> codes(static_cast<std::size_t>(vectors * op.in_features));
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const auto span = static_cast<std::uint64_t>(op.data_in.max_code() - op.data_in.min_code()) + 1;
    const bool corner = (i / static_cast<std::size_t>(op.in_features)) % 3 == 1;
    codes[i] = corner ? (random() % 2 != 0 ? op.data_in.max_code() : op.data_in.min_code())
                      : op.data_in.min_code() + static_cast<std::int64_t>(random() % span);
  }
  std::vector<std::int64_t> results(static_cast<std::size_t>(vectors * op.out_features));
  linear(op, codes, results);

  Bindings parameters;
  linear_device::append_type(parameters, "DATA_IN", op.data_in);
  linear_device::append_type(parameters, "WEIGHT", one.held().weight_type);
  linear_device::append_type(parameters, "BIAS", one.held().bias_type);
  linear_device::append_type(parameters, "DATA_OUT", op.data_out);
  for (const auto& [name, value] :
       {std::pair{"ROUNDING", static_cast<int>(op.rounding)}, std::pair{"OVERFLOW", static_cast<int>(op.overflow)},
        std::pair{"IN_FEATURES", op.in_features}, std::pair{"OUT_FEATURES", op.out_features},
        std::pair{"PARALLELISM_IN", one.parallelism_in}, std::pair{"PARALLELISM_OUT", one.parallelism_out},
        std::pair{"ACCUMULATOR_WIDTH", one.accumulator_width.value_or(op.accumulator_width())},
        std::pair{"OPERAND_REGISTERS", one.operand_registers}, std::pair{"SUM_FAN_IN", one.sum_fan_in},
        std::pair{"DSP_LANES", one.parallelism_out - one.soft_lanes}, std::pair{"PACKED_PAIRS", one.packed_pairs},
        std::pair{"WEIGHT_SLICES", one.weight_slices}, std::pair{"WEIGHT_BIPOLAR", one.bipolar ? 1 : 0},
        std::pair{"BIAS_REGISTER", one.bias_register ? 1 : 0},
        std::pair{"BIAS_HOLDS_HALF", one.bias_holds_half ? 1 : 0}}) {
    parameters.emplace_back(name, std::to_string(value));
  }
  Bindings ports;
  for (const char* port : {"weight_enable", "weight_address", "weight", "bias_address", "bias"}) {
    ports.emplace_back(port, port);
  }
  Device device =
      make_device("fixed_linear", parameters, true,
                  {"data_in_0", op.data_in.width, one.parallelism_in, op.in_features, std::move(codes)},
                  {"data_out_0", op.data_out.width, one.parallelism_out, op.out_features, std::move(results)}, ports,
                  linear_device::sources(one));
  device.interval_cycles = one.interval_cycles();
  device.latency_cycles = one.latency_cycles();
  device.registered_ready = one.beats() > 1 && one.tiles() > 1;
  return device;
}

}  // namespace rtl4ml::test
