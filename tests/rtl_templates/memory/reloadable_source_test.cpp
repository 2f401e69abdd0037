// Memories of weights that are written again: random writes through the bus, to parts, to other rows and to addresses
// that are none, against a model; then rows are read.
#include <map>

#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {
namespace {

constexpr int kMemoryOperations = 60;  // of a vector
constexpr int kReloadVectors = 8;

struct MemoryShape {
  int width = 8, rows = 1;
  bool registered = true;
  int base = 0;  ///< in spans of the memory
};

int bits_for(int count) {
  int bits = 0;
  while ((1 << bits) < count) ++bits;
  return bits;
}

/// What is written or read, in a beat: the bus's address and data, whether it is valid, and the row that is read.
/// Operations that write come in the cycle in which the beat is taken; rows are read in it.
struct MemoryOperation {
  std::uint32_t data = 0, address = 0, row = 0;
  bool write = false, read = false;

  [[nodiscard]] std::int64_t code() const {
    return static_cast<std::int64_t>(std::uint64_t{data} | std::uint64_t{address} << 32U | std::uint64_t{row} << 48U |
                                     std::uint64_t{write ? 1U : 0U} << 60U | std::uint64_t{read ? 1U : 0U} << 61U);
  }
};

/// The memory, folded to 32 bits a row when it is read: part p turned left by p bits.
class Model {
 public:
  explicit Model(const MemoryShape& shape)
      : shape_(shape),
        parts_((shape.width + 31) / 32),
        row_bits_(std::max(1, bits_for(shape.rows))),
        span_(1 << (row_bits_ + bits_for(parts_))),
        words_(static_cast<std::size_t>(parts_ * shape.rows)) {}

  [[nodiscard]] int parts() const { return parts_; }
  [[nodiscard]] int span() const { return span_; }
  [[nodiscard]] int base() const { return shape_.base * span_; }
  [[nodiscard]] int address_of(int part, int row) const { return base() + (part << row_bits_) + row; }

  /// Result: whether there is such a word.
  bool write(int address, std::uint32_t data) {
    const int offset = address - base(), row = offset & ((1 << row_bits_) - 1), part = offset >> row_bits_;
    if (offset < 0 || part >= parts_ || row >= shape_.rows) return false;
    const int width = std::min(32, shape_.width - 32 * part);
    words_[index(part, row)] = width == 32 ? data : data & ((1U << static_cast<unsigned>(width)) - 1);
    return true;
  }

  [[nodiscard]] std::uint32_t read(int row) const {
    std::uint32_t value = 0;
    for (int part = 0; part < parts_; ++part) {
      const std::uint32_t word = words_[index(part, row)];
      const auto turn = static_cast<unsigned>(part % 32);
      value ^= turn == 0 ? word : word << turn | word >> (32 - turn);
    }
    return value;
  }

 private:
  [[nodiscard]] std::size_t index(int part, int row) const {
    return static_cast<std::size_t>(part * shape_.rows + row);
  }

