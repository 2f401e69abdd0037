#include "tests/rtl_templates/harness/verilated_bench.hpp"

#include <dlfcn.h>

#include <fstream>
#include <set>

#include "sim/build/cache.hpp"
#include "sim/build/tools.hpp"
#include "sw/base/process.hpp"
#include "tests/rtl_templates/harness/bench_top.hpp"
#include "tests/rtl_templates/harness/coverage.hpp"
#include "tests/test_cache.hpp"

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

using Command = std::vector<std::string>;

constexpr const char* kLevels[] = {"-O0", "-O1"};

/// What all benches share: Verilator's own library, and its header precompiled, once for each level of optimisation:
/// g++ passes over one of another level.
struct Runtime {
  std::filesystem::path include;
  Cached built;

  /// `optimisation`: one of kLevels
  [[nodiscard]] std::string header(const std::string& optimisation) const {
    return (built.folder / ("runtime" + optimisation + ".h")).string();
  }
};

Command compiler(const std::filesystem::path& include, const std::string& optimisation) {
  return {"g++",
          "-std=gnu++17",
          optimisation,
          "-fPIC",
          "-w",
          counts_coverage() ? "-DVM_COVERAGE=1" : "-DVM_COVERAGE=0",
          "-I" + include.string(),
          "-I" + (include / "vltstd").string()};
}

Command operator+(Command command, const Command& more) {
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

/// Verilator's sources that every model needs.
std::vector<std::string> runtime_parts() {
  std::vector<std::string> parts = {"verilated", "verilated_threads"};
  if (counts_coverage()) parts.emplace_back("verilated_cov");
  return parts;
}

Result<Runtime> shared_runtime() {
  const auto root = run_tool({"verilator", "--getenv", "VERILATOR_ROOT"}, "");
  if (!root) return faults(root.error());
  const std::filesystem::path include = std::filesystem::path(tail(*root, 1)) / "include";
  const Command compile = compiler(include, "-O1");
  Fingerprint fingerprint;
  for (const Command& versions : {Command{"verilator", "--version"}, Command{"g++", "-dumpfullversion"}}) {
    const auto version = run_tool(versions, "");
    if (!version) return faults(version.error());
    fingerprint.add(*version);
  }
  for (const std::string& word : compile) fingerprint.add(word);
  for (const char* level : kLevels) fingerprint.add(level);
  auto built = cached(test_cache(), "bench-runtime-" + fingerprint.text(), [&](const auto& staged) -> Result<void> {
    std::vector<Command> commands;
    for (const char* level : kLevels) {
      const std::string header = std::string("runtime") + level + ".h";
      std::ofstream(staged / header) << "#include <verilated.h>\n";
      commands.push_back(compiler(include, level) + Command{"-x", "c++-header", header, "-o", header + ".gch"});
    }
    for (const std::string& part : runtime_parts()) {
      commands.push_back(compile + Command{"-c", (include / (part + ".cpp")).string(), "-o", part + ".o"});
    }
    return run_tools(commands, staged);
  });
  if (!built) return faults(built.error());
  return Runtime{include, *built};
}

/// The model's C++ as one file for each level of optimisation: what runs every cycle, and what runs once.
Result<void> compile_model(const std::filesystem::path& folder, const Runtime& runtime, bool run_short) {
  std::ofstream often(folder / "often.cxx"), once(folder / "once.cxx");
  std::set<std::string> sources;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "model")) {
    if (entry.path().extension() == ".cpp") sources.insert(entry.path().filename().string());
  }
  for (const std::string& source : sources) {
    const bool runs_once = source.find("__Slow") != std::string::npos || source.find("__Syms") != std::string::npos;
    (runs_once ? once : often) << "#include \"model/" << source << "\"\n";
  }
  often << kGlue;
  often.close();
  once.close();
  const auto compile = [&](const std::string& level, const std::string& part) {
    return compiler(runtime.include, level) + Command{"-include", runtime.header(level), "-I.", "-Imodel", "-c"} +
           Command{part + ".cxx", "-o", part + ".o"};
  };
  Result<void> compiled = run_tools({compile(run_short ? "-O0" : "-O1", "often"), compile("-O0", "once")}, folder);
  if (!compiled) return compiled;
  Command link = {"g++", "-shared", "-o", "model.so", "often.o", "once.o"};
  for (const std::string& part : runtime_parts()) link.push_back((runtime.built.folder / (part + ".o")).string());
  link.emplace_back("-lpthread");
  const auto linked = run_tool(link, folder);
  if (!linked) return faults(linked.error());
  return {};
}

}  // namespace

Result<std::unique_ptr<VerilatedBench>> VerilatedBench::build(const std::filesystem::path& folder,
                                                              const std::vector<std::string>& files, bool run_short) {
  const Result<Runtime> runtime = shared_runtime();
  if (!runtime) return faults(runtime.error());
  const Command verilate = {"verilator",   "--cc",   "-Wall",        "-O3",     "--x-assign", "unique",
                            "--x-initial", "unique", "--top-module", kBenchTop, "--Mdir",     "model"};
  const Command coverage = coverage_options(folder, {std::string(kBenchTop) + ".sv"});
  const auto result = run_process(verilate + coverage + files, folder, kMostBuildSeconds);
  if (!result) return faults(result.error());
  if (result->exit_status != 0) return fault("bench.build", folder.string(), result->output);
  const Result<void> compiled = compile_model(folder, *runtime, run_short);
  if (!compiled) return faults(compiled.error());
  void* library = dlopen((folder / "model.so").c_str(), RTLD_NOW | RTLD_LOCAL);
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
