#include <set>

#include "sw/train/state.hpp"
#include "tests/catch.hpp"
#include "tests/sw/train/common.hpp"

namespace rtl4ml {

TEST_CASE("whatever changes the result changes the description", "[train]") {
  const TrainTask plain{.start = ModelSpec{.widths = {4, 3, 2}}};
  std::set<std::string> seen = {describe(plain)};
  const auto differs = [&](auto&& change) {
    TrainTask task = plain;
    change(task);
    return seen.insert(describe(task)).second;
  };
  CHECK(differs([](TrainTask& t) { std::get<ModelSpec>(t.start).widths[1] = 4; }));
  CHECK(differs([](TrainTask& t) { std::get<ModelSpec>(t.start).batch_norm = true; }));
  CHECK(differs([](TrainTask& t) { t.training.seed = 2; }));
  CHECK(differs([](TrainTask& t) { t.training.epochs = 2; }));
  CHECK(differs([](TrainTask& t) { t.training.optimizer.learning_rate = 2.0000000000000005e-3; }));
  CHECK(differs([](TrainTask& t) { t.training.loss.label_smoothing = 0.1; }));
  CHECK(differs([](TrainTask& t) { t.training.augmentation.noise = 0.1; }));
  CHECK(differs([](TrainTask& t) { t.training.schedule.warm_up = 1; }));
  CHECK(differs([](TrainTask& t) { t.masks["fc1"] = {1, 0}; }));
  CHECK(differs([](TrainTask& t) { t.masks["fc1"] = {0, 1}; }));
  CHECK(differs([](TrainTask& t) { t.quantization.emplace(); }));
  const auto quantized = [](const TensorQuantization& tensor) {
    return [tensor](TrainTask& t) { t.quantization.emplace().layers["fc1"].weight = tensor; };
  };
  CHECK(differs(quantized(test::fixed(4, 3, true))));
  CHECK(differs(quantized(test::fixed(4, 2, true))));
  CHECK(differs(quantized(test::lsq(4, true))));
  TensorQuantization tensor = test::lsq(4, true);
  tensor.start_scale = 0.5;
  CHECK(differs(quantized(tensor)));
  tensor.quantizer = [](std::span<const float>, std::int64_t, std::span<float>) {};
  tensor.format = "e4m3";
  CHECK(differs(quantized(tensor)));
  Random random(1);
  Network network = initial_network({.widths = {4, 3, 2}}, random);
  CHECK(differs([&](TrainTask& t) { t.start = network; }));
  CHECK(differs([&](TrainTask& t) { t.training.loss.distillation = Distillation{.teacher = network}; }));
  std::get<LinearLayer>(network.layers[0].kind).weight[5] += 1e-3F;
  CHECK(differs([&](TrainTask& t) { t.start = network; }));
  TrainTask same = plain;
  same.state_path = "elsewhere";
  same.data_name = "the same";
  CHECK(describe(same) == describe(plain));
}

TEST_CASE("the data's hash sees every value and label", "[train]") {
  Dataset data = test::three_bells(5);
  const std::string hash = data_hash(data);
  CHECK(hash.size() == 16);
  CHECK(data_hash(data) == hash);
  data.inputs[19] += 1e-15;
  CHECK(data_hash(data) != hash);
  data = test::three_bells(5);
  data.labels[4] = 0;
  CHECK(data_hash(data) != hash);
}

}  // namespace rtl4ml
