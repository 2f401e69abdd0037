// What the tests of the operators share: random types and codes, and the common parameters.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "sw/number/fixed_type.hpp"
#include "tests/rtl_templates/harness/check_devices.hpp"

namespace rtl4ml::test {

/// The library files that every operator is built on.
inline const std::vector<std::string> kNumberFiles = {"number/fixed_number_pkg.sv", "number/fixed_convert.sv"};

[[nodiscard]] inline std::vector<std::string> with_number_files(const std::string& file) {
  std::vector<std::string> files = kNumberFiles;
  files.push_back(file);
  return files;
}

/// Random choices, all from one seed.
class Dice {
 public:
  Dice() : random_(seed()) {}
  /// An integer from low to high, both included.
  int roll(int low, int high) { return low + static_cast<int>(random_() % static_cast<std::uint64_t>(high - low + 1)); }
  /// Mostly everyday types, some with extreme widths and points far outside the number.
  FixedType type(int max_width = kMaxWidth) {
    const int kind = roll(0, 5);
    const int width = kind == 0 ? roll(1, 2) : kind == 1 ? max_width : roll(1, std::min(max_width, 18));
    return {width, roll(0, 3) == 0 ? roll(-9, width + 9) : roll(0, width), roll(0, 2) != 0};
  }
  Rounding rounding() { return static_cast<Rounding>(roll(0, 4)); }
  Overflow overflow() { return static_cast<Overflow>(roll(0, 3) == 0 ? 1 : 0); }
  /// Codes of the type: its ends, numbers around zero, and anything.
  std::int64_t code(const FixedType& type) {
    const std::int64_t span = type.max_code() - type.min_code() + 1;
    const std::int64_t near = std::clamp<std::int64_t>(roll(-4, 4), type.min_code(), type.max_code());
    switch (roll(0, 5)) {
      case 0:
        return roll(0, 1) == 0 ? type.min_code() : type.max_code();
      case 1:
        return near;
      default:
        return type.min_code() + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(span));
    }
  }
  std::vector<std::int64_t> codes(const FixedType& type, int count) {
    std::vector<std::int64_t> all;
    for (int i = 0; i < count; ++i) all.push_back(code(type));
    return all;
  }

 private:
  std::mt19937_64 random_;
};

/// The names and numbers of a type: NAME_WIDTH, NAME_FRAC_WIDTH, NAME_SIGNED.
[[nodiscard]] inline Bindings type_parameters(const std::string& name, const FixedType& type) {
  return {{name + "_WIDTH", std::to_string(type.width)},
          {name + "_FRAC_WIDTH", std::to_string(type.frac_width)},
          {name + "_SIGNED", type.is_signed ? "1" : "0"}};
}

/// A code as the emitter writes it: plain where it fits into 32 bits.
[[nodiscard]] inline std::string code_text(std::int64_t code) {
  if (code >= -0x7fffffffLL && code <= 0x7fffffffLL) return std::to_string(code);
  return code < 0 ? "-64'sd" + std::to_string(-code) : "64'sd" + std::to_string(code);
}

/// Vectors of `features` elements at `parallelism`, some of them with a padded last beat.
struct Shape {
  int features, parallelism;
  [[nodiscard]] int beats() const { return (features + parallelism - 1) / parallelism; }
};

[[nodiscard]] inline Shape random_shape(Dice& dice) {
  const int parallelism = dice.roll(1, 4);
  return {dice.roll(1, 3) == 1 ? 2 * parallelism : dice.roll(parallelism, 4 * parallelism - 1), parallelism};
}

/// Gives a slope one of three points that random types seldom have, and signed data, which the slope meets.
inline void move_slope(Dice& dice, int kind, FixedType& data_in, FixedType& slope) {
  data_in.is_signed = true;
  switch (kind) {
    case 0:  // a whole number: nothing moves
      slope.frac_width = 0;
      break;
    case 1:  // high bits that are all fraction: the value is wider than the product
      slope.frac_width = slope.width + dice.roll(1, 5);
      break;
    default:  // a code that counts for more than one: the product moves up
      slope.frac_width = -dice.roll(1, 5);
      break;
  }
}

inline constexpr int kVectors = 24;

/// A device of module `fixed_<name>`: `op` has data_in, data_out and usually rounding and overflow; `expected` runs the
/// oracle.
template <class Op, class Oracle>
[[nodiscard]] Device operator_device(Dice& dice, const std::string& module, const Op& op, const Shape& shape,
                                     int latency, bool clocked, const Bindings& more, Oracle oracle,
                                     const Bindings& more_ports = {}, const std::string& more_body = "") {
  Bindings parameters = type_parameters("DATA_IN", op.data_in);
  for (const Bindings& part : {type_parameters("DATA_OUT", op.data_out),
                               Bindings{{"ROUNDING", std::to_string(static_cast<int>(op.rounding))},
                                        {"OVERFLOW", std::to_string(static_cast<int>(op.overflow))},
                                        {"PARALLELISM", std::to_string(shape.parallelism)}},
                               more}) {
    parameters.insert(parameters.end(), part.begin(), part.end());
  }
  const std::vector<std::int64_t> data_in = dice.codes(op.data_in, kVectors * shape.features);
  std::vector<std::int64_t> data_out(data_in.size());
  oracle(op, data_in, data_out);
  Device device = make_device(
      module, parameters, clocked, {"data_in_0", op.data_in.width, shape.parallelism, shape.features, data_in},
      {"data_out_0", op.data_out.width, shape.parallelism, shape.features, data_out}, more_ports, more_body);
  device.interval_cycles = shape.beats();
  device.latency_cycles = shape.beats() + latency;
  return device;
}

/// A combinational source: case of the beat of a vector; lanes beyond the vector hold zero.
[[nodiscard]] inline std::string case_source(const std::string& name, const std::vector<std::int64_t>& codes, int width,
                                             const Shape& shape) {
  int address_width = 1;
  while ((1 << address_width) < shape.beats()) ++address_width;
  std::string text = "    logic [" + std::to_string(address_width - 1) + ":0] " + name + "_address;\n    logic [" +
                     std::to_string(shape.parallelism * width - 1) + ":0] " + name +
                     ";\n    always_comb begin\n      case (" + name + "_address)\n";
  for (int beat = 0; beat < shape.beats(); ++beat) {
    std::string lanes;
    for (int lane = 0; lane < shape.parallelism; ++lane) {
      const int feature = beat * shape.parallelism + lane;
      const std::int64_t code = feature < shape.features ? codes[static_cast<std::size_t>(feature)] : 0;
      const std::uint64_t bits = static_cast<std::uint64_t>(code) & ((std::uint64_t{1} << width) - 1);
      lanes.insert(0, std::to_string(width) + "'d" + std::to_string(bits) + (lane == 0 ? "" : ", "));
    }
    text += "        " + std::to_string(address_width) + "'d" + std::to_string(beat) + ": " + name + " = {" + lanes +
            "};\n";
  }
  return text + "        default: " + name + " = '0;\n      endcase\n    end\n";
}

}  // namespace rtl4ml::test
