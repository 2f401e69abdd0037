#include "sw/yaml/yaml_tree.hpp"

#include <cmath>
#include <ctime>
#include <limits>

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

using Kind = YamlNode::Kind;

YamlNode tree(const std::string& text) {
  Result<YamlNode> result = parse_yaml(text, "f.yaml");
  if (!result) throw std::runtime_error(to_string(result.error()));
  return *result;
}

std::string faults_of_yaml(const std::string& text) {
  const Result<YamlNode> result = parse_yaml(text, "f.yaml");
  return result ? "" : to_string(result.error());
}

TEST_CASE("plain scalars are typed by YAML 1.2's core schema, quoted ones are text") {
  const auto kind = [](const std::string& text) { return tree("k: " + text).items[0].kind; };
  for (const char* text : {"", "~", "null", "Null", "NULL"}) CHECK(kind(text) == Kind::kNull);
  for (const char* text : {"true", "True", "TRUE", "false", "False", "FALSE"}) CHECK(kind(text) == Kind::kBool);
  for (const char* text : {"0", "-7", "+7", "007", "0x1f", "0o17", "99999999999999999999999"})
    CHECK(kind(text) == Kind::kInteger);
  for (const char* text : {"0.5", "-.5", "1e3", "1.", ".inf", "-.inf", ".nan", "1e999"})
    CHECK(kind(text) == Kind::kNumber);
  for (const char* text :
       {"yes", "on", "inf", "nan", "+", "1_000", "0x", "-0x1", "0b1", "1e", "1.2.3", ".", "\"8\"", "'true'", "\"\""}) {
    INFO(text);
    CHECK(kind(text) == Kind::kText);
  }
}

TEST_CASE("scalars have their values") {
  const auto value = [](const std::string& text) { return tree("k: " + text).items[0]; };
  CHECK(value("0x1F").integer == 31);
  CHECK(value("0o17").integer == 15);
  CHECK(value("-12").integer == -12);
  CHECK(value("-12").number == -12.0);
  CHECK(value("007").integer == 7);
  CHECK(value("99999999999999999999999").integer == std::numeric_limits<std::int64_t>::max());
  CHECK(value("-99999999999999999999999").integer == -std::numeric_limits<std::int64_t>::max());
  CHECK(value("-1.5e-3").number == -1.5e-3);
  CHECK(value("-.inf").number == -std::numeric_limits<double>::infinity());
  CHECK(value("1e999").number == std::numeric_limits<double>::infinity());
  CHECK(value("1e-999").number == 0.0);
  CHECK(std::isnan(value(".nan").number));
  CHECK(value("TRUE").boolean);
  CHECK_FALSE(value("false").boolean);
  CHECK(value("\"8\"").text == "8");
  CHECK(value("\"8\"").quoted);
  CHECK_FALSE(value("8").quoted);
}

TEST_CASE("lists and mappings keep their order, their keys and their places") {
  const YamlNode root = tree("a: [1, x]\nb:\n  c: {d: 2}\n  e:\nf: 1\n");
  REQUIRE(root.kind == Kind::kMapping);
  REQUIRE(root.keys.size() == 3);
  CHECK(root.keys[1].text == "b");
  CHECK(root.find("a")->items[1].text == "x");
  CHECK(place_of("f.yaml", root.find("a")->items[1]) == "f.yaml:1:8");
  const YamlNode* inner = root.find("b")->find("c");
  CHECK(place_of("f.yaml", *inner->find("d")) == "f.yaml:3:10");
  CHECK(place_of("f.yaml", *root.find("b")->find("e")) == "f.yaml:4:3");  // nothing there: the key's place
  CHECK(root.find("absent") == nullptr);
  CHECK(root.keys[0].find("a") == nullptr);
  CHECK(root.count() == 15);
}

TEST_CASE("columns count characters, not bytes") {
  CHECK(place_of("f", tree("{größe: 1, b: 2}").items[1]) == "f:1:15");
  CHECK(place_of("f", tree("ä: 1\r\nb: 2").items[1]) == "f:2:4");
  CHECK(place_of("f", tree("\xEF\xBB\xBF"
                           "a: 1")
                          .items[0]) == "f:1:4");
}

TEST_CASE("aliases stand for their value") {
  const YamlNode root = tree("a: &x {w: 8}\nb: *x\nc: [*x, *x]\n");
  CHECK(root.find("b")->find("w")->integer == 8);
  CHECK(root.find("c")->items[1].find("w")->integer == 8);
}

TEST_CASE("what is no YAML is told with line and column") {
  CHECK(faults_of_yaml("a: [1\nb: 2\n") ==
        "f.yaml:2:2: error[config.syntax]: not valid YAML: end of sequence flow not found\n"
        "  fix: look at the indentation, the colons, the quotes and the brackets here and just above\n");
  CHECK(faults_of_yaml("a:\n\tb: 1\n").find("fix: indent with spaces; YAML takes no tabs") != std::string::npos);
  CHECK(faults_of_yaml("a: b: c\n").find("f.yaml:1:5: error[config.syntax]: not valid YAML: illegal map value") == 0);
  CHECK(faults_of_yaml("a: *nowhere\n").find("f.yaml:1:4: error[config.syntax]") == 0);
}

