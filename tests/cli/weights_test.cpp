#include <sstream>

#include "sw/base/file.hpp"
#include "tests/cli/reload_designs.hpp"

namespace rtl4ml::test {
namespace {

std::string text_of(const std::filesystem::path& path) {
  const Result<std::string> text = read_file(path, 1U << 20U);
  return text ? *text : "";
}

}  // namespace

TEST_CASE("weights writes an image of another checkpoint in three forms, and the design's own without one") {
  const ScratchFolder folder;
  const std::string config = write_reloadable_design(folder);
  const auto image = [&](const std::string& name, std::vector<std::string> options) {
    const std::string file = (folder.path() / name).string();
    std::vector<std::string> arguments = {"weights", config, "-o", file};
    arguments.insert(arguments.end(), options.begin(), options.end());
    const ProcessResult result = run_rtl4ml(arguments);
    INFO(result.output);
    REQUIRE(result.exit_status == 0);
    CHECK(result.output == file + "\n");
    return text_of(file);
  };
  const std::string b = (folder.path() / "b.safetensors").string();
  const std::string bytes = image("b.bin", {"--checkpoint", b});
  CHECK(bytes.substr(0, 4) == "WM4R");
  CHECK(bytes.size() % 4 == 0);
  const std::string own = image("own.bin", {});
  CHECK(own.size() == bytes.size());
  CHECK(own.substr(0, 16) == bytes.substr(0, 16));  // the same memories
  CHECK(own != bytes);
  CHECK(image("again.bin", {"--checkpoint", b}) == bytes);
  CHECK(image("b.h", {"--checkpoint", b}).find("const uint32_t reloading_weights[") != std::string::npos);
  const std::string hex = image("b.txt", {"--checkpoint", b, "--form", "hex"});
  CHECK(hex.size() / 18 == bytes.size() / 4 - 5);
  const ProcessResult unnamed = run_rtl4ml({"weights", config, "--build", (folder.path() / "out").string()});
  CHECK(unnamed.exit_status == 0);
  CHECK(text_of(folder.path() / "out/reloading.weights.bin") == own);
}

TEST_CASE("weights says what is in its way") {
  const ScratchFolder folder;
  const std::string config = write_reloadable_design(folder);
  const auto refused = [&](const std::string& from, const std::string& checkpoint, const std::string& code) {
    const ProcessResult result = run_rtl4ml({"weights", from, "--checkpoint", (folder.path() / checkpoint).string(),
                                             "-o", (folder.path() / "none.bin").string()});
    INFO(result.output);
    CHECK(result.exit_status == 2);
    CHECK(result.output.find("error[" + code + "]") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(folder.path() / "none.bin"));
  };
  refused(config, "nowhere.safetensors", "file.missing");
  refused(config, "wide.safetensors", "weights.network");
  const std::string half = write_reloadable_design(folder, "{layers: {fc1: reloadable}}");
  refused(half, "b.safetensors", "weights.constant");
  const std::string constant = write_reloadable_design(folder, "constant");
  refused(constant, "b.safetensors", "weights.constant");
}

TEST_CASE("sim --reload: other weights in the middle of a run, then the first again, bit for bit under stalls") {
  const ScratchFolder folder;
  const std::string config = write_reloadable_design(folder);
  const std::string build = (folder.path() / "out").string(), b = (folder.path() / "b.safetensors").string();
  for (const char* engine : {"verilator", "icarus"}) {
    const nlohmann::json report = simulate_exactly(
        build, config,
        {"--reload", b, "--count", "30", "--stall", "random", "--resets", "3", "--trace", "none", "--engine", engine});
    CHECK(report["vectors"] == 90);
    CHECK(report["reloaded"] == b);
  }
  const ProcessResult laps = run_rtl4ml({"sim", config, "--reload", b, "--laps", "2"});
  CHECK(laps.exit_status == 2);
  const ProcessResult constant =
      run_rtl4ml({"sim", write_reloadable_design(folder, "constant"), "--reload", b, "--build", build});
  CHECK(constant.exit_status == 2);
  CHECK(constant.output.find("error[weights.constant]") != std::string::npos);
}

TEST_CASE("sim --reload notices two rows in each other's places") {
  const ScratchFolder folder;
  const std::string config = write_reloadable_design(folder);
  const std::filesystem::path copy = folder.path() / "rtl_templates";
  std::filesystem::copy(source_tree() / "rtl_templates", copy, std::filesystem::copy_options::recursive);
  const Result<ProcessResult> edited =
      run_process({"sed", "-i",
                   "s/assign row = offset\\[ROW_BITS-1:0\\];/assign row = (offset == 3) ? ROW_BITS'(2) : (offset == 2) "
                   "? ROW_BITS'(3) : offset[ROW_BITS-1:0];/",
                   (copy / "memory/reloadable_source.sv").string()},
                  ".", 20.0);
  REQUIRE(edited);
  const Result<ProcessResult> result =
      run_process({"/usr/bin/env", "RTL4ML_RTL=" + copy.string(), "RTL4ML_CACHE=" + test_cache().string(),
                   program_path(), "sim", config, "--reload", (folder.path() / "b.safetensors").string(), "--trace",
                   "none", "--count", "20", "--build", (folder.path() / "out").string()},
                  source_tree().string(), 200.0);
  REQUIRE(result);
  INFO(result->output);
  CHECK(result->exit_status == 1);
  CHECK(result->output.find("MISMATCHES") != std::string::npos);
}

}  // namespace rtl4ml::test
