#include "sw/data/synthetic_jets.hpp"

#include "tests/sw/data/generated_checks.hpp"

namespace rtl4ml::test {

TEST_CASE("synthetic jets: sizes, balance, splits", "[data]") {
  check_generated("synthetic_jets", {.train = 20000, .test = 5000, .features = 16, .classes = 5, .balance = 1.0});
}

TEST_CASE("synthetic jets are the same on every machine", "[data]") {
  CHECK(fingerprint(synthetic_jets(Split::kTrain, 100)) == 0xa13082ca8215ca49ULL);
  CHECK(fingerprint(synthetic_jets(Split::kTest, 100)) == 0xba53d5826e77116dULL);
}

TEST_CASE("synthetic jets are standardised over the train split", "[data]") {
  check_standardised(synthetic_jets(Split::kTrain, 0), 1e-5);
  check_standardised(synthetic_jets(Split::kTest, 0), 0.1);
}

}  // namespace rtl4ml::test
