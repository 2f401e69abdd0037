// A small experiment that really trains, in a fraction of a second.
#pragma once

#include <string>

#include "sw/experiment/laboratory.hpp"
#include "sw/experiment/networks.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/experiment/parse.hpp"

namespace rtl4ml {

inline constexpr const char* kSmall =
    "data: {train: two_class, train_count: 2000, test_count: 500}\nmodel: {hidden: [6]}\n"
    "training: {epochs: 10, rate: 0.02}\nseeds: 1\nquantization: {width: 6}\n";

/// Its data, its folder and, where asked for, its float network of seed 1. Hardware answers which config it was asked
/// about, as the accuracy's place says.
struct SmallLaboratory {
  explicit SmallLaboratory(const std::string& more = "")
      : experiment(parsed(kSmall + more)),
        store(*RunStore::open(scratch.path() / "e", experiment.settings, false)),
        data(*load_learning_data(experiment.data, store.folder())) {}

  /// Trains and keeps the float network.
  Record float_record() const {
    Result<Record> record = float_task(laboratory, 1).measure();
    if (!record) throw std::runtime_error(to_string(record.error()));
    return *record;
  }

  test::ScratchFolder scratch;
  Experiment experiment;
  RunStore store;
  LearningData data;
  Laboratory laboratory{
      experiment, store, data,
      [](const std::filesystem::path& config, const Dataset&) -> Result<std::map<std::string, double>> {
        if (!std::filesystem::exists(config)) return fault("test.config", config.string(), "is not there");
        return std::map<std::string, double>{{"accuracy", 0.5}};
      }};
};

}  // namespace rtl4ml
