#include "gen/handoff/write_handoff.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "gen/emit/library.hpp"
#include "gen/handoff/handoff_values.hpp"
#include "gen/handoff/register_map.hpp"
#include "gen/handoff/render.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{1} << 20;
constexpr std::uint64_t kMaxRtlBytes = std::uint64_t{1} << 30;  // weights of any design

struct Template {
  const char* name;    ///< in hw/handoff
  const char* output;  ///< in the design folder; "@" stands for the module's name
};

constexpr std::array<Template, 13> kTemplates = {{{"axi_stream_wrapper.sv.in", "axi/@_stream.sv"},
                                                  {"axi_control_wrapper.sv.in", "axi/@.sv"},
                                                  {"driver.h.in", "driver/@.h"},
                                                  {"driver.c.in", "driver/@.c"},
                                                  {"testbench.sv.in", "sim/testbench.sv"},
                                                  {"yosys.ys.in", "synth/yosys.ys"},
                                                  {"vivado.tcl.in", "synth/vivado.tcl"},
                                                  {"quartus.tcl.in", "synth/quartus.tcl"},
                                                  {"constraints.in", "constraints/@.xdc"},
                                                  {"constraints.in", "constraints/@.sdc"},
                                                  {"fusesoc.core.in", "@.core"},
                                                  {"component.xml.in", "component.xml"},
                                                  {"README.md.in", "README.md"}}};

/// Parts of the templates above that only designs with reloadable weights have, and the values that hold them.
struct ReloadPart {
  const char* name;
  const char* value;
};

constexpr std::array<ReloadPart, 3> kReloadParts = {
    {{"reload.h.in", "reload_header"}, {"reload.c.in", "reload_functions"}, {"reload.md.in", "reload_chapter"}}};

using Values = std::map<std::string, std::string>;

/// A template of hw/handoff with the values in their places.
Result<std::string> rendered_template(const std::string& name, const Values& values) {
  const fs::path path = source_tree() / "hw/handoff" / name;
  const Result<std::string> text = read_file(path, kMaxFileBytes);
  if (!text) return faults(text.error());
  return render(*text, values, path.string());
}

Result<void> add_reload_parts(const CompiledDesign& design, Values& values) {
  for (const ReloadPart& part : kReloadParts) {
    values[part.value] = "";
    if (design.graph.reload_address_width == 0) continue;
    Result<std::string> text = rendered_template(part.name, values);
    if (!text) return faults(std::move(text.error()));
    values[part.value] = std::move(*text);
  }
  return {};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

/// The library's AXI cells, copied to axi/. Result: their paths relative to rtl/, in compile order.
Result<std::vector<std::string>> copy_axi_cells(const fs::path& folder) {
  const Result<Library> library = Library::open(library_folder());
  if (!library) return faults(library.error());
  const Result<std::vector<fs::path>> cells =
      library->files_of({"axi_stream_input", "axi_stream_output", "axi_vector_gate", "axi_lite_control"});
  if (!cells) return faults(cells.error());
  std::vector<std::string> names;
  for (const fs::path& cell : *cells) {
    const Result<std::string> text = read_file(cell, kMaxFileBytes);
    if (!text) return faults(text.error());
    Result<void> written = write_file(folder / "axi" / cell.filename(), *text);
    if (!written) return faults(std::move(written.error()));
    names.push_back("../axi/" + cell.filename().string());
  }
  return names;
}

std::vector<std::string> memories_of(const fs::path& rtl) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(rtl)) {
    if (entry.path().extension() == ".mem") names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Of everything in rtl/: names and contents in the order of names.
Result<std::uint64_t> signature_of(const fs::path& rtl) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(rtl)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> pieces;
  for (const fs::path& file : files) {
    Result<std::string> text = read_file(file, kMaxRtlBytes);
    if (!text) return faults(text.error());
    pieces.push_back(file.filename().string());
    pieces.push_back(std::move(*text));
  }
  return design_signature(pieces);
}

/// The sources of the whole bundle, relative to rtl/.
Result<std::vector<std::string>> collect_sources(const fs::path& folder, const std::string& module) {
  const Result<std::string> list = read_file(folder / "rtl/filelist.f", kMaxFileBytes);
  if (!list) return faults(list.error());
  Result<std::vector<std::string>> axi = copy_axi_cells(folder);
  if (!axi) return axi;
  axi->push_back("../axi/" + module + "_stream.sv");
  axi->push_back("../axi/" + module + ".sv");
  std::string axi_list;
  for (const std::string& source : *axi) axi_list += source + "\n";
  Result<void> written = write_file(folder / "axi/filelist.f", axi_list);
  if (!written) return faults(std::move(written.error()));
  std::vector<std::string> sources = lines_of(*list);
  sources.insert(sources.end(), axi->begin(), axi->end());
  return sources;
}

}  // namespace

Result<void> write_handoff(const CompiledDesign& design, const fs::path& folder, std::int64_t vectors,
                           const std::string& version) {
  const std::string module = axi_module(design);
  const Result<std::vector<std::string>> sources = collect_sources(folder, module);
  if (!sources) return faults(sources.error());
  const Result<std::uint64_t> signature = signature_of(folder / "rtl");
  if (!signature) return faults(signature.error());
  Values values = handoff_values(design, *sources, memories_of(folder / "rtl"), vectors, *signature, version);
  const Result<void> parts = add_reload_parts(design, values);
  if (!parts) return parts;
  for (const Template& one : kTemplates) {
    const Result<std::string> rendered = rendered_template(one.name, values);
    if (!rendered) return faults(rendered.error());
    std::string output = one.output;
    if (const std::size_t at = output.find('@'); at != std::string::npos) output.replace(at, 1, module);
    Result<void> written = write_file(folder / output, *rendered);
    if (!written) return written;
  }
  const Result<std::string> licence = read_file(source_tree() / "LICENSE", kMaxFileBytes);
  if (!licence) return faults(licence.error());
  return write_file(folder / "LICENSE", *licence);
}

}  // namespace rtl4ml
