#include "gen/reload/weight_image.hpp"

#include <fmt/format.h>

#include "gen/reload/reload_words.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

CompiledDesign image_design(std::uint64_t seed, int weight_frac_width = 5, int parallelism = 4) {
  HardwareConfig config = test::config();
  config.weights = {Weights::kReloadable, ""};
  config.precision.weight = test::spec(8, weight_frac_width);
  config.parallelism = {parallelism, parallelism, ""};
  return test::compiled(config, {{{"a", test::linear(7, 11, true, seed)}}});
}

}  // namespace

TEST_CASE("the check word is CRC-32, as everyone computes it", "[reload]") {
  // The bytes "1234" and "5678": the value that zlib's crc32 gives for "12345678".
  CHECK(check_word({0x34333231, 0x38373635}) == 0x9AE0DAAF);
  CHECK(check_word({}) == 0);
}

TEST_CASE("an image is a header, the words of the bus and a check word", "[reload]") {
  const CompiledDesign design = image_design(1);
  const std::vector<BusWord> words = reload_words(design.graph, design.model);
  std::vector<std::uint32_t> image = weight_image(design.graph, design.model);
  REQUIRE(image.size() == words.size() + kImageHeaderWords + 1);
  CHECK(image[0] == kImageMagic);
  CHECK(image[1] == kImageVersion);
  CHECK(image[2] == reload_map_identity(design.graph, design.model));
  CHECK(image[3] == words.size());
  for (std::size_t i = 0; i < words.size(); ++i) CHECK(image[kImageHeaderWords + i] == words[i].data);
  const std::uint32_t check = image.back();
  image.pop_back();
  CHECK(check == check_word(image));
}

TEST_CASE("an image tells memories apart, not weights", "[reload]") {
  const CompiledDesign design = image_design(1);
  const auto identity = [](const CompiledDesign& one) { return reload_map_identity(one.graph, one.model); };
  CHECK(identity(image_design(2)) == identity(design));
  CHECK(identity(image_design(1, 4)) != identity(design));
  CHECK(identity(image_design(1, 5, 2)) != identity(design));
}

TEST_CASE("images as bytes, as C and as addresses and data", "[reload]") {
  const CompiledDesign design = image_design(1);
  const std::vector<std::uint32_t> image = weight_image(design.graph, design.model);
  const auto text = [&](ImageForm form) {
    return image_text(design.graph, design.model, form, "weights", "of a test");
  };
  const std::string bytes = text(ImageForm::kBinary);
  REQUIRE(bytes.size() == 4 * image.size());
  CHECK(bytes.substr(0, 4) == "WM4R");  // R4MW, the lowest byte first
  const std::string c = text(ImageForm::kC);
  CHECK(c.find("/* of a test */\n") == 0);
  CHECK(c.find(fmt::format("const uint32_t weights[{}] = {{\n    0x52344d57u, 0x00000001u,", image.size())) !=
        std::string::npos);
  CHECK(c.find(fmt::format("0x{:08x}u,\n}};\n", image.back())) != std::string::npos);
  const std::vector<BusWord> words = reload_words(design.graph, design.model);
  const std::string hex = text(ImageForm::kHex);
  CHECK(hex.find(fmt::format("{:08x} {:08x}\n", words[0].address, words[0].data)) == 0);
  CHECK(hex.size() == 18 * words.size());
}

}  // namespace rtl4ml
