#include "sw/checkpoint/read_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sw/checkpoint/check_network.hpp"
#include "sw/checkpoint/checkpoint_file.hpp"
#include "sw/checkpoint/layer_requests.hpp"
#include "sw/checkpoint/read_checkpoint.hpp"
#include "sw/checkpoint/torchscript.hpp"

namespace rtl4ml {
namespace {

/// "linear, relu, linear": what computes, without Flatten, Dropout and Identity.
template <class Range, class Name>
std::string operator_list(const Range& range, Name name_of) {
  std::string list;
  for (const auto& item : range) {
    std::string name = name_of(item);
    if (name == "flatten" || name == "dropout" || name == "identity") continue;
    if (name == "relu6" || name == "hardtanh") name = "clip";
    list += (list.empty() ? "" : ", ") + name;
  }
  return list;
}

/// The network that the graph describes. Errors: checkpoint.model_differs, those of load_torchscript
Result<Network> scripted_network(const CheckpointFile& opened, const std::vector<LayerRequest>& requests,
                                 std::vector<std::string>& unused) {
  Result<TorchScript> script = load_torchscript(opened.file, *opened.archive, TorchScriptParts::kNetwork);
  if (!script) return faults(std::move(script.error()));
  if (!script->graph_errors.empty()) return faults(std::move(script->graph_errors));
  const std::string found =
      operator_list(script->network.layers, [](const Layer& layer) { return operator_name(layer.kind); });
  const std::string wanted = operator_list(requests, [](const LayerRequest& request) { return request.op; });
  if (!requests.empty() && found != wanted) {
    return fault("checkpoint.model_differs", requests.front().place,
                 fmt::format("the model list says {}; the graph in {} computes {}", wanted, opened.file.path(), found),
                 "remove the model list: a TorchScript file says itself what it computes");
  }
  unused = std::move(script->unused);
  return std::move(script->network);
}

std::string unused_warning(const std::string& path, const std::vector<std::string>& names) {
  constexpr std::size_t kMostNames = 100;
  std::string list;
  for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
    list += (i == 0 ? "" : ", ") + names[i].substr(0, 100);
  }
  if (names.size() > kMostNames) list += fmt::format(", ... ({} in all)", names.size());
  return fmt::format(
      "{}: warning[checkpoint.unused]: {} that no layer of the network takes: {}\n  fix: none is needed if the network "
      "is meant to do without; else check the layers under model:, or what forward() calls",
      path, names.size() == 1 ? "holds a tensor" : "holds tensors", list);
}

}  // namespace

Result<Network> read_network(const std::string& path, const std::string& key, const std::vector<LayerRequest>& requests,
                             std::vector<std::string>* warnings) {
  std::vector<std::string> unused;
  Result<Network> network = [&]() -> Result<Network> {
    Result<CheckpointFile> opened = open_checkpoint(path);
    if (!opened) return faults(std::move(opened.error()));
    if (opened->format == CheckpointFormat::kTorchScript) return scripted_network(*opened, requests, unused);
    Result<Checkpoint> checkpoint = read_checkpoint(path, key);
    if (!checkpoint) return faults(std::move(checkpoint.error()));
    return build_network(std::move(*checkpoint), requests, &unused);
  }();
  if (!network) return network;
  Errors errors = check_network(*network, path);
  if (!errors.empty()) return faults(std::move(errors));
  if (warnings != nullptr && !unused.empty()) warnings->push_back(unused_warning(path, unused));
  return network;
}

}  // namespace rtl4ml
