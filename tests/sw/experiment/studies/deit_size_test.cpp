#include "sw/experiment/studies/deit_size.hpp"

#include <fmt/format.h>

#include <array>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("the sizes of DeiT-S are those of the published table, to its last digit") {
  const auto uniform = [](int bits) {
    std::array<int, 12> blocks;
    blocks.fill(bits);
    return fmt::format("{:.3f}", deit_mebibytes(blocks, 64));
  };
  CHECK(fmt::format("{:.3f}", deit_mebibytes({}, 64)) == "82.540");
  CHECK(uniform(8) == "24.321");
  CHECK(uniform(4) == "14.196");
  CHECK(uniform(3) == "12.177");
  CHECK(uniform(2) == "9.133");
  CHECK(fmt::format("{:.3f}", deit_mebibytes(std::array{4, 8, 4, 4, 4, 4, 8, 4, 4, 4, 8, 2}, 64)) == "16.305");
}

}  // namespace rtl4ml
