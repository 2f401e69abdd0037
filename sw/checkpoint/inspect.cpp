#include "sw/checkpoint/inspect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "sw/checkpoint/check_network.hpp"
#include "sw/checkpoint/checkpoint_file.hpp"
#include "sw/checkpoint/printable.hpp"
#include "sw/checkpoint/read_checkpoint.hpp"
#include "sw/checkpoint/torchscript.hpp"

namespace rtl4ml {
namespace {

bool is_statistic(const std::string& name) {
  return name.ends_with("running_mean") || name.ends_with("running_var") || name.ends_with("num_batches_tracked");
}

std::string details_of(const LinearLayer& layer) {
  return fmt::format("{} -> {}{}", layer.in_features, layer.out_features, layer.bias.empty() ? ", no bias" : "");
}
std::string details_of(const BatchNorm1dLayer& layer) {
  return fmt::format("{} features, eps {}", layer.running_mean.size(), layer.epsilon);
}
std::string details_of(const LeakyReluLayer& layer) { return fmt::format("negative_slope {}", layer.negative_slope); }
std::string details_of(const PReluLayer& layer) {
  return fmt::format("{} slope{}", layer.weight.size(), layer.weight.size() == 1 ? "" : "s");
}
std::string details_of(const ClipLayer& layer) { return fmt::format("{} to {}", layer.min_value, layer.max_value); }
std::string details_of(const ThresholdLayer& layer) {
  return fmt::format("{} threshold{} a feature, low {}, step {}", layer.levels, layer.levels == 1 ? "" : "s", layer.low,
                     layer.step);
}
std::string details_of(const AffineLayer& layer) { return fmt::format("{} features", layer.weight.size()); }
std::string details_of(const TableLayer& layer) {
  if (layer.function == TableFunction::kElu) return fmt::format("alpha {}", layer.alpha);
  if (layer.function == TableFunction::kSoftplus)
    return fmt::format("beta {}, threshold {}", layer.alpha, layer.threshold);
  return "";
}
template <class Other>
std::string details_of(const Other& layer) {
  (void)layer;
  return "";
}

void describe(Inspection& inspection, const std::vector<Tensor>& tensors) {
  for (const Tensor& tensor : tensors) {
    inspection.tensors.push_back({tensor.name, tensor.dtype, tensor.shape, tensor.data.size()});
    inspection.tensor_bytes += tensor.data.size();
    if (is_floating_point(tensor.dtype) && !is_statistic(tensor.name)) inspection.parameter_count += tensor.numel();
  }
}

}  // namespace

Result<Inspection> inspect(const std::string& path, const std::string& key) {
  Inspection inspection;
  inspection.path = path;
  Result<CheckpointFile> opened = open_checkpoint(path);
  if (!opened) return faults(std::move(opened.error()));
  inspection.file_bytes = opened->file.size();
  if (opened->format != CheckpointFormat::kTorchScript) {
    const Result<Checkpoint> checkpoint = read_checkpoint(path, key);
    if (!checkpoint) return faults(checkpoint.error());
    inspection.format = checkpoint->format;
    describe(inspection, checkpoint->tensors);
    return inspection;
  }
  const Result<TorchScript> script = load_torchscript(opened->file, *opened->archive, TorchScriptParts::kBoth);
  if (!script) return faults(script.error());
  inspection.format = "torchscript";
  describe(inspection, script->tensors);
  for (const Layer& layer : script->network.layers) {
    inspection.layers.push_back({layer.name, operator_name(layer.kind),
                                 std::visit([](const auto& kind) { return details_of(kind); }, layer.kind)});
  }
  inspection.layer_errors = script->graph_errors.empty() ? check_network(script->network, path) : script->graph_errors;
  return inspection;
}

std::string to_text(const Inspection& inspection) {
  std::string text = fmt::format("{}: {}, {} bytes\n{} tensors, {} bytes, {} parameters\n", inspection.path,
                                 inspection.format, inspection.file_bytes, inspection.tensors.size(),
                                 inspection.tensor_bytes, inspection.parameter_count);
  std::size_t width = 0;
  std::size_t shape_width = 0;
  for (const Inspection::TensorInfo& tensor : inspection.tensors) {
    width = std::max(width, printable(tensor.name).size());
    shape_width = std::max(shape_width, shape_text(tensor.shape).size());
  }
  for (const Inspection::TensorInfo& tensor : inspection.tensors) {
    text += fmt::format("  {:<{}}  {:<8}  {:<{}}  {:>10} bytes\n", printable(tensor.name), width,
                        to_string(tensor.dtype), shape_text(tensor.shape), shape_width, tensor.bytes);
  }
  if (!inspection.layers.empty()) text += fmt::format("{} layers\n", inspection.layers.size());
  width = 0;
  for (const Inspection::LayerInfo& layer : inspection.layers) width = std::max(width, printable(layer.name).size());
  for (const Inspection::LayerInfo& layer : inspection.layers) {
    const std::string line = fmt::format("  {:<{}}  {:<12}  {}", printable(layer.name), width, layer.op, layer.details);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text + (inspection.layer_errors.empty() ? "" : to_string(inspection.layer_errors));
}

std::string to_json(const Inspection& inspection) {
  nlohmann::ordered_json json = {{"path", inspection.path},
                                 {"format", inspection.format},
                                 {"file_bytes", inspection.file_bytes},
                                 {"tensor_bytes", inspection.tensor_bytes},
                                 {"parameter_count", inspection.parameter_count},
                                 {"tensors", nlohmann::ordered_json::array()},
                                 {"layers", nlohmann::ordered_json::array()},
                                 {"layer_errors", nlohmann::ordered_json::array()}};
  for (const Inspection::TensorInfo& tensor : inspection.tensors) {
    json["tensors"].push_back(
        {{"name", tensor.name}, {"dtype", to_string(tensor.dtype)}, {"shape", tensor.shape}, {"bytes", tensor.bytes}});
  }
  for (const Inspection::LayerInfo& layer : inspection.layers) {
    json["layers"].push_back({{"name", layer.name}, {"op", layer.op}, {"details", layer.details}});
  }
  for (const Error& error : inspection.layer_errors) {
    json["layer_errors"].push_back({{"code", error.code}, {"message", error.message}, {"fix", error.fix}});
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace rtl4ml
