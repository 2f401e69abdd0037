#include "sw/experiment/studies/format_quantizer.hpp"

#include <array>

#include "tests/catch.hpp"
#include "tests/sw/experiment/small.hpp"

namespace rtl4ml {
namespace {

NumberFormat format_of(const char* text) {
  const Result<NumberFormat> format = parse_number_format(text, "here");
  if (!format) throw std::runtime_error(to_string(format.error()));
  return *format;
}

std::array<float, 4> scaled(const char* format, std::array<float, 4> values, bool by_row) {
  std::array<float, 4> result{};
  quantize_scaled(format_of(format), values, 2, by_row, result);
  return result;
}

}  // namespace

TEST_CASE("the largest magnitude comes just inside the format, by a power of two") {
  // e2m1 has 0, 0.5, 1, 1.5, 2, 3, 4, 6: with a scale of 2^-4 its largest value is 0.375.
  CHECK(scaled("e2m1", {0.3F, -0.1F, 0.02F, 0.0F}, false) == std::array{0.25F, -0.09375F, 0.03125F, 0.0F});
  // Each row by its own: 0.02 needs a scale of 2^-8.
  CHECK(scaled("e2m1", {0.3F, -0.1F, 0.02F, 0.0F}, true) ==
        std::array{0.25F, -0.09375F, 0.01953125F - 0.00390625F + 0.0078125F, 0.0F});
  CHECK(scaled("e2m1", {0.0F, 0.0F, 0.0F, 0.0F}, true) == std::array{0.0F, 0.0F, 0.0F, 0.0F});
}

TEST_CASE("a format with a scale of its own is left to it") {
  std::array<float, 4> own{};
  const std::array<float, 4> values = {0.3F, -0.1F, 0.02F, 0.7F};
  quantize_values(format_of("ternary"), values, 2, own);
  CHECK(scaled("ternary", values, true) == own);
}

TEST_CASE("weights and hidden outputs are in the format, scores are not, binary data stay in 8 bits") {
  const Network network{
      {{"fc1", LinearLayer{1, 1, {1}, {}}}, {"relu1", ReluLayer{}}, {"fc2", LinearLayer{1, 1, {1}, {}}}}};
  const QuantizationSpec spec = format_spec(format_of("e4m3"), network);
  CHECK(spec.layers.at("fc1").weight->format == "e4m3");
  CHECK(spec.layers.at("relu1").data_out->quantizer);
  CHECK(!spec.layers.at("fc2").data_out);
  const QuantizationSpec binary = format_spec(format_of("binary"), network);
  CHECK(binary.layers.at("fc2").weight->format == "binary");
  CHECK(!binary.layers.at("relu1").data_out->quantizer);
  CHECK(binary.layers.at("relu1").data_out->type.width == 8);
}

TEST_CASE("a network is trained and measured in a format, and its bits are counted with biases and scales") {
  const SmallLaboratory small;
  (void)small.float_record();
  const Network start = *small.laboratory.float_network(1);
  const Result<TrainedNetwork> trained =
      train_in_format(small.laboratory, {"QAT in e2m1", 1}, start, format_of("e2m1"));
  INFO((trained ? std::string() : to_string(trained.error())));
  REQUIRE(trained);
  const Result<Record> record = format_record(small.laboratory, "QAT in e2m1", 1, *trained, format_of("e2m1"));
  REQUIRE(record);
  CHECK(record->figure("accuracy") > 0.5);
  CHECK(record->figure("weight_bits") == 4.0 * (32 * 6 + 6 * 2) + 32.0 * (6 + 2) + 32.0 * 2);
}

}  // namespace rtl4ml
