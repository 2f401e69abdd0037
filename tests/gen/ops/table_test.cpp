#include "gen/ops/table.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("a table is a module of its own that every lane reads", "[ops]") {
  HardwareConfig config = test::config();
  config.input_shape = {3};
  config.parallelism.in = 2;
  config.precision.data_in = test::spec(3, 0);
  config.precision.data_out = test::spec(4, 3, false);
  const CompiledDesign design = test::compiled(config, {{{"s", TableLayer{TableFunction::kHardSigmoid}}}});
  const NodeView view = test::view(design, 0);
  CHECK(view.data_out.type == FixedType{4, 3, false});  // not that of data_in
  const Instantiation parts = test::instantiate(view);
  CHECK(parts.wires[1].width == 6);
  CHECK(parts.wires[2].width == 8);
  CHECK(parts.instances[1].module == "s_table_source");
  CHECK(table_operator().cost(view).memory_bits == 8 * 4 * 2);
  CHECK(view.node.timing.latency_cycles == 3);
  const test::ScratchFolder folder;
  CHECK(table_operator().write_sources(view, folder.path()).value() == std::vector<std::string>{"s_table_source.sv"});
  const std::string text = test::text_of(folder.path() / "s_table_source.sv");
  CHECK(text.find("3'd0: entry = 4'h4;") != std::string::npos);     // 0 -> 0.5
  CHECK(text.find("3'd3: entry = 4'h8;") != std::string::npos);     // 3 -> 1
  CHECK(text.find("default: entry = 4'h3;") != std::string::npos);  // -1 -> 1/3
  CHECK(text.find("data[7:4] <= entry(address[5:3]);") != std::string::npos);
}

}  // namespace rtl4ml
