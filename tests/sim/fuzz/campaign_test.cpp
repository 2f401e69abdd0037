#include "sim/fuzz/campaign.hpp"

#include <mutex>
#include <set>

#include "sim/fuzz/random_case.hpp"
#include "tests/catch.hpp"

using namespace rtl4ml;

namespace {

Verdict equal_verdict() {
  Verdict verdict;
  verdict.vectors = 2;
  verdict.elements = 6;
  verdict.cycles = 10;
  return verdict;
}

Verdict failed_verdict(const std::string& failure) {
  Verdict verdict;
  verdict.outcome = CaseOutcome::kFailed;
  verdict.failure = failure;
  return verdict;
}

}  // namespace

TEST_CASE("a campaign judges every network in Icarus and a share in Verilator") {
  CampaignOptions options;
  options.count = 20;
  options.first = 5;
  options.verilator_every = 4;
  options.jobs = 2;
  std::mutex guard;
  std::multiset<std::string> names;
  const Result<CampaignReport> report = run_campaign(options, [&](const FuzzCase& each) -> Result<Verdict> {
    const std::scoped_lock lock(guard);
    names.insert(each.name);
    return equal_verdict();
  });
  REQUIRE(report);
  CHECK(report->networks == 20);
  CHECK(report->icarus.networks == 20);
  CHECK(report->icarus.vectors == 40);
  CHECK(report->verilator.networks == 5);  // 8, 12, 16, 20, 24
  CHECK(names.count("fuzz_1_5") == 1);
  CHECK(names.count("fuzz_1_8") == 2);
  CHECK(report->layers > 20);
  CHECK(report->operators.at("linear") > 5);
  CHECK_FALSE(report->failure);
}

TEST_CASE("a failure is shrunk to what fails alike") {
  CampaignOptions options;
  options.count = 0;
  options.seconds = 100.0;
  const Result<CampaignReport> report = run_campaign(options, [](const FuzzCase& each) -> Result<Verdict> {
    if (each.layers.size() == 1 && each.in_features == 1) return failed_verdict("hang");  // another failure
    return each.in_features >= 4 ? failed_verdict("mismatch") : equal_verdict();
  });
  REQUIRE(report);
  REQUIRE(report->failure);
  CHECK(report->failure->verdict.failure == "mismatch");
  CHECK(report->failure->drawn == draw_case(1, static_cast<std::uint64_t>(report->failure->index)));
  CHECK(report->failure->shrunk.in_features == 4);
  CHECK(report->failure->shrunk.layers.size() == 1);
  CHECK(report->failure->shrink_steps > 0);
}

TEST_CASE("refused draws are drawn anew and counted, a hundred of them are a fault") {
  CampaignOptions options;
  options.count = 3;
  options.verilator_every = 0;
  Verdict refused;
  refused.outcome = CaseOutcome::kRefused;
  bool odd = false;
  const Result<CampaignReport> report = run_campaign(options, [&](const FuzzCase&) -> Result<Verdict> {
    odd = !odd;
    return odd ? refused : equal_verdict();
  });
  REQUIRE(report);
  CHECK(report->networks == 3);
  CHECK(report->refused >= 3);
  const Result<CampaignReport> never =
      run_campaign(options, [&](const FuzzCase&) -> Result<Verdict> { return refused; });
  REQUIRE_FALSE(never);
  CHECK(never.error().front().code == "fuzz.refused");
}

TEST_CASE("the judge's faults end a campaign, and so does the time") {
  CampaignOptions options;
  const Result<CampaignReport> broken = run_campaign(options, [](const FuzzCase&) -> Result<Verdict> {
    return faults({{"process.missing", "", "", ""}});
  });
  REQUIRE_FALSE(broken);
  CHECK(broken.error().front().code == "process.missing");
  options.count = 0;
  options.seconds = 0.05;
  const Result<CampaignReport> timed =
      run_campaign(options, [](const FuzzCase&) -> Result<Verdict> { return equal_verdict(); });
  REQUIRE(timed);
  CHECK(timed->networks > 0);
}
