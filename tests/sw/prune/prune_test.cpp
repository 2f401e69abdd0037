#include "sw/prune/prune.hpp"

#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

Network three_layers(Random& random) {
  return {{{"fc1", test::normal_linear(random, 11, 13, 0.2)},
           {"relu", ReluLayer{}},
           {"fc2", test::normal_linear(random, 13, 7, 1.0)},
           {"leaky", LeakyReluLayer{}},
           {"fc3", test::normal_linear(random, 7, 3, 0.5)}}};
}

std::int64_t zeros(const std::vector<std::uint8_t>& mask) { return std::count(mask.begin(), mask.end(), 0); }

/// Every pruned magnitude is at most every kept one.
void check_smallest_first(const std::vector<float>& weight, const std::vector<std::uint8_t>& mask) {
  float pruned = 0.0F, kept = 1e30F;
  for (std::size_t i = 0; i < weight.size(); ++i) {
    if (mask[i] == 0) pruned = std::max(pruned, std::abs(weight[i]));
    if (mask[i] != 0) kept = std::min(kept, std::abs(weight[i]));
  }
  CHECK(pruned <= kept);
}

constexpr PruneCriterion kCriteria[] = {PruneCriterion::kMagnitude, PruneCriterion::kRandom};

}  // namespace

TEST_CASE("the number of pruned weights is exact in every layer, or over all of them", "[prune]") {
  Random random(test::seed());
  const Network network = three_layers(random);
  const std::vector<std::size_t> sizes = {143, 91, 21};
  for (int tenths = 0; tenths <= 9; ++tenths) {
    for (const PruneCriterion criterion : kCriteria) {
      PruneOptions options{tenths / 10.0, criterion, PruneScope::kLocal, 3};
      const PruneMasks local = prune_weights(network, options).value();
      for (std::size_t i = 0; i < 3; ++i) {
        CHECK(static_cast<double>(zeros(local[i].weight)) ==
              std::nearbyint(options.sparsity * static_cast<double>(sizes[i])));
        if (criterion == PruneCriterion::kMagnitude)
          check_smallest_first(test::linear_of(network, 2 * i).weight, local[i].weight);
      }
      options.scope = PruneScope::kGlobal;
      const PruneMasks global = prune_weights(network, options).value();
      CHECK(sparsity_of(global) * 255.0 == Approx(std::nearbyint(options.sparsity * 255.0)));
      if (criterion == PruneCriterion::kRandom) continue;
      std::vector<float> weights;
      std::vector<std::uint8_t> mask;
      for (std::size_t i = 0; i < 3; ++i) {
        const std::vector<float>& own = test::linear_of(network, 2 * i).weight;
        weights.insert(weights.end(), own.begin(), own.end());
        mask.insert(mask.end(), global[i].weight.begin(), global[i].weight.end());
      }
      check_smallest_first(weights, mask);
      // The layer of the smallest weights loses most.
      if (tenths == 5) CHECK(zeros(global[0].weight) * 91 > zeros(global[1].weight) * 143);
    }
  }
}

TEST_CASE("random masks follow the seed, equal magnitudes their order", "[prune]") {
  Random random(test::seed());
  const Network network = three_layers(random);
  const PruneOptions options{0.5, PruneCriterion::kRandom, PruneScope::kLocal, 3};
  CHECK(prune_weights(network, options).value() == prune_weights(network, options).value());
  PruneOptions other = options;
  other.seed = 4;
  CHECK(prune_weights(network, options).value() != prune_weights(network, other).value());
  const Network equal{{{"fc", LinearLayer{4, 1, {1.0F, -1.0F, 1.0F, 0.0F}, {}}}}};
  CHECK(prune_weights(equal, {0.5}).value()[0].weight == std::vector<std::uint8_t>{0, 1, 1, 0});
  CHECK(prune_weights({{{"fc", LinearLayer{2, 2, std::vector<float>(4), {}}}}}, {0.5}).value()[0].weight ==
        std::vector<std::uint8_t>{0, 0, 1, 1});  // zeros are pruned in their order
}

TEST_CASE("N:M keeps the N largest of every M inputs", "[prune]") {
  Random random(test::seed());
  const Network network = three_layers(random);
  for (const auto& [keep, group] : {std::pair{2, 4}, {1, 4}, {4, 4}, {1, 1}, {3, 5}}) {
    const PruneMasks masks = prune_n_of_m(network, keep, group, {}).value();
    for (std::size_t layer = 0; layer < 3; ++layer) {
      const LinearLayer& linear = test::linear_of(network, 2 * layer);
      for (int row = 0; row < linear.out_features; ++row) {
        for (int begin = 0; begin < linear.in_features; begin += group) {
          const int size = std::min(group, linear.in_features - begin);
          const auto first = static_cast<std::ptrdiff_t>(row * linear.in_features + begin);
          const std::vector<float> weight(linear.weight.begin() + first, linear.weight.begin() + first + size);
          const std::vector<std::uint8_t> mask(masks[layer].weight.begin() + first,
                                               masks[layer].weight.begin() + first + size);
          CHECK(zeros(mask) == std::max(size - keep, 0));
          check_smallest_first(weight, mask);
        }
      }
    }
  }
  CHECK(sparsity_of(prune_n_of_m({{{"fc", LinearLayer{8, 3, std::vector<float>(24, 1.0F), {}}}}}, 2, 4, {}).value()) ==
        0.5);
  CHECK(prune_n_of_m(network, 2, 4, {0.0, PruneCriterion::kRandom, PruneScope::kLocal, 1}).value() !=
        prune_n_of_m(network, 2, 4, {}).value());
}

