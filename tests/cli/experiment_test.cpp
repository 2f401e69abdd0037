#include <nlohmann/json.hpp>

#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

constexpr const char* kSmall =
    "data: {train: rendered_digits, train_count: 600, test_count: 300}\nmodel: {hidden: [8]}\n"
    "training: {epochs: 4, rate: 0.01}\nseeds: 2\nquantization: {width: 6}\n";

std::string written(const ScratchFolder& scratch, const std::string& more = "") {
  return scratch.write("small.yaml", std::string(kSmall) + more);
}

std::string build(const ScratchFolder& scratch) { return (scratch.path() / "build").string(); }

}  // namespace

TEST_CASE("a study's networks go through sim, bit-exact, with the accuracy that the study reports", "[long]") {
  const ScratchFolder scratch;
  const std::string file = written(scratch);
  const ProcessResult compared = run_rtl4ml({"compare", file, "--build", build(scratch), "--json"});
  INFO(compared.output);
  REQUIRE(compared.exit_status == 0);
  const std::string folder = build(scratch) + "/experiments/small/";
  const Result<std::string> csv = read_file(folder + "compare.csv", 1 << 20);
  REQUIRE(csv);
  for (const char* variant : {"ptq", "qat"}) {
    const ProcessResult simulated =
        run_rtl4ml({"sim", folder + "configs/" + variant + "-s1.yaml", "--build", build(scratch), "--json"});
    INFO(simulated.output);
    REQUIRE(simulated.exit_status == 0);
    const auto report = nlohmann::json::parse(simulated.output.substr(simulated.output.find('{')));
    CHECK(report.at("bit_exact") == true);
    const double accuracy = report.at("accuracy").get<double>();
    const std::string upper = variant == std::string("ptq") ? "PTQ" : "QAT";
    INFO(*csv);
    const std::size_t row = csv->find("\n" + upper + ",1,");
    REQUIRE(row != std::string::npos);
    CHECK(std::stod(csv->substr(row + upper.size() + 4)) == accuracy);
  }
}

TEST_CASE("an interrupted study goes on where it was, other settings are refused until --fresh", "[long]") {
  const ScratchFolder scratch;
  const std::string file = written(scratch, "study: {widths: [4, 8]}\n");
  REQUIRE(run_rtl4ml({"sweep", file, "--build", build(scratch)}).exit_status == 0);
  const std::string runs = build(scratch) + "/experiments/small/runs/";
  const std::string kept = runs + "qat_4_bits-s1.json", lost = runs + "qat_4_bits-s2.json";
  const Result<std::string> before = read_file(lost, 1 << 20);
  REQUIRE(before);
  std::filesystem::remove(lost);  // as if it had not been finished
  const auto time = std::filesystem::last_write_time(kept);
  REQUIRE(run_rtl4ml({"sweep", file, "--build", build(scratch)}).exit_status == 0);
  CHECK(*read_file(lost, 1 << 20) == *before);  // the same run gives the same bytes
  CHECK(std::filesystem::last_write_time(kept) == time);
  written(scratch, "study: {widths: [4, 6]}\n");
  const ProcessResult refused = run_rtl4ml({"sweep", file, "--build", build(scratch)});
  CHECK(refused.exit_status == 2);
  CHECK(refused.output.find("error[experiment.other_settings]") != std::string::npos);
  CHECK(run_rtl4ml({"sweep", file, "--build", build(scratch), "--fresh"}).exit_status == 0);
}

TEST_CASE("train takes an experiment too, and bad ones are told", "[long]") {
  const ScratchFolder scratch;
  const std::string file = written(scratch);
  const ProcessResult trained = run_rtl4ml({"train", file, "--build", build(scratch)});
  INFO(trained.output);
  CHECK(trained.exit_status == 0);
  CHECK(trained.output.find("QAT") != std::string::npos);
  CHECK(run_rtl4ml({"quantize", file, "--build", build(scratch)}).exit_status == 0);
  const ProcessResult no_study = run_rtl4ml({"sweep", file, "--build", build(scratch)});
  CHECK(no_study.exit_status == 2);
  CHECK(no_study.output.find("error[experiment.no_study]") != std::string::npos);
  const ProcessResult other = run_rtl4ml({"train", file, "--data", "two_class", "--build", build(scratch)});
  CHECK(other.exit_status == 0);
  CHECK(std::filesystem::exists(build(scratch) + "/experiments/small_two_class/train.html"));
  const ProcessResult missing = run_rtl4ml({"sweep", "none.yaml"});
  CHECK(missing.exit_status == 2);
  CHECK(missing.output.find("error[file.missing]") != std::string::npos);
  scratch.write("small.yaml", std::string(kSmall) + "training: {rate: 1e9}\n");
  CHECK(run_rtl4ml({"train", file, "--build", build(scratch)}).exit_status == 2);
}

}  // namespace rtl4ml::test
