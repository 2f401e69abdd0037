#include "gen/emit/signature.hpp"

#include <nlohmann/json.hpp>

#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {

TEST_CASE("the signature says ports, types, shapes, latency and interval", "[emit]") {
  HardwareConfig config = test::config("sig");
  config.clock_mhz = 250.0;
  config.layer_parallelism["relu"].in = 3;
  const CompiledDesign design = test::compiled(config, test::small_network());
  const nlohmann::json json = nlohmann::json::parse(write_signature(design, 5, {"rtl/top.sv"}));
  CHECK(json["format"] == 1);
  CHECK(json["design"] == "sig");
  CHECK(json["clock"]["mhz"] == 250.0);
  CHECK(json["inputs"][0]["port"] == "data_in_0");
  CHECK(json["inputs"][0]["beats"] == 1);
  CHECK(json["outputs"][0]["features"] == 8);
  CHECK(json["outputs"][0]["parallelism"] == 3);
  CHECK(json["outputs"][0]["type"] == nlohmann::json{{"width", 8}, {"frac_width", 3}, {"signed", true}});
  CHECK(json["latency_cycles"] == design.graph.latency_cycles);
  CHECK(json["interval_cycles"] == 3);
  REQUIRE(json["layers"].size() == 3);
  CHECK(json["layers"][0]["operator"] == "linear");
  CHECK(json["layers"][0]["model_layer"] == 0);
  CHECK(json["layers"][0]["output"]["valid"] == "fc1_data_out_0_valid");
  CHECK(json["layers"][1]["module"] == "stream_resize");
  CHECK_FALSE(json["layers"][1].contains("model_layer"));
  CHECK(json["layers"][2]["model_layer"] == 1);
  CHECK(json["vectors"]["count"] == 5);
  CHECK(json["files"][0] == "rtl/top.sv");
}

TEST_CASE("the example in docs/contracts.md is the signature of its design", "[emit]") {
  const std::string page = test::text_of(source_tree() / "docs/contracts.md");
  const std::size_t begin = page.find("```json\n") + 8;
  const nlohmann::json example = nlohmann::json::parse(page.substr(begin, page.find("```", begin) - begin));
  const CompiledDesign design = test::compiled(test::config("linear_relu"), test::small_network());
  CHECK(nlohmann::json::parse(write_signature(design, 16, {"rtl/top.sv"})) == example);
}

TEST_CASE("names that are not UTF-8 do not stop the signature", "[emit]") {
  Network network = test::small_network();
  network.layers[0].name = "\xff\xfe";
  const CompiledDesign design = test::compiled(test::config(), network);
  CHECK(nlohmann::json::parse(write_signature(design, 0, {}))["layers"][0]["identifier"] == "layer");
}

}  // namespace rtl4ml
