// The integer oracle against LibTorch's float32 forward of the same network: batch 1024, the same cores, inference
// mode. Prints one line per network, "name ours_us torch_us ratio" (ratio: how many times faster ours is), both the
// best of interleaved rounds; then "mnist_10000 seconds" for 10,000 images through evaluate(), the packing of weights
// included. The conversions from and to the interface's 64-bit codes count in our time.
#include <torch/torch.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

#include "sw/base/stopwatch.hpp"
#include "sw/model/prepared_model.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kBatch = 1024;
constexpr int kRounds = 101;
constexpr double kLeastSeconds =
    0.0002;  // of one measurement; shorter than a time slice, so that other work hits few of them

/// Linear layers with ReLU between them, all types 8 bits with 4 fractional.
QuantizedModel integer_network(const std::vector<int>& sizes, std::mt19937_64& random) {
  const FixedType type = {8, 4, true};
  QuantizedModel model;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    LinearOp op;
    op.in_features = sizes[i];
    op.out_features = sizes[i + 1];
    op.data_in = op.weight_type = op.bias_type = op.data_out = type;
    for (int w = 0; w < sizes[i] * sizes[i + 1]; ++w) {
      op.weight.push_back(static_cast<std::int32_t>(random() % 256) - 128);
    }
    for (int b = 0; b < sizes[i + 1]; ++b) op.bias.push_back(static_cast<std::int64_t>(random() % 256) - 128);
    model.layers.push_back({"fc" + std::to_string(i), sizes[i], sizes[i + 1], op});
    const bool last = i + 2 == sizes.size();
    if (!last || sizes.size() == 2) {
      model.layers.push_back({"relu" + std::to_string(i), sizes[i + 1], sizes[i + 1], ReluOp{type, type}});
    }
  }
  return model;
}

torch::nn::Sequential float_network(const std::vector<int>& sizes) {
  torch::nn::Sequential network;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    network->push_back(torch::nn::Linear(sizes[i], sizes[i + 1]));
    if (i + 2 < sizes.size() || sizes.size() == 2) network->push_back(torch::nn::ReLU());
  }
  network->eval();
  return network;
}

std::vector<std::int64_t> random_codes(std::size_t count, std::mt19937_64& random) {
  std::vector<std::int64_t> codes(count);
  for (std::int64_t& code : codes) code = static_cast<std::int64_t>(random() % 256) - 128;
  return codes;
}

/// Seconds of one call, of as many as fill kLeastSeconds.
template <class Call>
double measure(const Call& call) {
  int calls = 0;
  const Stopwatch watch;
  double passed = 0.0;
  while (passed < kLeastSeconds) {
    call();
    ++calls;
    passed = watch.seconds();
  }
  return passed / calls;
}

/// The quickest round: other work on the machine only ever adds time, and it adds most to the library that waits for
/// its threads the most.
double best(const std::vector<double>& seconds) { return *std::min_element(seconds.begin(), seconds.end()); }

void compare(const std::string& name, const std::vector<int>& sizes) {
  std::mt19937_64 random(1);
  const QuantizedModel model = integer_network(sizes, random);
  const PreparedModel prepared(model);
  torch::nn::Sequential network = float_network(sizes);
  const std::vector<std::int64_t> codes = random_codes(static_cast<std::size_t>(kBatch * sizes.front()), random);
  std::vector<std::int64_t> outputs(static_cast<std::size_t>(kBatch * sizes.back()));
  const torch::Tensor input = torch::randn({kBatch, sizes.front()});
  std::vector<double> ours;
  std::vector<double> theirs;
  for (int round = 0; round < kRounds; ++round) {
    ours.push_back(measure([&] { prepared.evaluate(codes, outputs); }));
    theirs.push_back(measure([&] { network->forward(input); }));
  }
  const double ours_us = best(ours) * 1e6;
  const double theirs_us = best(theirs) * 1e6;
  std::printf("%s %.1f %.1f %.2f\n", name.c_str(), ours_us, theirs_us, theirs_us / ours_us);
  std::fflush(stdout);
}

void ten_thousand_images() {
  std::mt19937_64 random(2);
  const QuantizedModel model = integer_network({784, 256, 128, 10}, random);
  const std::vector<std::int64_t> codes = random_codes(std::size_t{10'000} * 784, random);
  std::vector<std::int64_t> outputs(std::size_t{10'000} * 10);
  const Stopwatch watch;
  evaluate(model, codes, outputs);
  std::printf("mnist_10000 %.4f\n", watch.seconds());
}

void run() {
  const torch::InferenceMode inference;
  torch::manual_seed(1);
  compare("linear_relu", {4, 8});
  compare("digits", {64, 32, 10});
  compare("mlp_512", {20, 512, 256, 128, 64, 2});
  compare("jets", {16, 64, 32, 32, 5});
  compare("mnist", {784, 256, 128, 10});
  ten_thousand_images();
}

}  // namespace
}  // namespace rtl4ml

int main() {
  rtl4ml::run();
  return 0;
}
