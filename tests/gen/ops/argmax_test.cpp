#include "gen/ops/argmax.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {
namespace {

CompiledDesign classifier(int scores, int lanes) {
  HardwareConfig config = test::config();
  config.parallelism.in = config.parallelism.out = lanes;
  return test::compiled(config, {{{"fc", test::linear(4, scores)}, {"class", ArgmaxLayer{}}}});
}

}  // namespace

TEST_CASE("argmax is one instance that gives one beat a vector", "[ops]") {
  const CompiledDesign design = classifier(10, 4);
  const NodeView view = test::view(design, 1);
  CHECK(view.data_in.parallelism == 4);
  CHECK(view.data_out.parallelism == 1);
  CHECK(view.data_out.features == 1);
  CHECK(view.data_out.type == FixedType{4, 0, false});
  const Instantiation parts = test::instantiate(view);
  REQUIRE(parts.instances.size() == 1);
  CHECK(parts.instances[0].module == "fixed_argmax");
  CHECK(parts.instances[0].parameters.size() == 4);
  CHECK(test::parameter(parts, "DATA_IN_WIDTH") == "8");
  CHECK(test::parameter(parts, "DATA_IN_SIGNED") == "1");
  CHECK(test::parameter(parts, "FEATURES") == "10");
  CHECK(test::parameter(parts, "PARALLELISM") == "4");
  CHECK(view.node.timing.interval_cycles == 3);
  CHECK(view.node.timing.latency_cycles == 4);
  CHECK(argmax_operator().departures(view, {2, 3, 7}) == std::vector<std::int64_t>{8});
  CHECK(argmax_operator().ready(view) == ReadyBehaviour::kCombinational);
  CHECK(design.graph.interval_cycles == 3);
  CHECK(design.model.answers_class());
  CHECK(design.network.answers_class());
}

TEST_CASE("argmax takes two scores or more, and its output type is its own", "[ops]") {
  CHECK(argmax_operator().out_features({"class", ArgmaxLayer{}}, 2).value() == 1);
  CHECK(argmax_operator().out_features({"class", ArgmaxLayer{}}, 1).error()[0].code == "network.shape");
  CHECK(test::view(classifier(2, 1), 1).data_out.type == FixedType{1, 0, false});
  HardwareConfig config = test::config();
  const Network network{{{"fc", test::linear(4, 10)}, {"class", ArgmaxLayer{}}}};
  config.layer_precision["class"].data_out = test::spec(4, 0, false);
  CHECK(compile(config, network, {}));
  config.layer_precision["class"].data_out = test::spec(8, 0, false);
  CHECK(test::count_of(compile(config, network, {}).error(), "precision.data_out") == 1);
}

}  // namespace rtl4ml
