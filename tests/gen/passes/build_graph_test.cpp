#include "gen/passes/build_graph.hpp"

#include "gen/ops/operators.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

QuantizedModel model() {
  LinearOp linear;
  linear.in_features = 4;
  linear.out_features = 6;
  linear.data_in = linear.data_out = {8, 3, true};
  const FixedType narrow{5, 1, true};
  QuantizedModel result;
  result.layers.push_back({"fc", 4, 6, linear});
  result.layers.push_back({"r_cast", 6, 6, CastOp{linear.data_out, narrow, {}, {}}});
  result.layers.push_back({"r", 6, 6, ReluOp{narrow, narrow, {}, {}}});
  return result;
}

}  // namespace

TEST_CASE("a node per layer, streams shared where both ends agree", "[passes]") {
  HardwareConfig config;
  config.layer_strategy["r"] = Strategy::kUnrolled;
  const Graph graph = build_graph(config, model(), {{2, 3}, {3, 3}});
  REQUIRE(graph.nodes.size() == 3);
  CHECK(graph.streams.size() == 4);
  CHECK(graph.nodes[0].operation == &linear_operator());
  CHECK(graph.nodes[1].operation == &cast_operator());
  CHECK(graph.nodes[2].operation == &relu_operator());
  CHECK(graph.nodes[1].data_in == graph.nodes[0].data_out);
  CHECK(graph.nodes[2].data_in == graph.nodes[1].data_out);
  CHECK(graph.inputs == graph.nodes[0].data_in);
  CHECK(graph.outputs == graph.nodes[2].data_out);
  CHECK(graph.nodes[2].model_layer == 2U);
  CHECK(graph.nodes[0].strategy == Strategy::kFolded);
  CHECK(graph.nodes[2].strategy == Strategy::kUnrolled);
  const Stream& input = graph.stream(graph.inputs.front());
  CHECK(input.beats() == 2);
  CHECK(input.beat_width() == 16);
  CHECK(graph.stream(graph.outputs.front()).type == FixedType{5, 1, true});
}

TEST_CASE("where parallelism differs, a node has a stream of its own", "[passes]") {
  const Graph graph = build_graph({}, model(), {{2, 3}, {1, 1}});
  CHECK(graph.streams.size() == 5);
  CHECK(graph.stream(graph.nodes[1].data_out.front()).parallelism == 3);
  CHECK(graph.stream(graph.nodes[2].data_in.front()).parallelism == 1);
}

}  // namespace rtl4ml
