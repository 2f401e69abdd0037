#include "sw/prune/remove_neurons.hpp"

#include <algorithm>

#include "sw/model/evaluate_real.hpp"
#include "sw/quantize/parameters.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

/// Everything that has a size; weights and inputs of few bits, so that the sums are exact whatever their order.
Network network_of(Random& random) {
  const auto grid = [&random](std::size_t size) {
    std::vector<float> values(size);
    for (float& value : values) value = static_cast<float>(random.below(16)) / 4.0F - 2.0F;
    return values;
  };
  const auto doubles = [&grid](std::size_t size) {
    const std::vector<float> values = grid(size);
    return std::vector<double>(values.begin(), values.end());
  };
  std::vector<double> thresholds = doubles(18);
  for (std::size_t i = 0; i < thresholds.size(); i += 2) std::sort(&thresholds[i], &thresholds[i] + 2);
  std::vector<std::uint8_t> falling(9);
  for (std::uint8_t& falls : falling) falls = static_cast<std::uint8_t>(random.below(2));
  return {{{"flat", IdentityLayer{"flatten"}},
           {"fc1", test::grid_linear(random, 6, 12)},
           {"bn1", BatchNorm1dLayer{grid(12), grid(12), grid(12), std::vector<float>(12, 4.0F), 0.0}},
           {"hard", TableLayer{TableFunction::kElu, 1.0, 20.0}},
           {"clip", ClipLayer{0.0, 64.0}},
           {"fc2", test::grid_linear(random, 12, 9, false)},
           {"prelu", PReluLayer{grid(9)}},
           {"one", PReluLayer{{0.5F}}},
           {"affine", AffineLayer{doubles(9), doubles(9)}},
           {"threshold", ThresholdLayer{2, thresholds, falling}},
           {"bn2", BatchNorm1dLayer{{}, {}, grid(9), std::vector<float>(9, 0.25F), 0.0}},
           {"fc3", test::grid_linear(random, 9, 4)},
           {"bn3", BatchNorm1dLayer{grid(4), grid(4), grid(4), std::vector<float>(4, 1.0F), 0.0}}}};
}

}  // namespace

TEST_CASE("the network without its pruned neurons is smaller and the same function as the masked one", "[prune]") {
  const std::uint64_t seed = test::seed();
  INFO("RTL4ML_SEED=" << seed);
  Random random(seed);
  const Network network = network_of(random);
  std::vector<double> inputs(50 * 6);
  for (double& input : inputs) input = static_cast<double>(random.below(32)) / 4.0 - 4.0;
  for (const double sparsity : {0.0, 0.3, 0.6, 0.9}) {
    for (const PruneCriterion criterion : {PruneCriterion::kMagnitude, PruneCriterion::kRandom}) {
      const PruneMasks masks = prune_neurons(network, {sparsity, criterion, PruneScope::kLocal, seed}).value();
      const Network masked = apply_masks(network, masks).value();
      const Network removed = remove_neurons(network, masks).value();
      CHECK(evaluate_real(removed, inputs, 6) == evaluate_real(masked, inputs, 6));
      CHECK((parameter_count(removed) < parameter_count(network)) == (sparsity > 0.0));
      const auto& first = std::get<LinearLayer>(removed.layers[1].kind);
      const auto& second = std::get<LinearLayer>(removed.layers[5].kind);
      CHECK(first.out_features == 12 - static_cast<int>(std::count(masks[0].neuron.begin(), masks[0].neuron.end(), 0)));
      CHECK(second.in_features == first.out_features);
      CHECK(second.weight.size() == static_cast<std::size_t>(second.in_features * second.out_features));
      CHECK(std::get<PReluLayer>(removed.layers[6].kind).weight.size() ==
            static_cast<std::size_t>(second.out_features));
      CHECK(std::get<PReluLayer>(removed.layers[7].kind).weight.size() == 1);
      CHECK(std::get<LinearLayer>(removed.layers[11].kind).out_features == 4);
    }
  }
}

TEST_CASE("masks that do not let neurons be removed are told", "[prune]") {
  Random random(1);
  const Network network{{{"a", test::grid_linear(random, 2, 2)}, {"b", test::grid_linear(random, 2, 1)}}};
  const LayerMask all{"b", {1, 1}, {1}};
  for (const PruneMasks& wrong : {prune_weights(network, {0.5}).value(), PruneMasks{{"a", {0, 0, 1, 1}, {0, 1}}, all},
                                  PruneMasks{{"a", {0, 0, 0, 0}, {0, 0}}, {"b", {0, 0}, {1}}}, PruneMasks{all},
                                  PruneMasks{{"a", {1, 1, 1, 1}, {1, 1}}, {"b", {0, 0}, {0}}}}) {
    CHECK(test::code_of(remove_neurons(network, wrong)) == "prune.masks");
  }
  const Network outputs{{{"a", test::grid_linear(random, 2, 2)}}};
  CHECK(test::code_of(remove_neurons(outputs, {{"a", {0, 0, 1, 1}, {0, 1}}})) == "prune.masks");
}

}  // namespace rtl4ml
