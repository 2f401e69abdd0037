#include "gen/passes/reload_addresses.hpp"

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

HardwareConfig reloadable_config() {
  HardwareConfig config = test::config();
  config.weights = {Weights::kReloadable, "c.yaml:3:10"};
  return config;
}

std::vector<ReloadSource> sources_of(const Graph& graph) {
  std::vector<ReloadSource> all;
  for (const Node& node : graph.nodes) all.insert(all.end(), node.reload.begin(), node.reload.end());
  return all;
}

}  // namespace

TEST_CASE("constant weights have no place on the reload bus, and there is none", "[passes]") {
  const CompiledDesign design = test::compiled(test::config(), test::small_network());
  CHECK(design.graph.reload_address_width == 0);
  CHECK(sources_of(design.graph).empty());
}

TEST_CASE("memories of reloadable weights lie one after the other, each at a multiple of what it takes", "[passes]") {
  HardwareConfig config = reloadable_config();
  config.parallelism = {3, 2, ""};
  config.layer_parallelism["c"].in = 40;
  const CompiledDesign design = test::compiled(config, {{{"a", test::linear(7, 11)},
                                                         {"relu", ReluLayer{}},
                                                         {"b", test::linear(11, 40, false)},
                                                         {"c", test::linear(40, 1)}}});
  const std::vector<ReloadSource> sources = sources_of(design.graph);
  std::vector<std::string> names;
  for (const ReloadSource& source : sources) names.push_back(source.identifier);
  CHECK(names == std::vector<std::string>{"a_weight_source", "a_bias_source", "b_weight_source", "c_weight_source",
                                          "c_bias_source"});  // b has no bias
  std::int64_t end = 0;
  for (const ReloadSource& source : sources) {
    INFO(source.identifier);
    CHECK(source.first_address >= end);
    CHECK(source.first_address % source.span() == 0);
    CHECK(source.span() >= source.parts() * source.rows);
    CHECK((source.span() & (source.span() - 1)) == 0);
    CHECK(source.part_stride() >= source.rows);
    CHECK(source.bus_address_width == design.graph.reload_address_width);
    end = source.first_address + source.span();
  }
  CHECK(end <= std::int64_t{1} << design.graph.reload_address_width);
  CHECK(end > std::int64_t{1} << (design.graph.reload_address_width - 1));
  CHECK(sources[0].rows == 18);  // 3 beats of 3, 6 tiles of 2
  CHECK(sources[0].width == 3 * 2 * 8);
  CHECK(sources[0].parts() == 2);
  CHECK(sources[0].registered);
  CHECK_FALSE(sources[1].registered);
  CHECK(sources[3].parts() == 10);  // 40 lanes of 8 bits
}

TEST_CASE("single layers are reloadable, the others constant", "[passes]") {
  HardwareConfig config = test::config();
  config.layer_weights["b"] = {Weights::kReloadable, ""};
  const Network network{{{"a", test::linear(4, 8)}, {"b", test::linear(8, 4)}}};
  const Graph some = test::compiled(config, network).graph;
  CHECK(some.nodes[0].reload.empty());
  CHECK(some.nodes[1].reload.size() == 2);
  config = reloadable_config();
  config.layer_weights["b"] = {Weights::kConstant, ""};
  const Graph others = test::compiled(config, network).graph;
  CHECK(others.nodes[0].reload.size() == 2);
  CHECK(others.nodes[1].reload.empty());
}

TEST_CASE("weights beyond the bus' addresses are told", "[passes]") {
  HardwareConfig config = reloadable_config();
  const Network network{{{"a", test::linear(4, 8)}}};
  CompiledDesign design = test::compiled(config, network);
  Graph graph = design.graph;
  graph.nodes[0].reload.clear();
  // One lane at a time, of a layer that nobody could store.
  auto& op = std::get<LinearOp>(design.model.layers[0].op);
  op.in_features = 1 << 16;
  op.out_features = 1 << 14;
  graph.stream(graph.nodes[0].data_in[0]).features = op.in_features;
  graph.stream(graph.nodes[0].data_out[0]).features = op.out_features;
  for (Stream& stream : graph.streams) stream.parallelism = 1;
  const Result<Graph> placed = reload_addresses(graph, config, design.model);
  REQUIRE_FALSE(placed);
  CHECK(test::count_of(placed.error(), "weights.addresses") == 1);
  CHECK(placed.error()[0].place == "c.yaml:3:10");
}

}  // namespace rtl4ml
