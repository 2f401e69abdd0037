#include "sw/experiment/run_experiment.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "sw/base/file.hpp"
#include "sw/experiment/engine.hpp"
#include "sw/experiment/networks.hpp"
#include "sw/experiment/present.hpp"
#include "sw/experiment/statistics.hpp"
#include "sw/experiment/study.hpp"
#include "sw/report/render.hpp"
#include "sw/train/single_thread.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kTime = "time_";  // figures that no second run repeats begin with this

bool is_time(const std::string& figure) { return figure.starts_with(kTime); }

/// Records with their measured times only, or without them.
std::vector<Record> with_times(std::vector<Record> records, bool times) {
  for (Record& record : records) {
    std::erase_if(record.figures, [times](const auto& figure) { return is_time(figure.first) != times; });
  }
  return records;
}

Result<PlannedStudy> plan_of(const Laboratory& laboratory, ExperimentCommand command) {
  const Experiment& experiment = laboratory.experiment;
  const bool quantizes = command == ExperimentCommand::kQuantize || command == ExperimentCommand::kCompare;
  if (quantizes && !experiment.quantization) {
    return fault("experiment.no_quantization", experiment.path,
                 fmt::format("the experiment has no quantization, which {} needs", to_string(command)),
                 "add, for example, `quantization: {width: 8}`");
  }
  switch (command) {
    case ExperimentCommand::kTrain:
      return plan_train(laboratory, experiment.quantization);
    case ExperimentCommand::kQuantize:
      return plan_quantize(laboratory, *experiment.quantization);
    case ExperimentCommand::kCompare:
      return plan_compare(laboratory, *experiment.quantization);
    case ExperimentCommand::kSweep:
      break;
  }
  if (experiment.study) return plan_study(laboratory, *experiment.study);
  return fault("experiment.no_study", experiment.path, "the experiment has no study to sweep",
               "add, for example, `study: {widths: [4, 8, 16]}`");
}

/// Runs the tasks and adds their records.
Result<void> run_more(const RunStore& store, const std::vector<Task>& tasks, const std::string& what, int threads,
                      std::vector<Record>& records) {
  Result<std::vector<Record>> more = run_tasks(store, tasks, what, threads);
  if (!more) return faults(std::move(more.error()));
  records.insert(records.end(), std::make_move_iterator(more->begin()), std::make_move_iterator(more->end()));
  return {};
}

Result<void> write_results(const ExperimentResult& result, const Experiment& experiment, const std::string& command) {
  const std::vector<Record> lasting = with_times(result.records, false);
  const std::vector<Record> times = with_times(result.records, true);
  std::vector<std::pair<std::string, std::string>> files = {
      {command + ".csv", to_csv(lasting)},
      {command + ".json", results_json(experiment, lasting, result.page)},
      {command + ".html", render(result.page)}};
  const auto has_time = [](const Record& record) { return !record.figures.empty(); };
  if (std::any_of(times.begin(), times.end(), has_time)) files.push_back({command + "_times.csv", to_csv(times)});
  for (const auto& [name, content] : files) {
    if (auto written = write_file(result.folder / name, content); !written) return written;
  }
  return {};
}

}  // namespace

std::string to_string(ExperimentCommand command) {
  switch (command) {
    case ExperimentCommand::kTrain:
      return "train";
    case ExperimentCommand::kQuantize:
      return "quantize";
    case ExperimentCommand::kCompare:
      return "compare";
    case ExperimentCommand::kSweep:
      return "sweep";
  }
  return "";
}

Result<ExperimentResult> run_experiment(const Experiment& experiment, ExperimentCommand command,
                                        const std::filesystem::path& folder, bool fresh, const HardwareModel& hardware,
                                        int threads) {
  const Result<RunStore> store = RunStore::open(folder, experiment.settings, fresh);
  if (!store) return faults(store.error());
  const Result<LearningData> data = load_learning_data(experiment.data, folder);
  if (!data) return faults(data.error());
  const Laboratory laboratory{experiment, *store, *data, hardware};
  const Result<PlannedStudy> plan = plan_of(laboratory, command);
  if (!plan) return faults(plan.error());

  // Every run computes on one thread; the runs share the cores.
  const SingleThread single_thread;
  ExperimentResult result;
  result.folder = folder;
  std::vector<Task> first;
  for (const std::uint64_t seed : experiment.seeds) first.push_back(float_task(laboratory, seed));
  if (auto done = run_more(*store, first, experiment.name + ", float", threads, result.records); !done)
    return faults(done.error());
  if (auto done = run_more(*store, plan->tasks, experiment.name, threads, result.records); !done)
    return faults(done.error());
  if (plan->follow_up) {
    if (auto done = run_more(*store, plan->follow_up(result.records), experiment.name, threads, result.records); !done)
      return faults(done.error());
  }
  result.page = plan->page(result.records);
  if (Table notes = notes_table(result.records); !notes.rows.empty()) result.page.tables.push_back(std::move(notes));
  result.page.files = {{"every run, as a table", to_string(command) + ".csv"},
                       {"findings and means", to_string(command) + ".json"},
                       {"checkpoints", "checkpoints/"},
                       {"hardware configs", "configs/"}};
  result.page.facts.push_back({"made by", fmt::format("rtl4ml {} {}", to_string(command), experiment.path)});
  if (auto written = write_results(result, experiment, to_string(command)); !written) return faults(written.error());
  return result;
}

std::string results_json(const Experiment& experiment, const std::vector<Record>& records, const Page& page) {
  Json json;
  json["experiment"] = experiment.name;
  json["seeds"] = experiment.seeds;
  json["findings"] = Json::array();
  for (const Finding& finding : page.findings)
    json["findings"].push_back(
        {{"expectation", finding.expectation}, {"holds", finding.holds}, {"figures", finding.figures}});
  json["variants"] = Json::array();
  for (const std::string& variant : variants_of(records)) {
    std::set<std::string> names;
    std::string config;
    for (const Record& record : records) {
      if (record.variant != variant) continue;
      if (config.empty()) config = record.config;
      for (const auto& [name, value] : record.figures) names.insert(name);
    }
    Json figures;
    for (const std::string& name : names) {
      const Summary summary = summarize(figures_of(records, variant, name));
      if (summary.count == 0) continue;
      figures[name] = {{"mean", summary.mean},
                       {"half_width", summary.half_width},
                       {"least", summary.least},
                       {"most", summary.most},
                       {"count", summary.count}};
    }
    json["variants"].push_back({{"variant", variant}, {"config", config}, {"figures", std::move(figures)}});
  }
  return json.dump(1) + "\n";
}

}  // namespace rtl4ml
