#include "sw/number/number_format.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

using Specials = MinifloatType::Specials;

std::vector<std::string> codes(const NumberFormat& format) {
  std::vector<std::string> found;
  const Result<void> checked = check_number_format(format, "fc1.weight");
  if (checked) return found;
  for (const Error& error : checked.error()) {
    CHECK(error.place == "fc1.weight");
    CHECK(error.message.starts_with(to_string(format) + ": "));
    CHECK_FALSE(error.fix.empty());
    found.push_back(error.code);
  }
  return found;
}

const std::vector<std::string> kGood;
const std::vector<std::string> kLimit = {"format.limit"};
const std::vector<std::string> kSpecials = {"format.specials"};
const std::vector<std::string> kRange = {"format.range"};

}  // namespace

TEST_CASE("fixed point: widths from 1 to 32, points from -64 to 64", "[number]") {
  CHECK(codes(FixedType{1, -64, true}) == kGood);
  CHECK(codes(FixedType{32, 64, false}) == kGood);
  CHECK(codes(FixedType{0, 0, true}) == kLimit);
  CHECK(codes(FixedType{33, 0, true}) == kLimit);
  CHECK(codes(FixedType{8, 65, true}) == kLimit);
  CHECK(codes(FixedType{-1, -65, true}) == std::vector<std::string>{"format.limit", "format.limit"});
}

TEST_CASE("minifloats: widths, room for infinity and NaN, values that a float holds", "[number]") {
  CHECK(codes(MinifloatType{8, 23, Specials::kIeee}) == kGood);
  CHECK(codes(MinifloatType{1, 0, Specials::kNone}) == kGood);
  CHECK(codes(MinifloatType{2, 1, Specials::kIeee}) == kGood);
  CHECK(codes(MinifloatType{1, 1, Specials::kNanOnly}) == kGood);
  CHECK(codes(MinifloatType{0, 3, Specials::kNone}) == kLimit);
  CHECK(codes(MinifloatType{9, 3, Specials::kIeee, true}) == kLimit);
  CHECK(codes(MinifloatType{4, 24, Specials::kIeee}) == kLimit);
  CHECK(codes(MinifloatType{4, -1, Specials::kNone}) == kLimit);
  CHECK(codes(MinifloatType{4, 3, Specials::kNone, true, 1000000}) == kLimit);
  CHECK(codes(MinifloatType{1, 3, Specials::kIeee}) == kSpecials);
  CHECK(codes(MinifloatType{4, 0, Specials::kIeee}) == kSpecials);
  CHECK(codes(MinifloatType{1, 0, Specials::kNanOnly}) == kSpecials);
  CHECK(codes(MinifloatType{8, 3, Specials::kNone}) == kRange);  // to 2^129
  CHECK(codes(MinifloatType{8, 3, Specials::kNone, true, 1}) == kGood);
  CHECK(codes(MinifloatType{8, 23, Specials::kIeee, true, 1}) == kRange);  // a subnormal that no float is
  CHECK(check_number_format(MinifloatType{70, 3, Specials::kNone, true, 5}, "")
            .error()
            .front()
            .message.starts_with("e70m3"));
}

TEST_CASE("log types: widths, and values that are normal floats", "[number]") {
  CHECK(codes(LogType{2, 0}) == kGood);
  CHECK(codes(LogType{16, 8}) == kGood);
  CHECK(codes(LogType{8, 0}) == kGood);
  CHECK(codes(LogType{1, 0}) == kLimit);
  CHECK(codes(LogType{17, 8}) == kLimit);
  CHECK(codes(LogType{8, 9}) == kLimit);
  CHECK(codes(LogType{8, -1}) == kLimit);
  CHECK(codes(LogType{8, 0, true, 301}) == kLimit);
  CHECK(codes(LogType{9, 0}) == kRange);
  CHECK(codes(LogType{8, 0, true, 64}) == kRange);
  CHECK(codes(LogType{8, 0, true, -65}) == kRange);
  CHECK(codes(LogType{8, 0, true, 63}) == kGood);
}

TEST_CASE("blocks: widths and sizes", "[number]") {
  CHECK(codes(BlockType{2, 1, 2}) == kGood);
  CHECK(codes(BlockType{24, 65536, 8}) == kGood);
  CHECK(codes(BlockType{1, 0, 1}) == std::vector<std::string>{"format.limit", "format.limit", "format.limit"});
  CHECK(codes(BlockType{25, 65537, 9}) == std::vector<std::string>{"format.limit", "format.limit", "format.limit"});
}

TEST_CASE("formats without numbers of their own have no limits", "[number]") {
  CHECK(codes(MxType{}) == kGood);
  CHECK(codes(BinaryType{}) == kGood);
  CHECK(codes(TernaryType{}) == kGood);
}

}  // namespace rtl4ml
