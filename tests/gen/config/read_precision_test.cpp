#include "tests/catch.hpp"
#include "tests/gen/config/parse.hpp"

namespace rtl4ml {
namespace {

TEST_CASE("precision has defaults") {
  const PrecisionSpec precision = parse_with("").precision;
  for (const TypeSpec* type : {&precision.data_in, &precision.weight, &precision.bias, &precision.data_out}) {
    CHECK(type->width == 8);
    CHECK(type->frac_width_auto);
    CHECK_FALSE(type->frac_width.has_value());
    CHECK(type->is_signed == true);
    CHECK(type->place.empty());
  }
  CHECK(precision.rounding == Rounding::kHalfEven);
  CHECK(precision.overflow == Overflow::kSaturate);
  CHECK(precision.place.empty());
}

TEST_CASE("a key beside the types stands for all four, with and without default") {
  for (const char* text : {"precision: {width: 6, frac_width: 3}", "precision: {default: {width: 6, frac_width: 3}}"}) {
    const PrecisionSpec precision = parse_with(text).precision;
    for (const TypeSpec* type : {&precision.data_in, &precision.weight, &precision.bias, &precision.data_out}) {
      CHECK(type->width == 6);
      CHECK(type->frac_width == 3);
      CHECK_FALSE(type->frac_width_auto);
      CHECK(type->is_signed == true);  // what is not said keeps its default
    }
  }
}

TEST_CASE("a type's own keys go before") {
  const PrecisionSpec precision = parse_with(
                                      "precision:\n  default:\n    width: 8\n    frac_width: 3\n"
                                      "    weight: {width: 4, frac_width: auto}\n    bias: {width: 16, frac_width: "
                                      "-2}\n    data_out: {signed: false}\n"
                                      "    rounding: floor\n    overflow: wrap\n")
                                      .precision;
  CHECK(precision.data_in.width == 8);
  CHECK(precision.weight.width == 4);
  CHECK(precision.weight.frac_width_auto);
  CHECK_FALSE(precision.weight.frac_width.has_value());
  CHECK(precision.bias.width == 16);
  CHECK(precision.bias.frac_width == -2);
  CHECK(precision.data_out.is_signed == false);
  CHECK(precision.data_out.width == 8);
  CHECK(precision.rounding == Rounding::kFloor);
  CHECK(precision.overflow == Overflow::kWrap);
  CHECK(precision.place == "configs/mlp.yaml:4:5");
  CHECK(precision.weight.place == "configs/mlp.yaml:6:13");
  CHECK(precision.data_in.place == "configs/mlp.yaml:4:5");
}

TEST_CASE("every rounding and overflow mode has its word") {
  for (const Rounding mode :
       {Rounding::kHalfEven, Rounding::kHalfUp, Rounding::kHalfAway, Rounding::kFloor, Rounding::kTowardZero}) {
    CHECK(parse_with("precision: {rounding: " + to_string(mode) + "}").precision.rounding == mode);
  }
  for (const Overflow mode : {Overflow::kSaturate, Overflow::kWrap}) {
    CHECK(parse_with("precision: {overflow: " + to_string(mode) + "}").precision.overflow == mode);
  }
}

TEST_CASE("layers say only what differs, under any name") {
  for (const char* base : {"  default: {width: 8}\n", "  width: 8\n", ""}) {
    const HardwareConfig config =
        parse_with(std::string("precision:\n") + base +
                   "  layers:\n    fc1: {weight: {width: 4}, rounding: half_up}\n    default: {width: 2}\n"
                   "    0: {data_out: {frac_width: 64}}\n    net.größe: {}\n");
    CHECK(config.precision.data_in.width == 8);
    REQUIRE(config.layer_precision.size() == 4);
    const PrecisionSpec& fc1 = config.layer_precision.at("fc1");
    CHECK(fc1.weight.width == 4);
    CHECK_FALSE(fc1.weight.frac_width.has_value());
    CHECK_FALSE(fc1.weight.frac_width_auto);
    CHECK_FALSE(fc1.weight.is_signed.has_value());
    CHECK_FALSE(fc1.data_in.width.has_value());
    CHECK(fc1.data_in.place.empty());
    CHECK(fc1.rounding == Rounding::kHalfUp);
    CHECK_FALSE(fc1.overflow.has_value());
    CHECK(config.layer_precision.at("default").bias.width == 2);
    CHECK(config.layer_precision.at("0").data_out.frac_width == 64);
    CHECK(config.layer_precision.count("net.größe") == 1);
  }
}

TEST_CASE("widths and frac_widths outside their range are told with the layer") {
  CHECK(faults_with("precision:\n  layers:\n    fc2: {weight: {width: 65}}\n") ==
        "4:27: error[config.width]: layer fc2: weight.width is 65; 1 to 32 are supported\n  fix: give a value from 1 "
        "to 32\n");
  CHECK(faults_with("precision: {default: {weight: {width: 65}}}\n")
            .find("2:39: error[config.width]: weight.width is 65; ") == 0);
  CHECK(faults_with("precision: {width: 0}\n")
            .find("2:20: error[config.width]: precision.width is 0; 1 to 32 are supported") == 0);
  CHECK(faults_with("precision: {width: 99999999999999999999}\n")
            .find("2:20: error[config.width]: precision.width is 99999999999999999999;") == 0);
  CHECK(faults_with("precision: {bias: {frac_width: -65}}\n") ==
        "2:32: error[config.frac_width]: bias.frac_width is -65; -64 to 64 are supported\n  fix: give a value from -64 "
        "to 64\n");
  CHECK(faults_with("precision: {frac_width: 65}\n")
            .find("2:25: error[config.frac_width]: precision.frac_width is 65;") == 0);
  for (const char* good : {"{width: 1}", "{width: 32}", "{frac_width: -64}", "{frac_width: 64}"}) {
    CHECK(faults_with(std::string("precision: ") + good).empty());
  }
}

TEST_CASE("an unsigned weight has at most 31 bits, wherever its width and its sign are said") {
  CHECK(faults_with("precision: {weight: {width: 32, signed: false}}\n") ==
        "2:21: error[config.width]: weight.width is 32; unsigned weights have 1 to 31 bits\n"
        "  fix: make the weight signed, or a bit narrower\n");
  CHECK(faults_with("precision: {weight: {width: 31, signed: false}}\n").empty());
  CHECK(faults_with("precision: {data_in: {width: 32, signed: false}}\n").empty());
  CHECK(faults_with("precision: {weight: {signed: false}, layers: {fc1: {weight: {width: 32}}}}\n")
            .find("2:61: error[config.width]: layer fc1: weight.width is 32; unsigned") == 0);
  CHECK(faults_with("precision: {width: 32, layers: {fc1: {weight: {signed: false}}}}\n")
            .find("2:47: error[config.width]: layer fc1: ") == 0);
}

}  // namespace
}  // namespace rtl4ml
