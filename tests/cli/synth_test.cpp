#include <random>

#include "sw/checkpoint/safetensors.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

ProcessResult synth(const ScratchFolder& scratch, const std::string& config, std::vector<std::string> options) {
  std::vector<std::string> arguments = {"synth", config, "--build", scratch.path().string()};
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run_rtl4ml(arguments);
}

/// linear_relu with other lanes, clock and types.
std::string variant(const ScratchFolder& scratch, const std::string& parallelism, const std::string& clock_mhz,
                    const std::string& precision = "{width: 8, frac_width: 3}") {
  return write_linear_relu(
      scratch, "variant",
      "precision: " + precision + "\nparallelism: " + parallelism + "\nclock_mhz: " + clock_mhz + "\n");
}

}  // namespace

TEST_CASE("synth: linear_relu goes down to a bitstream for hx8k, its layers add up, the path is named") {
  const ScratchFolder scratch;
  const ProcessResult result =
      synth(scratch, "hw/configs/linear_relu.yaml", {"--target", "ice40-hx8k", "--pnr", "--json"});
  INFO(result.output);
  REQUIRE(result.exit_status == 0);
  const nlohmann::json report = json_of(result);
  CHECK(report["fits"] == true);
  CHECK(report["few_pins"] == false);
  for (const char* resource : {"LUT", "FF", "DSP", "BRAM"}) {
    double sum = report["other"][resource];
    for (const nlohmann::json& layer : report["layers"]) sum += layer[resource].get<double>();
    CHECK(sum == report["resources"][resource]);
  }
  CHECK(report["resources"]["LUT"] > 500);
  CHECK(report["other"]["LUT"].get<double>() < 0.02 * report["resources"]["LUT"].get<double>());
  const nlohmann::json& placement = report["placement"];
  CHECK(placement["meets_clock"] == true);
  CHECK(placement["critical_path"]["layers"][0] == "fc1");
  CHECK(std::filesystem::file_size(placement["bitstream"].get<std::string>()) > 100'000);
  std::ifstream file(scratch.path() / "linear_relu/synth/ice40-hx8k/report.json");
  CHECK(nlohmann::json::parse(file) == report);
}

TEST_CASE("synth: a clock that is missed ends with status 1 and is said") {
  const ScratchFolder scratch;
  const ProcessResult result =
      synth(scratch, variant(scratch, "{in: 1, out: 1}", "400"), {"--target", "ice40-hx8k", "--pnr"});
  INFO(result.output);
  CHECK(result.exit_status == 1);
  CHECK(has(result, "400 MHz wanted: NOT MET"));
}

TEST_CASE("synth: a design that does not fit ends with status 1, and nothing is placed") {
  const ScratchFolder scratch;
  const std::string config = variant(scratch, "{in: 4, out: 3}", "10", "{width: 18, frac_width: 14}");
  const ProcessResult result = synth(scratch, config, {"--target", "ice40-up5k", "--pnr"});
  INFO(result.output);
  CHECK(result.exit_status == 1);
  CHECK(has(result, "DOES NOT FIT"));
  CHECK_FALSE(has(result, "bitstream"));
}

TEST_CASE("synth: more ports than the package has pins are put behind shift registers, which is said") {
  const ScratchFolder scratch;
  const ProcessResult result =
      synth(scratch, variant(scratch, "{in: 4, out: 1}", "10"), {"--target", "ice40-up5k", "--pnr", "--json"});
  INFO(result.output);
  REQUIRE(result.exit_status == 0);
  const nlohmann::json report = json_of(result);
  CHECK(report["few_pins"] == true);
  CHECK(report["resources"]["DSP"] == 4);
  CHECK(report["other"]["FF"].get<int>() > 40);
  CHECK(report["layers"][0]["FF"].get<int>() > 20);
}

TEST_CASE("synth: targets that do not exist, are none or have no open place and route are told") {
  const ScratchFolder scratch;
  const std::string config = "hw/configs/linear_relu.yaml";
  const ProcessResult unknown = synth(scratch, config, {"--target", "xc7a35"});
  CHECK(unknown.exit_status == 2);
  CHECK(has(unknown, "--target: error[config.target]: unknown target xc7a35\n  fix: did you mean xc7a35t?"));
  const auto refused = [&](std::vector<std::string> options, const std::string& code) {
    const ProcessResult result = synth(scratch, config, std::move(options));
    INFO(result.output);
    CHECK(result.exit_status == 2);
    CHECK(has(result, "error[" + code + "]"));
  };
  refused({}, "synth.no_target");
  refused({"--target", "generic"}, "synth.no_flow");
  refused({"--target", "xc7a35t", "--pnr"}, "synth.no_place");
}

TEST_CASE("synth: a ROM file that is gone or emptied is told") {
  const ScratchFolder scratch;
  constexpr std::int64_t kIn = 64, kOut = 40;
  std::mt19937 random(1);
  Tensor weight{"fc1.weight", DType::kFloat32, {kOut, kIn}, {}};
  std::vector<float> values(kIn * kOut);
  for (float& value : values) value = static_cast<float>(static_cast<int>(random() % 256) - 128) / 8.0F;
  const auto* bytes = reinterpret_cast<const std::byte*>(values.data());
  weight.data.assign(bytes, bytes + values.size() * sizeof(float));
  REQUIRE(write_safetensors((scratch.path() / "rom.safetensors").string(), {weight}, {}));
  const std::string config = scratch.write(
      "rom.yaml",
      "name: rom\ncheckpoint: rom.safetensors\nmodel: [{linear: fc1}]\nprecision: {width: 8, frac_width: 3}\n"
      "parallelism: 1\ntarget: ice40-hx8k\n");
  const ProcessResult whole = synth(scratch, config, {"--json"});
  INFO(whole.output);
  REQUIRE(whole.exit_status == 0);
  CHECK(nlohmann::json::parse(whole.output.substr(whole.output.find("\n{") + 1))["resources"]["BRAM"].get<double>() >=
        4);
  const std::filesystem::path rom = scratch.path() / "rom/rtl/fc1_weight_source.mem";
  std::ofstream(rom, std::ios::trunc).close();
  const ProcessResult emptied = synth(scratch, config, {"--as-is"});
  INFO(emptied.output);
  CHECK(emptied.exit_status == 2);
  CHECK(has(emptied, "synth.memory"));
  CHECK(has(emptied, "ROM fc1_weight_source: word 0"));
  std::filesystem::remove(rom);
  const ProcessResult gone = synth(scratch, config, {"--as-is"});
  CHECK(gone.exit_status == 2);
  CHECK(has(gone, "fc1_weight_source.mem"));
}

}  // namespace rtl4ml::test
