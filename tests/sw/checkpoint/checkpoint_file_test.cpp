#include "sw/checkpoint/checkpoint_file.hpp"

#include "tests/sw/checkpoint/pickle_writer.hpp"

namespace rtl4ml {

TEST_CASE("a checkpoint's format is found by its content", "[checkpoint]") {
  const auto format = [](const std::string& name) {
    const Result<CheckpointFile> file = open_checkpoint(fixture(name));
    REQUIRE(file);
    return file->format;
  };
  CHECK(format("torch-2.13/state_dict.pt") == CheckpointFormat::kStateDict);
  CHECK(format("torch-2.13/script_mlp.pt") == CheckpointFormat::kTorchScript);
  CHECK(format("torch-1.13/trace_mlp.pt") == CheckpointFormat::kTorchScript);
  CHECK(format("torch-2.13/plain.safetensors") == CheckpointFormat::kSafetensors);
}

TEST_CASE("what is no checkpoint says what it is", "[checkpoint]") {
  const auto open = [](const std::string& content) {
    const TemporaryFile file(content);
    return open_checkpoint(file.path());
  };
  check_fault(open_checkpoint("/nonexistent/x.pt"), "file.missing", "no such file");
  check_fault(open(""), "checkpoint.empty", "is empty");
  check_fault(open("GIF89a..."), "checkpoint.format", "starts with the bytes 47 49 46 38");
  check_fault(open("PK"), "checkpoint.format", "50 4b");
  check_fault(open("PK\x03\x04 and nothing else"), "checkpoint.truncated", "cut off");
  for (const char* const writer : kWriters) {
    check_fault(open_checkpoint(fixture(std::string(writer) + "/legacy.pt")), "checkpoint.legacy", "before 1.6");
  }
  // A TorchScript archive whose tensors are checked, as LibTorch does not.
  check_fault(
      open(state_dict_file(opcode::dict({{"w", opcode::tensor(opcode::storage("FloatStorage", "0", 1), 0, {2}, {1})}}),
                           {floats({1})}, {{"archive/constants.pkl", opcode::pickle(")")}, {"archive/code/x.py", ""}})),
      "checkpoint.shape", "shape [2]");
}

}  // namespace rtl4ml
