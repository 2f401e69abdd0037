#include "gen/handoff/handoff_values.hpp"

#include <fmt/format.h>

#include "gen/graph/legal_name.hpp"

namespace rtl4ml {
namespace {

using Values = std::map<std::string, std::string>;

/// What Yosys runs, and how people call it.
struct YosysFlow {
  std::string command, device;
};

YosysFlow yosys_flow(const Target& target) {
  if (target.synthesis.empty()) return {"synth -flatten", "no device, gates of Yosys' own library"};
  return {target.synthesis, target.name};
}

void add_stream(Values& values, const std::string& side, const Stream& stream) {
  const int bytes = element_bytes(stream.type.width);
  const auto set = [&](const char* key, auto value) { values[side + "_" + key] = fmt::to_string(value); };
  set("features", stream.features);
  set("parallelism", stream.parallelism);
  set("width", stream.type.width);
  set("signed", stream.type.is_signed ? 1 : 0);
  set("type", to_string(stream.type));
  set("beats", stream.beats());
  set("bytes", bytes);
  set("beat_msb", stream.beat_width() - 1);
  set("tdata_msb", stream.parallelism * bytes * 8 - 1);
  set("tkeep_msb", stream.parallelism * bytes - 1);
  set("last_lane", stream.parallelism - 1);
}

std::string ipxact_port(const std::string& name, bool input, int msb) {
  const std::string vectors = msb < 0 ? ""
                                      : fmt::format(
                                            "<ipxact:vectors><ipxact:vector><ipxact:left>{}</ipxact:left>"
                                            "<ipxact:right>0</ipxact:right></ipxact:vector></ipxact:vectors>",
                                            msb);
  return fmt::format(
      "      <ipxact:port><ipxact:name>{}</ipxact:name><ipxact:wire><ipxact:direction>{}</ipxact:direction>{}"
      "</ipxact:wire></ipxact:port>\n",
      name, input ? "in" : "out", vectors);
}

std::string ipxact_ports(const Values& values) {
  const auto msb = [&values](const char* key) { return std::stoi(values.at(key)); };
  std::string text = ipxact_port("aclk", true, -1) + ipxact_port("aresetn", true, -1);
  text += ipxact_port("s_axis_tdata", true, msb("in_tdata_msb")) + ipxact_port("s_axis_tlast", true, -1);
  text += ipxact_port("s_axis_tvalid", true, -1) + ipxact_port("s_axis_tready", false, -1);
  text += ipxact_port("m_axis_tdata", false, msb("out_tdata_msb"));
  text += ipxact_port("m_axis_tkeep", false, msb("out_tkeep_msb"));
  text += ipxact_port("m_axis_tlast", false, -1) + ipxact_port("m_axis_tvalid", false, -1);
  text += ipxact_port("m_axis_tready", true, -1) + ipxact_port("framing_error", false, -1);
  text.pop_back();  // the template ends the line
  return text;
}

/// A path relative to rtl/ as one relative to the bundle's root.
std::string from_root(const std::string& path) { return path.starts_with("../") ? path.substr(3) : "rtl/" + path; }

std::string join(const std::vector<std::string>& list, const std::string& separator) {
  return fmt::format("{}", fmt::join(list, separator));
}

void add_files(Values& values, const std::vector<std::string>& sources, const std::vector<std::string>& memories) {
  std::vector<std::string> core, ipxact, copied;
  for (const std::string& source : sources) {
    core.push_back("      - " + from_root(source));
    ipxact.push_back(
        fmt::format("      <ipxact:file><ipxact:name>{}</ipxact:name>"
                    "<ipxact:fileType>systemVerilogSource</ipxact:fileType></ipxact:file>",
                    from_root(source)));
  }
  for (const std::string& memory : memories) copied.push_back(fmt::format("rtl/{0}: {{copyto: {0}}}", memory));
  values["sources"] = join(sources, " ");
  values["core_sources"] = join(core, "\n");
  values["core_memories"] = join(copied, ", ");
  values["ipxact_files"] = join(ipxact, "\n");
}

}  // namespace

int element_bytes(int width) { return width <= 8 ? 1 : width <= 16 ? 2 : 4; }

std::string axi_module(const CompiledDesign& design) { return plain_identifier(design.config.name) + "_axi_stream"; }

Values handoff_values(const CompiledDesign& design, const std::vector<std::string>& sources,
                      const std::vector<std::string>& memories, std::int64_t vectors, const std::string& version) {
  const Graph& graph = design.graph;
  Values values;
  values["module"] = axi_module(design);
  values["design"] = plain_identifier(design.config.name);
  values["version"] = version;
  values["vectors"] = std::to_string(vectors);
  values["latency"] = std::to_string(graph.latency_cycles);
  values["interval"] = std::to_string(graph.interval_cycles);
  values["clock_mhz"] = fmt::format("{:.6g}", design.config.clock_mhz);
  values["period_ns"] = fmt::format("{:.3f}", 1000.0 / design.config.clock_mhz);
  values["half_period_ns"] = fmt::format("{:.3f}", 500.0 / design.config.clock_mhz);
  add_stream(values, "in", graph.stream(graph.inputs.front()));
  add_stream(values, "out", graph.stream(graph.outputs.front()));
  add_files(values, sources, memories);
  values["ipxact_ports"] = ipxact_ports(values);
  const Target& target = design.config.target;
  const YosysFlow flow = yosys_flow(target);
  values["synthesis"] = flow.command;
  values["yosys_target"] = flow.device;
  values["vivado_part"] = target.vendor == "AMD" ? target.part : "xc7a35tcsg324-1";
  values["quartus_family"] = "Cyclone V";
  return values;
}

}  // namespace rtl4ml
