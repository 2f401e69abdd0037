#include "sim/fuzz/fuzz_report.hpp"

#include <nlohmann/json.hpp>

#include "tests/catch.hpp"

using namespace rtl4ml;

namespace {

CampaignReport some_report() {
  CampaignReport report;
  report.networks = report.icarus.networks = 16;
  report.layers = 50;
  report.operators = {{"linear", 30}, {"relu", 20}};
  report.icarus.vectors = 100;
  report.icarus.elements = 900;
  report.verilator.networks = 2;
  report.verilator.vectors = 10;
  return report;
}

}  // namespace

TEST_CASE("a campaign's result in one line and in two flat result files") {
  const CampaignReport report = some_report();
  CHECK(
      fuzz_summary({}, report).starts_with("fuzz: 16 random networks of seed 1 (50 layers, 100 vectors, 900 elements"));
  const nlohmann::json fuzz = nlohmann::json::parse(fuzz_result({}, report));
  CHECK(fuzz["rung"] == "fuzz");
  CHECK(fuzz["passed"] == true);
  CHECK(fuzz["summary"] == fuzz_summary({}, report));
  CHECK(fuzz["figures"]["networks"] == 16);
  CHECK(fuzz["figures"]["vectors"] == 110);
  CHECK(fuzz["figures"]["operators"] == 2);
  for (const auto& [name, value] : fuzz["figures"].items()) CHECK(value.is_primitive());
  const nlohmann::json icarus = nlohmann::json::parse(icarus_result(report));
  CHECK(icarus["rung"] == "icarus");
  CHECK(icarus["passed"] == true);
  CHECK(icarus["figures"]["vectors"] == 100);
}

TEST_CASE("a failure is told with all that replays it") {
  CampaignReport report = some_report();
  CampaignFailure failure;
  failure.index = 12;
  failure.verdict.failure = "hang";
  failure.shrink_finished = false;
  report.failure = failure;
  CHECK(fuzz_summary({}, report).starts_with("fuzz: FAILED: network 12 of seed 1: hang in Icarus"));
  CHECK(nlohmann::json::parse(fuzz_result({}, report))["passed"] == false);
  CHECK(nlohmann::json::parse(icarus_result(report))["passed"] == false);
  CampaignOptions options;
  options.seed = 9;
  options.verilator_every = 1;
  const std::string comment = failure_comment(options, failure);
  CHECK(comment.find("rtl4ml fuzz --seed 9 --first 12 --count 1 --verilator-every 1\n") != std::string::npos);
  CHECK(comment.find("not to the end") != std::string::npos);
  report.failure->drawn.engine = Engine::kVerilator;
  CHECK(nlohmann::json::parse(icarus_result(report))["passed"] == true);
}
