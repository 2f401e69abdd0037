#include "cli/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <span>

#include "gen/config/read_config.hpp"
#include "gen/emit/emit_design.hpp"
#include "gen/reload/other_checkpoint.hpp"
#include "gen/reload/reload_words.hpp"
#include "sw/base/interrupt.hpp"
#include "sw/base/progress.hpp"
#include "sw/checkpoint/read_network.hpp"
#include "sw/data/dataset.hpp"
#include "sw/number/convert.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kRandomVectors = 1000;

/// Data of the network's input size, as the host gives them to data_in, but not rounded. features 0: the network does
/// not say it.
Result<Dataset> load_fitting(const DataSpec& spec, Split split, std::int64_t count, int features,
                             const InputScale& scale) {
  Result<Dataset> data = load_data(spec.inputs, spec.labels, split, count);
  if (!data) return data;
  for (double& input : data->inputs) input = scale.value(input);
  if (features == 0 || data->features == features) return data;
  return fault("data.features", spec.place,
               fmt::format("{} has {} features, the network takes {}", spec.inputs, data->features, features),
               "give vectors of the network's input size");
}

Result<std::vector<double>> load_calibration(const HardwareConfig& config, int features) {
  const DataSpec& spec = config.calibration;
  if (spec.inputs.empty()) return std::vector<double>{};
  Result<Dataset> data = load_fitting(spec, Split::kTrain, spec.count, features, config.input_scale);
  if (!data) return faults(std::move(data.error()));
  return std::move(data->inputs);
}

/// Code drawn evenly from the type's range; the modulo's bias (at most 2^-32) does not matter to a test vector.
std::int64_t random_code(std::mt19937_64& random, const FixedType& type) {
  const auto range = static_cast<std::uint64_t>(type.max_code() - type.min_code()) + 1;
  return type.min_code() + static_cast<std::int64_t>(random() % range);
}

void append_random(Stimulus& stimulus, const QuantizedModel& model, std::int64_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const FixedType& type = model.data_in();
  const std::array<std::int64_t, 3> corners = {0, type.min_code(), type.max_code()};
  for (std::int64_t vector = 0; vector < count; ++vector) {
    for (int feature = 0; feature < model.in_features(); ++feature) {
      const bool corner = vector < static_cast<std::int64_t>(corners.size());
      const std::int64_t code = corner ? corners[static_cast<std::size_t>(vector)] : random_code(random, type);
      stimulus.codes.push_back(code);
      stimulus.real.push_back(dequantize(code, type));
    }
  }
}

Result<void> append_data(Stimulus& stimulus, const CompiledDesign& design, const DataSpec& spec, std::int64_t count) {
  const QuantizedModel& model = design.model;
  const Result<Dataset> data =
      load_fitting(spec, Split::kTest, count > 0 ? count : spec.count, model.in_features(), design.config.input_scale);
  if (!data) return faults(data.error());
  const std::vector<std::int64_t> codes = quantize_inputs(model, data->inputs);
  const std::int64_t wanted = count > 0 ? count : data->count;
  stimulus.labels.assign(static_cast<std::size_t>(stimulus.count), -1);
  for (std::int64_t vector = 0; vector < wanted; ++vector) {
    const std::int64_t row = vector % data->count;
    const std::int64_t begin = row * data->features;
    const std::int64_t end = begin + data->features;
    stimulus.codes.insert(stimulus.codes.end(), codes.begin() + begin, codes.begin() + end);
    stimulus.real.insert(stimulus.real.end(), data->inputs.begin() + begin, data->inputs.begin() + end);
    stimulus.labels.push_back(data->labels.empty() ? -1 : data->labels[static_cast<std::size_t>(row)]);
  }
  if (data->labels.empty()) stimulus.labels.clear();
  return {};
}

