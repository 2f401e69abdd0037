#include "sw/experiment/studies/variants.hpp"

#include "sw/experiment/networks.hpp"

namespace rtl4ml {

Task longer_task(const Laboratory& laboratory, std::uint64_t seed) {
  return {kLongerVariant, seed, [&laboratory, seed]() -> Result<Record> {
            const Result<Network> start = laboratory.float_network(seed);
            if (!start) return faults(start.error());
            const Result<TrainedNetwork> trained = finetune(laboratory, {kLongerVariant, seed}, *start);
            if (!trained) return faults(trained.error());
            return float_record(laboratory, kLongerVariant, seed, *trained);
          }};
}

Task ptq_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant,
              const QuantizationPlan& plan) {
  return {variant, seed, [&laboratory, seed, variant, plan]() -> Result<Record> {
            const Result<Network> start = laboratory.float_network(seed);
            if (!start) return faults(start.error());
            const Result<TrainedNetwork> quantized = quantize_after_training(laboratory, *start, plan);
            if (!quantized) return faults(quantized.error());
            return design_record(laboratory, variant, seed, *quantized);
          }};
}

Task qat_task(const Laboratory& laboratory, std::uint64_t seed, const std::string& variant,
              const QuantizationPlan& plan) {
  return {variant, seed, [&laboratory, seed, variant, plan]() -> Result<Record> {
            const Result<Network> start = laboratory.float_network(seed);
            if (!start) return faults(start.error());
            const Result<TrainedNetwork> trained = train_quantized(laboratory, {variant, seed}, *start, plan);
            if (!trained) return faults(trained.error());
            return design_record(laboratory, variant, seed, *trained);
          }};
}

}  // namespace rtl4ml
