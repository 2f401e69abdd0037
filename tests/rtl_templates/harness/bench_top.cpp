#include "tests/rtl_templates/harness/bench_top.hpp"

#include <algorithm>

namespace rtl4ml::test {
namespace {

std::string number(int value) { return std::to_string(value); }

std::string range(int bits) { return "[" + number(bits - 1) + ":0]"; }

std::string slice(int offset, int bits) { return "[" + number(offset) + "+:" + number(bits) + "]"; }

std::string nets(const DeviceStream& stream) {
  return "    logic " + range(stream.bits()) + " " + stream.name + ";\n    logic " + stream.name + "_valid, " +
         stream.name + "_ready;\n";
}

/// Bits beyond the streams: driven at the outputs, looked at by nobody at the inputs.
std::string spare(const std::string& port, int used, int bits, bool input) {
  if (used == bits) return "";
  const std::string rest = port + "[" + number(bits - 1) + ":" + number(used) + "]";
  if (!input) return "  assign " + rest + " = '0;\n";
  return "  logic unused_" + port + ";\n  assign unused_" + port + " = ^" + rest + ";\n";
}

}  // namespace

BenchLayout layout_of(const std::vector<Device>& devices) {
  BenchLayout layout;
  for (const Device& device : devices) {
    for (const DeviceStream& stream : device.inputs) {
      layout.input_offsets.push_back(layout.input_bits);
      layout.input_bits += stream.bits();
      ++layout.input_count;
    }
    for (const DeviceStream& stream : device.outputs) {
      layout.output_offsets.push_back(layout.output_bits);
      layout.output_bits += stream.bits();
      ++layout.output_count;
    }
  }
  return layout;
}

std::string bench_top(const std::vector<Device>& devices, const BenchLayout& layout) {
  const int in_bits = port_bits(layout.input_bits);
  const int out_bits = port_bits(layout.output_bits);
  const int ins = port_bits(layout.input_count);
  const int outs = port_bits(layout.output_count);
  std::string text = std::string("module ") + kBenchTop + " (\n    input logic clk,\n    input logic rst,\n";
  text += "    input logic " + range(in_bits) + " in_data,\n    input logic " + range(ins) + " in_valid,\n";
  text += "    output logic " + range(ins) + " in_ready,\n    output logic " + range(out_bits) + " out_data,\n";
  text += "    output logic " + range(outs) + " out_valid,\n    input logic " + range(outs) + " out_ready\n);\n";
  text += "  logic unused_clock;\n  assign unused_clock = clk ^ rst;\n";
  text += spare("in_data", layout.input_bits, in_bits, true) + spare("in_valid", layout.input_count, ins, true);
  text += spare("in_ready", layout.input_count, ins, false) + spare("out_data", layout.output_bits, out_bits, false);
  text += spare("out_valid", layout.output_count, outs, false) + spare("out_ready", layout.output_count, outs, true);
  int in = 0, out = 0;
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const Device& device = devices[i];
    text += "\n  // " + device.label + "\n  if (1) begin : gen_device_" + std::to_string(i) + "\n";
    for (const DeviceStream& stream : device.inputs) {
      const std::string bit = "[" + number(in) + "];\n";
      text += nets(stream) + "    assign " + stream.name + " = in_data" +
              slice(layout.input_offsets[static_cast<std::size_t>(in)], stream.bits()) + ";\n";
      text += "    assign " + stream.name + "_valid = in_valid" + bit;
      text += "    assign in_ready[" + number(in++) + "] = " + stream.name + "_ready;\n";
    }
    for (const DeviceStream& stream : device.outputs) {
      text += nets(stream) + "    assign out_data" +
              slice(layout.output_offsets[static_cast<std::size_t>(out)], stream.bits()) + " = " + stream.name + ";\n";
      text += "    assign out_valid[" + number(out) + "] = " + stream.name + "_valid;\n";
      text += "    assign " + stream.name + "_ready = out_ready[" + number(out++) + "];\n";
    }
    text += device.body + "  end\n";
  }
  return text + "\nendmodule\n";
}

}  // namespace rtl4ml::test
