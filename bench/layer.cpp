// Writes what `rtl4ml generate` makes a single Linear layer with bias of: FOLDER/layer.yaml and
// FOLDER/layer.safetensors. Everything is 8 bits with 3 fractional; weights and biases are random over the whole range.
// usage: bench_layer FOLDER IN_FEATURES OUT_FEATURES PARALLELISM_IN PARALLELISM_OUT TARGET
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bench/random_checkpoint.hpp"
#include "sw/checkpoint/safetensors.hpp"

namespace rtl4ml::bench {
namespace {

int run(const std::filesystem::path& folder, std::int64_t in_features, std::int64_t out_features,
        const std::string& parallelism, const std::string& target) {
  std::mt19937_64 random(1);
  const auto full_range = [&random](const std::string& name, std::vector<std::int64_t> shape) {
    return random_tensor(name, std::move(shape), -128, 127, 0.125F, random);
  };
  std::filesystem::create_directories(folder);
  const Result<void> written = write_safetensors(
      (folder / "layer.safetensors").string(),
      {full_range("fc1.weight", {out_features, in_features}), full_range("fc1.bias", {out_features})}, {});
  if (!written) {
    fmt::print(stderr, "{}", to_string(written.error()));
    return 2;
  }
  std::ofstream(folder / "layer.yaml") << fmt::format(
      "name: layer\ncheckpoint: layer.safetensors\nmodel: [{{linear: fc1}}]\ninput: {}\n"
      "precision: {{width: 8, frac_width: 3}}\nparallelism: {}\ntarget: {}\n",
      in_features, parallelism, target);
  return 0;
}

}  // namespace
}  // namespace rtl4ml::bench

int main(int argc, char** argv) {
  if (argc != 7) {
    fmt::print(stderr, "usage: bench_layer FOLDER IN_FEATURES OUT_FEATURES PARALLELISM_IN PARALLELISM_OUT TARGET\n");
    return 2;
  }
  return rtl4ml::bench::run(argv[1], std::atoll(argv[2]), std::atoll(argv[3]),
                            fmt::format("{{in: {}, out: {}}}", argv[4], argv[5]), argv[6]);
}
