#include "tests/program.hpp"

namespace rtl4ml::test {

TEST_CASE("schema prints the JSON Schema, or the reference page") {
  const ProcessResult schema = run_rtl4ml({"schema"});
  REQUIRE(schema.exit_status == 0);
  CHECK(nlohmann::json::parse(schema.output)["properties"].contains("precision"));
  CHECK(run_rtl4ml({"schema", "--markdown"}).output.starts_with("# Hardware config"));
}

}  // namespace rtl4ml::test
