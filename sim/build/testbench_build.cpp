#include "sim/build/testbench_build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "sim/build/cache.hpp"
#include "sim/build/tools.hpp"
#include "sim/build/wide_constants.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;
using Command = std::vector<std::string>;
using Commands = std::vector<Command>;

// Up to this much generated C++ one compiler run is faster than several.
constexpr std::uint64_t kOneUnitBytes = 400'000;
constexpr std::int64_t kManyMultipliers = 256;

fs::path harness_folder() { return source_tree() / "sim" / "harness"; }

const char* trace_name(Trace trace) {
  switch (trace) {
    case Trace::kNone:
      return "none";
    case Trace::kVcd:
      return "vcd";
    case Trace::kFst:
      return "fst";
  }
  return "none";
}

/// Everything two builds have in common that decides about their programs.
struct Tools {
  std::string verilator_version, compiler_version;
  fs::path include;  ///< Verilator's runtime sources
};

Result<Tools> find_tools() {
  Tools tools;
  const Result<std::string> verilator = run_tool({"verilator", "--version"}, "");
  if (!verilator) return faults(verilator.error());
  const Result<std::string> root = run_tool({"verilator", "--getenv", "VERILATOR_ROOT"}, "");
  if (!root) return faults(root.error());
  const Result<std::string> compiler = run_tool({"g++", "-dumpfullversion", "-dumpmachine"}, "");
  if (!compiler) return faults(compiler.error());
  tools.verilator_version = *verilator;
  tools.compiler_version = *compiler;
  tools.include = fs::path(tail(*root, 1)) / "include";
  return tools;
}

/// The compiler's command as far as it is the same for all files of an engine.
Command compiler(const Tools& tools, Engine engine, const std::string& optimisation) {
  return {"g++",
          "-std=gnu++17",  // SystemC links with this standard only
          optimisation,
          "-w",
          engine == Engine::kSystemC ? "-DVM_SC=1" : "-DVM_SC=0",
          "-DVM_COVERAGE=0",
          "-DVM_TRACE=1",
          "-I" + (tools.include).string(),
          "-I" + (tools.include / "vltstd").string(),
          "-I" + source_tree().string()};
}

Command operator+(Command command, const Command& more) {
  command.insert(command.end(), more.begin(), more.end());
  return command;
}

Command compile(const Tools& tools, Engine engine, const std::string& optimisation, const fs::path& source,
                const fs::path& object) {
  return compiler(tools, engine, optimisation) + Command{"-x", "c++", "-c", source.string(), "-o", object.string()};
}

/// What all designs share: Verilator's runtime, the testbench without the design, and the headers precompiled.
Result<Cached> shared_runtime(const fs::path& cache, const Tools& tools, Engine engine) {
  const std::string kind = engine == Engine::kSystemC ? "systemc" : "verilator";
  Fingerprint fingerprint;
  fingerprint.add(tools.verilator_version)
      .add(tools.compiler_version)
      .add(fmt::format("{}", fmt::join(compiler(tools, engine, "-O2"), " ")));
  for (const char* folder : {"sim/harness", "sim/scoreboard", "sim/traffic"}) {
    const Result<void> added = add_folder(fingerprint, source_tree() / folder, {".hpp", ".cpp"});
    if (!added) return faults(added.error());
  }
  const Result<void> added = add_file(fingerprint, source_tree() / "sw/base/split_mix.hpp");
  if (!added) return faults(added.error());
  return cached(
      cache, fmt::format("runtime-{}-{}", kind, fingerprint.text()), [&](const fs::path& staged) -> Result<void> {
        // The longest first, so that two cores end together.
        return run_tools(
            {compile(tools, engine, "-O1", tools.include / "verilated.cpp", staged / "verilated.o"),
             compile(tools, engine, "-O2", harness_folder() / (kind + "_main.cpp"), staged / "main.o"),
             compile(tools, engine, "-O1", tools.include / "verilated_vcd_c.cpp", staged / "verilated_vcd_c.o"),
             compile(tools, engine, "-O1", tools.include / "verilated_threads.cpp", staged / "verilated_threads.o")},
            staged);
      });
}

/// Verilator's header, precompiled: half a second less for each model but more than a second once, so only the second
/// model of a cache asks for it.
Result<Cached> precompiled_header(const fs::path& cache, const Tools& tools, Engine engine,
                                  const std::string& runtime_name) {
  Fingerprint fingerprint;
  fingerprint.add(runtime_name);
  return cached(cache, "runtime-header-" + fingerprint.text(), [&](const fs::path& staged) -> Result<void> {
    const fs::path header = staged / "precompiled.h";
    Result<void> written = write_file(header, "#include \"verilated.h\"\n");
    if (!written) return written;
    return run_tools(
        {compiler(tools, engine, "-O2") + Command{"-x", "c++-header", header.string(), "-o", header.string() + ".gch"}},
        staged);
  });
}