  MemoryShape shape_;
  int parts_, row_bits_, span_;
  std::vector<std::uint32_t> words_;
};

/// A beat in is an operation, a beat out the row that was last read: memory before the writes of its cycle. In a cycle
/// that writes this memory a registered source reads nothing, and shows the row of before.
Device source_device(std::mt19937_64& random, const MemoryShape& shape) {
  Model model(shape);
  const auto below = [&random](int limit) { return static_cast<int>(random() % static_cast<std::uint64_t>(limit)); };
  const int address_width = bits_for(model.span() * (shape.base + 2));
  std::vector<std::int64_t> operations, expected;
  for (int vector = 0; vector < kReloadVectors; ++vector) {
    std::vector<MemoryOperation> list;
    // Everything is known first: a reset may have come in the middle of the vector before.
    for (int part = 0; part < model.parts(); ++part) {
      for (int row = 0; row < shape.rows; ++row)
        list.push_back({static_cast<std::uint32_t>(random()), static_cast<std::uint32_t>(model.address_of(part, row)),
                        0, true, false});
    }
    list.push_back({0, 0, 0, false, true});
    while (list.size() < kMemoryOperations) {
      MemoryOperation one{static_cast<std::uint32_t>(random()), static_cast<std::uint32_t>(below(1 << address_width)),
                          static_cast<std::uint32_t>(below(shape.rows)), below(2) == 0, below(2) == 0};
      if (below(3) > 0)
        one.address = static_cast<std::uint32_t>(model.address_of(below(model.parts()), below(shape.rows)));
      list.push_back(one);
    }
    std::uint32_t shown = 0;
    bool known = false;
    for (const MemoryOperation& one : list) {
      const std::uint32_t before = model.read(static_cast<int>(one.row));
      const bool hit = one.write && model.write(static_cast<int>(one.address), one.data);
      if (!shape.registered) {
        shown = before;
        known = true;
      } else if (one.read && !hit) {
        shown = before;
        known = true;
      }
      operations.push_back(one.code());
      // Until something was read the output is what it is: the device gives zero there.
      expected.push_back(known && one.read ? shown : 0);
    }
  }
  const std::string width = std::to_string(shape.width), rows = std::to_string(shape.rows);
  const std::string row_bits = std::to_string(std::max(1, bits_for(shape.rows)));
  const std::string bus_bits = std::to_string(address_width);
  const Bindings parameters = {{"WIDTH", width},
                               {"ROWS", rows},
                               {"REGISTERED", shape.registered ? "1" : "0"},
                               {"RELOAD_ADDRESS_WIDTH", bus_bits},
                               {"RELOAD_BASE", std::to_string(model.base())}};
  Device device;
  device.label = label("reloadable_source", parameters);
  device.body = "localparam int WIDTH = " + width + ";\nlocalparam int ROW_BITS = " + row_bits +
                ";\nlocalparam int BUS_BITS = " + bus_bits +
                ";\nlocalparam int REGISTERED = " + (shape.registered ? "1" : "0") + R"(;
localparam int PARTS = (WIDTH + 31) / 32;
// One operation at a time: taken when its answer is there and taken.
logic due_q, read_q, take;
logic [WIDTH-1:0] data, shown;
logic [PARTS*32-1:0] parts;
logic [31:0] folded;
logic [63:0] turned;
assign take = data_in_0_valid && !due_q;
assign data_in_0_ready = !due_q;
assign data_out_0_valid = due_q;
always_ff @(posedge clk) begin
  if (rst) due_q <= 1'b0;
  else if (take) due_q <= 1'b1;
  else if (data_out_0_ready) due_q <= 1'b0;
  if (take) read_q <= data_in_0[61];
end
if (REGISTERED != 0) begin : gen_registered
  assign shown = data;
end else begin : gen_held
  logic [WIDTH-1:0] data_q;
  always_ff @(posedge clk) if (take) data_q <= data;
  assign shown = data_q;
end
assign parts = (PARTS*32)'(shown);
always_comb begin
  folded = '0;
  turned = '0;
  for (int p = 0; p < PARTS; p++) begin
    turned = {parts[p*32+:32], parts[p*32+:32]} << (p % 32);
    folded = folded ^ turned[63:32];
  end
end
assign data_out_0 = folded & {32{read_q}};
logic unused_bits;
assign unused_bits = ^{data_in_0, turned};
)" +
                instance("reloadable_source", parameters,
                         {{"clk", "clk"},
                          {"enable", "take && data_in_0[61]"},
                          {"address", "data_in_0[48+:ROW_BITS]"},
                          {"data", "data"},
                          {"reload_valid", "take && data_in_0[60]"},
                          {"reload_address", "data_in_0[32+:BUS_BITS]"},
                          {"reload_data", "data_in_0[31:0]"}});
  device.inputs = {{"data_in_0", 64, 1, static_cast<int>(operations.size()) / kReloadVectors, operations}};
  device.outputs = {{"data_out_0", 32, 1, static_cast<int>(operations.size()) / kReloadVectors, expected}};
  return device;
}

}  // namespace

TEST_CASE("reloadable_source gives what was written last, and is written where it is meant", "[rtl]") {
  std::mt19937_64 random(seed());
  std::vector<Device> devices;
  for (const bool registered : {true, false}) {
    for (const MemoryShape& shape :
         {MemoryShape{1, 1}, MemoryShape{7, 2}, MemoryShape{31, 5}, MemoryShape{32, 4}, MemoryShape{33, 3},
          MemoryShape{40, 8}, MemoryShape{64, 6}, MemoryShape{70, 3}, MemoryShape{96, 4}, MemoryShape{130, 2}}) {
      MemoryShape one = shape;
      one.registered = registered;
      one.base = static_cast<int>(random() % 4);
      devices.push_back(source_device(random, one));
    }
  }
  check_devices("reloadable_source", devices, {"number/fixed_number_pkg.sv", "memory/reloadable_source.sv"});
}

}  // namespace rtl4ml::test