/// first_vectors of the config, checked against the design's input.
Result<void> append_first_vectors(Stimulus& stimulus, const CompiledDesign& design) {
  const FixedType& type = design.model.data_in();
  for (const auto& [vector, place] : design.config.first_vectors) {
    if (static_cast<int>(vector.size()) != design.model.in_features()) {
      return fault("data.first_vectors", place,
                   fmt::format("first_vectors: a vector has {} elements, the network takes {}", vector.size(),
                               design.model.in_features()),
                   "give one code per input feature");
    }
    for (const std::int64_t code : vector) {
      if (code < type.min_code() || code > type.max_code()) {
        return fault("data.first_vectors", place,
                     fmt::format("first_vectors: {} is outside {} to {}", code, type.min_code(), type.max_code()),
                     "give codes of the type of data_in");
      }
      stimulus.codes.push_back(code);
      stimulus.real.push_back(dequantize(code, type));
    }
    ++stimulus.count;
  }
  return {};
}

}  // namespace

Result<Network> load_network(const HardwareConfig& config, const std::string& checkpoint,
                             std::vector<std::string>* warnings) {
  std::vector<LayerRequest> requests;
  for (const ModelEntry& entry : config.model)
    requests.push_back({entry.op, entry.name, entry.attributes, entry.place});
  return read_network(checkpoint, config.checkpoint_key, requests, warnings);
}

Result<CompiledDesign> compile_config(const std::string& config_path, FloatWeights float_weights,
                                      const std::string& target) {
  Result<HardwareConfig> config = read_config(config_path);
  if (!config) return faults(std::move(config.error()));
  if (!target.empty()) {
    Result<Target> found = find_target(target, "--target");
    if (!found) return faults(std::move(found.error()));
    config->target = std::move(*found);
  }
  std::vector<std::string> warnings;
  Result<Network> network = load_network(*config, config->checkpoint, &warnings);
  if (!network) return faults(std::move(network.error()));
  Result<std::vector<double>> calibration = load_calibration(*config, network->in_features());
  if (!calibration) return faults(std::move(calibration.error()));
  Result<CompiledDesign> design = compile(std::move(*config), std::move(*network), *calibration, float_weights);
  if (!design) return design;
  design->warnings.insert(design->warnings.begin(), warnings.begin(), warnings.end());
  return design;
}

Result<CompiledDesign> load_design(const std::string& config_path, FloatWeights float_weights,
                                   const std::string& target) {
  Result<CompiledDesign> design = compile_config(config_path, float_weights, target);
  if (!design) return design;
  for (const std::string& warning : design->warnings) fmt::print(stderr, "{}\n", warning);
  return design;
}

Result<QuantizedModel> load_other_weights(const CompiledDesign& design, const std::string& checkpoint) {
  std::vector<std::string> warnings;
  Result<Network> network = load_network(design.config, checkpoint, &warnings);
  if (!network) return faults(std::move(network.error()));
  Result<QuantizedModel> model = quantize_for(design, std::move(*network), checkpoint, warnings);
  for (const std::string& warning : warnings) fmt::print(stderr, "{}\n", warning);
  return model;
}

Result<Laps> reload_laps(const CompiledDesign& design, const std::string& checkpoint, Stimulus stimulus,
                         std::vector<std::int64_t> expected) {
  if (checkpoint.empty()) return Laps{std::move(stimulus.codes), std::move(expected), {}};
  if (design.graph.reload_address_width == 0) {
    return fault("weights.constant", design.config.path, "no layer has weights that can be reloaded",
                 "add `weights: reloadable` to the config");
  }
  const Result<QuantizedModel> other = load_other_weights(design, checkpoint);
  if (!other) return faults(other.error());
  const Result<std::vector<std::int64_t>> others = integer_oracle(*other, stimulus);
  if (!others) return faults(others.error());
  Laps laps;
  const std::vector<std::int64_t>& own = expected;
  for (const auto* lap : {&own, &*others, &own}) {
    laps.codes.insert(laps.codes.end(), stimulus.codes.begin(), stimulus.codes.end());
    laps.expected.insert(laps.expected.end(), lap->begin(), lap->end());
  }
  laps.reloads = {{stimulus.count, reload_words(design.graph, *other)},
                  {2 * stimulus.count, reload_words(design.graph, design.model)}};
  return laps;
}

