#include "tests/program.hpp"
#include "tests/sw/onnx/models.hpp"

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

TEST_CASE("inspect tells of an ONNX model's nodes and quantizers") {
  ModelWriter model;
  model.input("x", {1, 2}).output("y").floats("s", {}, {0.25}).floats("z", {}, {0}).floats("w", {}, {4});
  model.node("Quant", {"x", "s", "z", "w"}, {"q"}, {{"signed", 0}, {"narrow", 0}}, "qonnx.custom_op.general", "q0");
  model.node("Conv", {"q", "s"}, {"y"}, {}, "", "conv1");
  const ScratchFolder folder;
  const std::string file = folder.write("m.onnx", model.bytes());
  const ProcessResult text = run_rtl4ml({"inspect", file});
  CHECK(text.exit_status == 0);
  CHECK(has(text, "unsigned 4 bits, scale 0.25, half_even"));
  CHECK(has(text, "conv1 (Conv)"));
  const ProcessResult json = run_rtl4ml({"inspect", file, "--json"});
  REQUIRE(json.exit_status == 0);
  CHECK(nlohmann::json::parse(json.output)["nodes"][1]["supported"] == false);
  const ProcessResult broken = run_rtl4ml({"inspect", folder.write("b.onnx", "PK\x03\x04")});
  CHECK(broken.exit_status == 2);
  CHECK(has(broken, "error[onnx.format]"));
}

}  // namespace rtl4ml::test
