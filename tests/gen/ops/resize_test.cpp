#include "gen/ops/resize.hpp"

#include "tests/catch.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {
namespace {

std::vector<std::int64_t> departures(int features, int in, int out, const std::vector<std::int64_t>& arrivals) {
  const Node node;
  const Stream data_in{"a", features, in, {8, 3, true}};
  const Stream data_out{"b", features, out, {8, 3, true}};
  return resize_operator().departures({node, data_in, data_out, nullptr}, arrivals);
}

}  // namespace

TEST_CASE("a resized beat leaves when its last element is there", "[ops]") {
  CHECK(departures(5, 5, 2, {0}) == std::vector<std::int64_t>{1, 2, 3});
  CHECK(departures(5, 2, 5, {0, 1, 7}) == std::vector<std::int64_t>{8});
  CHECK(departures(6, 2, 3, {0, 1, 2}) == std::vector<std::int64_t>{2, 3});
  CHECK(departures(6, 3, 2, {0, 9}) == std::vector<std::int64_t>{1, 10, 11});
}

TEST_CASE("a resize is as slow as its narrower side", "[ops]") {
  Node node;
  node.operation = &resize_operator();
  node.identifier = "fc1_resize";
  const Stream data_in{"fc1_data_out_0", 7, 3, {8, 3, true}};
  const Stream data_out{"fc1_resize_data_out_0", 7, 2, {8, 3, true}};
  const NodeView view{node, data_in, data_out, nullptr};
  CHECK(resize_operator().interval_cycles(view) == 4);
  const Instantiation parts = resize_operator().instantiate(view);
  CHECK(parts.instances[0].module == "stream_resize");
  CHECK(test::parameter(parts, "FEATURES") == "7");
  CHECK(test::parameter(parts, "PARALLELISM_IN") == "3");
  CHECK(test::parameter(parts, "PARALLELISM_OUT") == "2");
  CHECK(test::port(parts, "data_in_0") == "fc1_data_out_0");
}

}  // namespace rtl4ml
