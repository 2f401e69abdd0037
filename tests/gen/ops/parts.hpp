// Looks into instantiations.
#pragma once

#include <string>

#include "gen/ops/operator.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml::test {

/// The value of a parameter or port; "" where there is none.
inline std::string value_of(const std::vector<Connection>& list, const std::string& name) {
  for (const Connection& connection : list) {
    if (connection.name == name) return connection.value;
  }
  return "";
}

inline std::string parameter(const Instantiation& parts, const std::string& name) {
  return value_of(parts.instances.front().parameters, name);
}

inline std::string port(const Instantiation& parts, const std::string& name) {
  return value_of(parts.instances.front().ports, name);
}

inline Instantiation instantiate(const NodeView& view) { return view.node.operation->instantiate(view); }

/// The instance of an element-wise layer of five features, four a beat, without registers: its types, no clock, its
/// timing.
inline void check_combinational(const LayerKind& kind, const std::string& module) {
  HardwareConfig settings = config();
  settings.input_shape = {5};
  settings.layer_precision["layer"].data_out = spec(6, 2, false);
  settings.layer_precision["layer"].overflow = Overflow::kWrap;
  const CompiledDesign design = compiled(settings, {{{"layer", kind}}});
  const NodeView layer = view(design, 0);
  const Instantiation parts = instantiate(layer);
  REQUIRE(parts.instances.size() == 1);
  CHECK(parts.instances[0].module == module);
  CHECK(parts.instances[0].identifier == "layer");
  CHECK(parameter(parts, "DATA_IN_WIDTH") == "8");
  CHECK(parameter(parts, "DATA_OUT_WIDTH") == "6");
  CHECK(parameter(parts, "DATA_OUT_SIGNED") == "0");
  CHECK(parameter(parts, "OVERFLOW") == "1");
  CHECK(parameter(parts, "PARALLELISM") == "4");
  CHECK(port(parts, "clk").empty());
  CHECK(layer.node.timing.latency_cycles == 2);
  CHECK(layer.node.timing.interval_cycles == 2);
  CHECK(layer.node.timing.ready == ReadyBehaviour::kCombinational);
  CHECK(layer.node.operation->cost(layer).multipliers == 0);
}

}  // namespace rtl4ml::test
