#include "sw/compress/compressed_file.hpp"

#include <filesystem>

#include "sw/checkpoint/safetensors.hpp"
#include "sw/compress/compress_network.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

std::vector<CompressedTensor> tensors_of(CompressionScheme scheme, int bits) {
  Random random(test::seed());
  const Network network{{{"fc1", test::normal_linear(random, 13, 11)},
                         {"prelu", PReluLayer{{0.5F}}},
                         {"fc2", test::normal_linear(random, 11, 3)}}};
  CompressionOptions options;
  options.scheme = scheme;
  options.bits = bits;
  return compress_network(network, options).value().tensors;
}

Tensor tensor(const std::string& name, DType dtype, std::size_t count) {
  return {name, dtype, {static_cast<std::int64_t>(count)}, std::vector<std::byte>(count * byte_size(dtype))};
}

}  // namespace

TEST_CASE("what is written is read back, and the file has the size that was counted", "[compress]") {
  const test::ScratchFolder folder;
  const std::string path = (folder.path() / "model.safetensors").string();
  for (const auto& [scheme, bits] : {std::pair{CompressionScheme::kFloat32, 8},
                                     {CompressionScheme::kHalf, 8},
                                     {CompressionScheme::kLinear, 8},
                                     {CompressionScheme::kLinear, 16},
                                     {CompressionScheme::kCluster, 2},
                                     {CompressionScheme::kCluster, 4},
                                     {CompressionScheme::kCluster, 8},
                                     {CompressionScheme::kGroup, 8},
                                     {CompressionScheme::kGroup, 4},
                                     {CompressionScheme::kGroup, 3},
                                     {CompressionScheme::kGroup, 2}}) {
    CAPTURE(to_string(scheme), bits);
    const std::vector<CompressedTensor> tensors = tensors_of(scheme, bits);
    const CompressedSize size = write_compressed(path, tensors).value();
    CHECK(size.file == static_cast<std::int64_t>(std::filesystem::file_size(path)));
    std::int64_t payload = 0;
    for (const CompressedTensor& one : tensors) payload += payload_bytes(one.content);
    CHECK(size.payload == payload);
    // The payload is all that lies behind the header, to the byte.
    const std::string bytes = read_file(path, 1 << 20).value();
    std::int64_t header = 0;
    for (int i = 7; i >= 0; --i) header = header << 8 | static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]);
    CHECK(size.file == 8 + header + payload);
    const std::vector<CompressedTensor> back = read_compressed(path).value();
    REQUIRE(back.size() == tensors.size());
    for (std::size_t i = 0; i < back.size(); ++i) {
      CHECK(back[i].name == tensors[i].name);
      CHECK(back[i].shape == tensors[i].shape);
      CHECK(back[i].content.index() == tensors[i].content.index());
      CHECK(values_of(back[i].content) == values_of(tensors[i].content));
    }
  }
}

TEST_CASE("files that do not hold together are told", "[compress]") {
  const test::ScratchFolder folder;
  const std::string path = (folder.path() / "bad.safetensors").string();
  const auto code = [&](const std::vector<Tensor>& tensors, const std::map<std::string, std::string>& metadata) {
    REQUIRE(write_safetensors(path, tensors, metadata));
    return test::code_of(read_compressed(path));
  };
  const Tensor scale = tensor("w.scale", DType::kFloat32, 2), zero = tensor("w.zero", DType::kFloat32, 2);
  const Tensor packed = tensor("w.packed", DType::kUInt8, 64);
  CHECK(code({packed, scale, zero}, {{"w", "group 4 64 10x10"}}).empty());
  for (const char* said :
       {"", "group 4 64", "group 5 64 10x10", "group 4 0 10x10", "group 4 64 10x10x", "group 4 64 0", "group 4 64 -1",
        "group 8 64 10x10", "group 4 64 10x20", "cluster 4 100", "group 4 64 10y10", "group 4 9999999999999 10x10",
        "group 4 64 4611686018427387904x4", "group 4 99999999999999999999 1"}) {
    CAPTURE(said);
    CHECK(code({packed, scale, zero}, {{"w", said}}) == "compress.entry");
  }
  CHECK(code({packed, scale}, {{"w", "group 4 64 10x10"}}) == "compress.entry");
  Tensor infinite = scale;
  infinite.data[3] = std::byte{0x7F};
  infinite.data[2] = std::byte{0x80};
  CHECK(code({packed, infinite, zero}, {{"w", "group 4 64 10x10"}}) == "compress.entry");
  Tensor indices = tensor("w.indices", DType::kUInt8, 2);
  const Tensor codebook = tensor("w.codebook", DType::kFloat32, 3);
  CHECK(code({indices, codebook}, {{"w", "cluster 4 4"}}).empty());
  CHECK(code({indices, codebook}, {{"w", "cluster 4 5"}}) == "compress.entry");
  CHECK(code({indices, tensor("w.codebook", DType::kFloat32, 0)}, {{"w", "cluster 4 4"}}) == "compress.entry");
  indices.data[1] = std::byte{0x03};
  CHECK(code({indices, codebook}, {{"w", "cluster 4 4"}}) == "compress.entry");
  CHECK(code({tensor("w.codes", DType::kInt32, 2), tensor("w.scale", DType::kFloat32, 1)}, {}) == "compress.entry");
  CHECK(code({tensor("w.codes", DType::kInt8, 2)}, {}) == "compress.entry");
  CHECK(code({tensor("w", DType::kInt64, 2)}, {}) == "compress.entry");
  CHECK(test::code_of(read_compressed((folder.path() / "none").string())) == "file.missing");
  CHECK(test::code_of(write_compressed(path + "/x", tensors_of(CompressionScheme::kHalf, 8))) == "file.unwritable");
}

}  // namespace rtl4ml
