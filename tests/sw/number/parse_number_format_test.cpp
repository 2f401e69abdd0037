#include <iostream>

#include "sw/data/random.hpp"
#include "sw/number/number_format.hpp"
#include "tests/catch.hpp"
#include "tests/seed.hpp"

namespace rtl4ml {
namespace {

using Specials = MinifloatType::Specials;

std::string code_of(std::string_view text) {
  const Result<NumberFormat> format = parse_number_format(text, "x.yaml:3:9");
  if (format) return "";
  CHECK(format.error().front().place == "x.yaml:3:9");
  CHECK_FALSE(format.error().front().fix.empty());
  for (const char c : format.error().front().message) CHECK((c >= ' ' && c <= '~'));
  CHECK(format.error().front().message.size() < 200);
  return format.error().front().code;
}

std::string fix_of(std::string_view text) {
  const Result<NumberFormat> format = parse_number_format(text, "");
  return format ? "" : format.error().front().fix;
}

void check_same(const std::string& text, const NumberFormat& format) {
  INFO(text);
  const Result<NumberFormat> parsed = parse_number_format(text, "");
  REQUIRE(parsed);
  CHECK((*parsed == format));
  CHECK(to_string(*parsed) == text);
}

}  // namespace

TEST_CASE("spellings and the formats they are", "[number]") {
  check_same("s8.3", FixedType{8, 3, true});
  check_same("u16.-2", FixedType{16, -2, false});
  check_same("e4m3", kE4M3);
  check_same("e5m2", kE5M2);
  check_same("e3m2", kE3M2);
  check_same("e2m3", kE2M3);
  check_same("e2m1", kE2M1);
  check_same("e5m10", MinifloatType{5, 10, Specials::kIeee});
  check_same("ue4m3_ieee_b8", MinifloatType{4, 3, Specials::kIeee, false, 1});
  check_same("e2m1_nan", MinifloatType{2, 1, Specials::kNanOnly});
  check_same("e5m2_finite_b-3", MinifloatType{5, 2, Specials::kNone, true, -18});
  check_same("log4.1", LogType{4, 1});
  check_same("ulog8.3_b-2", LogType{8, 3, false, -2});
  check_same("bfp4x32", BlockType{4, 32, 8});
  check_same("bfp8x16_e5", BlockType{8, 16, 5});
  check_same("mxint8", MxType{MxType::Element::kInt8});
  check_same("mxfp4_e2m1", MxType{MxType::Element::kE2M1});
  check_same("binary", BinaryType{});
  check_same("binary_power_of_two", BinaryType{true});
  check_same("ternary", TernaryType{});
  check_same("ternary_power_of_two", TernaryType{true});
}

TEST_CASE("all examples of messages are formats, spelled plainly", "[number]") {
  for (const std::string& text : number_format_examples()) {
    const Result<NumberFormat> format = parse_number_format(text, "");
    INFO(text);
    REQUIRE(format);
    CHECK(to_string(*format) == text);
  }
}

TEST_CASE("what was meant is told", "[number]") {
  CHECK(fix_of("E4M3") == "did you mean e4m3?");
  CHECK(fix_of("mxfp8e4m3") == "did you mean mxfp8_e4m3?");
  CHECK(fix_of("bianry") == "did you mean binary?");
  CHECK(fix_of("posit").starts_with("known: s8.3, u8.8, e4m3"));
  CHECK(fix_of("e4m3_b7") == "write e4m3");  // the bias that it has anyway
  CHECK(fix_of("e4m3_nan") == "write e4m3");
  CHECK(fix_of("s08.-0") == "write s8.0");
  CHECK(fix_of("bfp4x32_e8") == "write bfp4x32");
}

TEST_CASE("out of its limits", "[number]") {
  CHECK(code_of("s33.0") == "format.limit");
  CHECK(code_of("e9m3") == "format.limit");
  CHECK(code_of("e0m3_b4") == "format.limit");
  CHECK(code_of("e4m0_ieee") == "format.specials");
  CHECK(code_of("log9.0") == "format.range");
  CHECK(code_of("bfp1x32") == "format.limit");
  CHECK(code_of("e999999m999999_b999999") == "format.limit");
}

TEST_CASE("hostile spellings are refused", "[number]") {
  for (const std::string_view text : {std::string_view(""),
                                      std::string_view(" "),
                                      std::string_view("s"),
                                      std::string_view("s8"),
                                      std::string_view("s8."),
                                      std::string_view("s8.3 "),
                                      std::string_view(" s8.3"),
                                      std::string_view("s08.3"),
                                      std::string_view("s8.03"),
                                      std::string_view("s+8.3"),
                                      std::string_view("s8.-0"),
                                      std::string_view("s8.--3"),
                                      std::string_view("s8.3\0", 5),
                                      std::string_view("s8\0.3", 5),
                                      std::string_view("s8.3s8.3"),
                                      std::string_view("s8,3"),
                                      std::string_view("s99999999999999999999.3"),
                                      std::string_view("s8.9999999"),
                                      std::string_view("s8.-"),
                                      std::string_view("e4"),
                                      std::string_view("em"),
                                      std::string_view("e4m"),
                                      std::string_view("e4m3_"),
                                      std::string_view("e4m3_b"),
                                      std::string_view("e4m3_b-"),
                                      std::string_view("e4m3_b7_ieee"),
                                      std::string_view("uu4m3"),
                                      std::string_view("us8.3"),
                                      std::string_view("log"),
                                      std::string_view("log4"),
                                      std::string_view("log4.1_b"),
                                      std::string_view("bfp4"),
                                      std::string_view("bfp4x"),
                                      std::string_view("bfp4x32_e"),
                                      std::string_view("mx"),
                                      std::string_view("mxint8x32"),
                                      std::string_view("\xff\xfe\x00", 3),
                                      std::string_view("e4m3\n"),
                                      std::string_view("\x1b[31me4m3"),
                                      std::string_view("%s%n"),
                                      std::string_view("{}"),
                                      std::string_view("ë4m3")}) {
    INFO(text);
    CHECK(code_of(text) == "format.unknown");
  }
  CHECK(code_of("e4m-3") == "format.limit");
  CHECK(code_of(std::string(10'000'000, '9')) == "format.unknown");
  CHECK(code_of("s" + std::string(1'000'000, '9') + ".1") == "format.unknown");
}

TEST_CASE("random changes of spellings are refused, or spelled as they read", "[number]") {
  const std::uint64_t seed = test_seed(20260409);
  std::cout << "parse: RTL4ML_SEED=" << seed << "\n";
  Random random(seed);
  const std::vector<std::string>& examples = number_format_examples();
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text = examples[random.below(examples.size())];
    for (std::uint64_t changes = 1 + random.below(3); changes > 0 && !text.empty(); --changes) {
      const std::size_t at = random.below(text.size());
      const std::string letters = "0123456789.-_subelogmxfp";
      const char letter =
          random.below(8) == 0 ? static_cast<char>(random.below(256)) : letters[random.below(letters.size())];
      if (random.below(3) == 0) {
        text.erase(at, 1);
      } else if (random.below(2) == 0) {
        text.insert(at, 1, letter);
      } else {
        text[at] = letter;
      }
    }
    const Result<NumberFormat> format = parse_number_format(text, "");
    if (!format) continue;
    ++read;
    if (to_string(*format) != text) FAIL("RTL4ML_SEED=" << seed << ": " << text << " reads as " << to_string(*format));
    if (!check_number_format(*format, "")) FAIL("RTL4ML_SEED=" << seed << ": " << text << " is out of its limits");
  }
  CHECK(read > 300);
}

}  // namespace rtl4ml
