#include "sim/fuzz/fuzz_case.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "sw/base/file.hpp"
#include "sw/checkpoint/read_checkpoint.hpp"
#include "tests/sim/fuzz/cases.hpp"

using namespace rtl4ml;
namespace fs = std::filesystem;

TEST_CASE("shapes agree again after sizes have changed") {
  FuzzCase changed = linear_relu_case(3, 2);
  changed.in_features = 2;
  fit_shapes(changed);
  const FuzzLayer& linear = changed.layers.front();
  CHECK(linear.in_features == 2);
  CHECK(linear.tensors.at("weight") == std::vector<float>{0.125F, 0.25F, 0.5F, 0.625F});  // the third column went
  CHECK(linear.parallelism_in == 2);
  CHECK(changed.first_vectors.front().size() == 2);
  changed.in_features = 5;
  fit_shapes(changed);
  CHECK(changed.layers.front().tensors.at("weight").size() == 10);
  changed.layers.erase(changed.layers.begin());  // the ReLU takes the input as it is
  fit_shapes(changed);
  CHECK(changed.layers.front().in_features == 5);
  CHECK(changed.layers.front().out_features == 5);
  CHECK(changed.layers.front().parallelism_out == 2);
}

TEST_CASE("a case is written as a config with its replay command and as a checkpoint") {
  const fs::path folder = fs::temp_directory_path() / fmt::format("rtl4ml-fuzz-case-{}", getpid());
  const FuzzCase small = linear_relu_case(3, 2);
  const Result<fs::path> config = write_case(small, folder, "# why\n");
  REQUIRE(config);
  const std::string text = read_file(*config, 1 << 20).value();
  CHECK(text.starts_with(
      "# why\n# rtl4ml sim small.yaml --count 7 --seed 1 --stall random --resets 2 --engine icarus --trace none\n"));
  CHECK(text.find("  - linear: 'fc 1'\n  - relu: 'relu'\n") != std::string::npos);
  CHECK(text.find("'fc 1': {in: 3, out: 2}") != std::string::npos);
  CHECK(text.find("first_vectors:\n  - [5, 5, 5]\n") != std::string::npos);
  const Result<Checkpoint> checkpoint = read_checkpoint((folder / "small.safetensors").string());
  REQUIRE(checkpoint);
  const Tensor* const weight = checkpoint->find("fc 1.weight");
  REQUIRE(weight != nullptr);
  CHECK(weight->shape == std::vector<std::int64_t>{2, 3});
  CHECK(weight->to_float().back() == 0.75F);
  CHECK(replay_arguments(small, *config).at(1) == config->string());
  fs::remove_all(folder);
}

TEST_CASE("a case that reloads has its weights backwards beside it, and says so in its config and its command") {
  const fs::path folder = fs::temp_directory_path() / fmt::format("rtl4ml-fuzz-reload-{}", getpid());
  FuzzCase small = linear_relu_case(3, 2);
  CHECK_FALSE(reloads(small));
  small.layers.front().reloadable = true;
  CHECK(reloads(small));
  const Result<fs::path> config = write_case(small, folder, "");
  REQUIRE(config);
  const std::string text = read_file(*config, 1 << 20).value();
  CHECK(text.find("--reload small.other.safetensors\n") != std::string::npos);
  CHECK(text.find("weights:\n  layers:\n    'fc 1': reloadable\n") != std::string::npos);
  CHECK(replay_arguments(small, *config).back() == (folder / "small.other.safetensors").string());
  const Result<Checkpoint> other = read_checkpoint((folder / "small.other.safetensors").string());
  REQUIRE(other);
  CHECK(other->find("fc 1.weight")->to_float().front() == 0.75F);
  CHECK(other->find("fc 1.bias")->to_float() == std::vector<float>{1.0F, 0.0F});
  fs::remove_all(folder);
}

TEST_CASE("what vanishes at compile time") {
  FuzzLayer layer;
  for (const char* op : {"flatten", "dropout", "identity", "batch_norm1d"}) {
    layer.op = op;
    CHECK(vanishes(layer));
  }
  layer.op = "relu";
  CHECK_FALSE(vanishes(layer));
}
