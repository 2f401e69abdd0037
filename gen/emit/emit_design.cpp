#include "gen/emit/emit_design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "gen/emit/file_writer.hpp"
#include "gen/emit/library.hpp"
#include "gen/emit/reloadable_source.hpp"
#include "gen/emit/signature.hpp"
#include "gen/emit/vectors.hpp"
#include "gen/emit/write_top.hpp"
#include "gen/ops/operator.hpp"
#include "sw/base/file.hpp"
#include "sw/base/interrupt.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

Result<void> write_text(const fs::path& path, const std::string& text) {
  FileWriter file(path);
  file.write(text);
  return file.close();
}

/// The library modules that top.sv instantiates, each once, in the order of their first use.
std::vector<std::string> modules_of(const Graph& graph) {
  std::vector<std::string> modules;
  for (const Node& node : graph.nodes) {
    const std::string module(node.operation->module);
    if (std::find(modules.begin(), modules.end(), module) == modules.end()) modules.push_back(module);
  }
  if (graph.reload_address_width > 0) modules.emplace_back(kReloadableModule);
  return modules;
}

Result<std::vector<std::string>> copy_library(const Graph& graph, const fs::path& rtl) {
  constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 20;
  const Result<Library> library = Library::open(library_folder());
  if (!library) return faults(library.error());
  const Result<std::vector<fs::path>> paths = library->files_of(modules_of(graph));
  if (!paths) return faults(paths.error());
  std::vector<std::string> files;
  for (const fs::path& path : *paths) {
    const Result<std::string> text = read_file(path, kMaxFileBytes);
    if (!text) return faults(text.error());
    files.push_back(path.filename().string());
    Result<void> written = write_text(rtl / files.back(), *text);
    if (!written) return faults(std::move(written.error()));
  }
  return files;
}

/// All of rtl/. Result: the files' names, modules in compile order.
Result<std::vector<std::string>> write_rtl(const CompiledDesign& design, const fs::path& rtl) {
  Result<std::vector<std::string>> files = copy_library(design.graph, rtl);
  if (!files) return files;
  for (const Node& node : design.graph.nodes) {
    if (interrupted()) return fault("emit.interrupted", "", "stopped by the user");
    const Result<std::vector<std::string>> sources =
        node.operation->write_sources(view_of(design.graph, node, design.model), rtl);
    if (!sources) return faults(sources.error());
    files->insert(files->end(), sources->begin(), sources->end());
  }
  files->push_back("top.sv");
  Result<void> written = write_text(rtl / "top.sv", write_top(design));
  std::string list;
  for (const std::string& file : *files) {
    if (file.ends_with(".sv")) list += file + "\n";
  }
  if (written) written = write_text(rtl / "filelist.f", list);
  files->push_back("filelist.f");
  if (!written) return faults(std::move(written.error()));
  return files;
}

Result<void> check_vectors(const CompiledDesign& design, std::span<const std::int64_t> data_in,
                           std::span<const std::int64_t> data_out) {
  const auto in = static_cast<std::size_t>(design.model.in_features());
  const auto out = static_cast<std::size_t>(design.model.out_features());
  if (data_in.size() % in == 0 && data_out.size() % out == 0 && data_in.size() / in == data_out.size() / out) return {};
  return fault("emit.vectors", "design " + design.config.name,
               fmt::format("golden vectors of {} inputs and {} outputs do not fit {} features in and {} out",
                           data_in.size(), data_out.size(), in, out),
               "give whole vectors, as many outputs as inputs");
}

/// The folder is replaced as a whole: it must be a design's, or empty, or not there.
Result<void> check_folder(const fs::path& folder) {
  std::error_code failed;
  const fs::file_status status = fs::status(folder, failed);
  if (!fs::exists(status)) return {};
  if (fs::is_directory(status) && (fs::is_empty(folder, failed) || fs::exists(folder / "signature.json", failed)))
    return {};
  return fault("emit.foreign_folder", folder.string(),
               "is there already and is no design folder (it has no signature.json)",
               "give the design another name, or move what is there");
}

}  // namespace

Result<void> emit_design(const CompiledDesign& design, const fs::path& folder, std::span<const std::int64_t> data_in,
                         std::span<const std::int64_t> data_out) {
  Result<void> checked = check_vectors(design, data_in, data_out);
  if (checked) checked = check_folder(folder);
  if (!checked) return checked;
  Result<StagedFolder> staged = StagedFolder::create(folder);
  if (!staged) return faults(std::move(staged.error()));
  std::error_code failed;
  for (const char* part : {"rtl", "vectors"}) fs::create_directory(staged->path() / part, failed);
  if (failed) return fault("emit.unwritable", folder.string(), "cannot be written: " + failed.message());

  const Result<std::vector<std::string>> rtl = write_rtl(design, staged->path() / "rtl");
  if (!rtl) return faults(rtl.error());
  const Graph& graph = design.graph;
  Result<void> written =
      write_vectors(graph.stream(graph.inputs.front()), data_in, staged->path() / "vectors/data_in_0.mem");
  if (written)
    written = write_vectors(graph.stream(graph.outputs.front()), data_out, staged->path() / "vectors/data_out_0.mem");
  if (!written) return written;

  std::vector<std::string> files;
  for (const std::string& file : *rtl) files.push_back("rtl/" + file);
  files.insert(files.end(), {"vectors/data_in_0.mem", "vectors/data_out_0.mem", "signature.json"});
  const auto count = static_cast<std::int64_t>(data_in.size()) / design.model.in_features();
  written = write_text(staged->path() / "signature.json", write_signature(design, count, files));
  if (!written) return written;
  return staged->commit();
}

}  // namespace rtl4ml
