// The control registers behind AXI4-Lite, and the gate that they open: random transactions and events against a model
// of the registers, with address and data of a write in any order and responses that wait.
#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {
namespace {

constexpr std::uint32_t kControl = 0x40, kStatus = 0x44, kInFlight = 0x48, kScratch = 0x4c, kVectorsIn = 0x50,
                        kVectorsOut = 0x54, kCyclesBusy = 0x58, kCyclesStalled = 0x5c;
constexpr std::uint32_t kEnable = 1, kClear = 2, kSoftReset = 4;
constexpr int kOperations = 40;  // of a vector
constexpr int kVectors = 12;

/// What the player below does next: a write, a read, both at once, or some cycles of events.
struct Operation {
  bool write = false, read = false;
  std::uint32_t order = 0;  ///< of a write: 0 both at once, 1 the address first, 2 the data first
  std::uint32_t write_address = 0, data = 0, strobe = 0, read_address = 0;

  [[nodiscard]] std::int64_t code() const {
    return static_cast<std::int64_t>(std::uint64_t{data} | std::uint64_t{write_address} << 32U |
                                     std::uint64_t{strobe} << 44U | std::uint64_t{read_address} << 48U |
                                     std::uint64_t{write ? 1U : 0U} << 60U | std::uint64_t{read ? 1U : 0U} << 61U |
                                     std::uint64_t{order} << 62U);
  }
};

/// In cycles + 1 cycles: the first begins and takes a vector, the last gives one, in all of them the output is stalled.
struct Events {
  std::uint32_t cycles = 0;
  bool begin = false, take = false, give = false, stall = false, framing_error = false;

  [[nodiscard]] Operation operation() const {
    Operation one;
    one.data = cycles | (begin ? 1U << 8U : 0U) | (take ? 1U << 9U : 0U) | (give ? 1U << 10U : 0U) |
               (stall ? 1U << 11U : 0U) | (framing_error ? 1U << 12U : 0U);
    return one;
  }
};

/// What the registers hold.
struct Registers {
  std::vector<std::uint32_t> constants;
  std::uint32_t enable = 0, scratch = 0, in_flight = 0, in = 0, out = 0, busy = 0, stalled = 0;
  std::uint32_t soft_resets = 0;  ///< since the last events
  bool framing_error = false;
  bool busy_known = true;  ///< no vector has been in flight for a time that depends on the stalls

  [[nodiscard]] bool has(std::uint32_t address) const {
    return address < constants.size() * 4 || (address >= kControl && address <= kCyclesStalled);
  }

  [[nodiscard]] std::uint32_t read(std::uint32_t address) const {
    switch (address) {
      case kControl:
        return enable;
      case kStatus:
        return (in_flight != 0 ? 1U : 0U) | (framing_error ? 2U : 0U);
      case kInFlight:
        return in_flight;
      case kScratch:
        return scratch;
      case kVectorsIn:
        return in;
      case kVectorsOut:
        return out;
      case kCyclesBusy:
        return busy;
      case kCyclesStalled:
        return stalled;
      default:
        return has(address) ? constants[address / 4] : 0;
    }
  }

  /// Result: whether the write is refused.
  bool write(std::uint32_t address, std::uint32_t data, std::uint32_t strobe) {
    if (address == kScratch) {
      for (unsigned byte = 0; byte < 4; ++byte) {
        const std::uint32_t mask = 0xffU << (8 * byte);
        if ((strobe >> byte & 1U) != 0) scratch = (scratch & ~mask) | (data & mask);
      }
    }
    if (address == kControl && (strobe & 1U) != 0) {
      enable = data & kEnable;
      if ((data & kClear) != 0) {
        in = out = busy = stalled = 0;
        busy_known = in_flight == 0;
      }
      if ((data & kSoftReset) != 0) {
        in_flight = 0;
        ++soft_resets;
      }
    }
    return address != kControl && address != kScratch;
  }