TEST_CASE("what YAML knows and a config has no use for is refused") {
  CHECK(faults_of_yaml("a: !!int 3\n") ==
        "f.yaml:1:4: error[config.syntax]: the tag tag:yaml.org,2002:int has no meaning here\n  fix: remove the tag\n");
  CHECK(faults_of_yaml("a: !!python/object {b: 1}\n").find("f.yaml:1:4: error[config.syntax]: the tag") == 0);
  CHECK(faults_of_yaml("a: &x {b: 1}\nc: {<<: *x}\n") ==
        "f.yaml:2:5: error[config.syntax]: merge keys (<<) are not supported\n"
        "  fix: write the keys out; a whole value can be an alias\n");
  CHECK(
      faults_of_yaml("a: 1\n---\nb: 2\n") ==
      "f.yaml:3:1: error[config.syntax]: a second document begins\n  fix: one file is one config: remove the `---`\n");
  CHECK(faults_of_yaml("[1, 2]: 3\n") ==
        "f.yaml:1:1: error[config.syntax]: a key is a word, not a list, a mapping or nothing\n"
        "  fix: write `key: value`; quote keys such as \"null\"\n");
  CHECK(faults_of_yaml("~: 3\n").find("f.yaml:1:1: error[config.syntax]: a key is a word") == 0);
}

TEST_CASE("an alias inside its own value is refused") {
  CHECK(faults_of_yaml("a: &x [1, *x]\n") ==
        "f.yaml:1:11: error[config.alias]: an alias inside the value it stands for\n  fix: write the value out\n");
}

TEST_CASE("an empty file is told so") {
  const std::string expected =
      "f.yaml: error[config.empty]: the file holds nothing\n  fix: a config needs at least `checkpoint: <file>`\n";
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n", "~\n"}) CHECK(faults_of_yaml(text) == expected);
}

TEST_CASE("other encodings and control characters are told with their place") {
  CHECK(faults_of_yaml("a: 1\nb: \x04\n") ==
        "f.yaml:2:4: error[config.encoding]: byte 0x04 is not text in UTF-8\n  fix: save the file as plain UTF-8\n");
  CHECK(faults_of_yaml("ä: \xE4\n").find("f.yaml:1:4: error[config.encoding]: byte 0xe4") == 0);
  CHECK(faults_of_yaml(std::string("\xFF\xFE"
                                   "a\0",
                                   4))
            .find("f.yaml:1:1: error[config.encoding]: byte 0xff") == 0);
  CHECK(faults_of_yaml("a: \xE2\x82").find("f.yaml:1:4: error[config.encoding]: byte 0xe2") == 0);  // cut off
}

TEST_CASE("depth is bounded") {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') + std::string(static_cast<std::size_t>(depth), ']');
  };
  CHECK(faults_of_yaml(nested(kMaxYamlDepth)).empty());
  CHECK(faults_of_yaml(nested(kMaxYamlDepth + 1)) ==
        "f.yaml:1:33: error[config.depth]: lists and mappings are nested more than 32 deep\n");
  CHECK(faults_of_yaml(nested(100000)).find("f.yaml:1:33: error[config.depth]") == 0);
  CHECK(faults_of_yaml(std::string(400000, '[')).find("error[config.") != std::string::npos);
}

TEST_CASE("size is bounded, aliases expanded") {
  CHECK(faults_of_yaml(std::string(kMaxYamlBytes + 1, '#')) ==
        "f.yaml: error[config.too_large]: 1048577 bytes; at most 1048576 are read\n");
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string inner = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + inner;
    for (int k = 0; k < 9; ++k) bomb += ", " + inner;
    bomb += "]\n";
  }
  CHECK(faults_of_yaml(bomb).find("error[config.too_large]: more than 400000 values, aliases expanded") !=
        std::string::npos);
}

TEST_CASE("many aliases of one large value are counted with all it holds") {
  std::string text = "a: &a [";
  for (int i = 0; i < 1000; ++i) text += "1,";
  text += "]\nb: [";
  for (int i = 0; i < 1000; ++i) text += "*a ,";
  CHECK(faults_of_yaml(text + "]").find("error[config.too_large]: more than 400000 values") != std::string::npos);
}

TEST_CASE("anchors in anchors cannot fill the memory") {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "&b" + std::to_string(i) + " [";
  for (int i = 0; i < 20000; ++i) text += "1,";
  text += std::string(30, ']');
  CHECK(faults_of_yaml(text).find("error[config.too_large]: more than 400000 values") != std::string::npos);
}

TEST_CASE("a long line costs no more per value than a short one") {
  const auto seconds = [](int values) {
    std::string text = "[";
    for (int i = 0; i < values; ++i) text += "1,";
    text += "]";
    const std::clock_t start = std::clock();
    CHECK(tree(text).items.size() == static_cast<std::size_t>(values));
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  const double small = seconds(20000);
  CHECK(seconds(160000) < 30 * small);  // 8 where the time is linear, 64 where it is quadratic
}

}  // namespace
}  // namespace rtl4ml
