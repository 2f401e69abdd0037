#include "gen/emit/write_top.hpp"

#include <cstdlib>

#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

/// Compares with tests/golden/<name>; RTL4ML_UPDATE_GOLDEN=1 writes it instead.
void check_golden(const std::string& name, const std::string& text) {
  const std::filesystem::path path = source_tree() / "tests/golden" / name;
  const char* const update = std::getenv("RTL4ML_UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
  if (update != nullptr && *update == '1') REQUIRE(write_file(path, text));
  INFO("differs from " << path.string() << "; if the change is meant, run again with RTL4ML_UPDATE_GOLDEN=1");
  CHECK(test::text_of(path) == text);
}

}  // namespace

TEST_CASE("top.sv of a tiny design reads as it should", "[emit]") {
  HardwareConfig config = test::config("tiny");
  config.parallelism.in = config.parallelism.out = 2;
  const Network network{{{"fc1", test::linear(3, 2)}, {"act", LeakyReluLayer{0.125}}}};
  check_golden("tiny_top.sv", write_top(test::compiled(config, network)));
}

TEST_CASE("names from checkpoints cannot leave their comment", "[emit]") {
  Network network = test::small_network();
  network.layers[0].name = "x\nendmodule\r\\";
  HardwareConfig config = test::config();
  config.path = "a\nb.yaml";
  const std::string text = write_top(test::compiled(config, network));
  CHECK(text.find("\nendmodule\r") == std::string::npos);
  CHECK(text.find("x?endmodule??") != std::string::npos);
  CHECK(text.find("a?b.yaml") != std::string::npos);
}

}  // namespace rtl4ml
