#include "gen/config/read_config.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <regex>

#include "sw/yaml/yaml_tree.hpp"
#include "tests/catch.hpp"
#include "tests/gen/config/parse.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {
namespace {

using Vectors = std::vector<std::vector<std::int64_t>>;

Vectors codes_of(const HardwareConfig& config) {
  Vectors all;
  for (const FirstVector& vector : config.first_vectors) all.push_back(vector.codes);
  return all;
}

// One of everything.
const char* const kWhole = R"(# yaml-language-server: $schema=../schema/config.schema.json
name: mlp
checkpoint: {path: ../models/mlp.pt, key: state_dict}
model:
  - flatten
  - linear: fc1
  - {batch_norm1d: bn1, eps: 1.0e-5}
  - {leaky_relu: act1, negative_slope: 0.125}
  - linear: fc2
input: {shape: [1, 4, 4]}
precision:
  default: &eight {width: 8, frac_width: auto, signed: true, rounding: half_even, overflow: saturate}
  layers:
    fc1: {data_in: {width: 6, frac_width: -2, signed: false}, weight: {width: 4}, bias: {width: 16}, data_out: {frac_width: auto}}
    fc2: *eight
parallelism: {default: {in: 4, out: 2}, layers: {fc1: 8}}
strategy: {default: folded, layers: {fc1: folded}}
memory: {default: auto, layers: {fc1: block}}
weights: {default: reloadable, layers: {fc2: constant}}
clock_mhz: 125.5
target: generic
data: {inputs: data/x.npy, labels: data/y.npy, count: 1000}
calibration: rendered_digits
first_vectors:
  - [0x01, 0x00, 0x06, 0x03]
  - [-128, 127, 0, 0xff]
)";

TEST_CASE("a config of every key is read") {
  const HardwareConfig config = parse(kWhole);
  CHECK(config.path == "configs/mlp.yaml");
  CHECK(config.name == "mlp");
  CHECK(config.checkpoint == "models/mlp.pt");
  CHECK(config.checkpoint_place == "configs/mlp.yaml:3:20");
  CHECK(config.checkpoint_key == "state_dict");
  CHECK(config.model.size() == 5);
  CHECK(config.input_shape == std::vector<int>{1, 4, 4});
  CHECK(config.input_place == "configs/mlp.yaml:10:8");
  CHECK(config.layer_precision.at("fc1").data_in.frac_width == -2);
  CHECK(config.layer_precision.at("fc2").bias.width == 8);
  CHECK(config.layer_parallelism.at("fc1").out == 8);
  CHECK(config.layer_memory.at("fc1") == MemoryKind::kBlock);
  CHECK(config.clock_mhz == 125.5);
  CHECK(config.target.name == "generic");
  CHECK(config.data.inputs == "configs/data/x.npy");
  CHECK(config.data.labels == "configs/data/y.npy");
  CHECK(config.data.count == 1000);
  CHECK(config.data.place == "configs/mlp.yaml:22:7");
  CHECK(config.calibration.inputs == "rendered_digits");
  CHECK(codes_of(config) == Vectors{{1, 0, 6, 3}, {-128, 127, 0, 255}});
  CHECK(config.first_vectors[1].place == "configs/mlp.yaml:26:5");
}

TEST_CASE("only the checkpoint has to be there") {
  const HardwareConfig config = parse("checkpoint: m.pt\n");
  CHECK(config.name == "mlp");  // as the file
  CHECK(config.checkpoint == "configs/m.pt");
  CHECK(config.checkpoint_place == "configs/mlp.yaml:1:13");
  CHECK(config.checkpoint_key.empty());
  CHECK(config.model.empty());
  CHECK(config.input_shape.empty());
  CHECK(config.clock_mhz == 100.0);
  CHECK(config.target.name.empty());
  CHECK(config.data.inputs.empty());
  CHECK(config.data.place.empty());
  CHECK(config.calibration.inputs.empty());
  CHECK(config.first_vectors.empty());
}

TEST_CASE("five lines describe somebody's own network") {
  const HardwareConfig config = parse(
      "name: mine\ncheckpoint: mine.pt\nmodel: [{linear: fc1}, relu, {linear: fc2}]\n"
      "precision: {width: 8, frac_width: auto}\nparallelism: 4\n");
  CHECK(config.model[1].name == "relu");
  CHECK(config.precision.weight.frac_width_auto);
}

TEST_CASE("JSON is YAML") {
  CHECK(parse(R"({"checkpoint": "m.pt", "precision": {"width": 4}})").precision.bias.width == 4);
}

