#include "tests/rtl_templates/harness/verilated_bench.hpp"

#include <dlfcn.h>

#include <fstream>

#include "sw/base/process.hpp"
#include "tests/rtl_templates/harness/bench_top.hpp"
#include "tests/rtl_templates/harness/coverage.hpp"

namespace rtl4ml::test {
namespace {

/// The C functions that the test calls. Nothing of Verilator's C++ crosses the border.
constexpr const char* kGlue = R"(#include <cstdint>
#include <verilated.h>
#if VM_COVERAGE
#include <verilated_cov.h>
#endif
#include "Vcosim_top.h"
namespace {
struct Model {
  VerilatedContext context;
  Vcosim_top* top = nullptr;
};
}
extern "C" {
void* cosim_open(std::uint32_t seed) {
  Model* model = new Model;
  model->context.randReset(2);
  model->context.randSeed(static_cast<int>(seed & 0x7fffffff) | 1);
  model->top = new Vcosim_top(&model->context);
  return model;
}
void cosim_close(void* handle, const char* coverage_file) {
  Model* model = static_cast<Model*>(handle);
  model->top->final();
#if VM_COVERAGE
  model->context.coveragep()->forcePerInstance(true);
  model->context.coveragep()->write(coverage_file);
#else
  (void)coverage_file;
#endif
  delete model->top;
  delete model;
}
std::uint32_t* cosim_port(void* handle, int port) {
  Vcosim_top& top = *static_cast<Model*>(handle)->top;
  switch (port) {
    case 0: return top.in_data.data();
    case 1: return top.in_valid.data();
    case 2: return top.in_ready.data();
    case 3: return top.out_data.data();
    case 4: return top.out_valid.data();
    default: return top.out_ready.data();
  }
}
void cosim_eval(void* handle, int clk, int rst) {
  Vcosim_top& top = *static_cast<Model*>(handle)->top;
  top.clk = clk;
  top.rst = rst;
  top.eval();
}
}
)";

bool on_path(const std::string& program) {
  const auto result = run_process({program, "--version"}, {}, 20.0);
  return result && result->exit_status == 0;
}

}  // namespace

Result<std::unique_ptr<VerilatedBench>> VerilatedBench::build(const std::filesystem::path& folder,
                                                              const std::vector<std::string>& files, bool run_short) {
  std::ofstream(folder / "glue.cpp") << kGlue;
  std::vector<std::string> command = {
      "verilator",    "--cc",
      "--exe",        "--build",
      "-Wall",        "-O3",
      "--x-assign",   "unique",
      "--x-initial",  "unique",
      "--top-module", kBenchTop,
      "--Mdir",       "model",
      "-CFLAGS",      "-fPIC",
      "-LDFLAGS",     "-shared",
      "-MAKEFLAGS",   std::string("OPT_SLOW=-O0 OPT_GLOBAL=-O1 OPT_FAST=") + (run_short ? "-O0" : "-O1")};
  if (run_short) command.insert(command.end(), {"--output-split", "0"});  // one file: the headers are read once
  if (on_path("ccache")) command.insert(command.end(), {"-MAKEFLAGS", "OBJCACHE=ccache"});
  const std::vector<std::string> coverage = coverage_options(folder, {std::string(kBenchTop) + ".sv"});
  command.insert(command.end(), coverage.begin(), coverage.end());
  command.insert(command.end(), files.begin(), files.end());
  command.insert(command.end(), {"glue.cpp", "-o", "model.so"});
  const auto result = run_process(command, folder, kMostBuildSeconds);
  if (!result) return faults(result.error());
  if (result->exit_status != 0) return fault("bench.build", folder.string(), result->output);
  void* library = dlopen((folder / "model/model.so").c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return fault("bench.build", folder.string(), dlerror());
  return std::unique_ptr<VerilatedBench>(new VerilatedBench(library));
}

VerilatedBench::VerilatedBench(void* library)
    : library_(library),
      open_(reinterpret_cast<void* (*)(std::uint32_t)>(dlsym(library, "cosim_open"))),
      close_(reinterpret_cast<void (*)(void*, const char*)>(dlsym(library, "cosim_close"))),
      port_(reinterpret_cast<std::uint32_t* (*)(void*, int)>(dlsym(library, "cosim_port"))),
      eval_(reinterpret_cast<void (*)(void*, int, int)>(dlsym(library, "cosim_eval"))) {}

VerilatedBench::~VerilatedBench() {
  if (model_ != nullptr) close_(model_, next_coverage_file().c_str());
  dlclose(library_);
}

void VerilatedBench::start(std::uint32_t seed) {
  if (model_ != nullptr) close_(model_, next_coverage_file().c_str());
  model_ = open_(seed);
}

}  // namespace rtl4ml::test
