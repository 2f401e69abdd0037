#include "gen/emit/write_top.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "gen/emit/instance.hpp"
#include "gen/graph/legal_name.hpp"
#include "gen/ops/operator.hpp"

namespace rtl4ml {
namespace {

/// The rows of a table with every column as wide as its widest cell.
std::string align(const std::vector<std::vector<std::string>>& rows, const std::string& indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = indent;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += fmt::format("{:<{}}", row[i], i + 1 < row.size() ? widths[i] + 2 : 0);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

/// A layer's name as a comment may hold it: printable, on one line, and no promise to be the end of the comment.
std::string printable(const std::string& name) {
  std::string text;
  for (const char c : name.substr(0, kMaxIdentifier)) {
    text += (static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\') ? '?' : c;
  }
  return text;
}

std::string beats_of(const Stream& stream) { return fmt::format("{} x {}", stream.beats(), stream.parallelism); }

/// What the reload bus is and where its memories lie; empty where there is no bus.
std::string reload_header(const Graph& graph) {
  if (graph.reload_address_width == 0) return "";
  std::string text =
      "//\n// Reload bus: in a cycle with reload_valid, reload_data is written to reload_address; nothing is ever "
      "refused. "
      "While vectors are\n// in flight that is not guaranteed to leave them whole. Part p of a row, bits 32p and up, "
      "is at address + p * stride + row.\n//\n";
  std::vector<std::vector<std::string>> rows = {{"memory", "address", "rows", "bits a row", "parts", "stride"}};
  for (const Node& node : graph.nodes) {
    for (const ReloadSource& source : node.reload) {
      rows.push_back({source.identifier, fmt::format("0x{:x}", source.first_address), std::to_string(source.rows),
                      std::to_string(source.width), std::to_string(source.parts()),
                      fmt::format("0x{:x}", source.part_stride())});
    }
  }
  return text + align(rows, "//   ");
}

std::string header(const CompiledDesign& design) {
  const Graph& graph = design.graph;
  std::string text = fmt::format("// Design {}, written by rtl4ml from {}: change that, not this file.\n//\n",
                                 printable(design.config.name),
                                 printable(std::filesystem::path(design.config.path).filename().string()));
  text += fmt::format("// Latency {} cycles (first beat in to last beat out), one vector every {} cycles.\n",
                      graph.latency_cycles, graph.interval_cycles);
  text +=
      "// Streams are valid/ready; a beat carries element 0 in its low bits; types are (s)igned or (u)nsigned "
      "width.frac_width.\n//\n";
  std::vector<std::vector<std::string>> rows = {{"instance", "layer", "operator", "features", "data_in", "data_out",
                                                 "beats x elements in", "out", "cycles a vector"}};
  for (const Node& node : graph.nodes) {
    const NodeView view = view_of(graph, node, design.model);
    rows.push_back({node.identifier, printable(node.name), std::string(node.operation->name),
                    view.data_in.features == view.data_out.features
                        ? std::to_string(view.data_in.features)
                        : fmt::format("{} -> {}", view.data_in.features, view.data_out.features),
                    to_string(view.data_in.type), to_string(view.data_out.type), beats_of(view.data_in),
                    beats_of(view.data_out), std::to_string(node.timing.interval_cycles)});
  }
  return text + align(rows, "//   ") + reload_header(graph);
}

std::string range(std::int64_t width) { return width == 1 ? "[0:0]" : fmt::format("[{}:0]", width - 1); }

std::string ports(const Graph& graph) {
  std::vector<std::vector<std::string>> rows = {{"input", "logic", "", "clk,"},
                                                {"input", "logic", "", "rst,  // synchronous, active high"}};
  const auto stream = [&rows](const std::string& name, std::int64_t width, bool input, bool last) {
    const std::string forth = input ? "input" : "output";
    const std::string back = input ? "output" : "input";
    rows.push_back({forth, "logic", range(width), name + ","});
    rows.push_back({forth, "logic", "", name + "_valid,"});
    rows.push_back({back, "logic", "", name + "_ready" + (last ? "" : ",")});
  };
  for (std::size_t i = 0; i < graph.inputs.size(); ++i) {
    stream(fmt::format("data_in_{}", i), graph.stream(graph.inputs[i]).beat_width(), true, false);
  }
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    stream(fmt::format("data_out_{}", i), graph.stream(graph.outputs[i]).beat_width(), false,
           i + 1 == graph.outputs.size() && graph.reload_address_width == 0);
  }
  if (graph.reload_address_width > 0) {
    rows.push_back({"input", "logic", "", "reload_valid,"});
    rows.push_back({"input", "logic", range(graph.reload_address_width), "reload_address,"});
    rows.push_back({"input", "logic", "[31:0]", "reload_data"});
  }
  return "module top (\n" + align(rows, "    ") + ");\n";
}

std::string declarations(const std::vector<Wire>& wires) {
  std::vector<std::vector<std::string>> rows;
  for (const Wire& wire : wires) rows.push_back({"logic", wire.width == 1 ? "" : range(wire.width), wire.name + ";"});
  return align(rows, "  ");
}

std::string connections(const std::vector<Connection>& list) {
  std::size_t longest = 0;
  for (const Connection& connection : list) longest = std::max(longest, connection.name.size());
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    text += fmt::format("      .{:<{}} ({}){}\n", list[i].name, longest, list[i].value, i + 1 < list.size() ? "," : "");
  }
  return text;
}

std::string instance_text(const Instance& instance) {
  std::string text = "  " + instance.module;
  if (!instance.parameters.empty()) text += " #(\n" + connections(instance.parameters) + "  )";
  return text + fmt::format(" {} (\n", instance.identifier) + connections(instance.ports) + "  );\n";
}

std::string node_text(const CompiledDesign& design, const Node& node) {
  const NodeView view = view_of(design.graph, node, design.model);
  std::string text = fmt::format("\n  // {}: {}, {} {} -> {} {}, {} cycles a vector.\n", printable(node.name),
                                 node.operation->name, view.data_in.features, to_string(view.data_in.type),
                                 view.data_out.features, to_string(view.data_out.type), node.timing.interval_cycles);
  const Instantiation parts = node.operation->instantiate(view);
  std::vector<Wire> wires = {{view.data_out.identifier, view.data_out.beat_width()},
                             {view.data_out.identifier + "_valid", 1},
                             {view.data_out.identifier + "_ready", 1}};
  wires.insert(wires.end(), parts.wires.begin(), parts.wires.end());
  text += declarations(wires);
  for (const Instance& instance : parts.instances) text += instance_text(instance);
  return text;
}

}  // namespace

std::string write_top(const CompiledDesign& design) {
  const Graph& graph = design.graph;
  std::string text = header(design) + ports(graph);
  for (const Node& node : graph.nodes) text += node_text(design, node);
  text += "\n";
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    const std::string& last = graph.stream(graph.outputs[i]).identifier;
    text += fmt::format(
        "  assign data_out_{} = {};\n  assign data_out_{}_valid = {}_valid;\n  assign {}_ready = data_out_{}_ready;\n",
        i, last, i, last, last, i);
  }
  return text + "\nendmodule\n";
}

}  // namespace rtl4ml
