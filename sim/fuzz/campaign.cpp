#include "sim/fuzz/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "sim/fuzz/random_case.hpp"
#include "sim/fuzz/shrink.hpp"
#include "sw/base/interrupt.hpp"
#include "sw/base/progress.hpp"

namespace rtl4ml {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kMostAttempts = 100;

void add(EngineTotals& totals, const Verdict& verdict) {
  ++totals.networks;
  totals.vectors += verdict.vectors;
  totals.elements += verdict.elements;
  totals.cycles += verdict.cycles;
  totals.resets += verdict.resets;
}

/// What several workers share.
class Campaign {
 public:
  Campaign(const CampaignOptions& options, const Judge& judge) : options_(options), judge_(judge) {}

  Result<CampaignReport> run() {
    Progress progress("fuzz", "networks", options_.count);
    std::vector<std::thread> workers;
    for (int i = 0; i < options_.jobs; ++i) workers.emplace_back([this] { work(); });
    for (bool going = true; going;) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      const std::scoped_lock lock(guard_);
      progress.update(report_.networks);
      going = working_ > 0 || !started_;
    }
    for (std::thread& worker : workers) worker.join();
    if (!errors_.empty()) return faults(std::move(errors_));
    report_.seconds = seconds();
    if (report_.failure) {
      const Result<void> shrunk = shrink_failure(*report_.failure);
      if (!shrunk) return faults(shrunk.error());
    }
    return std::move(report_);
  }

 private:
  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  /// The next index; nothing where the campaign is over.
  std::optional<std::int64_t> next() {
    const std::scoped_lock lock(guard_);
    const bool late = options_.seconds > 0.0 && seconds() > options_.seconds;
    const bool enough = options_.count > 0 && taken_ == options_.count;
    if (late || enough || report_.failure || !errors_.empty() || interrupted()) return std::nullopt;
    return options_.first + taken_++;
  }

  void work() {
    {
      const std::scoped_lock lock(guard_);
      started_ = true;
      ++working_;
    }
    while (const std::optional<std::int64_t> index = next()) {
      const Result<void> done = one_network(*index);
      if (done) continue;
      const std::scoped_lock lock(guard_);
      if (errors_.empty()) errors_ = done.error();
    }
    const std::scoped_lock lock(guard_);
    --working_;
  }

  Result<void> one_network(std::int64_t index) {
    for (std::uint64_t attempt = 0; attempt < kMostAttempts; ++attempt) {
      FuzzCase drawn = draw_case(options_.seed, static_cast<std::uint64_t>(index), attempt);
      Result<Verdict> verdict = judge_(drawn);
      if (!verdict) return faults(std::move(verdict.error()));
      if (verdict->outcome == CaseOutcome::kRefused) {
        const std::scoped_lock lock(guard_);
        ++report_.refused;
        continue;
      }
      count(index, drawn, *verdict);
      const bool both = options_.verilator_every > 0 && index % options_.verilator_every == 0;
      if (verdict->outcome == CaseOutcome::kFailed || !both) return {};
      drawn.engine = Engine::kVerilator;
      verdict = judge_(drawn);
      if (!verdict) return faults(std::move(verdict.error()));
      count(index, drawn, *verdict);
      return {};
    }
    return fault("fuzz.refused", fmt::format("network {} of seed {}", index, options_.seed),
                 fmt::format("the compiler refused all of {} draws", kMostAttempts),
                 "a bug of the drawing or of the compiler's limits: report it");
  }

  void count(std::int64_t index, const FuzzCase& drawn, const Verdict& verdict) {
    const std::scoped_lock lock(guard_);
    const bool icarus = drawn.engine == Engine::kIcarus;
    add(icarus ? report_.icarus : report_.verilator, verdict);
    if (icarus) {
      ++report_.networks;
      for (const FuzzLayer& layer : drawn.layers) {
        ++report_.operators[layer.op];
        report_.layers += vanishes(layer) ? 0 : 1;
      }
    }
    if (verdict.outcome != CaseOutcome::kFailed) return;
    if (report_.failure && report_.failure->index < index) return;
    report_.failure = CampaignFailure{index, verdict, drawn, drawn};
  }

  Result<void> shrink_failure(CampaignFailure& failure) {
    Progress progress("making the failure smaller", "runs", 0);
    std::int64_t judged = 0;
    const auto still_fails = [&](const std::vector<FuzzCase>& cases) -> Result<std::vector<bool>> {
      judged += static_cast<std::int64_t>(cases.size());
      progress.update(judged);
      return fail_alike(cases, failure.verdict.failure);
    };
    const Result<Shrunk> shrunk = shrink(failure.drawn, static_cast<std::size_t>(std::max(1, options_.jobs)),
                                         options_.shrink_budget, still_fails);
    if (!shrunk) return faults(shrunk.error());
    failure.shrunk = shrunk->fuzz_case;
    failure.shrink_steps = shrunk->steps;
    failure.shrink_judged = shrunk->judged;
    failure.shrink_finished = shrunk->finished;
    return {};
  }

  /// Judges the cases side by side. Result: whether each fails in the given way.
  Result<std::vector<bool>> fail_alike(const std::vector<FuzzCase>& cases, const std::string& failure) {
    std::vector<Result<Verdict>> verdicts(cases.size(), Verdict{});
    std::vector<std::thread> workers;
    for (std::size_t i = 0; i < cases.size(); ++i) {
      workers.emplace_back([&, i] {
        FuzzCase renamed = cases[i];
        renamed.name += "_" + std::to_string(i);
        verdicts[i] = judge_(renamed);
      });
    }
    for (std::thread& worker : workers) worker.join();
    std::vector<bool> fails;
    for (const Result<Verdict>& verdict : verdicts) {
      if (!verdict) return faults(verdict.error());
      fails.push_back(verdict->outcome == CaseOutcome::kFailed && verdict->failure == failure);
    }
    return fails;
  }

  const CampaignOptions& options_;
  const Judge& judge_;
  Clock::time_point start_ = Clock::now();
  std::mutex guard_;
  bool started_ = false;
  int working_ = 0;
  std::int64_t taken_ = 0;
  CampaignReport report_;
  Errors errors_;
};

}  // namespace

Result<CampaignReport> run_campaign(const CampaignOptions& options, const Judge& judge) {
  return Campaign(options, judge).run();
}

}  // namespace rtl4ml
