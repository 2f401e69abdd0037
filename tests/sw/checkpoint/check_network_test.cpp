#include "sw/checkpoint/check_network.hpp"

#include <cmath>

#include "tests/sw/checkpoint/fixtures.hpp"

namespace rtl4ml {
namespace {

LinearLayer linear(int inputs, int outputs) {
  return {inputs, outputs, std::vector<float>(static_cast<std::size_t>(inputs * outputs), 0.5F),
          std::vector<float>(static_cast<std::size_t>(outputs))};
}

BatchNorm1dLayer norm(std::size_t size) {
  const std::vector<float> ones(size, 1.0F);
  return {ones, ones, ones, ones, 1e-5};
}

Result<Network> checked(const Network& network) {
  Errors errors = check_network(network, "x.pt");
  if (!errors.empty()) return faults(std::move(errors));
  return network;
}

}  // namespace

TEST_CASE("a sound chain has no faults", "[checkpoint]") {
  CHECK(checked({{{"fc1", linear(3, 4)},
                  {"bn", norm(4)},
                  {"relu", ReluLayer{}},
                  {"act", PReluLayer{{0.5F}}},
                  {"a", AffineLayer{{1, 2, 3, 4}, {1, 2, 3, 4}}},
                  {"t", ThresholdLayer{1, {1, -HUGE_VAL, 3, HUGE_VAL}, {0, 1, 1, 0}}},
                  {"fc2", linear(4, 2)},
                  {"class", ArgmaxLayer{}}}}));
}

TEST_CASE("layers that do not fit each other are told, all at once", "[checkpoint]") {
  const Result<Network> bad = checked({{{"fc1", linear(16, 64)},
                                        {"relu", ReluLayer{}},
                                        {"fc2", linear(32, 8)},
                                        {"bn", norm(9)},
                                        {"act", PReluLayer{{1, 2}}}}});
  check_fault(bad, "checkpoint.chain", "x.pt: fc2: error[checkpoint.chain]: takes 32 features, but fc1 gives 64");
  CHECK(bad.error().size() == 3);
  CHECK(has_code(checked({}), "checkpoint.no_layers"));
}

TEST_CASE("parameters that are not finite are told by tensor and index", "[checkpoint]") {
  LinearLayer fc = linear(2, 2);
  fc.weight[1] = NAN;
  fc.weight[3] = -HUGE_VALF;
  BatchNorm1dLayer bn = norm(2);
  bn.running_var = {1.0F, HUGE_VALF};
  const Result<Network> bad = checked({{{"fc", fc}, {"bn", bn}}});
  check_fault(bad, "checkpoint.non_finite",
              "x.pt: fc.weight: error[checkpoint.non_finite]: 2 of 4 elements are NaN or infinite as float32; the "
              "first, 1, is nan");
  CHECK(bad.error().size() == 2);
}

TEST_CASE("thresholds ascend, and a feature falls or does not", "[checkpoint]") {
  const auto threshold = [](const ThresholdLayer& layer) { return checked({{{"t", layer}}}); };
  check_fault(threshold({2, {1, 2, 4, 3}, {}}), "checkpoint.threshold",
              "x.pt: t.threshold: error[checkpoint.threshold]: level 1 of feature 1 is 3, the level before 4");
  check_fault(threshold({1, {1, NAN}, {}}), "checkpoint.threshold", "level 0 of feature 1 is nan");
  check_fault(threshold({1, {2, 1}, {0, 2}}), "checkpoint.threshold", "t.falling");
  check_fault(threshold({1, {2, 1}, {0}}), "checkpoint.shape", "t.falling");
  check_fault(threshold({2, {2, 1, 3}, {}}), "checkpoint.shape", "t.threshold");
  check_fault(threshold({1, {2}, {}, 0.0, 0.0}), "checkpoint.threshold", "its step is 0");
}

TEST_CASE("an affine layer's numbers are finite, and as many", "[checkpoint]") {
  check_fault(checked({{{"a", AffineLayer{{1, NAN}, {1, 2}}}}}), "checkpoint.non_finite", "infinite as float64");
  check_fault(checked({{{"a", AffineLayer{{1, 2}, {1}}}}}), "checkpoint.shape", "a.bias");
  check_fault(checked({{{"fc", linear(2, 3)}, {"a", AffineLayer{{1, 2}, {1, 2}}}}}), "checkpoint.chain", "fc gives 3");
  check_fault(checked({{{"t", ThresholdLayer{1, {1, 2, 3}, {}}}, {"fc", linear(2, 3)}}}), "checkpoint.chain",
              "t gives 3");
  check_fault(checked({{{"class", ArgmaxLayer{}}, {"fc", linear(2, 3)}}}), "checkpoint.chain", "class gives 1");
}

TEST_CASE("vectors of the wrong size and negative variances are told", "[checkpoint]") {
  LinearLayer fc = linear(2, 2);
  fc.bias.push_back(0);
  check_fault(checked({{{"fc", fc}}}), "checkpoint.shape",
              "fc.bias: error[checkpoint.shape]: has 3 elements, 2 are expected");
  BatchNorm1dLayer bn = norm(2);
  bn.running_var[1] = -1.0F;
  check_fault(checked({{{"bn", bn}}}), "checkpoint.variance", "element 1 is -1");
}

}  // namespace rtl4ml
