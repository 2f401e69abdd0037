// Time per value of quantize_values, of a tensor of 100,000: the best of several rounds, one core.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/row.hpp"
#include "sw/base/stopwatch.hpp"
#include "sw/data/random.hpp"
#include "sw/number/number_format.hpp"

namespace rtl4ml::bench {
namespace {

constexpr std::size_t kValues = 100000;
constexpr std::int64_t kColumns = 1000;
constexpr int kRounds = 30;
constexpr double kMostNanoseconds = 20.0;

double nanoseconds_of(const NumberFormat& format, const std::vector<float>& values) {
  std::vector<float> result(values.size());
  double best = 1.0;
  for (int round = 0; round < kRounds; ++round) {
    const Stopwatch watch;
    quantize_values(format, values, kColumns, result);
    best = std::min(best, watch.seconds());
  }
  return best * 1e9 / static_cast<double>(values.size());
}

int measure() {
  Random random(1);
  std::vector<float> values(kValues);
  for (float& value : values) value = static_cast<float>(random.normal());
  bool all = true;
  for (const char* name : {"s8.3", "e4m3", "e5m2", "e2m1", "log4.1", "log8.3", "bfp4x32", "mxint8", "mxfp8_e4m3",
                           "mxfp4_e2m1", "binary", "ternary"}) {
    const Result<NumberFormat> format = parse_number_format(name, "");
    if (!format) return 1;
    const double nanoseconds = nanoseconds_of(*format, values);
    all = print_row(fmt::format("quantizing a value to {}", name), fmt::format("{:.1f} ns", nanoseconds),
                    fmt::format("< {:.0f} ns", kMostNanoseconds), nanoseconds < kMostNanoseconds) &&
          all;
  }
  return all ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml::bench

int main() { return rtl4ml::bench::measure(); }
