#include "sim/wave/gtkwave_save.hpp"

#include "tests/catch.hpp"

using namespace rtl4ml;

TEST_CASE("the save file groups streams by layer, elements as signed decimals with a fixed point") {
  const DesignSignature design = read_signature("tests/sim/designs/chain/signature.json").value();
  const std::string text = gtkwave_save(design, "chain.vcd", "top.top");
  CHECK(text.find("[dumpfile] \"chain.vcd\"") != std::string::npos);
  CHECK(text.find("@800200\n-add (linear)\n") != std::string::npos);
  CHECK(text.find("\ntop.top.relu_data_out_0_valid\n") != std::string::npos);
  // Right-justified, signed, fixed point; element 3 of the relu's four 8-bit lanes is the vector's first eight bits.
  CHECK(text.find("@40000420\n[fpshift_count] 3\n#{relu_data_out_0[3]} (0)top.top.relu_data_out_0[31:0]") !=
        std::string::npos);
}
