// Finds the layer of a fault: runs the design again with its inner streams readable and compares them with the oracle.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "sim/harness/job.hpp"
#include "sim/signature.hpp"
#include "sim/simulate.hpp"
#include "sw/base/error.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

struct DiagnosisInput {
  std::filesystem::path cache, design_folder;
  const DesignSignature& design;
  const QuantizedModel& model;
  Engine engine = Engine::kVerilator;  ///< of the failed run
};

/// The first layer whose stream differs from the oracle's in vector `vector`; the design's output stream where none
/// does. Shapes: vector_in[in_features], the codes of that vector. `job`: the job of the failed run. Errors: those of
/// build_testbench and run_job
[[nodiscard]] Result<std::string> first_wrong_layer(const DiagnosisInput& input, Job job, std::int64_t vector,
                                                    std::span<const std::int64_t> vector_in);

/// The streams at the moment of a hang, in the order of the data: "fc1_data_out_0 is blocked after vector 3 beat 1
/// (valid, not ready); ...", the first stream that no longer moves named first. Errors: those of build_testbench and
/// run_job
[[nodiscard]] Result<std::string> describe_hang(const DiagnosisInput& input, Job job);

}  // namespace rtl4ml
