#include "sw/train/recipes.hpp"

#include <filesystem>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "sw/checkpoint/read_checkpoint.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {
namespace {

constexpr std::uint64_t kLimit = 1 << 20;

std::string checkpoint_of(const std::string& name) {
  return source_tree().string() + "/hw/configs/checkpoints/" + name + ".safetensors";
}

/// Trains again. Result: the file's bytes.
std::string retrained(const std::string& name, TrainResult& result) {
  const test::ScratchFolder folder;
  const std::string path = (folder.path() / (name + ".safetensors")).string();
  result = train_recipe(name, path).value();
  return read_file(path, kLimit).value();
}

}  // namespace

TEST_CASE("every recipe has its config and its checkpoint, of the recipe's shape", "[train]") {
  CHECK(recipes().size() == 7);
  for (const Recipe& recipe : recipes()) {
    INFO(recipe.name);
    CHECK(std::filesystem::exists(source_tree().string() + "/hw/configs/" + recipe.name + ".yaml"));
    const Checkpoint checkpoint = read_checkpoint(checkpoint_of(recipe.name)).value();
    const std::vector<int>& widths = recipe.model.widths;
    for (std::size_t i = 1; i < widths.size(); ++i) {
      const Tensor* const weight = checkpoint.find("fc" + std::to_string(i) + ".weight");
      REQUIRE(weight != nullptr);
      CHECK(weight->shape == std::vector<std::int64_t>{widths[i], widths[i - 1]});
      CHECK((checkpoint.find("bn" + std::to_string(i) + ".weight") != nullptr) ==
            (recipe.model.batch_norm && i + 1 < widths.size()));
    }
    CHECK(checkpoint.find("fc" + std::to_string(widths.size()) + ".weight") == nullptr);
  }
}

TEST_CASE("the checkpoints in the repository are small", "[train]") {
  std::uintmax_t total = 0;
  for (const Recipe& recipe : recipes()) total += std::filesystem::file_size(checkpoint_of(recipe.name));
  CHECK(total < 2'000'000);
}

TEST_CASE("untrained designs are reproduced to the byte, on any machine", "[train]") {
  for (const std::string name : {"linear_relu", "linear_leaky_relu"}) {
    TrainResult result;
    CHECK(retrained(name, result) == read_file(checkpoint_of(name), kLimit).value());
  }
}

TEST_CASE("trained designs reach their accuracy again", "[train]") {
  // The bytes depend on the processor's BLAS kernels; the accuracy does not by more than a little.
  TrainResult digits;
  retrained("digits", digits);
  CHECK(digits.test_accuracy > 0.95);
  TrainResult jets;
  retrained("jets", jets);
  CHECK(jets.test_accuracy > 0.76);
  CHECK(jets.test_accuracy < 0.85);  // the classes overlap: not trivially easy
}

TEST_CASE("an unknown recipe names the known ones", "[train]") {
  const Result<TrainResult> result = train_recipe("digit", "/tmp/never-written");
  REQUIRE_FALSE(result);
  CHECK(result.error().front().code == "train.recipe");
  CHECK(result.error().front().fix.find("digits") != std::string::npos);
  CHECK_FALSE(train_recipe("linear_relu", "/proc/not/writable.safetensors"));
}

}  // namespace rtl4ml
