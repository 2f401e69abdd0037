#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

/// linear_relu, generated into a folder of its own, for tests that break it there.
class GeneratedDesign {
 public:
  GeneratedDesign() {
    const ProcessResult made =
        run_rtl4ml({"generate", "hw/configs/linear_relu.yaml", "--build", scratch_.path().string()});
    INFO(made.output);
    REQUIRE(made.exit_status == 0);
  }

  /// Runs sed over the RTL.
  void edit(const std::string& expression) const {
    const Result<ProcessResult> edited =
        run_process({"bash", "-c", "sed -i -E '" + expression + "' rtl/*.sv"}, scratch_.path() / "linear_relu", 20.0);
    REQUIRE(edited);
    REQUIRE(edited->exit_status == 0);
  }

  [[nodiscard]] ProcessResult simulate(const std::string& target) const {
    return run_rtl4ml({"netlist-sim", "hw/configs/linear_relu.yaml", "--as-is", "--target", target, "--count", "60",
                       "--build", scratch_.path().string()});
  }

  [[nodiscard]] const std::filesystem::path& build() const { return scratch_.path(); }

 private:
  ScratchFolder scratch_;
};

}  // namespace

TEST_CASE("netlist-sim: linear_relu is bit-exact after synthesis, the models named", "[long]") {
  const ScratchFolder scratch;
  const ProcessResult result = run_rtl4ml({"netlist-sim", "hw/configs/linear_relu.yaml", "--target", "ecp5", "--count",
                                           "80", "--json", "--build", scratch.path().string()});
  INFO(result.output);
  REQUIRE(result.exit_status == 0);
  const nlohmann::json report = json_of(result);
  CHECK(report["equal"] == true);
  const nlohmann::json& target = report["targets"][0];
  CHECK(target["vectors"] == 80);
  CHECK(target["resets"] == 3);
  CHECK(target["mismatches"] == 0);
  CHECK(target["cells"]["MULT18X18D"] == 14);  // of 16 products; those with the narrowest weights are tables
  CHECK(target["our_models"] == nlohmann::json{"MULT18X18D"});
  CHECK(target["mapped_away"].empty());
  std::ifstream file(scratch.path() / "linear_relu/netlist.json");
  CHECK(nlohmann::json::parse(file) == report);
}

TEST_CASE("netlist-sim: lanes that share DSP blocks take half of them and are bit-exact", "[long]") {
  const ScratchFolder scratch;
  const std::string config =
      write_linear_relu(scratch, "shared",
                        "precision: {width: 8, frac_width: 3}\nparallelism: 4\ntarget: xc7a35t\nmultipliers: packed\n");
  const ProcessResult result = run_rtl4ml(
      {"netlist-sim", config, "--target", "xc7", "--count", "80", "--json", "--build", scratch.path().string()});
  INFO(result.output);
  REQUIRE(result.exit_status == 0);
  const nlohmann::json report = json_of(result);
  CHECK(report["equal"] == true);
  CHECK(report["targets"][0]["vectors"] == 80);
  CHECK(report["targets"][0]["cells"]["DSP48E1"] == 8);  // of 16 products
}

TEST_CASE("netlist-sim: weights that were zeroed after emission are a mismatch, and not blamed on synthesis",
          "[long]") {
  const GeneratedDesign design;
  design.edit("s/(weight_stored <= [0-9]+.h)[0-9a-f]+/\\10/");
  const ProcessResult result = design.simulate("ice40");
  INFO(result.output);
  CHECK(result.exit_status == 1);
  CHECK(result.output.find("linear_relu, ice40: NOT EQUAL") != std::string::npos);
  CHECK(result.output.find(
            "cause: not synthesis: the RTL itself differs from the model, first in layer fc1; every weight of "
            "fc1_weight_source is zero") != std::string::npos);
}

TEST_CASE("netlist-sim: a missing file of the design and an unknown target end with status 2", "[long]") {
  const GeneratedDesign design;
  std::filesystem::remove(design.build() / "linear_relu/rtl/fc1_weight_source.sv");
  const ProcessResult missing = design.simulate("ice40");
  INFO(missing.output);
  CHECK(missing.exit_status == 2);
  CHECK(missing.output.find("fc1_weight_source.sv") != std::string::npos);
  CHECK(design.simulate("spartan").exit_status == 2);
}

}  // namespace rtl4ml::test
