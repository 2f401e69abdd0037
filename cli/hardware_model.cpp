#include "cli/hardware_model.hpp"

#include "cli/pipeline.hpp"
#include "gen/cost/cost_model.hpp"
#include "sw/data/accuracy.hpp"

namespace rtl4ml {
namespace {

/// Of all linear layers: bits of weights and biases, products, and products times the widths of both factors.
void count_operations(const QuantizedModel& model, std::map<std::string, double>& figures) {
  double bits = 0.0, macs = 0.0, bit_operations = 0.0;
  for (const QuantizedLayer& layer : model.layers) {
    const auto* const linear = std::get_if<LinearOp>(&layer.op);
    if (linear == nullptr) continue;
    const auto weights = static_cast<double>(linear->weight.size());
    bits += weights * linear->weight_type.width + static_cast<double>(linear->bias.size()) * linear->bias_type.width;
    macs += weights;
    bit_operations += weights * linear->weight_type.width * linear->data_in.width;
  }
  figures["weight_bits"] = bits;
  figures["macs"] = macs;
  figures["bit_operations"] = bit_operations;
}

}  // namespace

Result<std::map<std::string, double>> measure_hardware(const std::filesystem::path& config, const Dataset& test) {
  const Result<CompiledDesign> design = compile_config(config.string(), FloatWeights::kRelease);
  if (!design) return faults(design.error());
  std::map<std::string, double> figures;
  const std::vector<std::int64_t> codes = quantize_inputs(design->model, test.inputs);
  std::vector<std::int64_t> scores(static_cast<std::size_t>(test.count) *
                                   static_cast<std::size_t>(design->model.out_features()));
  evaluate(design->model, codes, scores);
  const Answer answer = design->model.answers_class() ? Answer::kClass : Answer::kScores;
  figures["accuracy"] = accuracy<std::int64_t>(scores, test.labels, answer).value_or(0.0);
  count_operations(design->model, figures);
  figures["interval_cycles"] = static_cast<double>(design->graph.interval_cycles);
  figures["latency_cycles"] = static_cast<double>(design->graph.latency_cycles);
  if (const Result<Estimate> estimated = estimate(*design)) {
    figures["lut"] = estimated->total.lut;
    figures["ff"] = estimated->total.ff;
    figures["dsp"] = estimated->total.dsp;
    figures["bram"] = estimated->total.bram;
  }
  return figures;
}

}  // namespace rtl4ml
