#include "sw/train/state.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <limits>
#include <sstream>
#include <utility>

#include "sw/checkpoint/network_tensors.hpp"
#include "sw/checkpoint/read_checkpoint.hpp"
#include "sw/checkpoint/safetensors.hpp"

namespace rtl4ml {
namespace {

constexpr std::int64_t kColumns = 6;  // of the history
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

Tensor history_tensor(const std::vector<EpochReport>& history) {
  std::vector<double> values;
  for (const EpochReport& report : history) {
    values.insert(values.end(),
                  {static_cast<double>(report.epochs), report.loss, report.train_accuracy, report.learning_rate,
                   report.validation_loss.value_or(kNothing), report.validation_accuracy.value_or(kNothing)});
  }
  Tensor tensor{.name = "history",
                .dtype = DType::kFloat64,
                .shape = {static_cast<std::int64_t>(history.size()), kColumns},
                .data = {}};
  tensor.data.resize(values.size() * sizeof(double));
  if (!values.empty()) std::memcpy(tensor.data.data(), values.data(), tensor.data.size());
  return tensor;
}

std::optional<double> something(double value) { return std::isnan(value) ? std::nullopt : std::optional(value); }

std::vector<EpochReport> history_of(const Tensor& tensor) {
  std::vector<double> values(tensor.data.size() / sizeof(double));
  if (!values.empty()) std::memcpy(values.data(), tensor.data.data(), tensor.data.size());
  std::vector<EpochReport> history;
  for (std::size_t i = 0; i + kColumns <= values.size(); i += kColumns) {
    const double* const row = values.data() + i;
    EpochReport report;
    report.epoch = static_cast<int>(history.size()) + 1;
    report.epochs = static_cast<int>(std::clamp(row[0], 0.0, 1e6));
    report.loss = row[1];
    report.train_accuracy = row[2];
    report.learning_rate = row[3];
    report.validation_loss = something(row[4]);
    report.validation_accuracy = something(row[5]);
    history.push_back(report);
  }
  return history;
}

/// The number under the key; nothing where it is none.
template <class T>
std::optional<T> number(const std::map<std::string, std::string>& metadata, const std::string& key) {
  const auto found = metadata.find(key);
  if (found == metadata.end()) return std::nullopt;
  const std::string& text = found->second;
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The first line of `theirs` that is another in `ours`, and what it is there.
std::string first_difference(const std::string& theirs, const std::string& ours) {
  std::istringstream left(theirs);
  std::istringstream right(ours);
  std::string a;
  std::string b;
  while (true) {
    const bool has_a = static_cast<bool>(std::getline(left, a));
    const bool has_b = static_cast<bool>(std::getline(right, b));
    if (!has_a && !has_b) return "";
    if (has_a != has_b || a != b) {
      return "there '" + (has_a ? a : std::string()) + "', here '" + (has_b ? b : std::string()) + "'";
    }
  }
}

tl::unexpected<Errors> no_state(const std::string& path, const std::string& why) {
  return fault("train.state", path, why, "remove the file to start again from the beginning");
}

}  // namespace

Result<void> write_state(const std::string& path, const std::string& configuration, const RunState& state) {
  std::vector<Tensor> tensors = {history_tensor(state.history)};
  for (const auto& [name, values] : state.tensors) {
    tensors.push_back(float_tensor(name, {static_cast<std::int64_t>(values.size())}, values));
  }
  const std::map<std::string, std::string> metadata = {{"configuration", configuration},
                                                       {"random", std::to_string(state.random)},
                                                       {"steps", std::to_string(state.steps)},
                                                       {"best_epoch", std::to_string(state.best_epoch)}};
  return write_safetensors(path, tensors, metadata);
}

Result<std::optional<RunState>> read_state(const std::string& path, const std::string& configuration,
                                           const RunState& expected) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  const Result<Checkpoint> file = read_checkpoint(path);
  if (!file) return faults(file.error());
  const auto written_for = file->metadata.find("configuration");
  if (written_for == file->metadata.end()) return no_state(path, "is not the state of a training");
  if (written_for->second != configuration) {
    return no_state(path, "is the state of another training: " + first_difference(written_for->second, configuration));
  }
  const auto random = number<std::uint64_t>(file->metadata, "random");
  const auto steps = number<std::int64_t>(file->metadata, "steps");
  const auto best_epoch = number<int>(file->metadata, "best_epoch");
  const Tensor* const history = file->find("history");
  if (!random || !steps || *steps < 0 || !best_epoch || history == nullptr || history->dtype != DType::kFloat64) {
    return no_state(path, "is damaged: its counters are missing");
  }
  RunState state{.random = *random, .steps = *steps, .best_epoch = *best_epoch, .history = history_of(*history)};
  if (*best_epoch < 0 || static_cast<std::size_t>(*best_epoch) > state.history.size()) {
    return no_state(path, "is damaged: the best epoch is none of its epochs");
  }
  for (const auto& [name, values] : expected.tensors) {
    const Tensor* const tensor = file->find(name);
    if (tensor == nullptr || tensor->dtype != DType::kFloat32 ||
        tensor->numel() != static_cast<std::int64_t>(values.size())) {
      return no_state(path, "is damaged: tensor " + name + " is missing or of another size");
    }
    state.tensors[name] = tensor->to_float();
  }
  return state;
}

}  // namespace rtl4ml
