#include "sw/ops/table.hpp"
#include "tests/rtl_templates/operator_devices.hpp"

namespace rtl4ml::test {
namespace {

/// A table with a registered read port per lane.
std::string table_source(const TableOp& op, const Shape& shape) {
  const std::string in = std::to_string(op.data_in.width), out = std::to_string(op.data_out.width);
  const std::string lanes = std::to_string(shape.parallelism);
  std::string text = "    logic table_enable;\n    logic [" + lanes + "*" + in + "-1:0] table_address;\n    logic [" +
                     lanes + "*" + out + "-1:0] table_data;\n    logic [" + out +
                     "-1:0] entries[0:" + std::to_string(op.entries.size() - 1) + "];\n    initial begin\n";
  for (std::size_t i = 0; i < op.entries.size(); ++i) {
    const std::uint64_t bits =
        static_cast<std::uint64_t>(op.entries[i]) & ((std::uint64_t{1} << op.data_out.width) - 1);
    text += "      entries[" + std::to_string(i) + "] = " + out + "'d" + std::to_string(bits) + ";\n";
  }
  return text + "    end\n    for (genvar lane = 0; lane < " + lanes +
         "; lane++) begin : gen_lane\n      always_ff @(posedge clk) begin\n        if (table_enable) "
         "table_data[lane*" +
         out + "+:" + out + "] <= entries[table_address[lane*" + in + "+:" + in + "]];\n      end\n    end\n";
}

}  // namespace

TEST_CASE("fixed_table gives the entries of its table", "[rtl]") {
  Dice dice;
  std::vector<Device> devices;
  while (devices.size() < 12) {
    const Shape shape = random_shape(dice);
    TableOp op;
    op.data_in = dice.type(7);
    op.data_out = dice.type();
    op.entries = dice.codes(op.data_out, 1 << op.data_in.width);
    devices.push_back(operator_device(
        dice, "fixed_table", op, shape, 1, true, {}, table,
        {{"table_enable", "table_enable"}, {"table_address", "table_address"}, {"table_data", "table_data"}},
        table_source(op, shape)));
  }
  check_devices("fixed_table", devices, {"number/fixed_number_pkg.sv", "table/fixed_table.sv"});
}

}  // namespace rtl4ml::test
