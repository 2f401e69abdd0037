#include "cli/pipeline.hpp"

#include "sw/base/source_tree.hpp"
#include "sw/number/convert.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

const std::string kCheckpoint = source_tree().string() + "/hw/configs/checkpoints/linear_relu.safetensors";

std::string small_config_with(const ScratchFolder& scratch, const std::string& more) {
  return scratch.write("d.yaml", "name: d\ncheckpoint: " + kCheckpoint +
                                     "\nmodel: [{linear: fc1}, relu]\nprecision: {width: 8, frac_width: 3}\n" + more);
}

CompiledDesign design_with(const ScratchFolder& scratch, const std::string& more) {
  Result<CompiledDesign> design = load_design(small_config_with(scratch, more));
  if (!design) FAIL(to_string(design.error()));
  return std::move(*design);
}

std::string code_of(const Errors& errors) { return errors.front().code; }

}  // namespace

TEST_CASE("random vectors start at the corners and cover the range") {
  const ScratchFolder scratch;
  const CompiledDesign design = design_with(scratch, "first_vectors: [[1, 0, 6, 3]]\n");
  const Result<Stimulus> stimulus = load_stimulus(design, "", 500, 5);
  REQUIRE(stimulus);
  CHECK(stimulus->count == 500);
  CHECK(std::vector<std::int64_t>(stimulus->codes.begin(), stimulus->codes.begin() + 16) ==
        std::vector<std::int64_t>{1, 0, 6, 3, 0, 0, 0, 0, -128, -128, -128, -128, 127, 127, 127, 127});
  for (std::size_t i = 0; i < stimulus->codes.size(); ++i) {
    CHECK(stimulus->real[i] == dequantize(stimulus->codes[i], design.model.data_in()));
  }
  CHECK(load_stimulus(design, "", 500, 5)->codes == stimulus->codes);
  CHECK(load_stimulus(design, "", 500, 6)->codes != stimulus->codes);
}

TEST_CASE("a data set is cut or repeated to the count asked for") {
  const ScratchFolder scratch;
  const CompiledDesign design = design_with(scratch, "");
  const std::string csv = scratch.write("v.csv", "1,2,3,4,0\n0.5,-1,-2,-3,1\n");
  const Result<Stimulus> all = load_stimulus(design, csv, 0, 1);
  REQUIRE(all);
  CHECK(all->count == 2);
  CHECK(all->labels == std::vector<std::int64_t>{0, 1});
  CHECK(all->codes == std::vector<std::int64_t>{8, 16, 24, 32, 4, -8, -16, -24});
  CHECK(load_stimulus(design, csv, 1, 1)->codes == std::vector<std::int64_t>{8, 16, 24, 32});
  CHECK(load_stimulus(design, csv, 5, 1)->labels == std::vector<std::int64_t>{0, 1, 0, 1, 0});
}

TEST_CASE("vectors that do not fit are refused") {
  const ScratchFolder scratch;
  const std::string narrow = scratch.write("two.csv", "1,2,0\n");
  const CompiledDesign design = design_with(scratch, "");
  CHECK(code_of(load_stimulus(design, narrow, 0, 1).error()) == "data.features");
  const auto fault_of = [&](const std::string& first_vectors) {
    return to_string(load_stimulus(design_with(scratch, first_vectors), "", 0, 1).error());
  };
  CHECK(fault_of("first_vectors: [[1, 2]]\n").find(".yaml:5:17: error[data.first_vectors]: ") != std::string::npos);
  CHECK(fault_of("first_vectors:\n  - [1, 2, 3, 4]\n  - [1, 2, 3, 400]\n")
            .find(".yaml:7:5: error[data.first_vectors]: first_vectors: 400 is outside -128 to 127") !=
        std::string::npos);
  const Result<CompiledDesign> calibrated = load_design(small_config_with(scratch, "calibration: two.csv\n"));
  REQUIRE_FALSE(calibrated);
  CHECK(to_string(calibrated.error()) ==
        (scratch.path() / "d.yaml").string() + ":5:14: error[data.features]: " + narrow +
            " has 2 features, the network takes 4\n  fix: give vectors of the network's input size\n");
}

TEST_CASE("names that the build uses are refused") {
  HardwareConfig config;
  config.name = "cache";
  CHECK(code_of(design_folder(config, "build").error()) == "cli.reserved_name");
  config.name = "mine";
  CHECK(design_folder(config, "build").value() == std::filesystem::path("build/mine"));
}

}  // namespace rtl4ml::test
