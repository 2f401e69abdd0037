#include "tests/rtl_templates/harness/check_devices.hpp"
#include "tests/rtl_templates/stream/stream_devices.hpp"

namespace rtl4ml::test {
namespace {

struct Resize {
  int width, features, parallelism_in, parallelism_out;
};

int ceil_div(int a, int b) { return (a + b - 1) / b; }

/// Cycles from the first input beat to the last output beat, both included, as the header of stream_resize says.
int latency_of(const Resize& size) {
  const int in = std::min(size.parallelism_in, size.features), out = std::min(size.parallelism_out, size.features);
  if (in == out) return ceil_div(size.features, in);
  int given = 0;  // the cycle of the output beat before
  for (int beat = 0; beat < ceil_div(size.features, out); ++beat) {
    const int last_element = std::min((beat + 1) * out, size.features) - 1;
    given = std::max(given + 1, last_element / in + 1);
  }
  return given + 1;
}

Device resize_device(std::mt19937_64& random, const Resize& size) {
  const Bindings parameters = {{"WIDTH", std::to_string(size.width)},
                               {"FEATURES", std::to_string(size.features)},
                               {"PARALLELISM_IN", std::to_string(size.parallelism_in)},
                               {"PARALLELISM_OUT", std::to_string(size.parallelism_out)}};
  const int beats_in = ceil_div(size.features, size.parallelism_in);
  const int beats_out = ceil_div(size.features, size.parallelism_out);
  const int vectors = std::max(8, 60 / std::max(beats_in, beats_out));
  const std::vector<std::int64_t> codes = random_codes(random, vectors, size.features);
  Device device = make_device("stream_resize", parameters, true,
                              {"data_in_0", size.width, size.parallelism_in, size.features, codes},
                              {"data_out_0", size.width, size.parallelism_out, size.features, codes});
  device.interval_cycles = std::max(beats_in, beats_out);
  device.latency_cycles = latency_of(size);
  return device;
}

}  // namespace

TEST_CASE("stream_resize keeps vectors whole between any two parallelisms, at the ideal interval", "[rtl]") {
  std::mt19937_64 random(seed());
  std::vector<Device> devices;
  // The last: as many units are held as the count has to be wide for.
  for (const Resize& size :
       {Resize{8, 8, 4, 2},   Resize{8, 8, 2, 4},    Resize{8, 8, 8, 1},  Resize{8, 8, 1, 8}, Resize{8, 8, 4, 4},
        Resize{5, 1, 1, 1},   Resize{8, 16, 3, 5},   Resize{8, 16, 5, 3}, Resize{8, 7, 7, 2}, Resize{8, 7, 2, 7},
        Resize{1, 13, 6, 4},  Resize{32, 13, 4, 6},  Resize{3, 3, 8, 2},  Resize{3, 3, 2, 9}, Resize{3, 5, 6, 9},
        Resize{4, 64, 32, 1}, Resize{4, 64, 1, 32},  Resize{4, 9, 2, 3},  Resize{4, 9, 8, 9}, Resize{4, 9, 9, 8},
        Resize{2, 10, 4, 3},  Resize{2, 100, 20, 9}, Resize{4, 4, 2, 3}}) {
    devices.push_back(resize_device(random, size));
  }
  const auto any = [&](int limit) { return 1 + static_cast<int>(random() % static_cast<std::uint64_t>(limit)); };
  while (devices.size() < 40) {
    const int features = any(14);
    devices.push_back(resize_device(random, {any(5), features, any(features), any(features)}));
  }
  check_devices("stream_resize", devices, {"number/fixed_number_pkg.sv", "stream/stream_resize.sv"});
}

}  // namespace rtl4ml::test
