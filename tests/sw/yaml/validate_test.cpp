#include "sw/yaml/validate.hpp"

#include <nlohmann/json.hpp>

#include "tests/catch.hpp"
#include "tests/gen/config/parse.hpp"

namespace rtl4ml {
namespace {

std::string faults_by(const char* schema, const std::string& yaml) {
  const Result<YamlNode> tree = parse_yaml(yaml, "f");
  if (!tree) throw std::runtime_error(to_string(tree.error()));
  return to_string(validate(*tree, nlohmann::ordered_json::parse(schema), "f"));
}

TEST_CASE("unknown keys are told with what was meant, and not also as missing") {
  CHECK(faults_of("chekpoint: m.pt\n") ==
        "1:1: error[config.unknown_key]: unknown key chekpoint\n  fix: did you mean checkpoint?\n");
  CHECK(faults_with("elephant: 1\n") ==
        "2:1: error[config.unknown_key]: unknown key elephant\n"
        "  fix: known: name, checkpoint, model, input, precision, parallelism, strategy, memory, multipliers, weights, "
        "clock_mhz, "
        "target, data, calibration, first_vectors\n");
  CHECK(faults_with("precision: {layers: {fc2: {weight: {widht: 4}}}}\n") ==
        "2:37: error[config.unknown_key]: layer fc2: unknown key weight.widht\n  fix: did you mean width?\n");
  CHECK(faults_with("precision: {defualt: {width: 4}}\n") ==
        "2:13: error[config.unknown_key]: unknown key precision.defualt\n  fix: did you mean default?\n");
}

TEST_CASE("a layer beside default is told its place") {
  CHECK(faults_with("precision: {default: {width: 8}, fc1: {width: 4}}\n") ==
        "2:34: error[config.unknown_key]: unknown key precision.fc1\n"
        "  fix: what holds for all layers goes under default, what holds for one layer under layers: "
        "`precision: {default: ..., layers: {fc1: ...}}`\n");
  CHECK(faults_with("parallelism: {fc1: 2}\n") ==
        "2:15: error[config.unknown_key]: unknown key parallelism.fc1\n"
        "  fix: settings of one layer go under layers: `parallelism: {default: ..., layers: {fc1: ...}}`\n");
  CHECK(faults_with("strategy: {fc1: folded}\n")
            .find("2:12: error[config.unknown_key]: unknown key strategy.fc1\n  fix: settings of one layer") == 0);
  CHECK(
      faults_with("precision: {default: {width: 8}, width: 4}\n") ==
      "2:34: error[config.unknown_key]: precision.width cannot stand beside default\n  fix: write it inside default\n");
}

TEST_CASE("missing keys are told with what they mean") {
  CHECK(faults_of("name: a\n") ==
        "1:1: error[config.missing_key]: checkpoint is missing\n"
        "  fix: add `checkpoint: ...`: the trained network. Paths are relative to the config's folder\n");
  CHECK(faults_with("data: {count: 3}\n").find("2:7: error[config.missing_key]: data.inputs is missing") == 0);
  CHECK(faults_with("input: {}\n").find("2:8: error[config.missing_key]: input.shape is missing") == 0);
  CHECK(faults_of("checkpoint: {key: a}\n").find("1:13: error[config.missing_key]: checkpoint.path is missing") == 0);
}

TEST_CASE("values of the wrong type are told with what is expected") {
  CHECK(faults_with("precision: {width: \"8\"}\n") ==
        "2:20: error[config.type]: precision.width is the text \"8\"; an integer is expected\n  fix: remove the "
        "quotes\n");
  CHECK(faults_with("name: 2024\n") ==
        "2:7: error[config.type]: name is the number 2024; text is expected\n  fix: put it in quotes: \"2024\"\n");
  CHECK(faults_with("name: true\n").find("2:7: error[config.type]: name is true; text is expected") == 0);
  CHECK(faults_with("precision: {signed: yes}\n") ==
        "2:21: error[config.type]: precision.signed is the text \"yes\"; true or false is expected\n"
        "  fix: write true or false, without quotes\n");
  CHECK(faults_with("calibration:\n") ==
        "2:1: error[config.type]: calibration is empty; text or a mapping is expected\n  fix: give a value, or remove "
        "the key\n");
  CHECK(faults_with("precision: {frac_width: 1.5}\n") ==
        "2:25: error[config.type]: precision.frac_width is the number 1.5; an integer or auto is expected\n");
  CHECK(faults_with("precision: 8\n") ==
        "2:12: error[config.type]: precision is the number 8; a mapping is expected\n");
  CHECK(faults_with("target: [a]\n") == "2:9: error[config.type]: target is a list; text is expected\n");
  CHECK(faults_of("- checkpoint\n") == "1:1: error[config.type]: the config is a list; a mapping is expected\n");
}

TEST_CASE("JSON Schema's integers include 8.0") {
  CHECK(parse_with("parallelism: 8.0").parallelism.in == 8);
  CHECK(faults_with("parallelism: 8.5\n").find("error[config.type]") != std::string::npos);
}

TEST_CASE("words outside their list are told with the nearest") {
  CHECK(faults_with("precision: {rounding: half-even}\n") ==
        "2:23: error[config.enum]: precision.rounding is half-even\n  fix: did you mean half_even?\n");
  CHECK(faults_with("precision: {rounding: bankers}\n") ==
        "2:23: error[config.enum]: precision.rounding is bankers\n  fix: known: half_even, half_up, half_away, floor, "
        "toward_zero\n");
  CHECK(faults_with("precision: {frac_width: automatic}\n")
            .find("2:25: error[config.enum]: precision.frac_width is automatic") == 0);
}

TEST_CASE("duplicate keys are told, with the other faults") {
  CHECK(faults_with("precision: {width: 8, width: 99}\nclock_mhz: 1\nclock_mhz: x\n") ==
        "2:23: error[config.duplicate_key]: precision.width is given twice, first on line 2\n  fix: remove one of the "
        "two\n"
        "2:30: error[config.width]: precision.width is 99; 1 to 32 are supported\n  fix: give a value from 1 to 32\n"
        "4:1: error[config.duplicate_key]: clock_mhz is given twice, first on line 3\n  fix: remove one of the two\n"
        "4:12: error[config.type]: clock_mhz is the text \"x\"; a number is expected\n");
}

TEST_CASE("numbers outside their range are told with it") {
  CHECK(faults_with("clock_mhz: 0\n") ==
        "2:12: error[config.clock_mhz]: clock_mhz is 0; 0.001 to 10000 are supported\n  fix: give a value from 0.001 "
        "to 10000\n");
  CHECK(faults_with("clock_mhz: .inf\n").find("2:12: error[config.clock_mhz]: clock_mhz is .inf;") == 0);
  CHECK(faults_with("clock_mhz: .nan\n").find("2:12: error[config.clock_mhz]: clock_mhz is .nan;") == 0);
  CHECK(faults_with("data: {inputs: a, count: -1}\n") ==
        "2:26: error[config.range]: data.count is -1; 0 to 1000000000 are supported\n  fix: give a value from 0 to "
        "1000000000\n");
  CHECK(faults_with("first_vectors: [[4294967296]]\n")
            .find("2:18: error[config.range]: first_vectors[0][0] is 4294967296;") == 0);
}

TEST_CASE("lengths outside their range are told") {
  CHECK(faults_of("checkpoint: \"\"\n") ==
        "1:13: error[config.length]: checkpoint has 0 characters; 1 to 4096 are supported\n");
  CHECK(faults_with("name: " + std::string(65, 'a') + "\n")
            .find("2:7: error[config.length]: name has 65 characters; 1 to 64") == 0);
  CHECK(faults_with("first_vectors: [[]]\n").find("2:17: error[config.length]: first_vectors[0] has 0 entries;") == 0);
  CHECK(faults_with("precision: {layers: {\"\": {}}}\n")
            .find("2:22: error[config.length]: precision.layers: a name of 0 bytes; 1 to 256") == 0);
  CHECK(
      faults_with("precision: {layers: {" + std::string(257, 'a') + ": {}}}\n").find("a name of 257 bytes; 1 to 256") !=
      std::string::npos);
}

TEST_CASE("names that are no file names are told") {
  for (const std::string name : {"a/b", "../x", ".hidden", "-f", "a b", "größe"}) {
    CHECK(faults_with("name: \"" + name + "\"\n")
              .find("2:7: error[config.pattern]: name is \"" + name + "\"\n  fix: the design's name;") == 0);
  }
}

TEST_CASE("all faults of a file are told, in its order") {
  CHECK(
      faults_of("name: a/b\nprecison: {width: 8}\nprecision:\n  weight: {width: 0, frac_widt: 2}\nparallelism: 0\n") ==
      "1:1: error[config.missing_key]: checkpoint is missing\n"
      "  fix: add `checkpoint: ...`: the trained network. Paths are relative to the config's folder\n"
      "1:7: error[config.pattern]: name is \"a/b\"\n"
      "  fix: the design's name; its output goes to a folder of that name. Letters, digits, `_`, `-` and `.`\n"
      "2:1: error[config.unknown_key]: unknown key precison\n  fix: did you mean precision?\n"
      "4:19: error[config.width]: weight.width is 0; 1 to 32 are supported\n  fix: give a value from 1 to 32\n"
      "4:22: error[config.unknown_key]: unknown key weight.frac_widt\n  fix: did you mean frac_width?\n"
      "5:14: error[config.parallelism]: parallelism is 0; 1 to 65536 are supported\n  fix: give a value from 1 to "
      "65536\n");
}

TEST_CASE("a file of nothing but faults tells the first hundred") {
  std::string text = "checkpoint: m.pt\n";
  for (int i = 0; i < 20000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  const Result<HardwareConfig> config = parse_config(text, kConfigPath);
  REQUIRE_FALSE(config);
  CHECK(config.error().size() == kMaxFaults);
}

TEST_CASE("long texts are cut in messages, at a character") {
  CHECK(faults_with("precision: {rounding: " + std::string(1000, 'x') + "}\n").find(std::string(60, 'x') + "...\n") !=
        std::string::npos);
  std::string wide = "a";
  for (int i = 0; i < 100; ++i) wide += "ä";
  std::string cut = "a";
  for (int i = 0; i < 29; ++i) cut += "ä";
  CHECK(faults_with("precision: {rounding: " + wide + "}\n").find("is " + cut + "...\n") != std::string::npos);
}

TEST_CASE("places are spoken of as people do") {
  CHECK(spoken_key({"precision", "layers", "fc2", "weight", "width"}) == "layer fc2: weight.width");
  CHECK(spoken_key({"precision", "layers", "fc2", "width"}) == "layer fc2: precision.width");
  CHECK(spoken_key({"precision", "layers", "fc2"}) == "layer fc2: precision");
  CHECK(spoken_key({"precision", "default", "weight", "width"}) == "weight.width");
  CHECK(spoken_key({"precision", "default", "width"}) == "precision.default.width");
  CHECK(spoken_key({"parallelism", "layers", "fc1", "in"}) == "layer fc1: parallelism.in");
  CHECK(spoken_key({"first_vectors", "[3]", "[1]"}) == "first_vectors[3][1]");
}

TEST_CASE("the validator follows references and finds the alternative that was meant") {
  const char* schema =
      R"({"anyOf": [{"type": "object", "required": ["a"], "additionalProperties": false, "properties": {"a": {"$ref": "#/$defs/n"}}},
      {"type": "object", "required": ["b"], "additionalProperties": false, "properties": {"b": {"type": "boolean"}}}, {"$ref": "#/$defs/n"}],
      "$defs": {"n": {"type": "integer", "minimum": 1, "maximum": 2}}})";
  CHECK(faults_by(schema, "a: 1").empty());
  CHECK(faults_by(schema, "b: true").empty());
  CHECK(faults_by(schema, "2").empty());
  CHECK(faults_by(schema, "a: 3").find("f:1:4: error[config.range]: a is 3; 1 to 2 are supported") == 0);
  CHECK(faults_by(schema, "c: 3")
            .find("f:1:1: error[config.unknown_key]: the config: unknown key c\n  fix: known: a, b") == 0);
  CHECK(faults_by(schema, "{c: 3, d: 4}").find("f:1:1: error[config.missing_key]: the config: no key is named") == 0);
}

}  // namespace
}  // namespace rtl4ml
