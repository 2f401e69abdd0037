#include "sim/fuzz/replay.hpp"

#include "tests/catch.hpp"

using namespace rtl4ml;

namespace {

const std::string kReport =
    R"({"vectors": 5, "elements": 10, "cycles": 99, "resets": 1, "hang": null, "protocol_faults": [], "mismatches": )";

}  // namespace

TEST_CASE("what a replay's exit status and traces mean") {
  const Verdict equal = judge(0, kReport + "0}", "");
  CHECK(equal.outcome == CaseOutcome::kEqual);
  CHECK(equal.vectors == 5);
  CHECK(equal.elements == 10);
  CHECK(equal.cycles == 99);
  CHECK(equal.resets == 1);

  const Verdict mismatch = judge(1, kReport + "3}", "the report\n");
  CHECK(mismatch.outcome == CaseOutcome::kFailed);
  CHECK(mismatch.failure == "mismatch");
  CHECK(mismatch.details == "the report");
  CHECK(judge(1, kReport + "0}", "").failure == "reference");
  CHECK(judge(1, R"({"vectors": 0, "elements": 0, "cycles": 9, "resets": 0, "hang": "fc1", "protocol_faults": [],
                     "mismatches": 0})",
              "")
            .failure == "hang");
  CHECK(judge(1, R"({"vectors": 0, "elements": 0, "cycles": 9, "resets": 0, "hang": null,
                     "protocol_faults": ["data_out is X"], "mismatches": 2})",
              "")
            .failure == "protocol");
}

TEST_CASE("a documented limit is a refusal, any other fault a failure") {
  CHECK(judge(2, "", "a.yaml:3: error[precision.accumulator]: ...\n").outcome == CaseOutcome::kRefused);
  const Verdict two = judge(2, "", "error[precision.slope]: ...\nerror[emit.library]: ...\n");
  CHECK(two.outcome == CaseOutcome::kFailed);
  CHECK(two.failure == "emit.library");
  CHECK(judge(2, "", "no code").failure == "status 2");
  CHECK(judge(139, "", "").failure == "signal 11");
  CHECK(judge(0, "not json", "").failure == "no report");
}

TEST_CASE("a replay runs the case's own command and leaves no files") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "rtl4ml-replay-test";
  std::filesystem::remove_all(folder);
  FuzzCase empty;
  empty.name = "none";
  std::vector<std::string> asked;
  const auto run = [&](const std::vector<std::string>& arguments) -> Result<ProcessResult> {
    asked = arguments;
    CHECK(std::filesystem::exists(arguments.at(1)));
    std::filesystem::create_directories(folder / "none");
    return ProcessResult{2, "error[config.name]: bad"};
  };
  const Result<Verdict> verdict = replay({run, folder}, empty);
  REQUIRE(verdict);
  CHECK(verdict->failure == "config.name");
  CHECK(asked.front() == "sim");
  CHECK(asked.back() == folder.string());
  CHECK(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
}

TEST_CASE("a replay that never ends has failed, one that is interrupted is a fault") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "rtl4ml-replay-test";
  FuzzCase empty;
  empty.name = "none";
  const auto ends_with = [&](const char* code) {
    return [code](const std::vector<std::string>&) -> Result<ProcessResult> { return faults({{code, "", "", ""}}); };
  };
  const Result<Verdict> late = replay({ends_with("process.timeout"), folder}, empty);
  REQUIRE(late);
  CHECK(late->failure == "timeout");
  const Result<Verdict> stopped = replay({ends_with("process.interrupted"), folder}, empty);
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().front().code == "process.interrupted");
  std::filesystem::remove_all(folder);
}