/// The FST writer, a heavy file that only FST traces need.
Result<Cached> fst_runtime(const fs::path& cache, const Tools& tools, Engine engine, const std::string& runtime_name) {
  Fingerprint fingerprint;
  fingerprint.add(runtime_name);
  return cached(cache, "runtime-fst-" + fingerprint.text(), [&](const fs::path& staged) -> Result<void> {
    return run_tools(
        {compile(tools, engine, "-O2", tools.include / "verilated_fst_c.cpp", staged / "verilated_fst_c.o")}, staged);
  });
}

/// Multipliers of the design: input lanes times output lanes of every linear layer.
std::int64_t multipliers(const DesignSignature& design) {
  std::int64_t count = 0;
  std::int64_t lanes_in = design.input.parallelism;
  for (const LayerSignature& layer : design.layers) {
    if (layer.module == "fixed_linear") count += lanes_in * layer.output.parallelism;
    lanes_in = layer.output.parallelism;
  }
  return count;
}

/// What Verilator is told beside the sources; empty: nothing.
/// Large designs keep one module per output lane: flattened into one function, g++ does not finish with 64x64
/// multipliers. Watched designs keep the layers' streams readable by name.
std::string verilator_config(const DesignSignature& design, bool watch_layers) {
  std::string text;
  if (multipliers(design) >= kManyMultipliers) text += "no_inline -module \"fixed_dot_product\"\n";
  if (watch_layers) {
    for (const LayerSignature& layer : design.layers) {
      for (const std::string& name : {layer.output.port, layer.output.valid, layer.output.ready}) {
        text += fmt::format("public_flat_rd -module \"{}\" -var \"{}\"\n", design.top, name);
      }
    }
  }
  return text.empty() ? "" : "`verilator_config\n" + text;
}

Command verilate_command(const DesignSignature& design, const TestbenchBuildOptions& options) {
  Command command = {
      "verilator", options.engine == Engine::kSystemC ? "--sc" : "--cc", "-O3", "--x-assign", "fast",
      // Random at the start (the seed's), so that a register without reset is noticed; costs nothing later.
      "--x-initial", "unique", "--noassert", "-Wno-fatal", "-Werror-USERERROR", "-Werror-USERFATAL", "--output-split",
      "30000", "--output-split-cfuncs", "3000", "--top-module", design.top, "--prefix", "Vdesign"};
  if (options.trace == Trace::kVcd) command.emplace_back("--trace");
  if (options.trace == Trace::kFst) command.emplace_back("--trace-fst");
  return command;
}

Command port_macros(const DesignSignature& design, Trace trace) {
  const auto define = [](const char* name, const std::string& value) {
    return fmt::format("-DRTL4ML_{}={}", name, value);
  };
  const auto bits = [](const StreamSignature& stream) { return std::to_string(stream.beat_bits()); };
  Command macros = {define("CLK", design.clock),
                    define("RST", design.reset),
                    define("IN_DATA", design.input.port),
                    define("IN_VALID", design.input.valid),
                    define("IN_READY", design.input.ready),
                    define("IN_BITS", bits(design.input)),
                    define("OUT_DATA", design.output.port),
                    define("OUT_VALID", design.output.valid),
                    define("OUT_READY", design.output.ready),
                    define("OUT_BITS", bits(design.output))};
  if (design.reload) {
    macros.insert(macros.end(),
                  {define("RELOAD_VALID", design.reload->valid), define("RELOAD_ADDRESS", design.reload->address),
                   define("RELOAD_DATA", design.reload->data)});
  }
  if (trace == Trace::kVcd) macros.emplace_back("-DRTL4ML_TRACE_VCD");
  if (trace == Trace::kFst) macros.emplace_back("-DRTL4ML_TRACE_FST");
  return macros;
}

