#include "sw/train/state.hpp"

#include "sw/checkpoint/safetensors.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/train/common.hpp"

namespace rtl4ml {
namespace {

RunState some_state() {
  RunState state{.random = 0xFEDCBA9876543210, .steps = 70, .best_epoch = 1};
  state.history = {{.epoch = 1, .epochs = 5, .loss = 0.1, .train_accuracy = 1.0 / 3.0, .learning_rate = 1e-3},
                   {.epoch = 2,
                    .epochs = 5,
                    .loss = 0.05,
                    .train_accuracy = 0.5,
                    .learning_rate = 5e-4,
                    .validation_loss = 0.7,
                    .validation_accuracy = 0.25}};
  state.tensors = {{"value.fc1.weight", {1.5F, -2.0F}}, {"square.fc1.weight", {}}};
  return state;
}

}  // namespace

TEST_CASE("a state comes back as it was written", "[train]") {
  const test::ScratchFolder folder;
  const std::string path = (folder.path() / "run.state").string();
  const RunState state = some_state();
  CHECK_FALSE(read_state(path, "a 1\n", state).value());
  REQUIRE(write_state(path, "a 1\n", state));
  const RunState again = read_state(path, "a 1\n", state).value().value();
  CHECK(again.random == state.random);
  CHECK(again.steps == 70);
  CHECK(again.best_epoch == 1);
  CHECK(again.tensors == state.tensors);
  REQUIRE(again.history.size() == 2);
  CHECK(again.history[0].train_accuracy == 1.0 / 3.0);
  CHECK_FALSE(again.history[0].validation_loss);
  CHECK(again.history[1].epoch == 2);
  CHECK(again.history[1].validation_accuracy == 0.25);
}

TEST_CASE("a state of another training, or a damaged one, is refused", "[train]") {
  const test::ScratchFolder folder;
  const std::string path = (folder.path() / "run.state").string();
  const RunState state = some_state();
  REQUIRE(write_state(path, "epochs 5\nseed 1\n", state));
  const auto other = read_state(path, "epochs 5\nseed 2\n", state);
  CHECK(test::code_of(other) == "train.state");
  CHECK(other.error().front().message.find("there 'seed 1', here 'seed 2'") != std::string::npos);
  CHECK(test::code_of(read_state(path, "epochs 5\n", state)) == "train.state");
  RunState more = state;
  more.tensors["value.fc2.weight"] = {1.0F};
  CHECK(test::code_of(read_state(path, "epochs 5\nseed 1\n", more)) == "train.state");
  more = state;
  more.tensors["value.fc1.weight"].push_back(1.0F);
  CHECK(test::code_of(read_state(path, "epochs 5\nseed 1\n", more)) == "train.state");
  more = state;
  more.best_epoch = 3;  // of two
  REQUIRE(write_state(path, "a", more));
  CHECK(test::code_of(read_state(path, "a", state)) == "train.state");
  const Tensor tensor = float_tensor("history", {1}, {1.0F});
  for (const std::map<std::string, std::string>& metadata :
       {std::map<std::string, std::string>{},
        {{"configuration", "a"}},
        {{"configuration", "a"}, {"random", "12x"}, {"steps", "1"}, {"best_epoch", "0"}}}) {
    REQUIRE(write_safetensors(path, {tensor}, metadata));
    CHECK(test::code_of(read_state(path, "a", state)) == "train.state");
  }
  folder.write("run.state", "no state at all");
  CHECK_FALSE(read_state(path, "a", state));
}

}  // namespace rtl4ml
