// Devices around the stream cells: what comes out is what went in.
#pragma once

#include <random>
#include <vector>

#include "tests/rtl_templates/harness/device.hpp"
#include "tests/rtl_templates/run_tool.hpp"

namespace rtl4ml::test {

/// Random codes for `vectors` vectors.
inline std::vector<std::int64_t> random_codes(std::mt19937_64& random, int vectors, int features) {
  std::vector<std::int64_t> codes(static_cast<std::size_t>(vectors) * static_cast<std::size_t>(features));
  for (std::int64_t& code : codes) code = static_cast<std::int64_t>(random());
  return codes;
}

/// A stream of single beats of `bits` bits; wide payloads are several elements.
inline DeviceStream beat_stream(const std::string& name, int bits, std::vector<std::int64_t> codes) {
  const int lanes = bits <= 64 ? 1 : bits / 32;
  return {name, bits / lanes, lanes, lanes, std::move(codes)};
}

/// A cell with one input and one output and a parameter WIDTH; beats go through unchanged.
inline Device passing_device(std::mt19937_64& random, const std::string& module, int width, const Bindings& more = {}) {
  Bindings parameters = {{"WIDTH", std::to_string(width)}};
  parameters.insert(parameters.end(), more.begin(), more.end());
  const std::vector<std::int64_t> codes = random_codes(random, 60, width <= 64 ? 1 : width / 32);
  Device device = make_device(module, parameters, true, beat_stream("data_in_0", width, codes),
                              beat_stream("data_out_0", width, codes));
  device.interval_cycles = 1;
  device.latency_cycles = 2;
  return device;
}

}  // namespace rtl4ml::test
