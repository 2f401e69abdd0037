#include "sw/number/format_reference.hpp"

#include <fstream>
#include <iterator>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("docs/number_formats.md is what the formats are", "[number]") {
  std::ifstream file("docs/number_formats.md");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  INFO("out of date: run `rtl4ml formats --markdown > docs/number_formats.md`");
  CHECK((text == number_formats_markdown()));
}

TEST_CASE("the page has every example, and the OCP's values where they belong", "[number]") {
  const std::string text = number_formats_markdown();
  for (const std::string& name : number_format_examples()) {
    INFO(name);
    CHECK(text.find("| `" + name + "` |") != std::string::npos);
  }
  CHECK(text.find("| 1111 | 256 | 288 | 320 | 352 | 384 | 416 | 448 | nan |") != std::string::npos);
  CHECK(text.find("| 11111 | inf | nan | nan | nan |") != std::string::npos);
  CHECK(text.find("| 11 | 4 | 6 |") != std::string::npos);
  CHECK(text.find("| `mxfp8_e5m2` | `e5m2` | 57344 | 15 | 8.25 |") != std::string::npos);
}

TEST_CASE("tables by code, and by exponent and mantissa", "[number]") {
  CHECK(*format_table_markdown(TernaryType{}) == "| code | value |\n|---|---|\n| 00 | 0 |\n| 01 | 1 |\n| 11 | -1 |\n");
  const MinifloatType e2m0 = {2, 0, MinifloatType::Specials::kNone};
  CHECK(*format_table_markdown(e2m0) ==
        "| exponent | value |\n|---|---|\n| 00 | 0 |\n| 01 | 1 |\n| 10 | 2 |\n| 11 | 4 |\n");
  const Result<std::string> wide = format_table_markdown(FixedType{32, 0, true});
  REQUIRE_FALSE(wide);
  CHECK(wide.error().front().code == "format.table");
}

TEST_CASE("the terminal's lines name every kind", "[number]") {
  const std::string text = format_spellings();
  for (const char* kind : {"s8.3", "e4m3", "_finite", "log4.1", "bfp4x32", "mxint8", "ternary"})
    CHECK(text.find(kind) != std::string::npos);
}

}  // namespace rtl4ml
