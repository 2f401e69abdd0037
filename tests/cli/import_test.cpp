#include "cli/pipeline.hpp"
#include "gen/emit/signature.hpp"
#include "gen/handoff/handoff_values.hpp"
#include "sw/model/quantized_model.hpp"
#include "sw/onnx/import_onnx.hpp"
#include "sw/onnx/read_onnx.hpp"
#include "tests/program.hpp"
#include "tests/sw/onnx/models.hpp"

namespace rtl4ml::test {
namespace {

ModelWriter two_layers() {
  ModelWriter model;
  model.input("x", {1, 2}).output("y").floats("z", {}, {0}).floats("eighth", {}, {0.125}).floats("six", {}, {6});
  model.floats("w1", {2, 3}, {0.3, -0.6, 0.9, 1.1, -1.2, 0.4}).floats("w2", {3, 2}, {0.5, 0.25, -0.75, 1, 0.1, 0.2});
  model.floats("b", {3}, {0.5, -0.5, 0.25});
  const auto quant = [&](const char* from, const char* to, int is_signed, const char* mode) {
    model.node("Quant", {from, "eighth", "z", "six"}, {to},
               {{"signed", is_signed}, {"narrow", is_signed}, {"rounding_mode", mode}}, "qonnx.custom_op.general");
  };
  quant("w1", "q1", 1, "ROUND");
  quant("w2", "q2", 1, "ROUND");
  model.node("MatMul", {"x", "q1"}, {"m1"}).node("Add", {"m1", "b"}, {"a1"}).node("Relu", {"a1"}, {"r1"});
  quant("r1", "h", 0, "FLOOR");
  model.node("MatMul", {"h", "q2"}, {"m2"});
  quant("m2", "s", 1, "HALF_UP");
  model.node("Softmax", {"s"}, {"y"}, {}, "", "scores");
  return model;
}

}  // namespace

TEST_CASE("import writes a config and a checkpoint that mean what the model means") {
  const ScratchFolder folder;
  const std::string file = folder.write("my net.onnx", two_layers().bytes());
  const std::string checkpoint = (folder.path() / "p.safetensors").string();
  const ProcessResult run =
      run_rtl4ml({"import", file, "--checkpoint", checkpoint, "--input-width", "8", "--input-frac-width", "4"});
  INFO(run.output);
  REQUIRE(run.exit_status == 0);
  CHECK(has(run, "name: my_net"));
  CHECK(has(run, "scores (Softmax) is left to the host"));
  const Result<CompiledDesign> design = load_design(folder.write("d.yaml", run.output));
  INFO(told(design));
  REQUIRE(design);
  OnnxImportOptions options;
  options.input = {8, 4, true};
  const Result<OnnxImport> import = import_onnx(read_onnx(file).value(), options);
  INFO(told(import));
  REQUIRE(import);
  // The compiled model equals the imported one, whose equality with the file is tested beside the importer.
  std::vector<std::int64_t> codes;
  for (std::int64_t code = -128; code < 128; code += 3) codes.insert(codes.end(), {code, (code * 37) % 128});
  std::vector<std::int64_t> compiled(codes.size());
  std::vector<std::int64_t> wanted(codes.size());
  REQUIRE(evaluate(design->model, codes, compiled));
  REQUIRE(evaluate(import->model, codes, wanted));
  CHECK(compiled == wanted);
  CHECK(design->model.data_in() == import->model.data_in());
  CHECK(design->model.data_out() == import->model.data_out());
}

TEST_CASE("an imported design takes the codes of its input's quantizer, and tells the host so") {
  const ScratchFolder folder;
  ModelWriter model;
  model.input("x", {1, 2}).output("y").floats("s", {}, {0.3}).floats("z", {}, {2}).floats("six", {}, {6});
  model.floats("w", {2, 1}, {1, -2})
      .node("Quant", {"x", "s", "z", "six"}, {"q"}, {{"signed", 0}, {"narrow", 0}}, "qonnx.custom_op.general");
  model.node("MatMul", {"q", "w"}, {"y"});
  const std::string file = folder.write("m.onnx", model.bytes());
  const ProcessResult run = run_rtl4ml({"import", file, "--checkpoint", (folder.path() / "p.safetensors").string()});
  INFO(run.output);
  REQUIRE(run.exit_status == 0);
  CHECK(has(run, "input: {shape: 2, scale: 0.30000001192092896, zero: 2}"));
  const Result<CompiledDesign> design = load_design(folder.write("d.yaml", run.output));
  INFO(told(design));
  REQUIRE(design);
  CHECK(design->model.data_in() == FixedType{6, 0, false});
  const Result<Stimulus> stimulus = load_stimulus(*design, folder.write("v.csv", "0.31,-5,0\n1.06,100,1\n"), 0, 1);
  INFO(told(stimulus));
  REQUIRE(stimulus);
  CHECK(stimulus->codes == std::vector<std::int64_t>{3, 0, 6, 63});
  CHECK(stimulus->real[1] == -5.0 / static_cast<double>(0.3f) + 2.0);
  CHECK(write_signature(*design, 2, {}).find("\"scale\": 0.30000001192092896") != std::string::npos);
  CHECK(handoff_values(*design, {}, {}, 2, 0, "1")["in_conversion"].find("round(x / 0.30000001192092896 + 2)") !=
        std::string::npos);
}

TEST_CASE("import --classes writes a design that answers the class, and inspect says what becomes of the nodes") {
  const ScratchFolder folder;
  const std::string file = folder.write("m.onnx", two_layers().bytes());
  const std::string checkpoint = (folder.path() / "p.safetensors").string();
  const ProcessResult run = run_rtl4ml(
      {"import", file, "--classes", "--checkpoint", checkpoint, "--input-width", "8", "--input-frac-width", "4"});
  INFO(run.output);
  REQUIRE(run.exit_status == 0);
  CHECK(has(run, "it answers the class"));
  CHECK(has(run, "{argmax: argmax1}"));
  CHECK_FALSE(has(run, "left to the host"));
  const Result<CompiledDesign> design = load_design(folder.write("d.yaml", run.output));
  INFO(told(design));
  REQUIRE(design);
  CHECK(design->model.answers_class());
  CHECK(design->model.data_out() == FixedType{1, 0, false});
  CHECK(has(run_rtl4ml({"inspect", file, "--classes"}), "-> nothing: it leaves the class as it is"));
  CHECK(has(run_rtl4ml({"inspect", file}), "-> left to the host"));
}

TEST_CASE("import says what it cannot do") {
  ModelWriter model;
  model.input("x", {1, 2}).output("y").node("Transpose", {"x"}, {"y"}, {}, "", "act");
  const ScratchFolder folder;
  const ProcessResult run = run_rtl4ml({"import", folder.write("m.onnx", model.bytes())});
  CHECK(run.exit_status == 2);
  CHECK(has(run, "error[onnx.import]"));
  CHECK(has(run, "act (Transpose)"));
  CHECK(run_rtl4ml({"import", "no_such.onnx"}).exit_status == 2);
}

}  // namespace rtl4ml::test
