// The verilated bench top as a shared library, built in a folder and loaded into the test.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml::test {

/// The ports of cosim_top, as 32-bit words, low word first.
enum class BenchPort { kInData = 0, kInValid = 1, kInReady = 2, kOutData = 3, kOutValid = 4, kOutReady = 5 };

class VerilatedBench {
 public:
  /// Verilates and compiles folder/cosim_top.sv with the library `files` (in compile order); every lint warning is an
  /// error. `run_short`: it will not run for long, so that optimisation does not pay.
  /// Errors: bench.build with the tools' output
  [[nodiscard]] static Result<std::unique_ptr<VerilatedBench>> build(const std::filesystem::path& folder,
                                                                     const std::vector<std::string>& files,
                                                                     bool run_short = false);
  ~VerilatedBench();
  VerilatedBench(const VerilatedBench&) = delete;
  VerilatedBench& operator=(const VerilatedBench&) = delete;

  /// A new model whose registers all hold random bits.
  void start(std::uint32_t seed);
  [[nodiscard]] std::uint32_t* port(BenchPort port) const { return port_(model_, static_cast<int>(port)); }
  /// Settles the combinational logic at this level of the clock; registers move when it rises.
  void eval(bool clk, bool rst) const { eval_(model_, clk, rst); }

 private:
  explicit VerilatedBench(void* library);
  void* library_ = nullptr;
  void* model_ = nullptr;
  void* (*open_)(std::uint32_t) = nullptr;
  void (*close_)(void*, const char*) = nullptr;
  std::uint32_t* (*port_)(void*, int) = nullptr;
  void (*eval_)(void*, int, int) = nullptr;
};

}  // namespace rtl4ml::test
