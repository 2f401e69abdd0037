// What an operator adds to top.sv, as data: wires and module instances. The layout is gen/emit/write_top's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rtl4ml {

struct Wire {
  std::string name;
  std::int64_t width = 1;  ///< bits
};

/// `.name(value)`
struct Connection {
  std::string name;
  std::string value;
};

struct Instance {
  std::string module;
  std::string identifier;
  std::vector<Connection> parameters;
  std::vector<Connection> ports;
};

/// The instances of one node, its own module first, and the wires between them (its streams are the graph's).
struct Instantiation {
  std::vector<Wire> wires;
  std::vector<Instance> instances;
};

}  // namespace rtl4ml
