#include "sim/fuzz/random_case.hpp"

#include <algorithm>
#include <set>

#include "sim/fuzz/shrink.hpp"
#include "tests/catch.hpp"

using namespace rtl4ml;

TEST_CASE("a network is drawn again from its seed and index alone") {
  const FuzzCase once = draw_case(7, 12);
  CHECK(once == draw_case(7, 12));
  CHECK(once.name == "fuzz_7_12");
  FuzzCase other = draw_case(7, 12, 1);
  CHECK_FALSE(once == other);
  other = draw_case(8, 12);
  other.name = once.name;
  CHECK_FALSE(once == other);
}

TEST_CASE("the draws reach every operator, mode, size and kind of traffic") {
  std::set<std::string> operators;
  std::set<int> roundings, overflows, widths, depths, stalls, resets;
  int shortest = 100, tallest = -100, narrow = 0, uneven = 0, casts = 0, unsigned_types = 0, reloading = 0;
  for (std::uint64_t index = 0; index < 2000; ++index) {
    const FuzzCase drawn = draw_case(1, index);
    int depth = 0;
    const FuzzLayer* before = nullptr;
    for (const FuzzLayer& layer : drawn.layers) {
      operators.insert(layer.op);
      if (vanishes(layer)) continue;
      ++depth;
      roundings.insert(static_cast<int>(layer.rounding));
      overflows.insert(static_cast<int>(layer.overflow));
      for (const FixedType& type : {layer.data_in, layer.weight, layer.bias, layer.data_out}) {
        widths.insert(type.width);
        shortest = std::min(shortest, type.frac_width);
        tallest = std::max(tallest, type.frac_width);
        unsigned_types += type.is_signed ? 0 : 1;
      }
      narrow += layer.in_features == 1 ? 1 : 0;
      uneven += layer.in_features % layer.parallelism_in != 0 ? 1 : 0;
      casts += before != nullptr && before->data_out != layer.data_in ? 1 : 0;
      before = &layer;
    }
    depths.insert(depth);
    stalls.insert(static_cast<int>(drawn.stall));
    resets.insert(drawn.resets);
    reloading += reloads(drawn) ? 1 : 0;
  }
  CHECK(operators.size() == 23);  // every word of the config's `model:`
  CHECK(roundings.size() == 5);
  CHECK(overflows.size() == 2);
  CHECK(widths.size() == 32);
  CHECK(depths == std::set<int>{1, 2, 3, 4, 5, 6});
  CHECK(stalls.size() == 4);
  CHECK(resets == std::set<int>{0, 1, 2, 3});
  CHECK(shortest == -64);
  CHECK(tallest == 64);
  CHECK(narrow > 100);
  CHECK(uneven > 300);
  CHECK(casts > 300);
  CHECK(unsigned_types > 1000);
  CHECK(reloading > 200);
}

TEST_CASE("drawn shapes, lanes and types are such as the config takes") {
  for (std::uint64_t index = 0; index < 500; ++index) {
    const FuzzCase drawn = draw_case(3, index);
    INFO("network " << index << " of seed 3");
    FuzzCase fitted = drawn;
    fit_shapes(fitted);
    CHECK(fitted == drawn);
    int features = drawn.in_features;
    for (const FuzzLayer& layer : drawn.layers) {
      CHECK(layer.in_features == features);
      features = layer.out_features;
      CHECK((layer.parallelism_in >= 1 && layer.parallelism_in <= layer.in_features));
      CHECK((layer.parallelism_out >= 1 && layer.parallelism_out <= layer.out_features));
      CHECK((layer.weight.is_signed || layer.weight.width <= 31));
    }
  }
}
