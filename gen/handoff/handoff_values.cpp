#include "gen/handoff/handoff_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "gen/graph/legal_name.hpp"
#include "gen/handoff/packing_picture.hpp"
#include "gen/handoff/register_map.hpp"
#include "gen/handoff/register_texts.hpp"
#include "gen/handoff/reload_texts.hpp"

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
  set("c_type", fmt::format("{}int{}_t", stream.type.is_signed ? "" : "u", bytes * 8));
  set("vector_bytes", stream.features * bytes);
  set("picture", packing_picture(stream, side == "out"));
}

/// What the host does to an input before it is sent, as a sentence; nothing where it only rounds it.
std::string host_conversion(const InputScale& scale) {
  if (scale.is_plain()) return "";
  return fmt::format(
      " An element is `round(x / {:.17g} + {:.17g})` of the model's own input x, ties to even, saturated.", scale.scale,
      scale.zero);
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

/// The AXI4-Lite ports, "s_axi_" before each name.
struct BusPort {
  const char* name;
  bool input;
  int msb;  ///< -1: a single wire
};

constexpr BusPort kBusPorts[] = {
    {"awaddr", true, 11}, {"awprot", true, 2},  {"awvalid", true, -1}, {"awready", false, -1}, {"wdata", true, 31},
    {"wstrb", true, 3},   {"wvalid", true, -1}, {"wready", false, -1}, {"bresp", false, 1},    {"bvalid", false, -1},
    {"bready", true, -1}, {"araddr", true, 11}, {"arprot", true, 2},   {"arvalid", true, -1},  {"arready", false, -1},
    {"rdata", false, 31}, {"rresp", false, 1},  {"rvalid", false, -1}, {"rready", true, -1}};

std::string bus_name(const BusPort& port) { return std::string("s_axi_") + port.name; }

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string ipxact_control_ports() {
  std::string text;
  for (const BusPort& port : kBusPorts) {
    text += fmt::format(
        "            <ipxact:portMap><ipxact:logicalPort><ipxact:name>{}</ipxact:name></ipxact:logicalPort>"
        "<ipxact:physicalPort><ipxact:name>{}</ipxact:name></ipxact:physicalPort></ipxact:portMap>\n",
        upper(port.name), bus_name(port));
  }
  text.pop_back();  // the template ends the line
  return text;
}

std::string ipxact_ports(const Values& values) {
  const auto msb = [&values](const char* key) { return std::stoi(values.at(key)); };
  std::string text = ipxact_port("aclk", true, -1) + ipxact_port("aresetn", true, -1);
  for (const BusPort& port : kBusPorts) text += ipxact_port(bus_name(port), port.input, port.msb);
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

void add_registers(Values& values, const CompiledDesign& design, std::uint64_t signature) {
  const std::vector<Register> map = register_map(design, signature);
  const auto constants =
      std::count_if(map.begin(), map.end(), [](const Register& one) { return one.kind == RegisterKind::kConstant; });
  values["macro"] = upper(values.at("module"));
  values["signature"] = fmt::format("{:016x}", signature);
  values["constants"] = std::to_string(constants);
  values["constant_words"] = constants_in_systemverilog(map);
  values["c_registers"] = registers_in_c(map, values.at("macro"));
  values["ipxact_control_ports"] = ipxact_control_ports();
  values["register_space"] = std::to_string(kRegisterSpace);
  values["weight_space"] = fmt::format("0x{:03X}", kWeightSpace);
  values["ipxact_registers"] = registers_in_ipxact(map);
  values["register_rows"] = registers_in_markdown(map, true);
  values["register_checks"] = register_checks(map);
  for (const Register& one : map) values["address_" + lower(one.name)] = fmt::format("{:03x}", one.address);
}

}  // namespace

std::string axi_module(const CompiledDesign& design) { return plain_identifier(design.config.name) + "_axi"; }

Values handoff_values(const CompiledDesign& design, const std::vector<std::string>& sources,
                      const std::vector<std::string>& memories, std::int64_t vectors, std::uint64_t signature,
                      const std::string& version) {
  const Graph& graph = design.graph;
  Values values;
  values["module"] = axi_module(design);
  values["stream_module"] = axi_module(design) + "_stream";
  values["design"] = plain_identifier(design.config.name);
  values["version"] = version;
  values["vectors"] = std::to_string(vectors);
  values["latency"] = std::to_string(graph.latency_cycles);
  values["interval"] = std::to_string(graph.interval_cycles);
  values["clock_mhz"] = fmt::format("{:.6g}", design.config.clock_mhz);
  values["period_ns"] = fmt::format("{:.3f}", 1000.0 / design.config.clock_mhz);
  values["half_period_ns"] = fmt::format("{:.3f}", 500.0 / design.config.clock_mhz);
  add_stream(values, "in", graph.stream(graph.inputs.front()));
  values["in_conversion"] = host_conversion(design.config.input_scale);
  add_stream(values, "out", graph.stream(graph.outputs.front()));
  add_files(values, sources, memories);
  values["ipxact_ports"] = ipxact_ports(values);
  add_registers(values, design, signature);
  values.merge(reload_values(design));
  const Target& target = design.config.target;
  const YosysFlow flow = yosys_flow(target);
  values["synthesis"] = flow.command;
  values["yosys_target"] = flow.device;
  values["vivado_part"] = target.vendor == "AMD" ? target.part : "xc7a35tcsg324-1";
  values["quartus_family"] = "Cyclone V";
  return values;
}

}  // namespace rtl4ml
