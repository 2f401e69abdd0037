// The control registers behind AXI4-Lite, and the gate that they open: random transactions and events against a model
// of the registers, with address and data of a write in any order and responses that wait.
#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {
namespace {

constexpr std::uint32_t kControl = 0x40, kStatus = 0x44, kInFlight = 0x48, kScratch = 0x4c, kVectorsIn = 0x50,
                        kVectorsOut = 0x54, kCyclesBusy = 0x58, kCyclesStalled = 0x5c, kReloadAddress = 0x100,
                        kReloadData = 0x104, kReloadCount = 0x108;
constexpr std::uint32_t kEnable = 1, kClear = 2, kSoftReset = 4;
constexpr std::uint32_t kBegins = 1;  ///< in the read address of an operation that only writes: a vector begins with it
constexpr int kOperations = 40;       // of a vector
constexpr int kBusVectors = 12;

/// What the player below does next: a write, a read, both at once, or some cycles of events.
struct Operation {
  bool write = false, read = false;
  std::uint32_t order = 0;  ///< of a write: 0 both at once, 1 the address first, 2 the data first; 3: struck by a reset
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
  std::uint32_t reload_width = 0, reload_address = 0, reload_count = 0;
  std::uint32_t bus_sum = 0;  ///< of the words of the reload bus since the last events
  bool busy_known = true;     ///< no vector has been in flight for a time that depends on the stalls

  [[nodiscard]] bool has(std::uint32_t address) const {
    return address < constants.size() * 4 || (address >= kControl && address <= kCyclesStalled) || has_reload(address);
  }

  [[nodiscard]] bool has_reload(std::uint32_t address) const {
    return reload_width > 0 && address >= kReloadAddress && address <= kReloadCount;
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
      case kReloadAddress:
        return reload_address;
      case kReloadCount:
        return reload_count;
      default:
        if (has_reload(address)) return 0;
        return has(address) ? constants[address / 4] : 0;
    }
  }

  /// The reload registers take whole words, and words for the bus only while nothing computes. Result: as write().
  bool write_reload(std::uint32_t address, std::uint32_t data, std::uint32_t strobe, bool begins) {
    const std::uint32_t mask = (1U << reload_width) - 1;
    if (strobe != 15 || address == kReloadCount) return true;
    if (address == kReloadAddress) {
      reload_address = data & mask;
      return false;
    }
    if (enable != 0 || in_flight != 0 || begins) return true;
    bus_sum = (bus_sum << 1U | bus_sum >> 21U) + (data ^ reload_address << 7U);
    bus_sum = (bus_sum ^ bus_sum >> 22U) & 0x3FFFFFU;
    reload_address = (reload_address + 1) & mask;
    ++reload_count;
    return false;
  }

