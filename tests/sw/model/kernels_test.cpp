#include "sw/model/kernels.hpp"

#include <limits>
#include <random>
#include <vector>

#include "sw/number/convert.hpp"
#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

constexpr int kRows = 2 * kKernelRows;

/// A task on random 16-bit operands, and what it has to give.
struct Case {
  std::vector<std::int16_t> weight, data_in;
  std::vector<std::int32_t> start;
  LinearKernelTask task;

  Case(int pairs, int tiles, std::mt19937& random)
      : weight(std::size_t(tiles * pairs * kKernelTile * 2)),
        data_in(std::size_t(kRows * pairs * 2)),
        start(std::size_t(tiles * kKernelTile)) {
    for (std::int16_t& w : weight) w = static_cast<std::int16_t>(static_cast<int>(random() % 256) - 128);
    for (std::int16_t& x : data_in) x = static_cast<std::int16_t>(static_cast<int>(random() % 256) - 128);
    for (std::int32_t& s : start) s = static_cast<std::int32_t>(random() % 4096) - 2048;
    task.pairs = pairs;
    task.tiles = tiles;
    task.weight = weight.data();
    task.start = start.data();
    task.data_in = data_in.data();
    task.in_stride = pairs * 2;
    task.out_stride = tiles * kKernelTile;
    task.rows = kRows;
  }

  /// The accumulator of one output, the rounding offset in `start` included.
  [[nodiscard]] std::int64_t sum(int row, int output) const {
    std::int64_t total = start[std::size_t(output)];
    for (int i = 0; i < task.pairs * 2; ++i) {
      const int tile = output / kKernelTile;
      const int lane = output % kKernelTile;
      const std::int64_t w = weight[std::size_t(((tile * task.pairs + i / 2) * kKernelTile + lane) * 2 + i % 2)];
      total += w * data_in[std::size_t(row * task.pairs * 2 + i)];
    }
    return total;
  }
};

void check(Case& c, const FixedType& type, Overflow overflow, const Isa isa) {
  std::vector<std::int16_t> narrow(std::size_t(kRows * c.task.out_stride));
  std::vector<std::int32_t> wide(narrow.size());
  c.task.narrow_out = narrow.data();
  kernels(isa).linear(c.task);
  c.task.narrow_out = nullptr;
  c.task.wide_out = wide.data();
  kernels(isa).linear(c.task);
  const Conversion& conversion = c.task.conversion;
  for (int row = 0; row < kRows; ++row) {
    for (int o = 0; o < c.task.tiles * kKernelTile; ++o) {
      const std::int64_t value = c.sum(row, o) - conversion.half;
      const std::int64_t expected =
          convert(value, conversion.right - conversion.left, type, conversion.rounding, overflow);
      const auto at = std::size_t(row * c.task.out_stride + o);
      if (narrow[at] != expected || wide[at] != expected) {
        FAIL(to_string(isa) << ", " << to_string(conversion.rounding) << ": " << value << " is not " << expected
                            << " but " << narrow[at] << ", " << wide[at]);
      }
    }
  }
}

}  // namespace

TEST_CASE("every instruction set rounds and clamps as convert does", "[model]") {
  std::mt19937 random(11);
  for (const Isa isa : available_isas()) {
    for (int tiles = 1; tiles <= 9; ++tiles) {
      for (const int right : {0, 1, 4, 9}) {
        for (int mode = 0; mode < 5; ++mode) {
          for (const Overflow overflow : {Overflow::kSaturate, Overflow::kWrap}) {
            const FixedType type = {8, 0, mode % 2 == 0};
            Case c(1 + tiles % 4, tiles, random);
            Conversion& conversion = c.task.conversion;
            conversion.right = right;
            conversion.rounding = right == 0 ? Rounding::kFloor : static_cast<Rounding>(mode);
            conversion.half = right > 0 && mode < 3 ? 1 << (right - 1) : 0;
            conversion.left = right == 0 ? 3 : 0;
            conversion.wraps = overflow == Overflow::kWrap;
            conversion.wrap_type = type;
            conversion.low = static_cast<std::int32_t>(type.min_code());
            conversion.high = static_cast<std::int32_t>(type.max_code());
            check(c, type, overflow, isa);
          }
        }
      }
    }
  }
  SUCCEED();
}

TEST_CASE("narrow sees every code that is outside", "[model]") {
  for (const Isa isa : available_isas()) {
    for (std::size_t count = 0; count < 70; ++count) {
      std::vector<std::int64_t> codes(count);
      for (std::size_t i = 0; i < count; ++i) codes[i] = static_cast<std::int64_t>(i) - 30;
      std::vector<std::int16_t> out(count);
      CHECK(kernels(isa).narrow(codes.data(), out.data(), count, -30, 40));
      std::vector<std::int64_t> back(count);
      kernels(isa).widen(out.data(), back.data(), count);
      CHECK(back == codes);
      if (count == 0) continue;
      constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
      constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
      for (const std::int64_t outside : {std::int64_t{-31}, std::int64_t{41}, kLeast, kMost, std::int64_t{1} << 32}) {
        std::vector<std::int64_t> bad = codes;
        bad[count / 2] = outside;
        CHECK_FALSE(kernels(isa).narrow(bad.data(), out.data(), count, -30, 40));
      }
    }
  }
}

TEST_CASE("instruction sets have names, and plain is always there", "[model]") {
  CHECK(available_isas().front() == Isa::kPlain);
  CHECK(to_string(Isa::kPlain) == "plain");
  CHECK(to_string(Isa::kAvx2) == "avx2");
  CHECK(to_string(Isa::kAvx512Bw) == "avx512bw");
  CHECK(to_string(Isa::kAvx512Vnni) == "avx512vnni");
}

}  // namespace rtl4ml
