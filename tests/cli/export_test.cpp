#include "cli/pipeline.hpp"
#include "sw/model/quantized_model.hpp"
#include "sw/onnx/import_onnx.hpp"
#include "sw/onnx/read_onnx.hpp"
#include "tests/program.hpp"
#include "tests/sw/onnx/models.hpp"

namespace rtl4ml::test {

TEST_CASE("a design is exported, and imported again") {
  const ScratchFolder folder;
  const std::string file = (folder.path() / "relu.onnx").string();
  const ProcessResult run = run_rtl4ml({"export", "hw/configs/linear_relu.yaml", "--output", file});
  INFO(run.output);
  REQUIRE(run.exit_status == 0);
  CHECK(has(run, file));
  const Result<CompiledDesign> design = load_design("hw/configs/linear_relu.yaml");
  REQUIRE(design);
  const Result<OnnxImport> import = import_onnx(read_onnx(file).value());
  INFO(told(import));
  REQUIRE(import);
  const auto features = static_cast<std::size_t>(design->model.in_features());
  const FixedType& type = design->model.data_in();
  std::vector<std::int64_t> codes;
  for (std::size_t i = 0; i < 60 * features; ++i)
    codes.push_back(type.min_code() + static_cast<std::int64_t>(
                                          i * 37 % static_cast<std::size_t>(type.max_code() - type.min_code() + 1)));
  std::vector<std::int64_t> wanted(60 * static_cast<std::size_t>(design->model.out_features()));
  std::vector<std::int64_t> imported(wanted.size());
  REQUIRE(evaluate(design->model, codes, wanted));
  REQUIRE(evaluate(import->model, codes, imported));
  CHECK(imported == wanted);
  CHECK(import->model.data_out().frac_width == design->model.data_out().frac_width);
  CHECK(run_rtl4ml({"export", "hw/configs/linear_relu.yaml", "--output", file + "/m.onnx"}).exit_status == 2);
}

}  // namespace rtl4ml::test