  /// Result: what the player answers.
  std::uint32_t happen(const Events& events) {
    const bool was_in_flight = in_flight != 0;
    if (events.begin && events.give && !was_in_flight) busy += events.cycles + 1;
    in_flight += (events.begin ? 1U : 0U) - (events.give ? 1U : 0U);
    in += events.take ? 1U : 0U;
    out += events.give ? 1U : 0U;
    stalled += events.stall ? events.cycles + 1 : 0;
    framing_error = events.framing_error;
    busy_known = busy_known && !was_in_flight && in_flight == 0;
    const std::uint32_t answer = soft_resets << 1U | enable;
    soft_resets = 0;
    return answer;
  }
};

/// Vectors of operations, and what the player has to answer: {read data, read response, write response}.
class Script {
 public:
  Script(std::mt19937_64& random, std::vector<std::uint32_t> constants) : random_(random) {
    registers_.constants = std::move(constants);
  }

  /// The first operations bring the device to a known state, whatever was before; the last takes note of soft resets.
  void random_vector() {
    transaction({true, false, 0, kControl, kClear | kSoftReset | (below(2) != 0 ? kEnable : 0), 15, 0});
    transaction({true, false, 0, kScratch, bits(), 15, 0});
    transaction({true, false, 0, kControl, kClear | registers_.enable, 1, 0});
    events({});
    for (int i = 5; i < kOperations; ++i) below(3) == 0 ? random_events() : random_transaction();
    events({});
  }

  /// Every register as reset left it.
  void reset_vector(bool enabled) {
    registers_.enable = enabled ? kEnable : 0;
    for (int i = 0; i < kOperations; ++i) {
      transaction({false, true, 0, 0, 0, 0, 4 * static_cast<std::uint32_t>(i)});
    }
  }

  [[nodiscard]] const std::vector<std::int64_t>& operations() const { return operations_; }
  [[nodiscard]] const std::vector<std::int64_t>& expected() const { return expected_; }

 private:
  std::uint32_t bits() { return static_cast<std::uint32_t>(random_()); }
  std::uint32_t below(std::uint32_t limit) { return bits() % limit; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(registers_.constants.size()); }

  std::uint32_t random_address() {
    switch (below(8)) {
      case 0:
        return bits() & 0xffcU;  // anywhere
      case 1:
        return count() * 4;
      case 2:
        return kCyclesStalled + 4;
      case 3:
        return 4 * below(count());
      default:
        return kControl + 4 * below(8);
    }
  }

  void random_transaction() {
    Operation one{below(3) != 0, true, below(3), random_address(), bits(), bits() & 15U, random_address()};
    if (below(2) == 0) one.write_address = below(3) == 0 ? kControl : kScratch;
    if (one.write && below(2) == 0) one.read = false;
    if (one.read_address == kCyclesBusy && !registers_.busy_known) one.read_address = kVectorsIn;
    // What a read gives while its register is being written depends on the stalls.
    if (one.write && (one.write_address == kControl || one.write_address == one.read_address)) one.read = false;
    transaction(one);
  }

  void transaction(Operation one) {
    std::uint64_t response = 0, data = 0;
    if (one.read) {
      data = registers_.read(one.read_address);
      if (!registers_.has(one.read_address)) response |= 8U;
    }
    if (one.write && registers_.write(one.write_address, one.data, one.strobe)) response |= 2U;
    // The lowest bits of an address do not count.
    one.write_address |= below(4);
    one.read_address |= below(4);
    operations_.push_back(one.code());
    expected_.push_back(static_cast<std::int64_t>(data << 4U | response));
  }

  void random_events() {
    Events one{below(16), below(2) == 0, below(2) == 0, below(2) == 0, below(2) == 0, below(2) == 0};
    one.begin = one.begin || (one.give && registers_.in_flight == 0);
    events(one);
  }

  void events(const Events& one) {
    operations_.push_back(one.operation().code());
    expected_.push_back(static_cast<std::int64_t>(std::uint64_t{registers_.happen(one)} << 4U));
  }