TEST_CASE("masks by neuron take its row and the next layer's column, the last layer keeps its outputs", "[prune]") {
  Random random(test::seed());
  const Network network = three_layers(random);
  for (int tenths = 0; tenths <= 9; ++tenths) {
    for (const PruneScope scope : {PruneScope::kLocal, PruneScope::kGlobal}) {
      for (const PruneCriterion criterion : kCriteria) {
        const PruneOptions options{tenths / 10.0, criterion, scope, 5};
        const PruneMasks masks = prune_neurons(network, options).value();
        REQUIRE(masks.size() == 3);
        if (scope == PruneScope::kLocal) {
          CHECK(static_cast<double>(zeros(masks[0].neuron)) == std::nearbyint(options.sparsity * 13.0));
          CHECK(static_cast<double>(zeros(masks[1].neuron)) == std::nearbyint(options.sparsity * 7.0));
        } else {
          const double wanted = std::nearbyint(options.sparsity * 20.0);
          const auto pruned = static_cast<double>(zeros(masks[0].neuron) + zeros(masks[1].neuron));
          CHECK((pruned == wanted ||
                 (pruned == wanted - 1.0 && (zeros(masks[0].neuron) == 12 || zeros(masks[1].neuron) == 6))));
        }
        CHECK(zeros(masks[2].neuron) == 0);
        for (std::size_t layer = 0; layer < 3; ++layer) {
          const auto in = static_cast<std::size_t>(test::linear_of(network, 2 * layer).in_features);
          for (std::size_t i = 0; i < masks[layer].weight.size(); ++i) {
            const bool keeps = masks[layer].neuron[i / in] != 0 && (layer == 0 || masks[layer - 1].neuron[i % in] != 0);
            REQUIRE((masks[layer].weight[i] != 0) == keeps);
          }
        }
      }
    }
  }
}

TEST_CASE("of a layer whose neurons would all go, the one that would go last stays", "[prune]") {
  const Network network{{{"small", LinearLayer{1, 3, {0.2F, 0.3F, 0.1F}, {}}},
                         {"large", LinearLayer{3, 3, std::vector<float>(9, 5.0F), {}}},
                         {"out", LinearLayer{3, 1, {1.0F, 1.0F, 1.0F}, {}}}}};
  const PruneMasks masks = prune_neurons(network, {0.5, PruneCriterion::kMagnitude, PruneScope::kGlobal, 1}).value();
  CHECK(masks[0].neuron == std::vector<std::uint8_t>{0, 1, 0});
  CHECK(masks[1].neuron == std::vector<std::uint8_t>{1, 1, 1});
  CHECK(prune_neurons(network, {0.99}).value()[1].neuron == std::vector<std::uint8_t>{0, 0, 1});
}

TEST_CASE("masks are applied to weights, and to biases of pruned neurons", "[prune]") {
  const Network network{
      {{"a", LinearLayer{1, 2, {1.0F, 2.0F}, {3.0F, 4.0F}}}, {"b", LinearLayer{2, 1, {5.0F, 6.0F}, {7.0F}}}}};
  const Network pruned = apply_masks(network, {{"a", {0, 1}, {0, 1}}, {"b", {0, 1}, {1}}}).value();
  CHECK(test::linear_of(pruned, 0).weight == std::vector<float>{0.0F, 2.0F});
  CHECK(test::linear_of(pruned, 0).bias == std::vector<float>{0.0F, 4.0F});
  CHECK(test::linear_of(pruned, 1).weight == std::vector<float>{0.0F, 6.0F});
  CHECK(test::linear_of(pruned, 1).bias == std::vector<float>{7.0F});
  for (const PruneMasks& wrong :
       {PruneMasks{}, PruneMasks{{"a", {0, 1}, {}}}, PruneMasks{{"a", {0}, {}}, {"b", {0, 1}, {}}},
        PruneMasks{{"a", {0, 1}, {1}}, {"b", {0, 1}, {}}}, PruneMasks{{"a", {0, 1}, {}}, {"c", {0, 1}, {}}},
        PruneMasks{{"a", {0, 1}, {}}, {"b", {0, 1}, {}}, {"c", {1}, {}}}}) {
    CHECK(test::code_of(apply_masks(network, wrong)) == "prune.masks");
  }
}

TEST_CASE("what cannot be pruned is told", "[prune]") {
  Random random(1);
  const Network network = three_layers(random);
  for (const double wrong : {-0.1, 1.0, 2.0, std::nan("")}) {
    CHECK(test::code_of(prune_weights(network, {wrong})) == "prune.sparsity");
    CHECK(test::code_of(prune_neurons(network, {wrong})) == "prune.sparsity");
  }
  for (const auto& [keep, group] : {std::pair{0, 4}, {5, 4}, {-1, -1}})
    CHECK(test::code_of(prune_n_of_m(network, keep, group, {})) == "prune.pattern");
  const Network none{{{"relu", ReluLayer{}}}};
  CHECK(test::code_of(prune_weights(none, {})) == "prune.no_layers");
  CHECK(test::code_of(prune_n_of_m(none, 2, 4, {})) == "prune.no_layers");
  CHECK(test::code_of(prune_neurons({{network.layers[0]}}, {})) == "prune.no_layers");
  CHECK(test::code_of(prune_neurons({{network.layers[0], network.layers[4]}}, {})) == "prune.chain");
  Network damaged = network;
  std::get<LinearLayer>(damaged.layers[2].kind).weight[3] = std::nanf("");
  const Result<PruneMasks> result = prune_weights(damaged, {});
  REQUIRE(test::code_of(result) == "prune.non_finite");
  CHECK(result.error().front().place == "layer fc2");
}

}  // namespace rtl4ml
