#include "tests/program.hpp"

namespace rtl4ml::test {

TEST_CASE("inspect lists tensors as text and as JSON") {
  const std::string file = "hw/configs/checkpoints/linear_relu.safetensors";
  const ProcessResult text = run_rtl4ml({"inspect", file});
  CHECK(text.exit_status == 0);
  CHECK(text.output.find("fc1.weight") != std::string::npos);
  CHECK(text.output.find("40 parameters") != std::string::npos);
  const ProcessResult json = run_rtl4ml({"inspect", file, "--json"});
  REQUIRE(json.exit_status == 0);
  CHECK(nlohmann::json::parse(json.output)["parameter_count"] == 40);
  const ProcessResult missing = run_rtl4ml({"inspect", "no_such.pt"});
  CHECK(missing.exit_status == 2);
  CHECK(missing.output.find("error[") != std::string::npos);
}

}  // namespace rtl4ml::test
