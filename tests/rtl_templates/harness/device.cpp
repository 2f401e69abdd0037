#include "tests/rtl_templates/harness/device.hpp"

namespace rtl4ml::test {
namespace {

std::string bound(const Bindings& bindings, const std::string& indent) {
  std::string text;
  for (const auto& [name, value] : bindings) {
    text += (text.empty() ? "" : ",") + ("\n" + indent) + "." + name + "(" + value + ")";
  }
  return text;
}

}  // namespace

std::string instance(const std::string& module, const Bindings& parameters, const Bindings& ports) {
  std::string text = "    " + module;
  if (!parameters.empty()) text += " #(" + bound(parameters, "      ") + "\n    )";
  return text + " dut (" + bound(ports, "      ") + "\n    );\n";
}

Bindings stream_ports(const std::string& name) {
  Bindings ports;
  for (const char* suffix : {"", "_valid", "_ready"}) ports.emplace_back(name + suffix, name + suffix);
  return ports;
}

std::string label(const std::string& module, const Bindings& parameters) {
  std::string text = module;
  for (const auto& [name, value] : parameters) text += " " + name + "=" + value;
  return text;
}

Device make_device(const std::string& module, const Bindings& parameters, bool clocked, DeviceStream input,
                   DeviceStream output, const Bindings& more_ports, const std::string& more_body) {
  Device device;
  device.label = label(module, parameters);
  Bindings ports;
  if (clocked) ports = {{"clk", "clk"}, {"rst", "rst"}};
  for (const std::string& name : {input.name, output.name}) {
    for (auto& port : stream_ports(name)) ports.push_back(std::move(port));
  }
  ports.insert(ports.end(), more_ports.begin(), more_ports.end());
  device.body = more_body + instance(module, parameters, ports);
  device.inputs.push_back(std::move(input));
  device.outputs.push_back(std::move(output));
  return device;
}

}  // namespace rtl4ml::test
