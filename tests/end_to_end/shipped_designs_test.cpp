// Every shipped design, from its YAML to a bit-exact verdict.
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

std::string config_of(const std::string& design) { return "hw/configs/" + design + ".yaml"; }

}  // namespace

TEST_CASE("the small designs are bit-exact under every stall mode and engine", "[end_to_end][long]") {
  for (const std::string design : {"linear_relu", "linear_leaky_relu"}) {
    const ScratchFolder scratch;
    for (const std::string engine : {"verilator", "systemc", "icarus"}) {
      for (const std::string stall : {"none", "random", "bursty", "worst"}) {
        INFO(design << " " << engine << " " << stall);
        const nlohmann::json report =
            simulate_exactly(scratch.path(), config_of(design),
                             {"--engine", engine, "--stall", stall, "--trace", "none", "--count", "100"});
        CHECK(report["vectors"] == 100);
        if (stall == "none") CHECK(report["interval_cycles"] == report["ideal_interval_cycles"]);
      }
    }
  }
}

TEST_CASE("the networks are bit-exact, at the ideal interval, and classify", "[end_to_end]") {
  struct Expectation {
    std::string design;
    double accuracy;  ///< at least; the float accuracy is a few points higher
  };
  for (const Expectation& expected :
       {Expectation{"digits", 0.93}, Expectation{"jets", 0.6}, Expectation{"mlp_512", 0.7}}) {
    const ScratchFolder scratch;
    INFO(expected.design);
    const nlohmann::json report = simulate_exactly(scratch.path(), config_of(expected.design), {"--trace", "none"});
    CHECK(report["interval_cycles"] == report["ideal_interval_cycles"]);
    CHECK(report["accuracy"].get<double>() > expected.accuracy);
    CHECK(report["accuracy"].get<double>() > report["accuracy_float"].get<double>() - 0.03);
    const nlohmann::json stalled =
        simulate_exactly(scratch.path(), config_of(expected.design),
                         {"--trace", "none", "--stall", "worst", "--resets", "3", "--count", "60"});
    CHECK(stalled["vectors"] == 60);
  }
}

TEST_CASE("public data: whole test sets", "[end_to_end]") {
  const char* data = std::getenv("RTL4ML_DATA");
  if (data == nullptr || *data == '\0') {
    WARN("not run: RTL4ML_DATA is not set");
    return;
  }
  const ScratchFolder scratch;
  const nlohmann::json optdigits = simulate_exactly(scratch.path(), config_of("digits_optdigits"), {"--trace", "none"});
  CHECK(optdigits["vectors"] == 1797);
  CHECK(optdigits["accuracy"].get<double>() > 0.92);
  const ScratchFolder other;
  const nlohmann::json mnist = simulate_exactly(other.path(), config_of("digits_mnist"), {"--trace", "none"});
  CHECK(mnist["vectors"] == 10000);
  CHECK(mnist["accuracy"].get<double>() > 0.94);
}

TEST_CASE("a design for a part without multipliers is bit-exact, with the latency that its signature promises",
          "[end_to_end]") {
  const ScratchFolder scratch;
  const std::string config =
      write_linear_relu(scratch, "hx8k", "precision: {width: 8, frac_width: 3}\nparallelism: 4\ntarget: ice40-hx8k\n");
  const nlohmann::json report = simulate_exactly(scratch.path(), config, {"--trace", "none", "--count", "200"});
  std::ifstream top(scratch.path() / "hx8k/rtl/top.sv");
  const std::string text((std::istreambuf_iterator<char>(top)), {});
  CHECK(text.find(".WEIGHT_SLICES       (2)") != std::string::npos);
  CHECK(text.find(".DSP_LANES           (4)") != std::string::npos);
  std::ifstream signature(scratch.path() / "hx8k/signature.json");
  CHECK(report["latency_cycles"] == nlohmann::json::parse(signature)["latency_cycles"]);
  CHECK(report["interval_cycles"] == report["ideal_interval_cycles"]);
}

TEST_CASE("a waveform of the first vectors and a GTKWave save file", "[end_to_end]") {
  const ScratchFolder scratch;
  for (const std::string format : {"vcd", "fst"}) {
    const nlohmann::json report =
        simulate_exactly(scratch.path(), config_of("linear_relu"), {"--trace", format, "--count", "50"});
    const std::filesystem::path wave = report["waveform"].get<std::string>();
    CHECK(wave.extension() == "." + format);
    CHECK(std::filesystem::file_size(wave) > 500);
    CHECK(std::filesystem::file_size(wave) < 200'000);
    CHECK(std::filesystem::exists(std::filesystem::path(wave).replace_extension(".gtkw")));
  }
  const ProcessResult drawn =
      run_rtl4ml({"wave", config_of("linear_relu"), "--svg", "--build", scratch.path().string()});
  CHECK(drawn.exit_status == 2);  // the last run traced FST, the picture is drawn from VCD
  simulate_exactly(scratch.path(), config_of("linear_relu"), {"--count", "20"});
  const ProcessResult picture =
      run_rtl4ml({"wave", config_of("linear_relu"), "--svg", "--build", scratch.path().string()});
  INFO(picture.output);
  CHECK(picture.exit_status == 0);
  CHECK(std::filesystem::exists(scratch.path() / "linear_relu/wave/linear_relu.svg"));
}

}  // namespace rtl4ml::test
