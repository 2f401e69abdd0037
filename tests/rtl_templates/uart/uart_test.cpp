// The two ends of a serial line, connected to each other. That the bits on the line stand where every other UART
// expects them is checked from a board's pins: tests/hw/boards.
#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {
namespace {

/// Both ends; the nets tx_data, tx_valid, tx_ready, rx, rx_data, rx_valid, rx_ready, framing_error, overrun around
/// them.
std::string line(int clocks_per_bit) {
  const Bindings speed = {{"CLOCKS_PER_BIT", std::to_string(clocks_per_bit)}};
  std::string text =
      "logic [7:0] tx_data, rx_data;\nlogic tx, rx, tx_valid, tx_ready, rx_valid, rx_ready, framing_error, overrun;\n";
  for (const auto& [module, ports] : {std::pair{"uart_transmitter", Bindings{{"data_in_0", "tx_data"},
                                                                             {"data_in_0_valid", "tx_valid"},
                                                                             {"data_in_0_ready", "tx_ready"},
                                                                             {"tx", "tx"}}},
                                      std::pair{"uart_receiver", Bindings{{"rx", "rx"},
                                                                          {"data_out_0", "rx_data"},
                                                                          {"data_out_0_valid", "rx_valid"},
                                                                          {"data_out_0_ready", "rx_ready"},
                                                                          {"framing_error", "framing_error"},
                                                                          {"overrun", "overrun"}}}}) {
    Bindings all = {{"clk", "clk"}, {"rst", "rst"}};
    all.insert(all.end(), ports.begin(), ports.end());
    std::string one = instance(module, speed, all);
    one.replace(one.find(" dut "), 5, std::string(" ") + module + "_dut ");  // two of them in one block
    text += one;
  }
  return text;
}

/// Bytes go over the line, as close to each other as the consumer lets them. The line has no ready: the next one is
/// sent when there is certainly room for it. A fault on the line spoils the byte, so that the scoreboard sees it.
Device loop_device(std::mt19937_64& random, int clocks_per_bit) {
  Device device;
  device.label = "uart loop CLOCKS_PER_BIT=" + std::to_string(clocks_per_bit);
  device.body = line(clocks_per_bit) + R"(
logic busy_q, faulty_q;  // a byte is on its way; something was wrong
assign rx = tx;
assign tx_data = data_in_0;
assign tx_valid = data_in_0_valid && !busy_q;
assign data_in_0_ready = tx_ready && !busy_q;
assign rx_ready = data_out_0_ready;
assign data_out_0_valid = rx_valid;
assign data_out_0 = rx_data ^ {8{faulty_q}};
always_ff @(posedge clk) begin
  if (rst) busy_q <= 1'b0;
  else if (tx_valid && tx_ready) busy_q <= 1'b1;
  else if (rx_valid && rx_ready) busy_q <= 1'b0;
end
always_ff @(posedge clk) begin
  if (rst) faulty_q <= 1'b0;
  else if (framing_error || overrun) faulty_q <= 1'b1;
end
)";
  const std::vector<std::int64_t> codes = random_codes(random, 30, 1);
  device.inputs = {{"data_in_0", 8, 1, 1, codes}};
  device.outputs = {{"data_out_0", 8, 1, 1, codes}};
  device.latency_cycles = 5 + clocks_per_bit / 2 + 9 * clocks_per_bit;
  device.interval_cycles = std::max(device.latency_cycles, 10 * clocks_per_bit + 1);
  return device;
}

/// For every beat the line is first low for longer than two bytes (a break), then for less than half a bit (a glitch);
/// then the byte and its complement come while nobody takes them. The byte must come out, after one framing error and
/// one overrun; anything else spoils it.
Device fault_device(std::mt19937_64& random, int clocks_per_bit) {
  Device device;
  device.label = "uart faults CLOCKS_PER_BIT=" + std::to_string(clocks_per_bit);
  const std::string bit = std::to_string(clocks_per_bit);
  device.body = "localparam int BIT = " + bit + ";\n" + line(clocks_per_bit) + R"(
localparam int HIGH_AT = 31 * BIT;             // the break ends
localparam int GLITCH_AT = HIGH_AT + 2 * BIT;  // the line is low again, for a moment
localparam int FIRST_AT = GLITCH_AT + 2 * BIT;
localparam int SECOND_AT = FIRST_AT + 11 * BIT;
localparam int END_AT = SECOND_AT + 12 * BIT;
logic [15:0] time_q;
logic [1:0] errors_q, overruns_q;
logic done;
assign rx = tx && (time_q == '0 || time_q >= 16'(HIGH_AT)) &&
            !(time_q >= 16'(GLITCH_AT) && time_q < 16'(GLITCH_AT + (BIT / 2 - 1)));
assign done = time_q == 16'(END_AT);
assign tx_valid = time_q == 16'(FIRST_AT) || time_q == 16'(SECOND_AT);
assign tx_data = (time_q == 16'(FIRST_AT)) ? data_in_0 : ~data_in_0;
assign data_out_0_valid = done;
assign data_out_0 = rx_data ^ {8{!rx_valid || !tx_ready || errors_q != 2'd1 || overruns_q != 2'd1}};
assign rx_ready = done && data_out_0_ready;
assign data_in_0_ready = done && data_out_0_ready;
always_ff @(posedge clk) begin
  if (rst || rx_ready) begin
    time_q <= '0;
    errors_q <= '0;
    overruns_q <= '0;
  end else begin
    if (data_in_0_valid && !done) time_q <= time_q + 16'd1;
    errors_q <= errors_q + 2'(framing_error);
    overruns_q <= overruns_q + 2'(overrun);
  end
end
)";
  const std::vector<std::int64_t> codes = random_codes(random, 20, 1);
  device.inputs = {{"data_in_0", 8, 1, 1, codes}};
  device.outputs = {{"data_out_0", 8, 1, 1, codes}};
  device.latency_cycles = 1;
  device.interval_cycles = 58 * clocks_per_bit + 1;  // END_AT and the cycle in which it is given
  return device;
}

}  // namespace

TEST_CASE("a byte crosses a serial line, and its faults are told", "[rtl]") {
  std::mt19937_64 random(seed());
  std::vector<Device> devices;
  for (const int clocks_per_bit : {4, 5, 7, 16}) {
    devices.push_back(loop_device(random, clocks_per_bit));
    devices.push_back(fault_device(random, clocks_per_bit));
  }
  check_devices("uart", devices, {"uart/uart_receiver.sv", "uart/uart_transmitter.sv"});
}

}  // namespace rtl4ml::test
