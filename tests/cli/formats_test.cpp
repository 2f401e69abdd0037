#include "tests/program.hpp"

namespace rtl4ml::test {

TEST_CASE("formats lists what there is, as text, JSON and the page") {
  const ProcessResult list = run_rtl4ml({"formats"});
  REQUIRE(list.exit_status == 0);
  for (const char* word : {"e4m3", "mxfp4_e2m1", "448", "spelling:"})
    CHECK(list.output.find(word) != std::string::npos);
  const ProcessResult json = run_rtl4ml({"formats", "--json"});
  CHECK(nlohmann::json::parse(json.output).size() > 20);
  CHECK(run_rtl4ml({"formats", "--markdown"}).output.starts_with("# Number formats\n"));
}

TEST_CASE("formats prints all values of one") {
  const ProcessResult text = run_rtl4ml({"formats", "e4m3"});
  REQUIRE(text.exit_status == 0);
  CHECK(text.output.find("  0x7e  0 1111 110  448\n") != std::string::npos);
  const nlohmann::json json = nlohmann::json::parse(run_rtl4ml({"formats", "e5m2", "--json"}).output);
  CHECK(json["values"].size() == 256);
  CHECK(json["values"][0x7b]["value"] == 57344);
  CHECK(json["values"][0x7c]["value"] == "inf");
  CHECK(json["values"][0xff]["value"] == "nan");
  CHECK(run_rtl4ml({"formats", "e2m1", "--markdown"}).output.find("| 11 | 4 | 6 |\n") != std::string::npos);
}

TEST_CASE("formats refuses what is none, and says what was meant") {
  const ProcessResult unknown = run_rtl4ml({"formats", "e4n3"});
  CHECK(unknown.exit_status == 2);
  CHECK(unknown.output.find("did you mean e4m3?") != std::string::npos);
  CHECK(run_rtl4ml({"formats", "s33.0"}).exit_status == 2);
  CHECK(run_rtl4ml({"formats", "e8m23"}).exit_status == 2);
  CHECK(run_rtl4ml({"formats", "e4m3", "--json", "--markdown"}).exit_status == 2);
  CHECK(run_rtl4ml({"formats", "--help"}).output.find("bfp4x32") != std::string::npos);
}

}  // namespace rtl4ml::test