  std::mt19937_64& random_;
  Registers registers_;
  std::vector<std::int64_t> operations_, expected_;
};

/// Plays operations. The requests of the next one are offered while the responses of the last one wait.
constexpr const char* kPlayer = R"(
logic is_write, is_read, aw_done_q, w_done_q, ar_done_q, requested, due_q, due_write_q, due_read_q, given;
logic awvalid, awready, wvalid, wready, bvalid, bready, arvalid, arready, rvalid, rready;
logic running, first_cycle, last_cycle, framing_q, enable, soft_reset;
logic [1:0] order, bresp, rresp;
logic [31:0] rdata, answer;
logic [8:0] told_q;
logic [7:0] cycle_q, resets_q;
assign is_write = data_in_0[60];
assign is_read = data_in_0[61];
assign order = data_in_0[63:62];
assign awvalid = data_in_0_valid && is_write && !aw_done_q && (order != 2'd2 || w_done_q);
assign wvalid = data_in_0_valid && is_write && !w_done_q && (order != 2'd1 || aw_done_q);
assign arvalid = data_in_0_valid && is_read && !ar_done_q;
// Events wait until nothing else goes on.
assign running = data_in_0_valid && !is_write && !is_read && !due_q;
assign first_cycle = running && cycle_q == '0;
assign last_cycle = running && cycle_q == data_in_0[7:0];
assign requested = is_write || is_read ? (!is_write || (aw_done_q && w_done_q)) && (!is_read || ar_done_q) : last_cycle;
assign data_in_0_ready = data_in_0_valid && requested && !due_q;
assign data_out_0_valid = due_q && (!due_write_q || bvalid) && (!due_read_q || rvalid);
assign answer = due_read_q ? rdata : due_write_q ? 32'd0 : {23'd0, told_q};
assign data_out_0 = {answer, due_read_q ? rresp : 2'd0, due_write_q ? bresp : 2'd0};
assign given = data_out_0_valid && data_out_0_ready;
assign bready = given && due_write_q;
assign rready = given && due_read_q;
always_ff @(posedge clk) begin
  if (rst || data_in_0_ready) begin
    {aw_done_q, w_done_q, ar_done_q} <= '0;
    cycle_q <= '0;
  end else begin
    if (awvalid && awready) aw_done_q <= 1'b1;
    if (wvalid && wready) w_done_q <= 1'b1;
    if (arvalid && arready) ar_done_q <= 1'b1;
    if (running) cycle_q <= cycle_q + 8'd1;
  end
end
always_ff @(posedge clk) begin
  if (rst) due_q <= 1'b0;
  else if (data_in_0_ready) due_q <= 1'b1;
  else if (given) due_q <= 1'b0;
  if (data_in_0_ready) {due_write_q, due_read_q} <= {is_write, is_read};
  if (last_cycle) told_q <= {resets_q, enable};
end
always_ff @(posedge clk) begin
  if (rst) framing_q <= 1'b0;
  else if (running) framing_q <= data_in_0[12];
  if (rst || last_cycle) resets_q <= '0;
  else resets_q <= resets_q + 8'(soft_reset);
end
)";

std::string constants_text(const std::vector<std::uint32_t>& constants) {
  std::string text;
  for (auto word = constants.rbegin(); word != constants.rend(); ++word) {
    text += (text.empty() ? "{32'd" : ", 32'd") + std::to_string(*word);
  }
  return text + "}";
}

/// `random_vectors`: operations of every kind; else the registers are only read, as reset left them.
Device control_device(std::mt19937_64& random, int constants, bool enabled, bool random_vectors) {
  std::vector<std::uint32_t> words;
  for (int i = 0; i < constants; ++i) words.push_back(static_cast<std::uint32_t>(random()));
  Script script(random, words);
  for (int i = 0; i < kVectors; ++i) random_vectors ? script.random_vector() : script.reset_vector(enabled);
  const Bindings parameters = {{"CONSTANTS", std::to_string(constants)}, {"ENABLED_AT_RESET", enabled ? "1" : "0"}};
  Bindings ports = {{"clk", "clk"},
                    {"rst", "rst"},
                    {"s_axi_awaddr", "data_in_0[43:32]"},
                    {"s_axi_wdata", "data_in_0[31:0]"},
                    {"s_axi_wstrb", "data_in_0[47:44]"},
                    {"s_axi_araddr", "data_in_0[59:48]"},
                    {"constants", constants_text(words)},
                    {"enable", "enable"},
                    {"soft_reset", "soft_reset"},
                    {"vector_begun", "first_cycle && data_in_0[8]"},
                    {"vector_taken", "first_cycle && data_in_0[9]"},
                    {"vector_given", "last_cycle && data_in_0[10]"},
                    {"output_stalled", "running && data_in_0[11]"},
                    {"framing_error", "framing_q"}};
  for (const char* net : {"awvalid", "awready", "wvalid", "wready", "bresp", "bvalid", "bready", "arvalid", "arready",
                          "rdata", "rresp", "rvalid", "rready"}) {
    ports.emplace_back(std::string("s_axi_") + net, net);
  }
  Device device;
  device.label = label("axi_lite_control", parameters) + (random_vectors ? "" : " after reset");
  device.body = kPlayer + instance("axi_lite_control", parameters, ports);
  device.inputs = {{"data_in_0", 64, 1, kOperations, script.operations()}};
  device.outputs = {{"data_out_0", 36, 1, kOperations, script.expected()}};
  return device;
}

/// Vectors go through a gate that opens and closes at random. A beat that passes where none may, and a vector that is
/// told wrongly, spoil the data.
Device gate_device(std::mt19937_64& random, int beats) {
  const Bindings parameters = {{"BEATS", std::to_string(beats)}};
  const std::vector<std::int64_t> codes = random_codes(random, kVectors, beats);
  Device device;
  device.label = label("axi_vector_gate", parameters);
  device.body = "localparam int BEATS = " + std::to_string(beats) + R"(;
logic vector_begun, vector_taken, passing_q, wrong_q, move, begun_q;
logic [15:0] random_q;
logic [7:0] beat_q;
assign move = data_out_0_valid && data_out_0_ready;
assign data_out_0 = data_in_0 ^ {8{wrong_q}};
always_ff @(posedge clk) begin
  random_q <= rst ? 16'h1 : {random_q[14:0], random_q[15] ^ random_q[13] ^ random_q[12] ^ random_q[10]};
  passing_q <= rst || random_q[3:0] == 4'd0 ? 1'b0 : random_q[7:5] == 3'd0 || passing_q;
end
always_ff @(posedge clk) begin
  if (rst || (move && beat_q == 8'(BEATS - 1))) {begun_q, beat_q} <= '0;
  else begin
    begun_q <= begun_q || data_out_0_valid;
    beat_q <= beat_q + 8'(move);
  end
end
always_ff @(posedge clk) begin
  if (rst) wrong_q <= 1'b0;
  else if ((data_in_0_ready && !passing_q && !begun_q) || vector_begun != (move && beat_q == 8'd0) ||
           vector_taken != (move && beat_q == 8'(BEATS - 1)) ||
           ((passing_q || begun_q) && data_in_0_valid != data_out_0_valid)) wrong_q <= 1'b1;
end
)";
  device.body += instance("axi_vector_gate", parameters,
                          {{"clk", "clk"},
                           {"rst", "rst"},
                           {"enable", "passing_q"},
                           {"data_in_0_valid", "data_in_0_valid"},
                           {"data_in_0_ready", "data_in_0_ready"},
                           {"data_out_0_valid", "data_out_0_valid"},
                           {"data_out_0_ready", "data_out_0_ready"},
                           {"vector_begun", "vector_begun"},
                           {"vector_taken", "vector_taken"}});
  device.inputs = {{"data_in_0", 8, 1, beats, codes}};
  device.outputs = {{"data_out_0", 8, 1, beats, codes}};
  return device;
}

}  // namespace

TEST_CASE("the AXI4-Lite registers answer and count, and vectors pass the gate whole", "[rtl]") {
  std::mt19937_64 random(seed());
  std::vector<Device> devices;
  for (const int beats : {1, 2, 3, 8}) devices.push_back(gate_device(random, beats));
  for (const int constants : {1, 12, 16}) {
    for (const bool enabled : {false, true}) {
      devices.push_back(control_device(random, constants, enabled, true));
      devices.push_back(control_device(random, constants, enabled, false));
    }
  }
  check_devices("axi_lite", devices, {"axi/axi_lite_slave.sv", "axi/axi_lite_control.sv", "axi/axi_vector_gate.sv"});
}

}  // namespace rtl4ml::test
