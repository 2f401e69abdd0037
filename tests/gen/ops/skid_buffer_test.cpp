#include "gen/ops/skid_buffer.hpp"

#include "tests/catch.hpp"
#include "tests/gen/ops/parts.hpp"

namespace rtl4ml {

TEST_CASE("a skid buffer holds whole beats for a cycle and cuts ready", "[ops]") {
  Node node;
  node.operation = &skid_buffer_operator();
  node.identifier = "relu_buffer";
  const Stream stream{"x", 7, 3, {6, 3, true}};
  const NodeView view{node, stream, stream, nullptr};
  CHECK(skid_buffer_operator().departures(view, {0, 4, 5}) == std::vector<std::int64_t>{1, 5, 6});
  CHECK(skid_buffer_operator().ready(view) == ReadyBehaviour::kRegistered);
  CHECK(skid_buffer_operator().interval_cycles(view) == 3);
  const Instantiation parts = skid_buffer_operator().instantiate(view);
  CHECK(parts.instances[0].module == "stream_skid_buffer");
  CHECK(test::parameter(parts, "WIDTH") == "18");
}

}  // namespace rtl4ml
