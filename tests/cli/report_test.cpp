#include "cli/report.hpp"

#include <nlohmann/json.hpp>

#include "sw/data/accuracy.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

SimReport good_report() {
  SimReport report;
  report.design = "d";
  report.clock_mhz = 100.0;
  report.simulation.vectors = 3;
  report.simulation.elements = 6;
  report.simulation.latency_cycles = 7;
  report.simulation.interval_cycles = 2.0;
  report.simulation.ideal_interval_cycles = 2;
  report.reference.elements = 6;
  return report;
}

}  // namespace

TEST_CASE("hardware and torch both have to agree") {
  CHECK(all_equal(good_report()));
  SimReport mismatch = good_report();
  mismatch.simulation.mismatches = 1;
  CHECK_FALSE(all_equal(mismatch));
  SimReport hang = good_report();
  hang.simulation.hang = "fc1";
  CHECK_FALSE(all_equal(hang));
  SimReport protocol = good_report();
  protocol.simulation.protocol_faults = {"valid dropped"};
  CHECK_FALSE(all_equal(protocol));
  SimReport torch = good_report();
  torch.reference.differences = 1;
  CHECK_FALSE(all_equal(torch));
  torch.reference.exact_in_double = false;  // then torch, not the model, rounds
  CHECK(all_equal(torch));
}

TEST_CASE("the JSON holds what scripts need") {
  SimReport report = good_report();
  report.accuracy_fixed = 0.75;
  Mismatch mismatch;
  mismatch.layer = "fc\xc3\xa9";
  mismatch.got = -3;
  report.simulation.first_mismatches.push_back(mismatch);
  const nlohmann::json json = nlohmann::json::parse(to_json(report, {"a warning"}));
  CHECK(json["vectors"] == 3);
  CHECK(json["latency_cycles"] == 7);
  CHECK(json["interval_cycles"] == 2.0);
  CHECK(json["accuracy"] == 0.75);
  CHECK(json["accuracy_float"].is_null());
  CHECK(json["first_mismatches"][0]["got"] == -3);
  CHECK(json["first_mismatches"][0]["layer"] == "fc\xc3\xa9");
  CHECK(json["warnings"][0] == "a warning");
  report.simulation.latency_cycles = 0;  // not measured under stalls
  CHECK(nlohmann::json::parse(to_json(report, {}))["latency_cycles"].is_null());
}

TEST_CASE("accuracy counts labelled vectors, the first of equal outputs") {
  const std::vector<std::int64_t> outputs = {1, 5, 2, /**/ 4, 4, 0, /**/ 0, 0, 9};
  const std::vector<std::int64_t> labels = {1, 1, -1};
  CHECK(accuracy<std::int64_t>(outputs, labels, Answer::kScores) == 0.5);
  CHECK_FALSE(accuracy<std::int64_t>(outputs, std::vector<std::int64_t>{-1, -1, -1}, Answer::kScores).has_value());
  CHECK(accuracy<float>(std::vector<float>{0.5F, -0.5F}, std::vector<std::int64_t>{1, 0}, Answer::kScores) == 1.0);
}

TEST_CASE("a single output is a score of class 1, or the class itself") {
  const std::vector<std::int64_t> outputs = {3, 0, 1, -2}, labels = {3, 0, 1, 0};
  CHECK(accuracy<std::int64_t>(outputs, labels, Answer::kClass) == 0.75);
  CHECK(accuracy<std::int64_t>(outputs, labels, Answer::kScores) == 0.75);
  CHECK(accuracy<std::int64_t>(std::vector<std::int64_t>{2}, std::vector<std::int64_t>{1}, Answer::kClass) == 0.0);
  CHECK(accuracy<std::int64_t>(std::vector<std::int64_t>{2}, std::vector<std::int64_t>{1}, Answer::kScores) == 1.0);
}

}  // namespace rtl4ml