/// The objects of the generated sources and of the thin testbench part; `prefix`: options of the precompiled header.
/// One compiler run where the model is small, else one per file: the files that run once are not optimised.
Result<std::vector<fs::path>> compile_model(const Tools& tools, const DesignSignature& design,
                                            const TestbenchBuildOptions& options, const Command& prefix,
                                            const fs::path& folder) {
  std::vector<fs::path> sources;
  std::uint64_t bytes = 0;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    if (entry.path().extension() != ".cpp") continue;
    sources.push_back(entry.path());
    bytes += entry.file_size(failed);
  }
  std::sort(sources.begin(), sources.end());
  const fs::path dut =
      harness_folder() / (options.engine == Engine::kSystemC ? "systemc_dut.cpp" : "verilator_dut.cpp");
  const Command macros = port_macros(design, options.trace);
  const std::string often = options.optimise ? "-O2" : "-O0";  // for what runs every cycle
  const auto unit = [&](const fs::path& source, const std::string& optimisation, const fs::path& object) {
    return compiler(tools, options.engine, optimisation) + macros + prefix +
           Command{"-I" + folder.string(), "-x", "c++", "-c", source.string(), "-o", object.string()};
  };
  if (bytes <= kOneUnitBytes) {
    std::string all = fmt::format("#include \"{}\"\n", dut.string());
    for (const fs::path& source : sources) all += fmt::format("#include \"{}\"\n", source.filename().string());
    const Result<void> written = write_file(folder / "all.cxx", all);
    if (!written) return faults(written.error());
    const Result<void> compiled = run_tools({unit(folder / "all.cxx", often, folder / "all.o")}, folder);
    if (!compiled) return faults(compiled.error());
    return std::vector<fs::path>{folder / "all.o"};
  }
  // Large files first, so that no core waits for a last long one.
  std::stable_sort(sources.begin(), sources.end(), [](const fs::path& left, const fs::path& right) {
    std::error_code ignored;
    return fs::file_size(left, ignored) > fs::file_size(right, ignored);
  });
  sources.push_back(dut);
  Commands commands;
  std::vector<fs::path> objects;
  for (const fs::path& source : sources) {
    const std::string name = source.filename().string();
    const bool once = name.find("__Slow") != std::string::npos || name.find("__Syms") != std::string::npos;
    const bool trace = name.find("__Trace") != std::string::npos;
    objects.push_back(folder / (name + ".o"));
    commands.push_back(unit(source, once ? "-O0" : trace ? "-O1" : often, objects.back()));
  }
  const Result<void> compiled = run_tools(commands, folder);
  if (!compiled) return faults(compiled.error());
  return objects;
}

/// Keeps the program only.
void remove_intermediate(const fs::path& folder) {
  std::error_code ignored;
  fs::remove_all(folder, ignored);
}

}  // namespace

Result<TestbenchBuild> build_testbench(const fs::path& cache, const fs::path& design_folder,
                                       const DesignSignature& design, const TestbenchBuildOptions& options) {
  const Result<Tools> tools = find_tools();
  if (!tools) return faults(tools.error());
  const Result<Cached> runtime = shared_runtime(cache, *tools, options.engine);
  if (!runtime) return faults(runtime.error());
  fs::path fst_object;
  if (options.trace == Trace::kFst) {
    const Result<Cached> fst = fst_runtime(cache, *tools, options.engine, runtime->folder.filename().string());
    if (!fst) return faults(fst.error());
    fst_object = fst->folder / "verilated_fst_c.o";
  }

  const fs::path rtl = fs::absolute(design_folder) / "rtl";
  const Command verilate = verilate_command(design, options);
  const std::string config = verilator_config(design, options.watch_layers);
  Fingerprint fingerprint;
  fingerprint.add(runtime->folder.filename().string()).add(fmt::format("{}", fmt::join(verilate, " ")));
  fingerprint.add(fmt::format("{}", fmt::join(port_macros(design, options.trace), " "))).add(config);
  fingerprint.add(options.optimise ? "" : "not optimised");
  const Result<void> added = add_folder(fingerprint, rtl, {".sv", ".svh", ".v", ".vh", ".vlt", ".f"});
  if (!added) return faults(added.error());

  const std::string name = fmt::format("{}-{}-{}", design.design, trace_name(options.trace), fingerprint.text());
  const Result<Cached> model = cached(cache, name, [&](const fs::path& staged) -> Result<void> {
    const fs::path folder = staged / "model";
    Command command = verilate + Command{"--Mdir", folder.string(), "-f", "filelist.f"};
    if (!config.empty()) {
      const Result<void> written = write_file(staged / "config.vlt", config);
      if (!written) return written;
      command.push_back((staged / "config.vlt").string());
    }
    const Result<std::string> verilated = run_tool(command, rtl);
    if (!verilated) return faults(verilated.error());
    const Result<void> sound = check_wide_constants(folder);
    if (!sound) return sound;
    Command prefix;
    if (!runtime->built && options.optimise) {  // the precompiled header is an optimised one
      const Result<Cached> header =
          precompiled_header(cache, *tools, options.engine, runtime->folder.filename().string());
      if (!header) return faults(header.error());
      prefix = {"-include", (header->folder / "precompiled.h").string()};
    }
    const Result<std::vector<fs::path>> objects = compile_model(*tools, design, options, prefix, folder);
    if (!objects) return faults(objects.error());
    Command link = {"g++", "-o", (staged / "testbench").string()};
    for (const fs::path& object : *objects) link.push_back(object.string());
    for (const char* object : {"main.o", "verilated.o", "verilated_vcd_c.o", "verilated_threads.o"}) {
      link.push_back((runtime->folder / object).string());
    }
    if (!fst_object.empty()) link.insert(link.end(), {fst_object.string(), "-lz"});
    if (options.engine == Engine::kSystemC) link.emplace_back("-lsystemc");
    link.emplace_back("-lpthread");
    const Result<std::string> linked = run_tool(link, folder);
    if (!linked) return faults(linked.error());
    remove_intermediate(folder);
    return {};
  });
  if (!model) return faults(model.error());
  return TestbenchBuild{model->folder / "testbench", model->built, model->use};
}

}  // namespace rtl4ml
