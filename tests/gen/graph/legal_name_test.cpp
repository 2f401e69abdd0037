#include "gen/graph/legal_name.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("plain names stay, other characters become underscores", "[graph]") {
  CHECK(plain_identifier("fc1") == "fc1");
  CHECK(plain_identifier("net.0.Linear") == "net_0_Linear");
  CHECK(plain_identifier("0") == "layer_0");
  CHECK(plain_identifier("a__b") == "a_b");
  CHECK(plain_identifier("_x_") == "x");
  CHECK(plain_identifier("a b\n\"c\\") == "a_b_c");
  CHECK(plain_identifier("") == "layer");
  CHECK(plain_identifier("...") == "layer");
  CHECK(plain_identifier("卷积") == "u5377_u79ef");
  CHECK(plain_identifier("Übung") == "u00dc_bung");
  CHECK(plain_identifier("\xff\xfe") == "layer");
  CHECK(plain_identifier("a\xe5") == "a");  // cut in the middle of a code point
  CHECK(plain_identifier(std::string(5000, 'x')).size() == kMaxIdentifier);
}

TEST_CASE("words of languages, ports and library are reserved in any case", "[graph]") {
  for (const char* word : {"module", "logic", "TABLE", "top", "Clk", "rst", "data_in_0", "data_out_0_valid",
                           "fixed_linear", "stream_fifo", "class", "double", "signal"}) {
    INFO(word);
    CHECK(is_reserved(word));
  }
  for (const char* word : {"fc1", "topology", "modules", "data", "weight", "relu"}) {
    INFO(word);
    CHECK_FALSE(is_reserved(word));
  }
}

TEST_CASE("no two names meet, nor anything derived from them", "[graph]") {
  NameTable names;
  CHECK(names.claim("fc1") == "fc1");
  CHECK(names.claim("fc1") == "fc1_2");
  CHECK(names.claim("FC1") == "FC1_3");  // file systems that ignore case
  CHECK(names.claim("fc.1") == "fc_1");
  CHECK(names.claim("fc_1") == "fc_1_2");
  CHECK(names.claim("fc1_weight") == "fc1_weight_2");          // the wire of fc1
  CHECK(names.claim("fc1_data_out_0") == "fc1_data_out_0_2");  // its stream
  CHECK(names.claim("fc1_bias_source") == "fc1_bias_source_2");
  CHECK(names.claim("module") == "layer_module");
  CHECK(names.claim("top") == "layer_top");
  CHECK(names.claim("data_in_0") == "layer_data_in_0");
  CHECK(names.claim("layer_top") == "layer_top_2");
}

TEST_CASE("a name that comes later cannot derive one that is taken", "[graph]") {
  NameTable names;
  CHECK(names.claim("a_weight") == "a_weight");
  CHECK(names.claim("a") == "a_2");
}

}  // namespace rtl4ml
