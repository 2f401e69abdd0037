#include "sim/netlist/netlist.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

// Two instances of a kept module; of output y bit 1 is constant and bit 2 has no driver, nor has pin B of the LUT in
// `half`.
constexpr const char* kNetlist = R"({"modules": {
  "LUT": {"attributes": {"blackbox": "1"}, "ports": {"A": {"direction": "input", "bits": [2]}}, "cells": {}},
  "half": {"attributes": {}, "ports": {"a": {"direction": "input", "bits": [2]}, "z": {"direction": "output", "bits": [3]}},
    "cells": {"l": {"type": "LUT", "parameters": {"INIT": "0110"}, "port_directions": {"A": "input", "B": "input", "Z": "output"},
                    "connections": {"A": [2], "B": [9], "Z": [3]}}}},
  "top": {"attributes": {"top": "1"}, "ports": {"a": {"direction": "input", "bits": [2, 3, 7]},
                                                "y": {"direction": "output", "bits": [4, "1", 8, "x"]}},
    "cells": {"one": {"type": "half", "port_directions": {"a": "input", "z": "output"}, "connections": {"a": [2], "z": [4]}},
              "two": {"type": "half", "port_directions": {"a": "input", "z": "output"}, "connections": {"a": [3], "z": [5]}}}}
}})";

}  // namespace

TEST_CASE("a netlist's cells are counted through its modules, its constant and undriven bits found") {
  const ChainFolder folder;
  folder.write("netlist.json", kNetlist);
  const Result<Netlist> netlist = read_netlist(folder.path() / "netlist.json");
  REQUIRE(netlist);
  CHECK(netlist->cells == std::map<std::string, std::int64_t>{{"LUT", 2}});
  CHECK(netlist->outputs.at("y") == "-1-x");
  CHECK(netlist->inputs == std::map<std::string, std::int64_t>{{"a", 2}});  // nothing reads bit 2
  CHECK(netlist->undriven == std::vector<std::string>{"B[0] of cell l (LUT) in module half", "y[2] in module top"});
}

TEST_CASE("what is no netlist is refused") {
  const ChainFolder folder;
  for (const std::string text :
       {"", "{", "[]", "{\"modules\": {}}", "{\"modules\": {\"top\": {\"attributes\": {\"top\": 1}}}}"}) {
    INFO(text);
    folder.write("netlist.json", text);
    const Result<Netlist> netlist = read_netlist(folder.path() / "netlist.json");
    REQUIRE_FALSE(netlist);
    CHECK(netlist.error().front().code == "netlist.json");
  }
}
