#include "sw/checkpoint/read_checkpoint.hpp"

#include "tests/sw/checkpoint/pickle_writer.hpp"

namespace rtl4ml {

TEST_CASE("TorchScript files give their parameters and buffers", "[checkpoint]") {
  for (const char* const writer : kWriters) {
    for (const char* const name : {"script_mlp", "trace_mlp_train", "script_nested"}) {
      const Result<Checkpoint> checkpoint = read_checkpoint(fixture(std::string(writer) + "/" + name + ".pt"));
      INFO(writer << "/" << name << why(checkpoint));
      REQUIRE(checkpoint);
      CHECK(checkpoint->format == "torchscript");
      const nlohmann::json expected = expectations(writer, name)["tensors"];
      REQUIRE(expected.size() > 5);
      for (const nlohmann::json& each : expected) {
        const Tensor* const found = checkpoint->find(each["name"]);
        REQUIRE(found != nullptr);
        if (each["name"].get<std::string>().ends_with("num_batches_tracked")) continue;  // a traced forward counts
        check_tensors({*found}, nlohmann::json::array({each}));
      }
    }
  }
}

TEST_CASE("every truncation of every format is refused", "[checkpoint]") {
  for (const char* const name :
       {"torch-2.13/one_entry.pt", "torch-1.13/script_linear.pt", "torch-2.13/plain.safetensors"}) {
    const std::string whole = bytes_of(fixture(name));
    for (std::size_t size = 0; size < whole.size(); size += 97) {
      const TemporaryFile cut(whole.substr(0, size));
      INFO(name << " cut to " << size);
      CHECK_FALSE(read_checkpoint(cut.path()));
    }
  }
}

}  // namespace rtl4ml
