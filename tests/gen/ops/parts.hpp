// Looks into instantiations.
#pragma once

#include <string>

#include "gen/ops/operator.hpp"

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

/// The layer in double precision.
inline std::vector<double> real(const Operator& operation, const LayerKind& kind, const std::vector<double>& data_in,
                                std::size_t out_features = 0) {
  std::vector<double> data_out(out_features == 0 ? data_in.size() : out_features);
  operation.evaluate_real(kind, data_in, data_out);
  return data_out;
}

}  // namespace rtl4ml::test
