#include "tests/program.hpp"

namespace rtl4ml::test {

TEST_CASE("generate writes the design folder, the same bytes twice") {
  const ScratchFolder scratch;
  const auto generate = [&](const std::string& build) {
    const ProcessResult result =
        run_rtl4ml({"generate", "hw/configs/jets.yaml", "--build", (scratch.path() / build).string()});
    INFO(result.output);
    REQUIRE(result.exit_status == 0);
    CHECK(result.output.find("/jets/rtl/top.sv\n") != std::string::npos);
  };
  generate("one");
  generate("two");
  for (const char* file :
       {"jets/rtl/top.sv", "jets/rtl/filelist.f", "jets/signature.json", "jets/vectors/data_in_0.mem"}) {
    INFO(file);
    CHECK(std::filesystem::exists(scratch.path() / "one" / file));
  }
  const Result<ProcessResult> difference = run_process({"diff", "-r", "one", "two"}, scratch.path(), 20.0);
  REQUIRE(difference);
  CHECK(difference->output.empty());
}

}  // namespace rtl4ml::test
