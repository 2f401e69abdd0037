#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {
namespace {

/// "{name_2, name_1, name_0}" with the suffix.
std::string side_by_side(const std::string& name, int count, const std::string& suffix) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text.insert(0, name + "_" + std::to_string(i) + suffix + (text.empty() ? "" : ", "));
  }
  return "{" + text + "}";
}

Device fork_device(std::mt19937_64& random, int width, int outputs) {
  const Bindings parameters = {{"WIDTH", std::to_string(width)}, {"OUTPUTS", std::to_string(outputs)}};
  const std::vector<std::int64_t> codes = random_codes(random, 60, width <= 64 ? 1 : width / 32);
  Device device;
  device.label = label("stream_fork", parameters);
  device.inputs = {beat_stream("data_in_0", width, codes)};
  for (int i = 0; i < outputs; ++i) {
    device.outputs.push_back(beat_stream("data_out_" + std::to_string(i), width, codes));
  }
  Bindings ports = stream_ports("data_in_0");
  ports.insert(ports.begin(), {{"clk", "clk"}, {"rst", "rst"}});
  for (const char* suffix : {"", "_valid", "_ready"}) {
    ports.emplace_back(std::string("data_out") + suffix, side_by_side("data_out", outputs, suffix));
  }
  device.body = instance("stream_fork", parameters, ports);
  device.interval_cycles = 1;
  device.latency_cycles = 1;
  return device;
}

Device join_device(std::mt19937_64& random, const std::vector<int>& widths) {
  const int inputs = static_cast<int>(widths.size());
  int total = 0;
  for (const int width : widths) total += width;
  const Bindings parameters = {{"WIDTH", std::to_string(total)}, {"INPUTS", std::to_string(inputs)}};
  Device device;
  device.label = label("stream_join", parameters);
  std::vector<std::int64_t> joint(60);
  int offset = 0;
  for (int i = 0; i < inputs; ++i) {
    const int width = widths[static_cast<std::size_t>(i)];
    std::vector<std::int64_t> codes = random_codes(random, 60, 1);
    for (std::size_t v = 0; v < codes.size(); ++v) joint[v] |= (codes[v] & ((std::int64_t{1} << width) - 1)) << offset;
    offset += width;
    device.inputs.push_back(beat_stream("data_in_" + std::to_string(i), width, std::move(codes)));
  }
  device.outputs = {beat_stream("data_out_0", total, std::move(joint))};
  Bindings ports = stream_ports("data_out_0");
  for (const char* suffix : {"", "_valid", "_ready"}) {
    ports.emplace_back(std::string("data_in") + suffix, side_by_side("data_in", inputs, suffix));
  }
  device.body = instance("stream_join", parameters, ports);
  device.interval_cycles = 1;
  device.latency_cycles = 1;
  return device;
}

/// A stream that parts and meets again, one way longer than the other: {beat, beat} comes out.
Device diamond_device(std::mt19937_64& random) {
  const std::vector<std::int64_t> codes = random_codes(random, 60, 1);
  std::vector<std::int64_t> twice = codes;
  for (std::int64_t& code : twice) code = (code & 0xff) << 8 | (code & 0xff);
  Device device;
  device.label = "stream_fork, stream_register_slice, stream_join";
  device.inputs = {beat_stream("data_in_0", 8, codes)};
  device.outputs = {beat_stream("data_out_0", 16, twice)};
  device.body = R"(    logic [15:0] ways;
    logic [1:0] ways_valid, ways_ready;
    logic [7:0] late;
    logic late_valid, late_ready;
    stream_fork #(.WIDTH(8), .OUTPUTS(2)) fork_cell (.clk(clk), .rst(rst), .data_in_0(data_in_0),
      .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready), .data_out(ways), .data_out_valid(ways_valid),
      .data_out_ready(ways_ready));
    stream_register_slice #(.WIDTH(8)) slice (.clk(clk), .rst(rst), .data_in_0(ways[15:8]),
      .data_in_0_valid(ways_valid[1]), .data_in_0_ready(ways_ready[1]), .data_out_0(late), .data_out_0_valid(late_valid),
      .data_out_0_ready(late_ready));
    stream_join #(.WIDTH(16), .INPUTS(2)) join_cell (.data_in({late, ways[7:0]}),
      .data_in_valid({late_valid, ways_valid[0]}), .data_in_ready({late_ready, ways_ready[0]}), .data_out_0(data_out_0),
      .data_out_0_valid(data_out_0_valid), .data_out_0_ready(data_out_0_ready));
)";
  return device;
}

}  // namespace

TEST_CASE("stream_fork gives and stream_join takes every beat once", "[rtl]") {
  std::mt19937_64 random(seed());
  std::vector<Device> devices = {diamond_device(random)};
  for (const int outputs : {1, 2, 3, 5}) {
    for (const int width : {1, 9, 64, 128}) devices.push_back(fork_device(random, width, outputs));
  }
  for (const auto& widths : std::vector<std::vector<int>>{{1}, {4, 4}, {1, 9, 30}, {8, 3, 8, 1, 12}}) {
    devices.push_back(join_device(random, widths));
  }
  check_devices("stream_fork", devices,
                {"stream/stream_fork.sv", "stream/stream_join.sv", "stream/stream_register_slice.sv"});
}

}  // namespace rtl4ml::test
