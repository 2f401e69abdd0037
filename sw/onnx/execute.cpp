#include "sw/onnx/execute.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sw/checkpoint/printable.hpp"
#include "sw/onnx/operators.hpp"

namespace rtl4ml {
namespace {

bool fits(const OnnxTensor& tensor, const OnnxInput& input) {
  return tensor.dtype == input.dtype &&
         std::equal(tensor.shape.begin(), tensor.shape.end(), input.shape.begin(), input.shape.end(),
                    [](std::int64_t given, std::int64_t said) { return said == OnnxInput::kAnySize || given == said; });
}

constexpr const char* kGive = "give the graph what `rtl4ml inspect` says it takes";

}  // namespace

std::optional<OnnxShape> shape_for_one(const OnnxInput& input) {
  OnnxShape shape = input.shape;
  if (!shape.empty() && shape.front() == OnnxInput::kAnySize) shape.front() = 1;
  if (std::find(shape.begin(), shape.end(), OnnxInput::kAnySize) != shape.end()) return std::nullopt;
  return shape;
}

std::size_t OnnxProgram::place(const std::string& value) {
  if (value.empty()) return kNone;
  const auto [found, fresh] = places_.emplace(value, places_.size());
  if (fresh) constants_.emplace_back();
  return found->second;
}

Result<OnnxProgram> OnnxProgram::prepare(OnnxGraph graph, OnnxBudget budget) {
  Errors errors = check_onnx_nodes(graph);
  if (!errors.empty()) return faults(std::move(errors));
  OnnxProgram program(std::move(graph));
  for (const OnnxInput& input : program.graph_.inputs) (void)program.place(input.name);
  for (const auto& [name, tensor] : program.graph_.constants) program.constants_[program.place(name)] = tensor;
  std::vector<bool> failed;  // of values whose computation failed; what reads them is left out
  for (std::size_t n = 0; n < program.graph_.nodes.size(); ++n) {
    const OnnxNode& node = program.graph_.nodes[n];
    Step step{n, find_onnx_operator(node)->run, {}, {}};
    for (const std::string& input : node.inputs) step.inputs.push_back(program.place(input));
    for (const std::string& output : node.outputs) step.outputs.push_back(program.place(output));
    failed.resize(program.constants_.size(), false);
    std::vector<const OnnxTensor*> inputs;
    bool constant = true;
    bool skip = false;
    for (const std::size_t input : step.inputs) {
      const bool known = input != kNone && program.constants_[input];
      inputs.push_back(known ? &*program.constants_[input] : nullptr);
      if (input == kNone) continue;
      skip = skip || failed[input];
      constant = constant && known;
    }
    if (!skip && !constant) {
      program.steps_.push_back(std::move(step));
      continue;
    }
    Result<std::vector<OnnxTensor>> outputs = skip ? faults({}) : program.call(step, inputs, budget);
    if (!outputs) errors.insert(errors.end(), outputs.error().begin(), outputs.error().end());
    for (std::size_t i = 0; i < step.outputs.size(); ++i) {
      if (step.outputs[i] == kNone) continue;
      if (outputs) {
        program.constants_[step.outputs[i]] = std::move((*outputs)[i]);
      } else {
        failed[step.outputs[i]] = true;
      }
    }
  }
  if (!errors.empty()) return faults(std::move(errors));
  return program;
}

Result<std::vector<OnnxTensor>> OnnxProgram::call(const Step& step, std::span<const OnnxTensor* const> inputs,
                                                  OnnxBudget& budget) const {
  Result<std::vector<OnnxTensor>> outputs =
      step.run({graph_.nodes[step.node], inputs, graph_.opset(), graph_.path, budget});
  if (outputs && outputs->size() < step.outputs.size()) {
    return fault("onnx.inputs", graph_.place(graph_.nodes[step.node]),
                 fmt::format("has {} outputs; this operator gives {}", step.outputs.size(), outputs->size()),
                 "export the model again");
  }
  return outputs;
}

Result<std::vector<std::optional<OnnxTensor>>> OnnxProgram::run_all(std::span<const OnnxTensor> inputs,
                                                                    OnnxBudget budget) const {
  if (inputs.size() != graph_.inputs.size()) {
    return fault("onnx.input", graph_.path, fmt::format("takes {} inputs, not {}", graph_.inputs.size(), inputs.size()),
                 kGive);
  }
  std::vector<const OnnxTensor*> values(constants_.size(), nullptr);
  for (std::size_t i = 0; i < constants_.size(); ++i) {
    if (constants_[i]) values[i] = &*constants_[i];
  }
  std::vector<std::optional<OnnxTensor>> made(constants_.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const OnnxInput& input = graph_.inputs[i];
    if (!fits(inputs[i], input)) {
      return fault("onnx.input", graph_.path + ": " + printable(input.name),
                   fmt::format("takes {} of shape {}, not {} of shape {}", to_string(input.dtype),
                               shape_text(input.shape), to_string(inputs[i].dtype), shape_text(inputs[i].shape)),
                   kGive);
    }
    values[places_.at(input.name)] = &inputs[i];
  }
  for (const Step& step : steps_) {
    std::vector<const OnnxTensor*> read;
    for (const std::size_t input : step.inputs) read.push_back(input == kNone ? nullptr : values[input]);
    Result<std::vector<OnnxTensor>> outputs = call(step, read, budget);
    if (!outputs) return faults(std::move(outputs.error()));
    for (std::size_t i = 0; i < step.outputs.size(); ++i) {
      if (step.outputs[i] == kNone) continue;
      made[step.outputs[i]] = std::move((*outputs)[i]);
      values[step.outputs[i]] = &*made[step.outputs[i]];
    }
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) made[places_.at(graph_.inputs[i].name)] = inputs[i];
  return made;
}

Result<std::vector<OnnxTensor>> OnnxProgram::run(std::span<const OnnxTensor> inputs, OnnxBudget budget) const {
  Result<std::vector<std::optional<OnnxTensor>>> values = run_all(inputs, budget);
  if (!values) return faults(std::move(values.error()));
  std::vector<OnnxTensor> outputs;
  for (const std::string& output : graph_.outputs) {
    const std::size_t at = places_.at(output);
    outputs.push_back(constants_[at] ? *constants_[at] : *(*values)[at]);
  }
  return outputs;
}

std::int64_t OnnxProgram::input_features() const {
  if (graph_.inputs.size() != 1) return 0;
  const std::optional<OnnxShape> shape = shape_for_one(graph_.inputs.front());
  return shape ? onnx_numel(*shape).value_or(0) : 0;
}

Result<std::vector<double>> OnnxProgram::run_each(std::span<const double> vectors, std::int64_t count) const {
  const std::int64_t features = input_features();
  if (features == 0 || features * count != static_cast<std::int64_t>(vectors.size())) {
    return fault("onnx.input", graph_.path,
                 fmt::format("takes {} inputs, the first of {} elements; there are {} elements for {} vectors",
                             graph_.inputs.size(), features, vectors.size(), count),
                 kGive);
  }
  const OnnxShape shape = *shape_for_one(graph_.inputs.front());
  std::vector<std::vector<double>> rows(static_cast<std::size_t>(count));
  Errors errors;
  std::int64_t first_fault = count;  // whichever thread meets it: messages are the same on every machine
#pragma omp parallel for schedule(static)
  for (std::int64_t v = 0; v < count; ++v) {
    const std::span<const double> vector =
        vectors.subspan(static_cast<std::size_t>(v * features), static_cast<std::size_t>(features));
    const OnnxTensor input{graph_.inputs.front().dtype, shape, {vector.begin(), vector.end()}};
    Result<std::vector<OnnxTensor>> outputs = run({&input, 1});
    if (outputs) {
      rows[static_cast<std::size_t>(v)] = std::move(outputs->front().values);
      continue;
    }
#pragma omp critical(rtl4ml_onnx_faults)
    if (v < first_fault) {
      first_fault = v;
      errors = std::move(outputs.error());
    }
  }
  if (!errors.empty()) return faults(std::move(errors));
  std::vector<double> outputs;
  for (const std::vector<double>& row : rows) outputs.insert(outputs.end(), row.begin(), row.end());
  return outputs;
}

Result<std::map<std::string, OnnxTensor>> OnnxProgram::trace(OnnxBudget budget) const {
  std::vector<OnnxTensor> zeros;
  for (const OnnxInput& input : graph_.inputs) {
    const std::optional<OnnxShape> shape = shape_for_one(input);
    const std::optional<std::int64_t> numel = shape ? onnx_numel(*shape) : std::nullopt;
    if (!numel || *numel > budget.elements) {
      return fault("onnx.input", graph_.path + ": " + printable(input.name),
                   fmt::format("is an input of shape {}, of which more than the batch is open, or too large",
                               shape_text(input.shape)),
                   "export the model with the shape of one vector");
    }
    budget.elements -= *numel;
    zeros.push_back({input.dtype, *shape, std::vector<double>(static_cast<std::size_t>(*numel))});
  }
  Result<std::vector<std::optional<OnnxTensor>>> values = run_all(zeros, budget);
  if (!values) return faults(std::move(values.error()));
  std::map<std::string, OnnxTensor> traced;
  for (const auto& [name, at] : places_) {
    if (constants_[at]) {
      traced[name] = *constants_[at];
    } else if ((*values)[at]) {
      traced[name] = {(*values)[at]->dtype, (*values)[at]->shape, {}};
    }
  }
  return traced;
}

const OnnxTensor* OnnxProgram::constant(const std::string& value) const {
  const auto found = places_.find(value);
  return found == places_.end() || !constants_[found->second] ? nullptr : &*constants_[found->second];
}

}  // namespace rtl4ml
