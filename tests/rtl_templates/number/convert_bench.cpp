// Verilator bench: every instance of the generated convert_top against rtl4ml::convert. Prints the first wrong answers
// and the number of checks; ends with 1 where anything was wrong.
#include <verilated.h>
#if VM_COVERAGE
#include <verilated_cov.h>
#endif

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "Vconvert_top.h"
#include "sw/number/convert.hpp"
#include "tests/rtl_templates/number/convert_cases.hpp"

namespace {

using rtl4ml::ConvertCase;
using rtl4ml::Int128;

constexpr int kOutBits = 32;  // of an output port, at most

void put(Vconvert_top& top, Int128 bits) {
  for (int word = 0; word < 4; ++word) top.data_in[word] = static_cast<std::uint32_t>(bits >> (32 * word));
}

/// The number that the low bits of `bits` stand for.
Int128 value_of(Int128 bits, const ConvertCase& one) {
  const Int128 span = Int128{1} << one.in_width;
  const Int128 low = bits & (span - 1);
  return one.in_signed && ((low >> (one.in_width - 1)) & 1) != 0 ? low - span : low;
}

class Bench {
 public:
  /// Sets the same bits on all instances and checks those whose input is (or is not) exhaustive.
  void check(Int128 bits, bool exhaustive) {
    put(top_, bits);
    top_.eval();
    const std::uint32_t codes[] = {
#include "outputs.inc"
    };
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      const ConvertCase& one = cases_[i];
      if ((one.in_width <= kMax) != exhaustive || (exhaustive && (bits >> one.in_width) != 0)) continue;
      check(one, value_of(bits, one), codes[i]);
    }
  }

  /// Enough wrong answers to print: nobody reads more.
  [[nodiscard]] bool enough() const { return wrong_ > 10; }

  int finish() const {
    std::printf("%ld checks of %zu conversions, %ld wrong\n", checks_, cases_.size(), wrong_);
    return wrong_ == 0 && checks_ > 0 ? 0 : 1;
  }

 private:
  static constexpr int kMax = rtl4ml::kExhaustiveWidth;

  void check(const ConvertCase& one, Int128 value, std::uint32_t got) {
    if (one.half_added) value -= Int128{1} << (one.shift() - 1);  // what was there before the half was added
    const std::int64_t expected = rtl4ml::convert(value, one.in_frac_width, one.out, one.rounding, one.overflow);
    const std::uint32_t code = static_cast<std::uint32_t>(expected) & (~0U >> (kOutBits - one.out.width));
    ++checks_;
    if (got == code) return;
    if (++wrong_ > 10) return;
    std::printf("wrong: %s%d.%d -> %s %s %s half_added=%d: value %lld: expected %x, got %x\n",
                one.in_signed ? "s" : "u", one.in_width, one.in_frac_width, to_string(one.out).c_str(),
                to_string(one.rounding).c_str(), to_string(one.overflow).c_str(), one.half_added ? 1 : 0,
                static_cast<long long>(value), code, got);
  }

  Vconvert_top top_;
  std::vector<ConvertCase> cases_ = rtl4ml::convert_cases();
  long checks_ = 0;
  long wrong_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
  Bench bench;
  for (int bits = 0; bits < (1 << rtl4ml::kExhaustiveWidth) && !bench.enough(); ++bits) bench.check(bits, true);
  std::mt19937_64 random(seed);
  for (int i = 0; i < 3000 && !bench.enough(); ++i) {
    // Runs of equal bits of every length reach the corners: largest, smallest, ties, one beside them.
    Int128 bits = (static_cast<Int128>(random()) << 64) | random();
    const int run = static_cast<int>(random() % 121);
    if (i % 3 == 1) bits = (bits >> run) << run;
    if (i % 3 == 2) bits = (Int128{1} << run) + static_cast<int>(random() % 3) - 1;
    if (i % 6 == 5) bits = -bits;
    bench.check(bits, false);
  }
#if VM_COVERAGE
  Verilated::threadContextp()->coveragep()->forcePerInstance(true);
  Verilated::threadContextp()->coveragep()->write(argc > 2 ? argv[2] : "coverage.dat");
#endif
  return bench.finish();
}
