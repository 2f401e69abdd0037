// The loop over epochs and batches.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sw/train/evaluate.hpp"
#include "sw/train/mlp.hpp"
#include "sw/train/optimizers.hpp"
#include "sw/train/state.hpp"

namespace rtl4ml {

/// 0 .. count-1 in random order (Fisher, Yates).
[[nodiscard]] std::vector<std::int64_t> shuffled(std::int64_t count, Random& random);

class Trainer {
 public:
  /// `network`: what it starts from; `random`: after that was drawn. All checks were made; task and data must outlive
  /// it.
  Trainer(const TrainTask& task, const Network& network, Random random, const FloatData& data);

  /// To the end, or until progress says no. `configuration`: of the state file.
  /// Errors: train.failed, train.interrupted, train.state
  [[nodiscard]] Result<void> run(const std::string& configuration, const TrainProgress& progress);

  [[nodiscard]] Mlp& model() { return model_; }
  [[nodiscard]] const std::vector<EpochReport>& history() const { return run_.history; }
  [[nodiscard]] int best_epoch() const { return run_.best_epoch; }

 private:
  [[nodiscard]] bool validates() const { return !validation_.labels.empty(); }
  void split(const FloatData& data);
  void gather(const std::int64_t* indices, std::int64_t count);
  double step(double rate, Random& changes, std::int64_t& right);
  [[nodiscard]] std::optional<EpochReport> run_epoch(int epoch);
  [[nodiscard]] bool improves(const EpochReport& report) const;
  [[nodiscard]] bool ended() const;
  void keep_best();
  void restore_best();
  void collect_state();
  void apply_state();
  [[nodiscard]] Result<void> save_state(const std::string& configuration);

  const TrainTask& task_;
  const FloatData& data_;
  bool has_norm_;
  Mlp model_;
  std::optional<Mlp> teacher_;
  Random random_;
  std::vector<std::int64_t> training_;  // indices into data_
  FloatData validation_;
  std::optional<Optimizer> optimizer_;
  RunState run_;
  Matrix batch_;
  std::vector<std::int64_t> labels_;
};

}  // namespace rtl4ml
