#include "sw/ops/argmax.hpp"

#include <vector>

#include "tests/catch.hpp"
#include "tests/sw/model/random_model.hpp"

namespace rtl4ml {
namespace {

std::vector<std::int64_t> classes(const FixedType& type, int features, const std::vector<std::int64_t>& data_in) {
  std::vector<std::int64_t> result(data_in.size() / static_cast<std::size_t>(features));
  argmax({type, class_type(features), features}, data_in, result);
  return result;
}

}  // namespace

TEST_CASE("argmax is the index of the largest element, the first of equals", "[ops]") {
  CHECK(classes({4, 1, true}, 3, {1, 2, 3, /**/ 3, 2, 3, /**/ -8, -8, -8, /**/ -8, 7, 7}) ==
        std::vector<std::int64_t>{2, 0, 0, 1});
  CHECK(classes({32, 0, false}, 2, {0, (1LL << 32) - 1, /**/ 1, 0}) == std::vector<std::int64_t>{1, 0});
}

TEST_CASE("by its definition no element is larger, and none before it as large", "[ops]") {
  const std::uint64_t seed = test_seed(61);
  INFO("seed " << seed);
  RandomModel random(seed);
  for (int trial = 0; trial < 200; ++trial) {
    const int features = static_cast<int>(random.number(2, 9));
    const std::vector<std::int64_t> data_in = random.codes({2, 0, true}, static_cast<std::size_t>(features));
    const std::int64_t chosen = classes({2, 0, true}, features, data_in).front();
    REQUIRE((chosen >= 0 && chosen < features));
    for (std::int64_t i = 0; i < features; ++i) {
      const std::int64_t other = data_in[static_cast<std::size_t>(i)], best = data_in[static_cast<std::size_t>(chosen)];
      CHECK((i < chosen ? other < best : other <= best));
    }
  }
}

TEST_CASE("a class has as many bits as its number takes", "[ops]") {
  CHECK(class_type(1) == FixedType{1, 0, false});
  CHECK(class_type(2) == FixedType{1, 0, false});
  CHECK(class_type(3) == FixedType{2, 0, false});
  CHECK(class_type(16) == FixedType{4, 0, false});
  CHECK(class_type(17) == FixedType{5, 0, false});
}

}  // namespace rtl4ml