TEST_CASE("the input is a number, a list or a shape") {
  CHECK(parse_with("input: 16").input_shape == std::vector<int>{16});
  CHECK(parse_with("input: [16]").input_shape == std::vector<int>{16});
  CHECK(parse_with("input: [1, 28, 28]").input_shape == std::vector<int>{1, 28, 28});
  CHECK(parse_with("input: {shape: 16}").input_shape == std::vector<int>{16});
  CHECK(parse_with("input: {shape: [2, 8]}").input_shape == std::vector<int>{2, 8});
  CHECK(parse_with("input: 16").input_scale.is_plain());
  const HardwareConfig scaled = parse_with("input: {shape: 4, scale: 0.25, zero: -3}");
  CHECK(scaled.input_shape == std::vector<int>{4});
  CHECK(scaled.input_scale.scale == 0.25);
  CHECK(scaled.input_scale.zero == -3.0);
  CHECK(faults_with("input: [4, 0]\n").find("2:12: error[config.range]: input[1] is 0; 1 to 16777216 are supported") ==
        0);
  CHECK(faults_with("input: {shape: [4096, 4097]}\n") ==
        "2:16: error[config.shape]: input.shape has more than 16777216 elements\n");
  CHECK(faults_with("input: [4096, 4096]\n").empty());
  CHECK(faults_with("input: [16777216, 16777216, 16777216, 16777216]\n").find("error[config.shape]") !=
        std::string::npos);
}

TEST_CASE("paths are relative to the config's folder, data sets have names") {
  CHECK(parse("checkpoint: /abs/m.pt").checkpoint == "/abs/m.pt");
  CHECK(parse("checkpoint: ../../m.pt").checkpoint == "../m.pt");
  CHECK(parse_config("checkpoint: m.pt", "mlp.yaml")->checkpoint == "m.pt");
  CHECK(parse_with("data: rendered_digits").data.inputs == "rendered_digits");
  CHECK(parse_with("data: x.npy").data.inputs == "configs/x.npy");
  CHECK(parse_with("data: x.csv").data.inputs == "configs/x.csv");
  CHECK(parse_with("data: ./digits").data.inputs == "configs/digits");
  CHECK(parse_with("data: {inputs: mnist}").data.inputs == "mnist");
  CHECK(parse_with("data: {inputs: mnist}").data.count == 0);
  CHECK(parse_with("data: {inputs: x.npy, labels: y}").data.labels == "configs/y");
}

TEST_CASE("first vectors are codes, all of one length") {
  CHECK(codes_of(parse_with("first_vectors: [[0x1f, -1, +3, 0o10]]")) == Vectors{{31, -1, 3, 8}});
  CHECK(codes_of(parse_with("first_vectors: [[4294967295, -2147483648]]")) == Vectors{{4294967295, -2147483648}});
  CHECK(faults_with("first_vectors: [[1, 2], [3]]\n") ==
        "2:25: error[config.first_vectors]: first_vectors: a vector of 1 codes; the first one has 2\n"
        "  fix: give one code per input feature\n");
  CHECK(faults_with("input: 3\nfirst_vectors: [[1, 2]]\n")
            .find("3:17: error[config.first_vectors]: first_vectors: a vector of 2 codes; the input has 3") == 0);
  CHECK(faults_with("first_vectors: [[1, x]]\n") ==
        "2:21: error[config.type]: first_vectors[0][1] is the text \"x\"; an integer is expected\n");
}

TEST_CASE("a file name that is no design name needs a name") {
  const Result<HardwareConfig> config = parse_config("checkpoint: m.pt\n", "my net.yaml");
  REQUIRE_FALSE(config);
  CHECK(to_string(config.error()) ==
        "my net.yaml:1:1: error[config.name]: no name is given, and the file's name \"my net\" cannot be a design's "
        "name\n"
        "  fix: add `name: my_design`: letters, digits, `_`, `-` and `.`\n");
  CHECK(parse_config("{checkpoint: m.pt, name: a}", "my net.yaml")->name == "a");
}

TEST_CASE("files are read, and told where they cannot be") {
  const test::ScratchFolder folder;
  const std::string path = folder.write("a.yaml", "checkpoint: m.pt\n");
  const Result<HardwareConfig> config = read_config(path);
  REQUIRE(config);
  CHECK(config->name == "a");
  CHECK(config->checkpoint == (folder.path() / "m.pt").string());
  CHECK(read_config((folder.path() / "absent.yaml").string()).error().front().code == "file.missing");
  folder.write("a.yaml", std::string(kMaxYamlBytes + 1, '#'));
  CHECK(read_config(path).error().front().code == "file.too_large");
}

TEST_CASE("every shipped config is valid") {
  for (const auto& entry : std::filesystem::directory_iterator("hw/configs")) {
    if (entry.path().extension() != ".yaml") continue;
    const Result<HardwareConfig> config = read_config(entry.path().string());
    INFO((config ? "" : to_string(config.error())));
    CHECK(config);
  }
}

