#include "gen/cost/cost_model.hpp"

#include <chrono>

#include "bench/cost/measurements.hpp"
#include "bench/cost/random_mlp.hpp"
#include "gen/cost/describe.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

CompiledDesign design_for(const std::string& target, int in, int out, int parallelism_in, int parallelism_out,
                          int width = 8) {
  HardwareConfig config = test::config();
  config.target = *find_target(target, "");
  config.precision.weight = test::spec(width, width - 3);
  config.parallelism.in = parallelism_in;
  config.parallelism.out = parallelism_out;
  return test::compiled(config, {{{"fc1", test::linear(in, out)}, {"relu", ReluLayer{}}}});
}

Use total(const CompiledDesign& design) {
  const Result<Estimate> estimated = estimate(design);
  REQUIRE(estimated);
  return estimated->total;
}

}  // namespace

// The designs are made again from their seeds, and the committed coefficients have never seen them.
TEST_CASE("held-out random networks: estimated LUT and FF against what Yosys counted", "[cost]") {
  constexpr double kMedian = 0.10, kWorst = 0.25;
  const auto& [family, target_name] = GENERATE(from_range(bench::kMeasuredFamilies));
  const Target target = *find_target(target_name, "");
  std::vector<double> lut, ff;
  for (const bench::Measurement& row : bench::read_measurements(bench::measurements_file(family))) {
    if (!bench::is_held_out(row.seed)) continue;
    const Result<CompiledDesign> design = bench::compile_random_mlp(row.seed, target);
    REQUIRE(design);
    const Use estimated = total(*design);
    INFO(family << ", seed " << row.seed << ": LUT " << estimated.lut << " for " << row.use.lut << ", FF "
                << estimated.ff << " for " << row.use.ff << ", DSP " << estimated.dsp << " for " << row.use.dsp
                << ", BRAM " << estimated.bram << " for " << row.use.bram);
    lut.push_back(bench::relative_error(estimated.lut, row.use.lut));
    ff.push_back(bench::relative_error(estimated.ff, row.use.ff));
    CHECK(lut.back() <= kWorst);
    CHECK(ff.back() <= kWorst);
  }
  INFO(family);
  CHECK(lut.size() >= 30);  // as many as have been measured, of 50
  CHECK(bench::summarise(lut).median <= kMedian);
  CHECK(bench::summarise(ff).median <= kMedian);
}

TEST_CASE("more lanes, wider weights and more outputs never take less", "[cost]") {
  for (const auto& [family, target] : bench::kMeasuredFamilies) {
    INFO(family);
    double before = 0.0;
    for (const int lanes : {1, 2, 4, 8}) {
      const Use use = total(design_for(target, 16, 16, lanes, 4));
      CHECK(use.lut + 40.0 * use.dsp > before);
      before = use.lut + 40.0 * use.dsp;
    }
    const Use narrow = total(design_for(target, 16, 16, 4, 4, 4)), wide = total(design_for(target, 16, 16, 4, 4, 12));
    CHECK(wide.lut > narrow.lut);
    CHECK(total(design_for(target, 16, 32, 4, 8)).ff > total(design_for(target, 16, 32, 4, 4)).ff);
  }
}

TEST_CASE("weights that are zero in every word take no multiplier of tables", "[cost]") {
  HardwareConfig config = test::config();
  config.target = *find_target("ice40-hx8k", "");
  LinearLayer full = test::linear(8, 8), pruned = full;
  for (std::size_t i = 0; i < pruned.weight.size(); ++i) pruned.weight[i] = i % 2 == 0 ? pruned.weight[i] : 0.0F;
  const Use all = total(test::compiled(config, {{{"fc1", full}}}));
  const Use half = total(test::compiled(config, {{{"fc1", pruned}}}));
  CHECK(half.lut < 0.7 * all.lut);
}

TEST_CASE("the shares of the layers add up to the whole", "[cost]") {
  const Result<Estimate> estimated = estimate(design_for("xc7a35t", 12, 20, 3, 4));
  REQUIRE(estimated);
  Use sum;
  for (const Use& layer : estimated->layers) {
    sum.lut += layer.lut;
    sum.ff += layer.ff;
    sum.dsp += layer.dsp;
    sum.bram += layer.bram;
  }
  CHECK(sum.lut == estimated->total.lut);
  CHECK(sum.ff == estimated->total.ff);
  CHECK(sum.dsp == 12);
}

TEST_CASE("a family without coefficients, and coefficients that are none, are told", "[cost]") {
  const CompiledDesign design = design_for("lifcl-40", 4, 4, 2, 2);
  const Result<Estimate> estimated = estimate(design);
  REQUIRE_FALSE(estimated);
  CHECK(test::count_of(estimated.error(), "cost.family") == 1);
  const test::ScratchFolder scratch;
  const std::string broken = scratch.write("broken.txt", "# a comment\nice40 adder one\n");
  const Result<CostModel> model = CostModel::read("ice40", broken);
  REQUIRE_FALSE(model);
  CHECK(model.error().front().code == "cost.coefficients");
  CHECK(model.error().front().place == broken + ":2:1");
  const Result<CostModel> missing = CostModel::read("ice40", scratch.write("short.txt", "ice40 adder 1.0\n"));
  REQUIRE_FALSE(missing);
  CHECK(missing.error().front().code == "cost.coefficients");
}

}  // namespace rtl4ml
