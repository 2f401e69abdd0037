// A small network with reloadable weights in a folder: its config, its checkpoint, another one, and one of another
// shape.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "sw/checkpoint/safetensors.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {

inline Tensor random_tensor(std::mt19937& random, const std::string& name, std::vector<std::int64_t> shape) {
  Tensor tensor{name, DType::kFloat32, std::move(shape), {}};
  std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
  for (float& value : values) value = static_cast<float>(static_cast<int>(random() % 256) - 128) / 64.0F;
  const auto* bytes = reinterpret_cast<const std::byte*>(values.data());
  tensor.data.assign(bytes, bytes + values.size() * sizeof(float));
  return tensor;
}

/// 7 to 11 to 5 features, with `hidden` in the middle.
inline void write_checkpoint(const std::filesystem::path& file, unsigned seed, std::int64_t hidden = 11) {
  std::mt19937 random(seed);
  const Result<void> written =
      write_safetensors(file.string(),
                        {random_tensor(random, "fc1.weight", {hidden, 7}), random_tensor(random, "fc1.bias", {hidden}),
                         random_tensor(random, "fc2.weight", {5, hidden})},
                        {});
  if (!written) FAIL(to_string(written.error()));
}

/// Result: the config. Rows of more than 32 bits, sizes that do not divide, a layer without a bias.
inline std::string write_reloadable_design(const ScratchFolder& folder, const std::string& weights = "reloadable") {
  write_checkpoint(folder.path() / "a.safetensors", 1);
  write_checkpoint(folder.path() / "b.safetensors", 2);
  write_checkpoint(folder.path() / "wide.safetensors", 1, 12);
  return folder.write("reloading.yaml",
                      "checkpoint: a.safetensors\nmodel: [{linear: fc1}, relu, {linear: fc2}]\n"
                      "precision: {width: 8, frac_width: 3, weight: {width: 7, frac_width: 5}}\n"
                      "parallelism: {in: 3, out: 2}\nweights: " +
                          weights + "\n");
}

}  // namespace rtl4ml::test
