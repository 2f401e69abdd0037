#include "sw/number/format_table.hpp"

#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/number/parsed.hpp"

namespace rtl4ml {
namespace {

std::vector<double> values(const std::string& text) {
  const Result<std::vector<FormatValue>> table = format_values(parsed(text), "");
  REQUIRE(table);
  std::vector<double> found;
  for (const FormatValue& entry : *table) found.push_back(entry.value);
  return found;
}

}  // namespace

TEST_CASE("tables of small formats, by hand", "[number]") {
  CHECK(values("s3.1") == std::vector<double>{0.0, 0.5, 1.0, 1.5, -2.0, -1.5, -1.0, -0.5});
  CHECK(values("u2.0") == std::vector<double>{0.0, 1.0, 2.0, 3.0});
  CHECK(values("e2m1") ==
        std::vector<double>{0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 0.0, -0.5, -1.0, -1.5, -2.0, -3.0, -4.0, -6.0});
  CHECK(values("ulog3.0") == std::vector<double>{1.0, 2.0, 4.0, 8.0, 0.0, 0.125, 0.25, 0.5});
  CHECK(values("log3.0") == std::vector<double>{1.0, 2.0, 0.0, 0.5, -1.0, -2.0, 0.0, -0.5});
  CHECK(values("bfp3x32") == std::vector<double>{0.0, 0.5, 1.0, 1.5, -1.5, -1.0, -0.5});
  CHECK(values("mxfp4_e2m1") == values("e2m1"));
  CHECK(values("mxint8").size() == 255);
  CHECK(values("binary") == std::vector<double>{-1.0, 1.0});
  CHECK(values("ternary") == std::vector<double>{0.0, 1.0, -1.0});
}

TEST_CASE("facts agree with the tables", "[number]") {
  for (const std::string& name : number_format_examples()) {
    INFO(name);
    const FormatFacts facts = format_facts(parsed(name));
    CHECK(facts.name == name);
    CHECK_FALSE(facts.meaning.empty());
    double smallest = 1e300;
    double largest = 0.0;
    for (const double value : values(name)) {
      if (std::isfinite(value)) largest = std::max(largest, value);
      if (value > 0.0) smallest = std::min(smallest, value);
    }
    CHECK(facts.smallest == smallest);
    CHECK(facts.largest == largest);
  }
  CHECK(format_facts(parsed("s1.0")).largest == 0.0);
}

TEST_CASE("bits of a code by its fields", "[number]") {
  CHECK(format_facts(parsed("e4m3")).fields == std::vector<int>{1, 4, 3});
  CHECK(format_facts(parsed("ue3m0")).fields == std::vector<int>{3});
  CHECK(format_facts(parsed("log4.1")).fields == std::vector<int>{1, 3});
  CHECK(code_bits(0x7e, {1, 4, 3}) == "0 1111 110");
  CHECK(code_bits(2, {3}) == "010");
}

TEST_CASE("tables are for small formats", "[number]") {
  const Result<std::vector<FormatValue>> wide = format_values(parsed("e8m23"), "");
  REQUIRE_FALSE(wide);
  CHECK(wide.error().front().code == "format.table");
  CHECK(values("e8m7").size() == 65536);
}

}  // namespace rtl4ml