  /// `begins`: a vector begins in the cycle of the write. Result: whether the write is refused.
  bool write(std::uint32_t address, std::uint32_t data, std::uint32_t strobe, bool begins) {
    if (has_reload(address)) return write_reload(address, data, strobe, begins);
    if (address == kScratch) {
      for (unsigned byte = 0; byte < 4; ++byte) {
        const std::uint32_t mask = 0xffU << (8 * byte);
        if ((strobe >> byte & 1U) != 0) scratch = (scratch & ~mask) | (data & mask);
      }
    }
    if (address == kControl && (strobe & 1U) != 0) {
      enable = data & kEnable;
      if ((data & kClear) != 0) {
        in = out = busy = stalled = reload_count = 0;
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
    const std::uint32_t answer = bus_sum << 9U | soft_resets << 1U | enable;
    soft_resets = 0;
    bus_sum = 0;
    return answer;
  }
};

/// Vectors of operations, and what the player has to answer: {read data, read response, write response}.
class Script {
 public:
  Script(std::mt19937_64& random, std::vector<std::uint32_t> constants, bool enabled, int reload_width)
      : random_(random), enabled_(enabled ? kEnable : 0) {
    registers_.constants = std::move(constants);
    registers_.reload_width = static_cast<std::uint32_t>(reload_width);
  }

  /// The first operations bring the device to a known state, whatever was before; the last takes note of soft resets.
  void random_vector() {
    transaction({true, false, 0, kControl, kClear | kSoftReset | (below(2) != 0 ? kEnable : 0), 15, 0});
    transaction({true, false, 0, kScratch, bits(), 15, 0});
    transaction({true, false, 0, kControl, kClear | registers_.enable, 1, 0});
    if (registers_.reload_width > 0) transaction({true, false, 0, kReloadAddress, bits(), 15, 0});
    events({});
    while (operations_.size() % kOperations < kOperations - 10) {
      switch (below(6)) {
        case 0:
        case 1:
          random_events();
          break;
        case 2:
          if (registers_.reload_width > 0) random_reload();
          break;
        default:
          random_transaction();
      }
    }
    while (operations_.size() % kOperations != 0) events({});
  }

  /// Every register as reset left it.
  void reset_vector() {
    registers_.enable = enabled_;
    for (int i = 0; i < kOperations; ++i) {
      const int reload = i - (kOperations - 3);
      transaction(
          {false, true, 0, 0, 0, 0,
           reload >= 0 ? kReloadAddress + 4 * static_cast<std::uint32_t>(reload) : 4 * static_cast<std::uint32_t>(i)});
    }
  }

  [[nodiscard]] const std::vector<std::int64_t>& operations() const { return operations_; }
  [[nodiscard]] const std::vector<std::int64_t>& expected() const { return expected_; }

 private:
  std::uint32_t bits() { return static_cast<std::uint32_t>(random_()); }
  std::uint32_t below(std::uint32_t limit) { return bits() % limit; }
  std::uint32_t count() const { return static_cast<std::uint32_t>(registers_.constants.size()); }

  std::uint32_t random_address() {
    switch (below(9)) {
      case 0:
        return bits() & 0xffcU;  // anywhere
      case 6:
        return kReloadAddress + 4 * below(4);
      case 1:
        return count() * 4;
      case 2:
        return kCyclesStalled + 4;
      case 3:
        return 4 * below(count());
      case 4:
        return (kControl + 4 * below(8)) ^ (1U << (7 + below(5)));  // a register's, but for one high bit
      default:
        return kControl + 4 * below(8);
    }
  }

  /// A write in whose cycle reset strikes.
  void struck_transaction() {
    operations_.push_back(
        Operation{true, false, 3, below(2) != 0 ? kControl : kScratch, bits(), bits() & 15U, 0}.code());
    expected_.push_back(0);
    const Registers before = registers_;
    registers_ = {before.constants, enabled_};
    registers_.soft_resets = before.soft_resets;
    registers_.reload_width = before.reload_width;
    registers_.bus_sum = before.bus_sum;
    registers_.framing_error = before.framing_error;
  }

  void random_transaction() {
    if (below(12) == 0) return struck_transaction();
    Operation one{below(3) != 0, true, below(3), random_address(), bits(), bits() & 15U, random_address()};
    if (below(2) == 0) one.write_address = below(3) == 0 ? kControl : kScratch;
    if (one.write && below(2) == 0) one.read = false;
    if (one.read_address == kCyclesBusy && !registers_.busy_known) one.read_address = kVectorsIn;
    // What a read gives while its register is being written depends on the stalls.
    if (one.write && (one.write_address == kControl || one.write_address == one.read_address ||
                      registers_.has_reload(one.write_address)))
      one.read = false;
    transaction(one);
  }

  /// Words for the reload bus, most of them while nothing computes: as an address and what follows.
  void random_reload() {
    if (below(2) == 0) {
      transaction({true, false, 0, kControl, kSoftReset, 15, 0});
      transaction({true, false, 0, kReloadAddress, bits(), 15, 0});
    }
    for (std::uint32_t words = below(4); words > 0; --words) {
      const std::uint32_t strobe = below(6) == 0 ? bits() & 15U : 15;
      transaction({true, false, below(3), kReloadData, bits(), strobe, below(5) == 0 ? kBegins : 0});
    }
    transaction({false, true, 0, 0, 0, 0, kReloadAddress + 4 * below(3)});
  }

  void transaction(Operation one) {
    std::uint64_t response = 0, data = 0;
    if (one.read) {
      data = registers_.read(one.read_address);
      if (!registers_.has(one.read_address)) response |= 8U;
    }
    const bool begins = one.write && !one.read && (one.read_address & kBegins) != 0 && one.write_address == kReloadData;
    if (one.write && registers_.write(one.write_address, one.data, one.strobe, begins)) response |= 2U;
    if (one.write && !one.read) one.read_address = begins ? kBegins : 0;
    if (begins) ++registers_.in_flight;
    if (begins) registers_.busy_known = false;
    // The lowest bits of an address do not count.
    one.write_address |= below(4);
    if (one.read) one.read_address |= below(4);
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
  std::uint32_t enabled_;  // after a reset
  Registers registers_;
  std::vector<std::int64_t> operations_, expected_;
};

/// Plays operations, with noise on every payload that is not offered. The requests of the next one are offered while
/// the responses of the last one wait. What no AXI4-Lite slave with one write and one read under way does spoils all
/// answers.
constexpr const char* kPlayer = R"(
logic is_write, is_read, aw_done_q, w_done_q, ar_done_q, requested, due_q, due_write_q, due_read_q, given;
logic awvalid, awready, wvalid, wready, bvalid, bready, arvalid, arready, rvalid, rready;
logic running, first_cycle, last_cycle, struck, strike, begins, begun, aw_q, w_q, ar_q, wrong_q;
logic [1:0] order, bresp, rresp;
logic [11:0] awaddr, araddr;
logic [3:0] wstrb;
logic [31:0] wdata, rdata, answer, event_answer, told_q, noise_q;
logic [7:0] cycle_q;
assign is_write = data_in_0[60];
assign is_read = data_in_0[61];
assign order = data_in_0[63:62];
// A write that is not done, and not answered: the slave is reset in the very cycle.
assign struck = is_write && order == 2'd3;
// A vector begins in the cycle of a write.
assign begins = is_write && !is_read && data_in_0[48] && !struck;
assign begun = data_in_0_valid && begins && aw_done_q && w_done_q;
assign strike = data_in_0_valid && struck && aw_done_q && w_done_q;
assign awvalid = data_in_0_valid && is_write && !aw_done_q && (order != 2'd2 || w_done_q) && !((struck || begins) && due_q);
assign wvalid = data_in_0_valid && is_write && !w_done_q && (order != 2'd1 || aw_done_q) && !((struck || begins) && due_q);
assign arvalid = data_in_0_valid && is_read && !ar_done_q;
assign awaddr = awvalid ? data_in_0[43:32] : noise_q[11:0];
assign wdata = wvalid ? data_in_0[31:0] : noise_q;
assign wstrb = wvalid ? data_in_0[47:44] : noise_q[15:12];
assign araddr = arvalid ? data_in_0[59:48] : noise_q[31:20];
always_ff @(posedge clk) begin
  if (rst) noise_q <= 32'h1;
  else noise_q <= {noise_q[28:0], noise_q[31:29] ^ noise_q[6:4] ^ {2'b00, noise_q[0]}} + 32'h9e3779b9;
end
// Events wait until nothing else goes on.
assign running = data_in_0_valid && !is_write && !is_read && !due_q;
assign first_cycle = running && cycle_q == '0;
assign last_cycle = running && cycle_q == data_in_0[7:0];
assign requested = is_write || is_read ? (!is_write || (aw_done_q && w_done_q)) && (!is_read || ar_done_q) : last_cycle;
assign data_in_0_ready = data_in_0_valid && requested && !due_q;
assign data_out_0_valid = due_q && (!due_write_q || bvalid) && (!due_read_q || rvalid);
assign answer = due_read_q ? rdata : due_write_q ? 32'd0 : told_q;
assign data_out_0 = {answer, due_read_q ? rresp : 2'd0, due_write_q ? bresp : 2'd0} ^ {36{wrong_q}};
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
  if (data_in_0_ready) {due_write_q, due_read_q} <= {is_write && !struck, is_read};
  if (data_in_0_ready) told_q <= last_cycle ? event_answer : 32'd0;
end
// Taken and not answered.
always_ff @(posedge clk) begin
  if (rst || strike || (bvalid && bready)) {aw_q, w_q} <= '0;
  else {aw_q, w_q} <= {aw_q || (awvalid && awready), w_q || (wvalid && wready)};
  if (rst || (rvalid && rready)) ar_q <= 1'b0;
  else ar_q <= ar_q || (arvalid && arready);
  if (rst) wrong_q <= 1'b0;
  else if ((bvalid && !(aw_q && w_q)) || (rvalid && !ar_q) || awready == aw_q || wready == w_q || arready == ar_q) wrong_q <= 1'b1;
end
)";

/// Its nets at the slave's ports.
Bindings bus_ports() {
  Bindings ports = {{"clk", "clk"}, {"rst", "rst || strike"}};
  for (const char* net : {"awaddr", "awvalid", "awready", "wdata", "wstrb", "wvalid", "wready", "bresp", "bvalid",
                          "bready", "araddr", "arvalid", "arready", "rdata", "rresp", "rvalid", "rready"}) {
    ports.emplace_back(std::string("s_axi_") + net, net);
  }
  return ports;
}

std::string constants_text(const std::vector<std::uint32_t>& constants) {
  std::string text;
  for (auto word = constants.rbegin(); word != constants.rend(); ++word) {
    text += (text.empty() ? "{32'd" : ", 32'd") + std::to_string(*word);
  }
  return text + "}";
}

/// `random_vectors`: operations of every kind; else the registers are only read, as reset left them.
Device control_device(std::mt19937_64& random, int constants, bool enabled, int reload_width, bool random_vectors) {
  std::vector<std::uint32_t> words;
  for (int i = 0; i < constants; ++i) words.push_back(static_cast<std::uint32_t>(random()));
  Script script(random, words, enabled, reload_width);
  for (int i = 0; i < kBusVectors; ++i) random_vectors ? script.random_vector() : script.reset_vector();
  const Bindings parameters = {{"CONSTANTS", std::to_string(constants)},
                               {"ENABLED_AT_RESET", enabled ? "1" : "0"},
                               {"RELOAD_ADDRESS_WIDTH", std::to_string(reload_width)}};
  Bindings ports = bus_ports();
  const Bindings more = {{"constants", constants_text(words)},
                         {"enable", "enable"},
                         {"soft_reset", "soft_reset"},
                         {"vector_begun", "(first_cycle && data_in_0[8]) || begun"},
                         {"vector_taken", "first_cycle && data_in_0[9]"},
                         {"vector_given", "last_cycle && data_in_0[10]"},
                         {"output_stalled", "running && data_in_0[11]"},
                         {"framing_error", "framing_q"},
                         {"reload_valid", "reload_valid"},
                         {"reload_address", "reload_address"},
                         {"reload_data", "reload_data"}};
  ports.insert(ports.end(), more.begin(), more.end());
  Device device;
  device.label = label("axi_lite_control", parameters) + (random_vectors ? "" : " after reset");
  device.body = kPlayer + std::string(R"(
logic framing_q, enable, soft_reset, reload_valid;
logic [)") + std::to_string(std::max(1, reload_width)) +
                R"(-1:0] reload_address;
logic [31:0] reload_data, turned, summed;
logic [21:0] sum_q;
logic [7:0] resets_q;
assign event_answer = {1'b0, sum_q, resets_q, enable};
// Of what the reload bus carried, and in which order.
assign turned = {9'd0, sum_q, 1'b0} | {31'd0, sum_q[21]};
assign summed = turned + (reload_data ^ (32'(reload_address) << 7));
always_ff @(posedge clk) begin
  if (rst || last_cycle) sum_q <= '0;
  else if (reload_valid) sum_q <= summed[21:0] ^ {12'd0, summed[31:22]};
end
always_ff @(posedge clk) begin
  if (rst) framing_q <= 1'b0;
  else if (running) framing_q <= data_in_0[12];
  if (rst || last_cycle) resets_q <= '0;
  else resets_q <= resets_q + 8'(soft_reset);
end
)" + instance("axi_lite_control", parameters, ports);
  device.inputs = {{"data_in_0", 64, 1, kOperations, script.operations()}};
  device.outputs = {{"data_out_0", 36, 1, kOperations, script.expected()}};
  return device;
}

/// The slave alone, before one register in front of everything: a write adds its address and takes its bytes, a read
/// gives it with its own address added; words with an odd number are refused. The highest bits of a wide address count
/// as well.
Device slave_device(std::mt19937_64& random, int address_width) {
  std::vector<std::int64_t> operations, expected;
  const auto bits = [&random](std::uint32_t mask) { return static_cast<std::uint32_t>(random()) & mask; };
  // The address as the slave has it, without its two lowest bits.
  const auto wide = [address_width](std::uint32_t address) {
    const std::uint32_t word = address & ~3U;
    return address_width > 12 ? word << 20U | word << 10U | word
                              : word & ((1U << static_cast<unsigned>(address_width)) - 1);
  };
  for (int vector = 0; vector < kBusVectors; ++vector) {
    std::uint32_t held = 0;
    for (int i = 0; i < kOperations; ++i) {
      Operation one{i == 0 || bits(1) != 0, false, bits(3) % 3, bits(0xfff), bits(~0U), bits(15), bits(0xfff)};
      if (i == 0) one.strobe = 15;
      if (i == 0) one.write_address &= ~4U;
      one.read = !one.write;
      std::uint64_t answer = 0;
      if (one.write) {
        const std::uint32_t address = wide(one.write_address);
        for (unsigned byte = 0; byte < 4 && (address & 4U) == 0; ++byte) {
          const std::uint32_t mask = 0xffU << (8 * byte);
          if ((one.strobe >> byte & 1U) != 0) held = (held & ~mask) | ((one.data ^ address) & mask);
        }
        answer = (address & 4U) != 0 ? 2 : 0;
      } else {
        const std::uint32_t address = wide(one.read_address);
        answer = std::uint64_t{held ^ address} << 4U | ((address & 4U) != 0 ? 8U : 0U);
      }
      operations.push_back(one.code());
      expected.push_back(static_cast<std::int64_t>(answer));
    }
  }
  const std::string width = std::to_string(address_width);
  const Bindings parameters = {{"ADDRESS_WIDTH", width}};
  Bindings ports = bus_ports();
  const auto bind = [&ports](const std::string& port, const std::string& net) {
    const auto at = std::find_if(ports.begin(), ports.end(), [&](const auto& one) { return one.first == port; });
    if (at != ports.end())
      at->second = net;
    else
      ports.emplace_back(port, net);
  };
  const auto address = [address_width, &width](const std::string& net) {
    return address_width > 12 ? "{" + net + "[11:2], " + net + "[11:2], " + net + "}" : net + "[" + width + "-1:0]";
  };
  bind("s_axi_awaddr", address("awaddr"));
  bind("s_axi_araddr", address("araddr"));
  for (const char* net : {"write", "write_address", "write_data", "write_strobe", "read_address"}) bind(net, net);
  bind("write_error", "write && write_address[2]");  // in the cycle of the write alone
  bind("read_error", "read_address[2]");
  bind("read_data", "held_q ^ 32'(read_address)");
  Device device;
  device.label = label("axi_lite_slave", parameters);
  device.body = kPlayer + ("logic write;\nlogic [" + width + "-1:0] write_address, read_address;\n") + R"(
logic [31:0] write_data, held_q, next;
logic [3:0] write_strobe;
logic unused_event;  // nor all bits of a narrow address
assign unused_event = ^{first_cycle, begun, awaddr, araddr};
assign event_answer = '0;
assign next = write_data ^ 32'(write_address);
for (genvar i = 0; i < 4; i++) begin : gen_byte
  always_ff @(posedge clk) if (write && !write_address[2] && write_strobe[i]) held_q[i*8+:8] <= next[i*8+:8];
end
)" + instance("axi_lite_slave", parameters, ports);
  device.inputs = {{"data_in_0", 64, 1, kOperations, operations}};
  device.outputs = {{"data_out_0", 36, 1, kOperations, expected}};
  return device;
}

/// Vectors go through a gate that opens and closes at random. A beat that passes where none may, and a vector that is
/// told wrongly, spoil the data. It is reset, too, while it is closed, and must not open then.
Device gate_device(std::mt19937_64& random, int beats) {
  const Bindings parameters = {{"BEATS", std::to_string(beats)}};
  const std::vector<std::int64_t> codes = random_codes(random, kBusVectors, beats);
  Device device;
  device.label = label("axi_vector_gate", parameters);
  device.body = "localparam int BEATS = " + std::to_string(beats) + R"(;
logic vector_begun, vector_taken, passing_q, passing_d, reset_q, wrong_q, move, begun_q;
logic [15:0] random_q;
logic [7:0] beat_q;
assign move = data_out_0_valid && data_out_0_ready;
assign passing_d = !rst && random_q[3:0] != 4'd0 && (random_q[7:5] == 3'd0 || passing_q);
assign data_out_0 = data_in_0 ^ {8{wrong_q}};
always_ff @(posedge clk) begin
  random_q <= rst ? 16'h1 : {random_q[14:0], random_q[15] ^ random_q[13] ^ random_q[12] ^ random_q[10]};
  passing_q <= passing_d;
  reset_q <= !rst && !passing_q && !begun_q && !passing_d && random_q[9];
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
                           {"rst", "rst || reset_q"},
                           {"enable", "passing_q || reset_q"},
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
  for (const int address_width : {3, 12, 32}) devices.push_back(slave_device(random, address_width));
  for (const int constants : {1, 12, 16}) {
    for (const bool enabled : {false, true}) {
      for (const int reload_width : {0, constants == 1 ? 1 : constants == 12 ? 5 : 21}) {
        devices.push_back(control_device(random, constants, enabled, reload_width, true));
        devices.push_back(control_device(random, constants, enabled, reload_width, false));
      }
    }
  }
  check_devices("axi_lite", devices, {"axi/axi_lite_slave.sv", "axi/axi_lite_control.sv", "axi/axi_vector_gate.sv"});
}

}  // namespace rtl4ml::test
