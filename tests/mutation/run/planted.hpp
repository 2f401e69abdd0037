// Bugs written by hand into copies of the sources, and the tests of `make test` that have to notice each of them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml::mutation {

struct PlantedBug {
  std::string name;
  std::string file;      ///< below the checkout
  std::string from, to;  ///< `from` stands in the file exactly once
  std::string program;   ///< the test program, such as test_rtl
  std::string test;      ///< a test case of it; empty: all of them
  std::string place;     ///< in the list
};

/// Reads a list: blocks of lines "name:", "file:", "from:", "to:", "test: PROGRAM [TEST CASE]", an empty line between
/// them; # starts a comment. Errors: mutation.list, with the place
[[nodiscard]] Result<std::vector<PlantedBug>> parse_planted(const std::string& place, std::string_view text);

/// The file's text with the bug. Errors: mutation.stale where `from` is not in it exactly once
[[nodiscard]] Result<std::string> planted_in(std::string_view text, const PlantedBug& bug);

struct PlantOptions {
  std::filesystem::path tree;   ///< the checkout
  std::filesystem::path build;  ///< its build folder, where ninja knows how each test is linked
  std::filesystem::path bin;    ///< the test programs
  std::filesystem::path work;
  std::string seed = "1";
  int jobs = 2;
};

/// The test program of the bug, built with it in `folder`. The bug is in C++. Errors: mutation.stale, mutation.build
[[nodiscard]] Result<std::filesystem::path> program_with(const PlantedBug& bug, const PlantOptions& options,
                                                         const std::filesystem::path& folder);

/// Whether the tests noticed each bug, in the order of the list. A bug in SystemVerilog goes into a copy of the
/// library; one in C++ is compiled and linked before the library that has the right one. Errors: mutation.stale;
/// mutation.build where the changed file does not compile; mutation.baseline where a test fails on the unchanged
/// sources
[[nodiscard]] Result<std::vector<bool>> plant(const std::vector<PlantedBug>& bugs, const PlantOptions& options);

}  // namespace rtl4ml::mutation
