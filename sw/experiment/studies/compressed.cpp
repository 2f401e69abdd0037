#include "sw/experiment/studies/compressed.hpp"

#include "sw/experiment/networks.hpp"
#include "sw/quantize/parameters.hpp"

namespace rtl4ml {
namespace {

constexpr double kFloatBytes = 4.0;

/// The network's Linear layers compressed, in place. Result: the figures of the compression.
Result<std::map<std::string, double>> compress_all(Network& network, const Compress& compress) {
  const double float_bytes = kFloatBytes * static_cast<double>(parameter_count(network));
  double bytes = float_bytes, squares = 0.0, weights = 0.0;
  for (Layer& layer : network.layers) {
    auto* linear = std::get_if<LinearLayer>(&layer.kind);
    if (linear == nullptr) continue;
    Result<CompressedWeights> compressed = compress(*linear);
    if (!compressed) return faults(std::move(compressed.error()));
    for (std::size_t i = 0; i < linear->weight.size(); ++i) {
      const double error = static_cast<double>(compressed->values[i]) - static_cast<double>(linear->weight[i]);
      squares += error * error;
    }
    const auto count = static_cast<double>(linear->weight.size());
    weights += count;
    bytes += static_cast<double>(compressed->bytes) - kFloatBytes * count;
    linear->weight = std::move(compressed->values);
  }
  return std::map<std::string, double>{{"mean_squared_error", squares / weights},
                                       {"bytes", bytes},
                                       {"weight_bits", 8.0 * bytes},
                                       {"compression", float_bytes / bytes}};
}

}  // namespace

Task compression_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant, Compress compress) {
  return {variant, seed, [&laboratory, seed, variant, compress = std::move(compress)]() -> Result<Record> {
            Result<Network> network = laboratory.float_network(seed);
            if (!network) return faults(std::move(network.error()));
            Result<std::map<std::string, double>> figures = compress_all(*network, compress);
            if (!figures) return faults(std::move(figures.error()));
            Result<Record> record = float_record(laboratory, variant, seed, {std::move(*network), {}, {}, ""});
            if (!record) return record;
            for (const auto& [name, figure] : *figures) record->figures[name] = figure;
            return record;
          }};
}

std::vector<Column> compression_columns() {
  return {{"accuracy, %", "accuracy", 100.0, 2},
          {"mean squared error", "mean_squared_error", 1.0, 9},
          {"bytes", "bytes", 1.0, 0},
          {"times smaller", "compression", 1.0, 2}};
}

}  // namespace rtl4ml
