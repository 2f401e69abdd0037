// The AXI4-Stream cells: beats of whole bytes in, codes out, and back, with tkeep and tlast where a vector ends.
#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {
namespace {

struct StreamShape {
  int features, parallelism, width, element_bytes;
  bool is_signed;

  [[nodiscard]] int beats() const { return (features + parallelism - 1) / parallelism; }
  [[nodiscard]] int lane_bits() const { return element_bytes * 8; }
  [[nodiscard]] int data_bits() const { return parallelism * lane_bits(); }
};

constexpr int kStreamVectors = 12;

Bindings parameters_of(const StreamShape& shape) {
  return {{"FEATURES", std::to_string(shape.features)},
          {"PARALLELISM", std::to_string(shape.parallelism)},
          {"WIDTH", std::to_string(shape.width)},
          {"ELEMENT_BYTES", std::to_string(shape.element_bytes)}};
}

std::uint64_t low_bits(std::int64_t code, int bits) {
  return static_cast<std::uint64_t>(code) & ((std::uint64_t{1} << static_cast<unsigned>(bits)) - 1);
}

/// The code as its bytes hold it: extended by its sign, or by zeros.
std::uint64_t extended(std::int64_t code, const StreamShape& shape) {
  const std::uint64_t low = low_bits(code, shape.width);
  const bool negative = shape.is_signed && ((low >> static_cast<unsigned>(shape.width - 1)) & 1U) != 0;
  const std::uint64_t value = negative ? low | (~std::uint64_t{0} << static_cast<unsigned>(shape.width)) : low;
  return low_bits(static_cast<std::int64_t>(value), shape.lane_bits());
}

/// What the bytes of a beat hold, `junk` in the lanes beyond the vector's end.
std::uint64_t data_of(const std::vector<std::int64_t>& codes, int vector, int beat, const StreamShape& shape,
                      std::uint64_t junk) {
  std::uint64_t data = 0;
  for (int lane = 0; lane < shape.parallelism; ++lane) {
    const int feature = beat * shape.parallelism + lane;
    const std::uint64_t element =
        feature < shape.features ? extended(codes[static_cast<std::size_t>(vector * shape.features + feature)], shape)
                                 : low_bits(static_cast<std::int64_t>(junk), shape.lane_bits());
    data |= element << static_cast<unsigned>(lane * shape.lane_bits());
  }
  return data;
}

std::uint64_t keep_of(int beat, const StreamShape& shape) {
  std::uint64_t keep = 0;
  for (int byte = 0; byte < shape.parallelism * shape.element_bytes; ++byte) {
    if (beat * shape.parallelism + byte / shape.element_bytes < shape.features) keep |= std::uint64_t{1} << byte;
  }
  return keep;
}

/// {tlast, tdata} goes in, the codes must come out and framing_error stay low. `misframed`: the first beat after reset
/// has the wrong tlast, and framing_error must be high ever after.
Device input_device(std::mt19937_64& random, const StreamShape& shape, bool misframed) {
  const std::vector<std::int64_t> codes = random_codes(random, kStreamVectors, shape.features);
  std::vector<std::int64_t> beats;
  for (int vector = 0; vector < kStreamVectors; ++vector) {
    for (int beat = 0; beat < shape.beats(); ++beat) {
      std::uint64_t word = data_of(codes, vector, beat, shape, random());
      if (beat + 1 == shape.beats()) word |= std::uint64_t{1} << shape.data_bits();
      beats.push_back(static_cast<std::int64_t>(word));
    }
  }
  const int bits = shape.data_bits();
  Bindings ports = {{"clk", "clk"},
                    {"rst", "rst"},
                    {"s_axis_tdata", "data_in_0[" + std::to_string(bits - 1) + ":0]"},
                    {"s_axis_tlast", "data_in_0[" + std::to_string(bits) + "] ^ wrong"},
                    {"s_axis_tvalid", "data_in_0_valid"},
                    {"s_axis_tready", "data_in_0_ready"},
                    {"framing_error", "framing_error"}};
  Device device;
  device.label = label("axi_stream_input", parameters_of(shape));
  // A framing error spoils every bit of the data, so that the scoreboard sees it.
  const std::string width = std::to_string(shape.parallelism * shape.width);
  device.body = "logic framing_error, begun_q, wrong;\nlogic [" + width + "-1:0] data;\n" +
                "always_ff @(posedge clk) if (rst) begun_q <= 1'b0; else if (data_in_0_valid && data_in_0_ready) "
                "begun_q <= 1'b1;\nassign wrong = " +
                (misframed ? "!begun_q" : "1'b0") + ";\nassign data_out_0 = data ^ {" + width +
                "{framing_error != " + (misframed ? "begun_q" : "(begun_q && wrong)") + "}};\n";
  ports.insert(
      ports.end(),
      {{"data_out_0", "data"}, {"data_out_0_valid", "data_out_0_valid"}, {"data_out_0_ready", "data_out_0_ready"}});
  device.body += instance("axi_stream_input", parameters_of(shape), ports);
  device.inputs = {{"data_in_0", bits + 1, 1, shape.beats(), beats}};
  device.outputs = {{"data_out_0", shape.width, shape.parallelism, shape.features, codes}};
  device.interval_cycles = shape.beats();
  device.latency_cycles = shape.beats();
  return device;
}

/// Codes go in, {tlast, tkeep, tdata} must come out.
Device output_device(std::mt19937_64& random, const StreamShape& shape) {
  const std::vector<std::int64_t> codes = random_codes(random, kStreamVectors, shape.features);
  const int keep_bits = shape.parallelism * shape.element_bytes;
  std::vector<std::int64_t> beats;
  for (int vector = 0; vector < kStreamVectors; ++vector) {
    for (int beat = 0; beat < shape.beats(); ++beat) {
      std::uint64_t word = data_of(codes, vector, beat, shape, 0) | keep_of(beat, shape) << shape.data_bits();
      if (beat + 1 == shape.beats()) word |= std::uint64_t{1} << (shape.data_bits() + keep_bits);
      beats.push_back(static_cast<std::int64_t>(word));
    }
  }
  Bindings parameters = parameters_of(shape);
  parameters.emplace_back("SIGNED", shape.is_signed ? "1" : "0");
  Bindings ports = {{"clk", "clk"}, {"rst", "rst"}};
  const Bindings input = stream_ports("data_in_0");
  ports.insert(ports.end(), input.begin(), input.end());
  ports.insert(ports.end(), {{"m_axis_tdata", "tdata"},
                             {"m_axis_tkeep", "tkeep"},
                             {"m_axis_tlast", "tlast"},
                             {"m_axis_tvalid", "data_out_0_valid"},
                             {"m_axis_tready", "data_out_0_ready"}});
  Device device;
  device.label = label("axi_stream_output", parameters);
  device.body = "logic [" + std::to_string(shape.data_bits()) + "-1:0] tdata;\nlogic [" + std::to_string(keep_bits) +
                "-1:0] tkeep;\nlogic tlast;\nassign data_out_0 = {tlast, tkeep, tdata};\n" +
                instance("axi_stream_output", parameters, ports);
  device.inputs = {{"data_in_0", shape.width, shape.parallelism, shape.features, codes}};
  device.outputs = {{"data_out_0", shape.data_bits() + keep_bits + 1, 1, shape.beats(), beats}};
  device.interval_cycles = shape.beats();
  device.latency_cycles = shape.beats();
  return device;
}

}  // namespace

TEST_CASE("the AXI4-Stream cells carry codes in whole bytes, vectors as packets", "[rtl]") {
  std::mt19937_64 random(seed());
  std::vector<Device> devices;
  for (const StreamShape& shape :
       {StreamShape{4, 4, 8, 1, true}, StreamShape{7, 3, 5, 1, true}, StreamShape{7, 3, 5, 1, false},
        StreamShape{5, 2, 12, 2, true}, StreamShape{10, 1, 32, 4, true}, StreamShape{1, 1, 1, 1, false},
        StreamShape{3, 5, 6, 1, true}, StreamShape{6, 2, 16, 2, false}, StreamShape{2, 1, 17, 4, true}}) {
    devices.push_back(input_device(random, shape, false));
    devices.push_back(input_device(random, shape, true));
    devices.push_back(output_device(random, shape));
  }
  check_devices("axi_stream", devices, {"axi/axi_stream_input.sv", "axi/axi_stream_output.sv"});
}

}  // namespace rtl4ml::test
