// A device under test: an instance of a module of rtl_templates, what goes into its streams and what must come out.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rtl4ml::test {

/// One stream of a device. Its nets are <name>, <name>_valid and <name>_ready.
struct DeviceStream {
  std::string name;
  int width = 8;                    ///< bits of an element, 1 to 64
  int parallelism = 1;              ///< elements of a beat
  int features = 1;                 ///< elements of a vector
  std::vector<std::int64_t> codes;  ///< [vectors][features]; more bits than `width` are cut off

  [[nodiscard]] int beats() const { return (features + parallelism - 1) / parallelism; }
  [[nodiscard]] int bits() const { return width * parallelism; }
  [[nodiscard]] int vectors() const { return static_cast<int>(codes.size()) / features; }
};

/// Every stream carries the same number of vectors; vector v of the outputs comes from vector v of the inputs.
struct Device {
  std::string label;  ///< what it is, for messages: module and parameters
  std::string body;   ///< SystemVerilog that connects clk, rst and the nets of the streams
  std::vector<DeviceStream> inputs, outputs;
  int interval_cycles = 0;        ///< cycles a vector in steady state when nothing stalls; 0: not checked
  int latency_cycles = 0;         ///< first input beat to last output beat, both included, alone; 0: not checked
  bool registered_ready = false;  ///< promises that no ready of its inputs depends on a ready of its outputs
};

/// Names and values of parameters or ports, in order.
using Bindings = std::vector<std::pair<std::string, std::string>>;

/// "module #(.A(1)) dut (.x(y));", one line each.
[[nodiscard]] std::string instance(const std::string& module, const Bindings& parameters, const Bindings& ports);

/// The bindings of a stream's three ports to the nets of the same names.
[[nodiscard]] Bindings stream_ports(const std::string& name);

/// "module A=1 B=2", for labels.
[[nodiscard]] std::string label(const std::string& module, const Bindings& parameters);

/// A device around one module with data_in_0 and data_out_0: `clocked` ones have clk and rst; `more_ports` and
/// `more_body` serve sources beside it.
[[nodiscard]] Device make_device(const std::string& module, const Bindings& parameters, bool clocked,
                                 DeviceStream input, DeviceStream output, const Bindings& more_ports = {},
                                 const std::string& more_body = "");

}  // namespace rtl4ml::test
