#include "sw/checkpoint/inspect.hpp"

#include "tests/sw/checkpoint/pickle_writer.hpp"

namespace rtl4ml {

TEST_CASE("inspect tells tensors, sizes and parameters", "[checkpoint]") {
  const Result<Inspection> inspection = inspect(fixture("torch-2.13/state_dict.pt"));
  INFO(why(inspection));
  REQUIRE(inspection);
  CHECK(inspection->format == "pytorch state_dict");
  CHECK(inspection->tensors.size() == 10);
  CHECK(inspection->parameter_count == 6 * 5 + 5 + 5 + 5 + 5 * 4 + 4 + 4 * 3);  // without running statistics
  CHECK(inspection->tensor_bytes == 4 * (81 + 10) + 8);
  const std::string text = to_text(*inspection);
  CHECK(text.find("10 tensors, 372 bytes, 81 parameters\n") != std::string::npos);
  CHECK(text.find("  fc1.weight               float32   [5, 6]         120 bytes\n") != std::string::npos);
  const nlohmann::json json = nlohmann::json::parse(to_json(*inspection));
  CHECK(json["tensors"][0] ==
        nlohmann::json({{"name", "fc1.weight"}, {"dtype", "float32"}, {"shape", {5, 6}}, {"bytes", 120}}));
  CHECK(json["parameter_count"] == 81);
}

TEST_CASE("inspect tells the layers of TorchScript, and why they cannot be compiled", "[checkpoint]") {
  const Result<Inspection> good = inspect(fixture("torch-2.13/trace_sequential.pt"));
  REQUIRE(good);
  CHECK(good->layer_errors.empty());
  const std::string text = to_text(*good);
  CHECK(
      text.find(
          "7 layers\n  0  flatten\n  1  linear        4 -> 6\n  2  batch_norm1d  6 features, eps 1e-05\n  3  relu\n") !=
      std::string::npos);
  CHECK(text.find("  6  leaky_relu    negative_slope 0.2\n") != std::string::npos);
  const Result<Inspection> bad = inspect(fixture("torch-2.13/script_unsupported.pt"));
  REQUIRE(bad);
  CHECK(to_text(*bad).find("error[checkpoint.unsupported]") != std::string::npos);
  CHECK(nlohmann::json::parse(to_json(*bad))["layer_errors"].size() == 3);
  CHECK_FALSE(inspect(fixture("torch-2.13/evil.pt")));
}

TEST_CASE("names from a file cannot steer the terminal", "[checkpoint]") {
  const std::string name = "w\x1b[31m\n\xff";
  const std::string bytes = state_dict_file(
      opcode::dict({{name, opcode::tensor(opcode::storage("FloatStorage", "0", 1), 0, {1}, {1})}}), {floats({1})});
  const TemporaryFile file(bytes);
  const Result<Inspection> inspection = inspect(file.path());
  REQUIRE(inspection);
  CHECK(to_text(*inspection).find("w\\u001b[31m\\n\xef\xbf\xbd ") != std::string::npos);
  CHECK(nlohmann::json::accept(to_json(*inspection)));
}

}  // namespace rtl4ml
