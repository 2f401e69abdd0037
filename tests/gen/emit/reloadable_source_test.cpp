#include "gen/emit/reloadable_source.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("a node's memory is found by its name, and instantiated on the reload bus", "[emit]") {
  Node node;
  node.reload = {{"fc1_weight_source", 40, 6, true, 64, 7}, {"fc1_bias_source", 8, 2, false, 80, 7}};
  CHECK(reload_source(node, "fc1_slope_source") == nullptr);
  REQUIRE(reload_source(node, "fc1_bias_source") == &node.reload[1]);
  const Instance instance = reloadable_instance(node.reload[0], "fc1_weight", "fc1_weight_enable");
  CHECK(instance.module == kReloadableModule);
  CHECK(instance.identifier == "fc1_weight_source");
  const auto value_of = [](const std::vector<Connection>& list, const std::string& name) {
    for (const Connection& one : list) {
      if (one.name == name) return one.value;
    }
    return std::string("none");
  };
  CHECK(value_of(instance.parameters, "WIDTH") == "40");
  CHECK(value_of(instance.parameters, "ROWS") == "6");
  CHECK(value_of(instance.parameters, "REGISTERED") == "1");
  CHECK(value_of(instance.parameters, "RELOAD_BASE") == "64");
  CHECK(value_of(instance.parameters, "RELOAD_ADDRESS_WIDTH") == "7");
  CHECK(value_of(instance.parameters, "INITIAL") == "\"fc1_weight_source.mem\"");
  CHECK(value_of(instance.ports, "enable") == "fc1_weight_enable");
  CHECK(value_of(instance.ports, "address") == "fc1_weight_address");
  CHECK(value_of(instance.ports, "data") == "fc1_weight");
  CHECK(value_of(reloadable_instance(node.reload[1], "fc1_bias", "1'b1").parameters, "REGISTERED") == "0");
}

TEST_CASE("what a memory holds at first is a file of the words that a ROM would hold", "[emit]") {
  const test::ScratchFolder folder;
  RomSource source;
  source.module = "fc1_weight_source";
  source.element_width = 4;
  source.lanes = 3;
  source.words = 2;
  source.fill = [](std::int64_t word, std::vector<std::int64_t>& codes) {
    codes = word == 0 ? std::vector<std::int64_t>{1, -1, 2} : std::vector<std::int64_t>{-8};
  };
  const auto files = write_reloadable_contents(source, folder.path());
  REQUIRE(files);
  CHECK(*files == std::vector<std::string>{"fc1_weight_source.mem"});
  CHECK(test::text_of(folder.path() / "fc1_weight_source.mem") == "2f1\n008\n");
  CHECK_FALSE(write_reloadable_contents(source, folder.path() / "nowhere"));
}

}  // namespace rtl4ml
