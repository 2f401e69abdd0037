#include <fstream>
#include <iterator>

#include "gen/config/schema.hpp"
#include "tests/catch.hpp"
#include "tests/gen/config/parse.hpp"

namespace rtl4ml {
namespace {

TEST_CASE("docs/config.md is what the schema says") {
  std::ifstream file("docs/config.md");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  INFO("out of date: run `rtl4ml schema --markdown > docs/config.md`");
  CHECK((text == config_reference_markdown()));
}

TEST_CASE("the reference tells keys, units, defaults and requirements") {
  const std::string text = config_reference_markdown();
  for (const char* row :
       {"| `checkpoint` | [checkpoint](#checkpoint) |  | **required** | the trained network.",
        "| `width` | integer from 1 to 32 | bits |", "| `clock_mhz` | number from 0.001 to 10000 | MHz | `100` |",
        "| `frac_width` | integer from -64 to 64, or `auto` | bits |",
        "`{width: 8, frac_width: auto, signed: true, rounding: half_even, overflow: saturate}`",
        "| `linear` | **required** |  |",
        "| `leaky_relu` | optional | `negative_slope`: slope below zero, 0.01 by default |"}) {
    INFO(row);
    CHECK(text.find(row) != std::string::npos);
  }
}

TEST_CASE("every link of the reference leads to a section") {
  const std::string text = config_reference_markdown();
  int links = 0;
  for (std::size_t at = text.find("](#"); at != std::string::npos; at = text.find("](#", at + 1)) {
    const std::string name = text.substr(at + 3, text.find(')', at) - at - 3);
    INFO(name);
    CHECK(text.find("\n## " + name + "\n") != std::string::npos);
    ++links;
  }
  CHECK(links > 8);
}

TEST_CASE("the YAML on the reference page is valid") {
  const std::string text = config_reference_markdown();
  int examples = 0;
  for (std::size_t at = text.find("```yaml\n"); at != std::string::npos; at = text.find("```yaml\n", at + 1)) {
    std::string yaml = text.substr(at + 8, text.find("```", at + 8) - at - 8);
    if (yaml.find("checkpoint:") == std::string::npos) yaml = "checkpoint: m.pt\n" + yaml;
    CHECK(faults_of(yaml).empty());
    ++examples;
  }
  CHECK(examples == 3);
}

}  // namespace
}  // namespace rtl4ml