TEST_CASE("every fault code of the config is provoked") {
  const std::map<std::string, std::string> provoked = {
      {"config.encoding", "\x01"},
      {"config.syntax", "a: ["},
      {"config.alias", "&a [*a]"},
      {"config.depth", std::string(40, '[') + std::string(40, ']')},
      {"config.too_large", std::string(kMaxYamlBytes + 1, '#')},
      {"config.empty", ""},
      {"config.type", "7"},
      {"config.unknown_key", "elephant: 1"},
      {"config.missing_key", "{}"},
      {"config.duplicate_key", "{checkpoint: a, checkpoint: b}"},
      {"config.enum", "strategy: fold"},
      {"config.not_built", "strategy: unrolled"},
      {"config.enum", "weights: reload"},
      {"config.length", "checkpoint: ''"},
      {"config.pattern", "name: a/b"},
      {"config.range", "input: 0"},
      {"config.width", "precision: {width: 65}"},
      {"config.frac_width", "precision: {frac_width: 65}"},
      {"config.parallelism", "parallelism: 0"},
      {"config.clock_mhz", "clock_mhz: 0"},
      {"config.shape", "input: [16777216, 2]"},
      {"config.target", "target: zx81"},
      {"config.two_targets", "{parallelism: {fit: xc7a35t}, target: xc7a100t}"},
      {"config.duplicate_layer", "model: [{relu: a}, {relu: a}]"},
      {"config.bounds", "model: [{clip: a, min_value: 9}]"},
      {"config.first_vectors", "first_vectors: [[1], [1, 2]]"},
      {"config.name", "checkpoint: a"},
  };
  for (const auto& [code, text] : provoked) {
    const Result<HardwareConfig> config = parse_config(text, code == "config.name" ? "no name.yaml" : kConfigPath);
    INFO(code);
    REQUIRE_FALSE(config);
    CHECK(to_string(config.error()).find("error[" + code + "]") != std::string::npos);
  }
  // The table is complete: whatever code the sources write is in it.
  const std::regex literal("\"(config\\.[a-z_]+)\"");
  for (const auto& entry : std::filesystem::directory_iterator("gen/config")) {
    std::ifstream file(entry.path());
    const std::string text(std::istreambuf_iterator<char>(file), {});
    for (std::sregex_iterator match(text.begin(), text.end(), literal), end; match != end; ++match) {
      INFO((*match)[1] << " in " << entry.path());
      CHECK(provoked.count((*match)[1]) == 1);
    }
  }
}

/// One random change of a text: a byte, a cut, a copy, a word of the schema or of YAML.
void mutate(std::string& text, std::mt19937_64& random) {
  static const std::vector<std::string> kWords = {"\n",        ": ",
                                                  "- ",        "{",
                                                  "}",         "[",
                                                  "]",         ", ",
                                                  "&a ",       "*a",
                                                  "*eight",    "!!int ",
                                                  "\"",        "'",
                                                  "? ",        "|\n",
                                                  ">\n",       "---\n",
                                                  "...\n",     "~",
                                                  "null",      "true",
                                                  "-1",        "0x7f",
                                                  "1e9",       ".nan",
                                                  "  ",        "\t",
                                                  "<<: ",      "layers: ",
                                                  "default: ", "width",
                                                  "auto",      "linear",
                                                  "relu",      "unrolled",
                                                  "%YAML 9\n", "99999999999999999999"};
  const auto pick = [&](std::size_t size) { return static_cast<std::size_t>(random() % (size + 1)); };
  const std::size_t at = pick(text.size());
  switch (random() % 6) {
    case 0:
      text.insert(at, 1, static_cast<char>(random() % 256));
      break;
    case 1:
      text.erase(at, pick(20));
      break;
    case 2:
      text.insert(at, text.substr(pick(text.size()), pick(60)));
      break;
    case 3:
      text.insert(at, kWords[random() % kWords.size()]);
      break;
    case 4:
      text.replace(at, std::min<std::size_t>(text.size() - at, pick(8)), kWords[random() % kWords.size()]);
      break;
    case 5:
      if (at < text.size()) text[at] = static_cast<char>(32 + random() % 95);
      break;
  }
}

TEST_CASE("no change of a valid config does harm: it is valid, or faults are told with their place") {
  int valid = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    std::mt19937_64 random(seed);
    std::string text = kWhole;
    for (std::uint64_t changes = 1 + random() % 4; changes > 0; --changes) mutate(text, random);
    const Result<HardwareConfig> config = parse_config(text, kConfigPath);
    valid += config ? 1 : 0;
    if (config) continue;
    INFO("seed " << seed << "\n" << text);
    REQUIRE_FALSE(config.error().empty());
    for (const Error& error : config.error()) {
      REQUIRE(error.code.substr(0, 7) == "config.");
      REQUIRE(error.place.find(kConfigPath) == 0);
      REQUIRE_FALSE(error.message.empty());
    }
  }
  CHECK(valid > 100);
  CHECK(valid < 3000);
}

}  // namespace
}  // namespace rtl4ml
