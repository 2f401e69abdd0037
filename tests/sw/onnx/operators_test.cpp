#include "sw/onnx/operators.hpp"

#include <set>

#include "tests/sw/onnx/run_node.hpp"

namespace rtl4ml {
namespace {

OnnxGraph graph_of(std::vector<OnnxNode> nodes) { return {"m.onnx", "", {{"", 13}}, {}, {}, {}, std::move(nodes)}; }

Result<int> checked_nodes(std::vector<OnnxNode> nodes) {
  Errors errors = check_onnx_nodes(graph_of(std::move(nodes)));
  if (!errors.empty()) return faults(std::move(errors));
  return 0;
}

}  // namespace

TEST_CASE("operators are found by name and domain", "[onnx]") {
  const auto found = [](const char* domain, const char* op) {
    return find_onnx_operator({domain, op, "n", {}, {}, {}}) != nullptr;
  };
  CHECK(found("", "Relu"));
  for (const char* domain : {"onnx.brevitas", "finn.custom_op.general", "qonnx.custom_op.general"}) {
    for (const char* op : {"Quant", "IntQuant", "BipolarQuant", "Trunc"}) CHECK(found(domain, op));
    CHECK_FALSE(found(domain, "Relu"));
  }
  CHECK_FALSE(found("", "Quant"));
  CHECK_FALSE(found("ai.onnx.ml", "Relu"));
  std::set<std::string> names;
  for (const OnnxOperatorInfo& info : onnx_operators()) CHECK(names.insert(info.name).second);
}

TEST_CASE("one fault names every node that is not supported", "[onnx]") {
  const Result<int> checked = checked_nodes({{"", "Conv", "conv1", {"x"}, {"a"}, {}},
                                             {"", "Relu", "relu1", {"a"}, {"b"}, {}},
                                             {"my.domain", "Conv", "conv2", {"b"}, {"c"}, {}}});
  REQUIRE_FALSE(checked);
  REQUIRE(checked.error().size() == 1);
  test::check_refused(checked, "onnx.unsupported", "conv1 (Conv), conv2 (my.domain.Conv)");
}

TEST_CASE("inputs and attributes are checked for all nodes at once", "[onnx]") {
  const Result<int> checked = checked_nodes({
      {"", "Relu", "many", {"x", "y"}, {"a"}, {}},
      {"", "Add", "hole", {"x", ""}, {"b"}, {}},
      {"", "Relu", "mute", {"x"}, {}, {}},
      {"", "Relu", "extra", {"x"}, {"c"}, {{"alhpa", 0.5}}},
      {"", "LeakyRelu", "spelt", {"x"}, {"d"}, {{"alhpa", 0.5}}},
      {"", "LeakyRelu", "typed", {"x"}, {"e"}, {{"alpha", std::int64_t{1}}}},
      {"onnx.brevitas", "Quant", "q", {"x", "s", "z", "w"}, {"f"}, {{"rounding_mode", std::string("NEAREST")}}},
      {"", "Cast", "cast", {"x"}, {"g"}, {}},
      {"", "Concat", "concat", {"x", ""}, {"h"}, {}},
      {"onnx.brevitas", "Trunc", "trunc", {"x", "s", "z", "w", ""}, {"i"}, {}},
  });
  test::check_refused(checked, "onnx.inputs", "many: error[onnx.inputs]: is a Relu with 2 inputs");
  test::check_refused(checked, "onnx.inputs", "hole: error[onnx.inputs]: leaves out its input 1");
  test::check_refused(checked, "onnx.inputs", "mute: error[onnx.inputs]: is a Relu with 0 outputs");
  test::check_refused(checked, "onnx.inputs", "concat: error[onnx.inputs]: leaves out its input 1");
  test::check_refused(checked, "onnx.inputs", "trunc: error[onnx.inputs]: leaves out its input 4");
  test::check_refused(checked, "onnx.attribute", "extra: error[onnx.attribute]: is a Relu with the attribute alhpa");
  test::check_refused(checked, "onnx.attribute", "did you mean alpha?");
  test::check_refused(checked, "onnx.attribute", "typed: error[onnx.attribute]: has the attribute alpha of type int");
  test::check_refused(checked, "onnx.attribute", "q: error[onnx.attribute]: has the rounding mode NEAREST");
  test::check_refused(checked, "onnx.attribute", "is a Quant without the attribute narrow");
  test::check_refused(checked, "onnx.attribute", "is a Cast without the attribute to");
  test::check_refused(checked, "onnx.attribute", "is a Concat without the attribute axis");
}

}  // namespace rtl4ml
