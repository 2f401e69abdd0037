#include <fmt/format.h>

#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

ProcessResult shell(const std::string& command, const std::filesystem::path& folder) {
  const Result<ProcessResult> result = run_process({"bash", "-c", command}, folder, 200.0);
  if (!result) FAIL(to_string(result.error()));
  return *result;
}

}  // namespace

TEST_CASE("the archive stands alone: unpacked elsewhere it passes by the command of its README, sums included") {
  const ScratchFolder folder;
  const std::string build = folder.path().string();
  const ProcessResult packed = run_rtl4ml({"package", "hw/configs/linear_relu.yaml", "--build", build});
  INFO(packed.output);
  REQUIRE(packed.exit_status == 0);
  const ProcessResult unpacked = shell("tar -xzf linear_relu.tar.gz && rm linear_relu.tar.gz && ls", folder.path());
  CHECK(unpacked.output == "linear_relu\n");  // nothing else is left behind
  const ProcessResult sums = shell("sha256sum -c --quiet SHA256SUMS", folder.path() / "linear_relu");
  INFO(sums.output);
  CHECK(sums.exit_status == 0);
  const ProcessResult simulated =
      shell("$(grep -o '(cd rtl && iverilog.*' README.md | sed 's/^/eval /')", folder.path() / "linear_relu");
  INFO(simulated.output);
  CHECK(simulated.exit_status == 0);
  CHECK(simulated.output.find("PASS: linear_relu: 48 vectors") != std::string::npos);
}

TEST_CASE("the same config gives the same archive to the byte") {
  const ScratchFolder one, two;
  for (const ScratchFolder* folder : {&one, &two}) {
    REQUIRE(run_rtl4ml({"package", "hw/configs/linear_relu.yaml", "--build", folder->path().string()}).exit_status ==
            0);
  }
  CHECK(shell(fmt::format("cmp {}/linear_relu.tar.gz {}/linear_relu.tar.gz", one.path().string(), two.path().string()),
              one.path())
            .exit_status == 0);
}

TEST_CASE("package says what is in its way") {
  const ScratchFolder folder;
  const auto check_fault = [](const ProcessResult& result, const std::string& code) {
    INFO(result.output);
    CHECK(result.exit_status == 2);
    CHECK(result.output.find(code) != std::string::npos);
  };
  check_fault(run_rtl4ml({"package", "nowhere.yaml"}), "error[file.missing]");
  // "package.unwritable": a folder stands where the archive goes.
  std::filesystem::create_directories(folder.path() / "linear_relu.tar.gz/full");
  check_fault(run_rtl4ml({"package", "hw/configs/linear_relu.yaml", "--build", folder.path().string()}),
              "error[package.unwritable]");
  // "package.tool": tar that fails.
  const std::string tar = folder.write("tar", "#!/bin/sh\necho no space; exit 2\n");
  std::filesystem::permissions(tar, std::filesystem::perms::owner_all);
  const ProcessResult broken = shell(fmt::format("PATH={}:$PATH {} package hw/configs/linear_relu.yaml --build {}/b",
                                                 folder.path().string(), program_path(), folder.path().string()),
                                     source_tree());
  check_fault(broken, "error[package.tool]");
  CHECK(std::filesystem::is_empty(folder.path() / "b"));
}

}  // namespace rtl4ml::test
