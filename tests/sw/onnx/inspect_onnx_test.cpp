#include "sw/onnx/inspect_onnx.hpp"

#include <nlohmann/json.hpp>

#include "sw/onnx/read_onnx.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

OnnxInspection inspected(const test::ModelWriter& model) {
  Result<OnnxGraph> graph = parse_onnx(model.bytes(), "m.onnx");
  INFO(test::told(graph));
  REQUIRE(graph);
  return inspect_onnx(std::move(*graph));
}

test::ModelWriter quantized_model() {
  test::ModelWriter model;
  model.input("x", {-1, 3}).output("y").floats("none", {}, {0}).floats("four", {}, {4}).floats("s", {}, {0.25});
  model.floats("w", {3, 2}, {-1, 2, 3, 4, 5, 0.5}).floats("per_channel", {1, 2}, {0.5, 0.125});
  model.constant("zp", {DType::kInt8, {}, {3}});
  model.node("Quant", {"x", "s", "none", "four"}, {"q"}, {{"signed", 0}, {"narrow", 0}}, test::kQonnx, "act");
  model.node("Quant", {"w", "per_channel", "none", "four"}, {"wq"},
             {{"signed", 1}, {"narrow", 1}, {"rounding_mode", "FLOOR"}}, test::kQonnx, "weights");
  model.node("MatMul", {"q", "wq"}, {"m"}, {}, "", "fc");
  model.node("QuantizeLinear", {"m", "s", "zp"}, {"codes"}, {}, "", "to_codes");
  model.node("DequantizeLinear", {"codes", "s", "zp"}, {"d"}, {}, "", "from_codes");
  model.node("BipolarQuant", {"d", "s"}, {"y"}, {}, test::kQonnx, "sign");
  return model;
}

}  // namespace

TEST_CASE("shapes, quantizers and ranges are told", "[onnx]") {
  const OnnxInspection inspection = inspected(quantized_model());
  CHECK(to_string(inspection.errors).empty());
  const std::string text = to_text(inspection);
  INFO(text);
  const auto has = [&](const char* part) { return text.find(part) != std::string::npos; };
  CHECK(has("m.onnx: ONNX by test, operators of version 13, qonnx.custom_op.general 1"));
  CHECK(has("takes x: float32 [any, 3]"));
  CHECK(has("gives y: float32 [1, 2]"));
  CHECK(has("  act         Quant             [1, 3]  unsigned 4 bits, scale 0.25, half_even"));
  CHECK(has("signed 4 bits narrow, 2 scales from 0.125 to 0.5, floor"));
  CHECK(has("signed 8 bits, scale 0.25, zero point 3, half_even"));
  CHECK(has("bipolar, scale 0.25"));
  CHECK(has("  w  float32 [3, 2]  -1 to 5"));
  const nlohmann::json json = nlohmann::json::parse(to_json(inspection));
  CHECK(json["nodes"][1]["quantizer"]["scale"]["count"] == 2);
  CHECK(json["nodes"][1]["quantizer"]["narrow"] == true);
  CHECK(json["nodes"][2]["outputs"][0]["shape"] == std::vector<int>{1, 2});
  CHECK_FALSE(json["nodes"][2].contains("quantizer"));
  CHECK(json["constants"].size() == 6);
  CHECK(json["errors"].empty());
  CHECK(json["nodes"][0]["becomes"] == "data_in");
  CHECK(json["nodes"][1]["becomes"] == "fc1, its parameters");
  CHECK(json["nodes"][2]["becomes"] == "fc1");
  CHECK(json["nodes"][5]["becomes"] == "threshold1");
  CHECK(has("-> threshold1"));
}

TEST_CASE("what the nodes become of a design that answers the class", "[onnx]") {
  test::ModelWriter model = quantized_model();
  model.output("class").node("ArgMax", {"y"}, {"class"}, {{"axis", 1}}, "", "choice");
  const OnnxGraph graph = parse_onnx(model.bytes(), "m.onnx").value();
  OnnxImportOptions options;
  options.classes = true;
  CHECK(to_text(inspect_onnx(graph, options)).find("-> argmax1") != std::string::npos);
  CHECK(to_text(inspect_onnx(graph)).find("-> left to the host") != std::string::npos);
}

TEST_CASE("why a graph that can be run cannot be imported is told", "[onnx]") {
  const OnnxInspection inspection = inspected(quantized_model().output("m"));
  CHECK(inspection.errors.empty());
  CHECK(to_text(inspection).find("cannot be imported:\nm.onnx: error[onnx.chain]") != std::string::npos);
  CHECK(nlohmann::json::parse(to_json(inspection))["import_errors"][0]["code"] == "onnx.chain");
}

TEST_CASE("what is not supported is told, and what can be known without it", "[onnx]") {
  test::ModelWriter model = quantized_model();
  model.node("Conv", {"d", "w"}, {"c"}, {}, "", "conv1")
      .node("Quant", {"c", "s"}, {"cq"}, {{"narrow", 0}}, test::kQonnx);
  const OnnxInspection inspection = inspected(model);
  const std::string text = to_text(inspection);
  INFO(text);
  CHECK(text.find("NOT SUPPORTED") != std::string::npos);
  CHECK(text.find("error[onnx.unsupported]") != std::string::npos);
  CHECK(text.find("error[onnx.inputs]") != std::string::npos);
  CHECK(text.find("unsigned 4 bits, scale 0.25") != std::string::npos);
  CHECK(text.find("unknown shape") != std::string::npos);
  CHECK(nlohmann::json::parse(to_json(inspection))["nodes"][0]["outputs"][0]["shape"] == nullptr);
}

TEST_CASE("names from a file are safe for a terminal", "[onnx]") {
  test::ModelWriter model = quantized_model();
  model.input("evil\x1b[2J", {1}).floats("const\x1b[2J", {0}, {}).output("evil\x1b[2J");
  CHECK(to_text(inspected(model)).find('\x1b') == std::string::npos);
}

TEST_CASE("a file is inspected by its path", "[onnx]") {
  const test::ScratchFolder folder;
  CHECK(inspect_onnx(folder.write("m.onnx", quantized_model().bytes())));
  test::check_refused(inspect_onnx(folder.write("n.onnx", "no model")), "onnx.format", "n.onnx");
}

}  // namespace rtl4ml
