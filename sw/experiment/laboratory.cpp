#include "sw/experiment/laboratory.hpp"

#include <fmt/format.h>

#include <system_error>

#include "sw/base/file.hpp"
#include "sw/checkpoint/network_tensors.hpp"
#include "sw/checkpoint/read_network.hpp"
#include "sw/checkpoint/safetensors.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

std::string file_stem(const std::string& variant, std::uint64_t seed) {
  return fmt::format("{}-s{}", slug(variant), seed);
}

Result<void> make_folder(const fs::path& folder) {
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure) return fault("file.unwritable", folder.string(), failure.message(), "free the folder");
  return {};
}

}  // namespace

std::vector<LayerRequest> layer_requests(const ModelPlan& model) {
  std::vector<LayerRequest> requests;
  for (std::size_t layer = 1; layer <= model.hidden.size() + 1; ++layer) {
    const auto add = [&](const std::string& op, const std::string& prefix) -> LayerRequest& {
      return requests.emplace_back(LayerRequest{op, fmt::format("{}{}", prefix, layer), {}, ""});
    };
    add("linear", "fc");
    if (layer > model.hidden.size()) break;
    if (model.batch_norm) add("batch_norm1d", "bn");
    LayerRequest& activation = add(model.activation, model.activation);
    if (model.activation == "leaky_relu") activation.attributes["negative_slope"] = model.negative_slope;
  }
  return requests;
}

Result<Network> Laboratory::float_network(std::uint64_t seed) const {
  const fs::path path = store.folder() / "checkpoints" / (file_stem(kFloatVariant, seed) + ".safetensors");
  return read_network(path.string(), "", layer_requests(experiment.model));
}

Result<void> Laboratory::keep(const Network& network, const std::string& variant, std::uint64_t seed) const {
  const fs::path folder = store.folder() / "checkpoints";
  if (auto made = make_folder(folder); !made) return made;
  return write_safetensors((folder / (file_stem(variant, seed) + ".safetensors")).string(), network_tensors(network),
                           {{"experiment", experiment.name}, {"variant", variant}, {"seed", std::to_string(seed)}});
}

Result<Record> measure_design(const Laboratory& laboratory, const std::string& variant, std::uint64_t seed,
                              const Network& network, const DesignFormats& formats) {
  if (auto kept = laboratory.keep(network, variant, seed); !kept) return faults(kept.error());
  const Experiment& experiment = laboratory.experiment;
  const std::string stem = file_stem(variant, seed);
  HardwareYaml config;
  config.comment = fmt::format("Written by an experiment: {}, seed {}, of {}", variant, seed, experiment.name);
  config.name = fmt::format("{}-{}", experiment.name, stem).substr(0, 64);
  config.checkpoint = fmt::format("../checkpoints/{}.safetensors", stem);
  config.formats = formats;
  config.parallelism = experiment.hardware.parallelism;
  config.target = experiment.hardware.target;
  config.data = laboratory.data.test_inputs;
  config.labels = laboratory.data.test_labels;
  config.test_count = experiment.data.test_count;
  config.calibration = laboratory.data.calibration;
  const fs::path folder = laboratory.store.folder() / "configs";
  if (auto made = make_folder(folder); !made) return faults(made.error());
  const fs::path path = folder / (stem + ".yaml");
  if (auto written = write_file(path, hardware_yaml(config, network)); !written) return faults(written.error());
  Result<std::map<std::string, double>> figures = laboratory.hardware(path, laboratory.data.test);
  if (!figures) return faults(std::move(figures.error()));
  Record record;
  record.figures = std::move(*figures);
  record.config = "configs/" + stem + ".yaml";
  return record;
}

}  // namespace rtl4ml
