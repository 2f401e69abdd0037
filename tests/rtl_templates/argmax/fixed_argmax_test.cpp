#include <algorithm>

#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {
namespace {

/// Vectors of few different elements, so that many are equal; the index of the first largest must come out.
Device argmax_device(std::mt19937_64& random, int features, int parallelism, int width, bool is_signed) {
  constexpr int kVectors = 40;
  const std::int64_t count = std::int64_t{1} << width;
  const std::int64_t least = is_signed ? -count / 2 : 0;
  const std::int64_t some[] = {least, least + count - 1, least + static_cast<std::int64_t>(random() % count), 0};
  std::vector<std::int64_t> codes, indices;
  for (int vector = 0; vector < kVectors; ++vector) {
    for (int i = 0; i < features; ++i) {
      codes.push_back(random() % 2 == 0 ? some[random() % 4] : least + static_cast<std::int64_t>(random() % count));
    }
    const auto row = codes.end() - features;
    indices.push_back(std::max_element(row, codes.end()) - row);
  }
  int index_width = 1;
  while ((1 << index_width) < features) ++index_width;
  Device device =
      make_device("fixed_argmax",
                  {{"DATA_IN_WIDTH", std::to_string(width)},
                   {"DATA_IN_SIGNED", is_signed ? "1" : "0"},
                   {"FEATURES", std::to_string(features)},
                   {"PARALLELISM", std::to_string(parallelism)}},
                  true, {"data_in_0", width, parallelism, features, codes}, {"data_out_0", index_width, 1, 1, indices});
  device.interval_cycles = (features + parallelism - 1) / parallelism;
  device.latency_cycles = device.interval_cycles + 1;
  return device;
}

}  // namespace

TEST_CASE("fixed_argmax gives the first of the largest elements", "[rtl]") {
  std::mt19937_64 random(seed());
  std::vector<Device> devices;
  for (const auto& [features, parallelism] :
       {std::pair{2, 1}, {2, 2}, {3, 2}, {10, 1}, {10, 4}, {10, 10}, {9, 3}, {16, 5}, {17, 8}}) {
    devices.push_back(argmax_device(random, features, parallelism, 8, true));
    devices.push_back(argmax_device(random, features, parallelism, 5, false));
  }
  devices.push_back(argmax_device(random, 5, 2, 1, true));
  devices.push_back(argmax_device(random, 5, 3, 1, false));
  devices.push_back(argmax_device(random, 6, 2, 32, true));
  check_devices("fixed_argmax", devices, {"number/fixed_number_pkg.sv", "argmax/fixed_argmax.sv"});
}

}  // namespace rtl4ml::test
