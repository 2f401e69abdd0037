#include "sw/data/random.hpp"

#include <vector>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("random bits are those of SplitMix64", "[data]") {
  // The first outputs for the seed 1234567, as published with the generator's reference implementation.
  Random random(1234567);
  CHECK(random.bits() == 6457827717110365317ULL);
  CHECK(random.bits() == 3203168211198807973ULL);
  CHECK(random.bits() == 9817491932198370423ULL);
}

TEST_CASE("random numbers have the mean and the deviation they claim", "[data]") {
  Random random(1);
  constexpr int kCount = 100000;
  double uniform = 0.0;
  double normal = 0.0;
  double squares = 0.0;
  std::vector<int> seen(7, 0);
  for (int i = 0; i < kCount; ++i) {
    const double u = random.uniform();
    REQUIRE((u >= 0.0 && u < 1.0));
    uniform += u / kCount;
    const double n = random.normal();
    normal += n / kCount;
    squares += n * n / kCount;
    ++seen[random.below(7)];
  }
  CHECK(uniform == Approx(0.5).margin(0.005));
  CHECK(normal == Approx(0.0).margin(0.01));
  CHECK(squares == Approx(1.0).margin(0.02));
  for (const int count : seen) CHECK(count == Approx(kCount / 7.0).epsilon(0.05));
}

TEST_CASE("each element of a sequence has a generator of its own", "[data]") {
  Random first(5, 0);
  Random again(5, 0);
  Random second(5, 1);
  Random other_seed(6, 0);
  const std::uint64_t bits = first.bits();
  CHECK(bits == again.bits());
  CHECK(bits != second.bits());
  CHECK(bits != other_seed.bits());
}

}  // namespace rtl4ml
