// The checkpoints that tests/fixtures/checkpoints/write_fixtures.py wrote, and what is in them.
#pragma once

#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/base/source_tree.hpp"
#include "sw/checkpoint/tensor.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {

inline constexpr std::array<const char*, 2> kWriters = {"torch-1.13", "torch-2.13"};

inline std::string fixture(const std::string& name) {
  return source_tree().string() + "/tests/fixtures/checkpoints/" + name;
}

inline nlohmann::json expectations(const std::string& writer, const std::string& name) {
  std::ifstream file(fixture(writer + "/" + name + ".json"));
  REQUIRE(file);
  return nlohmann::json::parse(file);
}

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// A file that vanishes with the object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content, const std::string& name = "checkpoint")
      : path_(folder_.write(name, content)) {}
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  test::ScratchFolder folder_;
  std::string path_;
};

template <class T>
std::string why(const Result<T>& result) {
  return result ? "" : to_string(result.error());
}

template <class T>
bool has_code(const Result<T>& result, const std::string& code) {
  if (result) return false;
  for (const Error& error : result.error()) {
    if (error.code == code) return true;
  }
  return false;
}

/// The first fault of a result has this code, a message with this text, and says how to mend it.
template <class T>
void check_fault(const Result<T>& result, const std::string& code, const std::string& message) {
  INFO(why(result));
  REQUIRE_FALSE(result);
  CHECK(result.error().front().code == code);
  CHECK(to_string(result.error()).find(message) != std::string::npos);
  CHECK_FALSE(result.error().front().fix.empty());
}

inline void check_tensors(const std::vector<Tensor>& tensors, const nlohmann::json& expected) {
  REQUIRE(tensors.size() == expected.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    INFO(tensors[i].name);
    CHECK(tensors[i].name == expected[i]["name"]);
    CHECK(to_string(tensors[i].dtype) == expected[i]["dtype"]);
    CHECK(tensors[i].shape == expected[i]["shape"].get<std::vector<std::int64_t>>());
    const std::vector<double> wanted = expected[i]["values"].get<std::vector<double>>();
    const std::vector<float> values = tensors[i].to_float();
    REQUIRE(values.size() == wanted.size());
    for (std::size_t k = 0; k < values.size(); ++k) CHECK(values[k] == static_cast<float>(wanted[k]));
  }
}

}  // namespace rtl4ml
