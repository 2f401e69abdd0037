#include "sw/yaml/yaml_values.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

YamlNode value(const std::string& text) {
  Result<YamlNode> tree = parse_yaml("v: " + text, "f");
  if (!tree) throw std::runtime_error(to_string(tree.error()));
  return *tree->find("v");
}

}  // namespace

TEST_CASE("a value of another kind, or none, is no value") {
  const YamlNode three = value("3"), half = value("0.5"), word = value("word"), huge = value("1e300");
  CHECK(as_int(&three) == 3);
  CHECK(as_int(&half) == 0);
  CHECK(as_int(&huge) == std::nullopt);
  CHECK(as_int(&word) == std::nullopt);
  CHECK(as_int(nullptr) == std::nullopt);
  CHECK(as_number(&three) == 3.0);
  CHECK(as_number(&half) == 0.5);
  CHECK(as_number(&word) == std::nullopt);
  CHECK(as_number(nullptr) == std::nullopt);
  CHECK(as_text(&word) == "word");
  CHECK(as_text(&three) == std::nullopt);
  CHECK(as_text(nullptr) == std::nullopt);
}

TEST_CASE("files are relative to the YAML file's folder, names of data sets are left alone") {
  CHECK(resolve_path("a.pt", "configs/mlp.yaml") == "configs/a.pt");
  CHECK(resolve_path("../a.pt", "configs/mlp.yaml") == "a.pt");
  CHECK(resolve_path("/a.pt", "configs/mlp.yaml") == "/a.pt");
  CHECK(data_source("mnist", "configs/mlp.yaml") == "mnist");
  CHECK(data_source("table.csv", "configs/mlp.yaml") == "configs/table.csv");
  CHECK(data_source("x.npy", "configs/mlp.yaml") == "configs/x.npy");
  CHECK(data_source("sets/x", "configs/mlp.yaml") == "configs/sets/x");
}

}  // namespace rtl4ml
