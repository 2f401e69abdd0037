#include "sw/experiment/studies/compressed.hpp"

#include <fmt/format.h>

#include <cassert>
#include <filesystem>
#include <system_error>

#include "sw/compress/compressed_file.hpp"
#include "sw/experiment/networks.hpp"
#include "sw/quantize/parameters.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr double kFloatBytes = 4.0;

/// The network of tensors that were read, by the layers of another one.
Network filled(Network network, const std::vector<CompressedTensor>& tensors) {
  std::size_t next = 0;
  for (Layer& layer : network.layers) {
    for (std::vector<float>* parameter : parameters_of(layer.kind)) *parameter = values_of(tensors[next++].content);
  }
  assert(next == tensors.size());
  return network;
}

}  // namespace

Task compression_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant,
                      const CompressionOptions& options) {
  return {variant, seed, [&laboratory, seed, variant, options]() -> Result<Record> {
            const Result<Network> network = laboratory.float_network(seed);
            if (!network) return faults(network.error());
            const Result<CompressedNetwork> compressed = compress_network(*network, options);
            if (!compressed) return faults(compressed.error());
            const fs::path folder = laboratory.store.folder() / "compressed";
            std::error_code failure;
            fs::create_directories(folder, failure);
            if (failure) return fault("file.unwritable", folder.string(), failure.message(), "free the folder");
            const std::string path = (folder / fmt::format("{}-s{}.safetensors", slug(variant), seed)).string();
            const Result<CompressedSize> size = write_compressed(path, compressed->tensors);
            if (!size) return faults(size.error());
            const Result<std::vector<CompressedTensor>> back = read_compressed(path);
            if (!back) return faults(back.error());
            Result<Record> record = float_record(laboratory, variant, seed, {filled(*network, *back), {}, {}, ""});
            if (!record) return record;
            const auto bytes = static_cast<double>(size->payload);
            record->figures["mean_squared_error"] = compressed->squared_error;
            record->figures["bytes"] = bytes;
            record->figures["file_bytes"] = static_cast<double>(size->file);
            record->figures["weight_bits"] = 8.0 * bytes;
            record->figures["compression"] = kFloatBytes * static_cast<double>(parameter_count(*network)) / bytes;
            return record;
          }};
}

std::vector<Column> compression_columns() {
  return {{"accuracy, %", "accuracy", 100.0, 2},
          {"mean squared error", "mean_squared_error", 1.0, 9},
          {"bytes", "bytes", 1.0, 0},
          {"file, bytes", "file_bytes", 1.0, 0},
          {"times smaller", "compression", 1.0, 2}};
}

}  // namespace rtl4ml
