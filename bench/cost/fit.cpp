// Fits the look-up tables a unit of each part (gen/cost/tally.hpp) to the measured runs of hw/cost, and checks what is
// there with the designs that were held out. usage: bench_fit_cost [--check [--each]]   without --check
// hw/cost/coefficients.txt is written first
#include <fmt/format.h>

#include <string_view>

#include "bench/cost/measurements.hpp"
#include "bench/cost/random_mlp.hpp"
#include "bench/row.hpp"
#include "gen/cost/describe.hpp"
#include "sw/base/file.hpp"

namespace rtl4ml::bench {
namespace {

/// A measured design, and what the model sees of it.
struct Run {
  Measurement measured;
  Tally tally;
};

Result<std::vector<Run>> read_runs(const std::string& family_name, const std::string& target_name) {
  const Result<Target> target = find_target(target_name, "bench_fit_cost");
  if (!target) return faults(target.error());
  const Result<Family> family = family_of(*target);
  if (!family) return faults(family.error());
  std::vector<Run> runs;
  for (const Measurement& measured : read_measurements(measurements_file(family_name))) {
    const Result<CompiledDesign> design = compile_random_mlp(measured.seed, *target);
    if (!design) return faults(design.error());
    Run run{measured, {}};
    for (const Tally& layer : describe_design(*design, *family)) run.tally += layer;
    runs.push_back(run);
  }
  return runs;
}

/// The least sum of the third powers of the relative errors with coefficients that are not negative, so that the worst
/// networks count most: least squares by coordinate descent, weighed again and again. Beyond kLargestError an error is
/// an outlier and weighs no more; where the model counts other multiplier blocks, their tables are not those measured,
/// and the network does not weigh at all. What hardly occurs stays near one table a unit.
CostModel fit(const std::string& family, const std::vector<Run>& runs) {
  constexpr double kPrior = 1e-3;
  constexpr double kSmallError = 0.03, kLargestError = 0.4;
  constexpr int kRounds = 4000, kReweigh = 50;
  constexpr double kStep = 0.3;  // of the weights towards those of the errors as they are: at once they would swing
  CostModel model{family, {}};
  model.tables.fill(1.0);
  std::vector<double> weights(runs.size(), 1.0);
  for (int round = 0; round < kRounds; ++round) {
    if (round % kReweigh == kReweigh - 1) {
      for (std::size_t i = 0; i < runs.size(); ++i) {
        const double error = relative_error(model.lut(runs[i].tally), runs[i].measured.use.lut);
        const double weight = std::clamp(error, kSmallError, kLargestError) / kLargestError;
        weights[i] += kStep * (weight - weights[i]);
      }
    }
    for (std::size_t part = 0; part < kLutParts; ++part) {
      double top = kPrior, bottom = kPrior;
      for (std::size_t i = 0; i < runs.size(); ++i) {
        const Run& run = runs[i];
        if (is_held_out(run.measured.seed) || run.tally.dsp != run.measured.use.dsp) continue;
        const double scale = std::max(run.measured.use.lut, 50.0);
        const double units = run.tally.lut[part] / scale;
        if (units == 0.0) continue;
        top +=
            weights[i] * units * ((run.measured.use.lut - model.lut(run.tally)) / scale + model.tables[part] * units);
        bottom += weights[i] * units * units;
      }
      model.tables[part] = std::max(0.0, top / bottom);
    }
  }
  return model;
}

bool check(const CostModel& model, const std::vector<Run>& runs, bool each) {
  std::vector<double> lut, ff;
  int dsp = 0, bram = 0, held_out = 0;
  for (const Run& run : runs) {
    const Use& measured = run.measured.use;
    const double estimated = model.lut(run.tally);
    if (each) {
      fmt::print("{:5} LUT {:6} {:7.0f} {:+6.1f} %  FF {:5} {:5}  DSP {:3} {:3}  BRAM {:4} {:4} ", run.measured.seed,
                 measured.lut, estimated, 100.0 * (estimated / measured.lut - 1.0), measured.ff, run.tally.ff,
                 measured.dsp, run.tally.dsp, measured.bram, run.tally.bram);
      for (std::size_t part = 0; part < kLutParts; ++part) {
        if (run.tally.lut[part] != 0.0) fmt::print(" {}:{:g}", kLutPartNames[part], run.tally.lut[part]);
      }
      fmt::print("\n");
    }
    if (!is_held_out(run.measured.seed)) continue;
    ++held_out;
    lut.push_back(relative_error(estimated, measured.lut));
    ff.push_back(relative_error(run.tally.ff, measured.ff));
    dsp += run.tally.dsp == measured.dsp ? 1 : 0;
    bram += run.tally.bram == measured.bram ? 1 : 0;
  }
  bool passed = true;
  for (const auto& [resource, errors] : {std::pair{"LUT", &lut}, std::pair{"FF", &ff}}) {
    const ErrorSummary summary = summarise(*errors);
    passed &=
        print_row(fmt::format("estimated {} of {} held-out networks, {}", resource, held_out, model.family),
                  fmt::format("median {:.1f} %, worst {:.1f} %", 100.0 * summary.median, 100.0 * summary.worst),
                  "median <= 10 %, worst <= 25 %", held_out > 0 && summary.median <= 0.10 && summary.worst <= 0.25);
  }
  fmt::print("      DSP exact in {}, BRAM in {} of {}\n", dsp, bram, held_out);
  return passed;
}

constexpr std::string_view kHead =
    "# Look-up tables a unit of each part of the cost model (gen/cost/tally.hpp), by family. Written by `make "
    "fit-cost` from the\n"
    "# measured synthesis runs beside this file; docs/estimates.md tells how.\n";

int run(bool only_check, bool each) {
  std::string text(kHead);
  bool passed = true;
  for (const auto& [family, target] : kMeasuredFamilies) {
    const Result<std::vector<Run>> runs = read_runs(family, target);
    if (!runs) {
      fmt::print(stderr, "{}", to_string(runs.error()));
      return 2;
    }
    const Result<CostModel> model = only_check ? CostModel::read(family) : Result<CostModel>(fit(family, *runs));
    if (!model) {
      fmt::print(stderr, "{}", to_string(model.error()));
      return 2;
    }
    for (std::size_t part = 0; part < kLutParts; ++part)
      text += fmt::format("{:<6} {:<17} {:.3f}\n", family, kLutPartNames[part], model->tables[part]);
    passed &= check(*model, *runs, each);
  }
  if (!only_check) {
    const Result<void> written = write_file(CostModel::default_file(), text);
    if (!written) {
      fmt::print(stderr, "{}", to_string(written.error()));
      return 2;
    }
  }
  return passed ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml::bench

int main(int argc, char** argv) {
  const auto given = [&](std::string_view word) {
    for (int i = 1; i < argc; ++i) {
      if (argv[i] == word) return true;
    }
    return false;
  };
  return rtl4ml::bench::run(given("--check"), given("--each"));
}