Result<std::filesystem::path> design_folder(const HardwareConfig& config, const std::string& build_folder) {
  constexpr std::array<const char*, 9> kReserved = {"bin",  "release",     "dev",      "asan-ubsan", "cache",
                                                    "fuzz", "experiments", "networks", "results"};
  if (std::find(kReserved.begin(), kReserved.end(), config.name) != kReserved.end()) {
    return fault("cli.reserved_name", config.path,
                 fmt::format("the build itself uses the folder {}/{}", build_folder, config.name),
                 "give the design another name");
  }
  return std::filesystem::path(build_folder) / config.name;
}

Result<Stimulus> load_stimulus(const CompiledDesign& design, const std::string& inputs, std::int64_t count,
                               std::uint64_t seed) {
  Stimulus stimulus;
  Result<void> first = append_first_vectors(stimulus, design);
  if (!first) return faults(std::move(first.error()));
  DataSpec spec = design.config.data;
  if (!inputs.empty()) spec = DataSpec{inputs, "", 0, "--inputs"};
  const std::int64_t rest = count > 0 ? std::max<std::int64_t>(count - stimulus.count, 0) : 0;
  if (count > 0 && rest == 0) {
    stimulus.source = "first_vectors";
  } else if (spec.inputs.empty()) {
    stimulus.source = "random codes";
    append_random(stimulus, design.model, count > 0 ? rest : kRandomVectors, seed);
  } else {
    stimulus.source = std::filesystem::path(spec.inputs).filename().string();
    Result<void> appended = append_data(stimulus, design, spec, rest);
    if (!appended) return faults(std::move(appended.error()));
  }
  const std::size_t features = static_cast<std::size_t>(design.model.in_features());
  if (count > 0) {  // first_vectors may be more than was asked for
    const std::size_t limit = static_cast<std::size_t>(count) * features;
    if (stimulus.codes.size() > limit) {
      stimulus.codes.resize(limit);
      stimulus.real.resize(limit);
    }
  }
  stimulus.count = static_cast<std::int64_t>(stimulus.codes.size() / features);
  return stimulus;
}

Result<std::vector<std::int64_t>> integer_oracle(const QuantizedModel& model, const Stimulus& stimulus) {
  std::vector<std::int64_t> expected(static_cast<std::size_t>(stimulus.count) *
                                     static_cast<std::size_t>(model.out_features()));
  Progress progress("integer oracle", "vectors", stimulus.count);
  const bool done = evaluate(model, stimulus.codes, expected, [&](std::int64_t vectors) {
    progress.update(vectors);
    return !interrupted();
  });
  if (!done) return fault("cli.interrupted", "", "interrupted; nothing half-written is left");
  return expected;
}

Result<void> emit_with_vectors(const CompiledDesign& design, const std::filesystem::path& folder,
                               const Stimulus& stimulus) {
  const std::int64_t count = std::min(stimulus.count, kGoldenVectors);
  const auto in_features = static_cast<std::size_t>(design.model.in_features());
  const auto out_features = static_cast<std::size_t>(design.model.out_features());
  const std::span<const std::int64_t> data_in(stimulus.codes.data(), static_cast<std::size_t>(count) * in_features);
  std::vector<std::int64_t> data_out(static_cast<std::size_t>(count) * out_features);
  evaluate(design.model, data_in, data_out);
  return emit_design(design, folder, data_in, data_out);
}

Result<void> emit_with_random_vectors(const CompiledDesign& design, const std::filesystem::path& folder) {
  constexpr std::uint64_t kSeed = 1;
  Stimulus stimulus;
  const Result<void> first = append_first_vectors(stimulus, design);
  if (!first) return first;
  append_random(stimulus, design.model, kGoldenVectors, kSeed);
  stimulus.count += kGoldenVectors;
  return emit_with_vectors(design, folder, stimulus);
}

}  // namespace rtl4ml
