#include "sw/number/number_format.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/number/parsed.hpp"

namespace rtl4ml {
TEST_CASE("every format spells itself as its type does", "[number]") {
  CHECK(to_string(NumberFormat{FixedType{8, 3, true}}) == "s8.3");
  CHECK(to_string(NumberFormat{kE4M3}) == "e4m3");
  CHECK(to_string(NumberFormat{LogType{4, 1}}) == "log4.1");
  CHECK(to_string(NumberFormat{BlockType{}}) == "bfp4x32");
  CHECK(to_string(NumberFormat{MxType{}}) == "mxint8");
  CHECK(to_string(NumberFormat{BinaryType{}}) == "binary");
  CHECK(to_string(NumberFormat{TernaryType{}}) == "ternary");
}

TEST_CASE("bits per value count shared exponents and scales", "[number]") {
  CHECK(bits_per_value(parsed("u6.2")) == 6.0);
  CHECK(bits_per_value(parsed("e4m3")) == 8.0);
  CHECK(bits_per_value(parsed("ue4m3")) == 7.0);
  CHECK(bits_per_value(parsed("log5.1")) == 5.0);
  CHECK(bits_per_value(parsed("bfp4x32")) == 4.25);
  CHECK(bits_per_value(parsed("bfp4x16_e5")) == 4.3125);
  CHECK(bits_per_value(parsed("mxint8")) == 8.25);
  CHECK(bits_per_value(parsed("mxfp6_e2m3")) == 6.25);
  CHECK(bits_per_value(parsed("mxfp4_e2m1")) == 4.25);
  CHECK(bits_per_value(parsed("binary")) == 1.0);
  CHECK(bits_per_value(parsed("ternary")) == 2.0);
}

TEST_CASE("ranges", "[number]") {
  const auto range = [](const std::string& text) {
    const ValueRange found = value_range(parsed(text));
    return std::vector<double>{found.lowest, found.highest};
  };
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(range("s8.3") == std::vector<double>{-16.0, 15.875});
  CHECK(range("e4m3") == std::vector<double>{-448.0, 448.0});
  CHECK(range("ue5m2") == std::vector<double>{0.0, 57344.0});
  CHECK(range("log4.0") == std::vector<double>{-8.0, 8.0});
  CHECK(range("ulog3.0") == std::vector<double>{0.0, 8.0});
  for (const char* scaled : {"bfp4x32", "mxint8", "binary", "ternary"})
    CHECK(range(scaled) == std::vector<double>{-infinity, infinity});
}

}  // namespace rtl4ml
