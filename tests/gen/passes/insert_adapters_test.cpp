#include "gen/passes/insert_adapters.hpp"

#include "gen/ops/resize.hpp"
#include "gen/ops/skid_buffer.hpp"
#include "gen/passes/build_graph.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

QuantizedModel relus(int count) {
  QuantizedModel model;
  for (int i = 0; i < count; ++i) model.layers.push_back({"r" + std::to_string(i), 6, 6, ReluOp{}});
  return model;
}

Graph adapted(const QuantizedModel& model, const std::vector<LayerParallelism>& parallelism) {
  return insert_adapters(build_graph({}, model, parallelism), model);
}

/// Whether each node takes what the one before it gives.
bool connected(const Graph& graph) {
  bool result = graph.nodes.front().data_in == graph.inputs && graph.nodes.back().data_out == graph.outputs;
  for (std::size_t i = 1; i < graph.nodes.size(); ++i) {
    result = result && graph.nodes[i].data_in == graph.nodes[i - 1].data_out;
  }
  return result;
}

}  // namespace

TEST_CASE("a resize stands between different parallelisms", "[passes]") {
  const Graph graph = adapted(relus(2), {{2, 2}, {3, 3}});
  REQUIRE(graph.nodes.size() == 3);
  CHECK(graph.nodes[1].operation == &resize_operator());
  CHECK(graph.nodes[1].name == "r0_resize");
  CHECK_FALSE(graph.nodes[1].model_layer);
  CHECK(connected(graph));
}

TEST_CASE("ready never passes through more than a few nodes", "[passes]") {
  const int count = 3 * kMaxReadyChain;
  const QuantizedModel model = relus(count);
  const Graph graph = adapted(model, std::vector<LayerParallelism>(static_cast<std::size_t>(count), {2, 2}));
  CHECK(connected(graph));
  int chain = 0;
  int buffers = 0;
  for (const Node& node : graph.nodes) {
    const bool is_buffer = node.operation == &skid_buffer_operator();
    buffers += is_buffer ? 1 : 0;
    chain = is_buffer ? 0 : chain + 1;
    CHECK(chain <= kMaxReadyChain);
  }
  CHECK(buffers == 2);
}

TEST_CASE("a long chain that is resized as well stays connected", "[passes]") {
  std::vector<LayerParallelism> parallelism(6, {2, 2});
  parallelism[4] = parallelism[5] = {3, 3};
  const Graph graph = adapted(relus(6), parallelism);
  CHECK(connected(graph));
  CHECK(graph.nodes[4].operation == &skid_buffer_operator());
  CHECK(graph.nodes[5].operation == &resize_operator());
}

TEST_CASE("a design without a register gets one at its output", "[passes]") {
  const Graph graph = adapted(relus(1), {{2, 2}});
  REQUIRE(graph.nodes.size() == 2);
  CHECK(graph.nodes[1].operation == &skid_buffer_operator());
  CHECK(connected(graph));
  // A leak of a power of two is a shift, without a register.
  HardwareConfig config = test::config();
  config.input_shape = {8};
  for (const double slope : {0.125, 0.3}) {
    const CompiledDesign leaky = test::compiled(config, {{{"leaky", LeakyReluLayer{slope}}}});
    CHECK(leaky.graph.nodes.size() == (slope == 0.125 ? 2 : 1));
  }
}

}  // namespace rtl4ml
