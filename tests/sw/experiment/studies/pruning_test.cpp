#include "tests/catch.hpp"
#include "tests/sw/experiment/small.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {
namespace {

constexpr const char* kPruningStudy =
    "data: rendered_digits\nseeds: 1\nstudy: {pruning: {sparsities: [0.2, 0.5], scopes: [local]}}\n";

Page page_with(double size, double chance) {
  const TestBench bench(kPruningStudy);
  const Result<PlannedStudy> plan = plan_study(bench.laboratory, *bench.experiment.study);
  std::vector<Record> records;
  add_records(records, "float32", {0.98});
  for (const std::string& variant : planned_variants(plan->tasks, 1))
    add_records(records, variant, {variant.find("random") == std::string::npos ? size : chance});
  return plan->page(records);
}

}  // namespace

TEST_CASE("pruning: by size and at random, weights, neurons and patterns, with and without finetuning") {
  const TestBench bench(kPruningStudy);
  const std::vector<std::string> variants =
      planned_variants(plan_study(bench.laboratory, *bench.experiment.study)->tasks, 1);
  // The control; two criteria of weights and of neurons at two sparsities, two patterns; each also finetuned.
  CHECK(variants.size() == 1 + (2 * 2 * 2 + 2) * 2);
  for (const char* variant : {"weights of each layer, L1, 20 %", "weights of each layer, random, finetuned, 50 %",
                              "neurons, L1, finetuned, 20 %", "N of 4 weights, 2 of 4 kept"}) {
    INFO(variant);
    CHECK(std::find(variants.begin(), variants.end(), variant) != variants.end());
  }
}

TEST_CASE("pruning: from 30 % on it is looked at whether size tells more than chance") {
  const Page good = page_with(0.9, 0.7), bad = page_with(0.7, 0.9);
  REQUIRE(good.findings.size() == 1);
  CHECK(good.findings[0].expectation.find("50 %") != std::string::npos);
  CHECK(good.findings[0].holds);
  CHECK(!bad.findings[0].holds);
  CHECK(good.plots[0].series.back().control);
}

TEST_CASE("pruning: a network without its neurons is smaller, one without weights is as large") {
  const SmallLaboratory small("study: {pruning: {sparsities: [0.5], scopes: [local]}}\n");
  (void)small.float_record();
  const Result<PlannedStudy> plan = plan_study(small.laboratory, *small.experiment.study);
  REQUIRE(plan);
  for (const Task& task : plan->tasks) {
    if (task.variant.find("random") != std::string::npos) continue;
    INFO(task.variant);
    const Result<Record> record = task.measure();
    INFO((record ? std::string() : to_string(record.error())));
    REQUIRE(record);
    if (task.variant == "neurons, L1, finetuned, 50 %" || task.variant == "weights of each layer, L1, 50 %") {
      const Result<Network> kept =
          read_network((small.store.folder() / "checkpoints" / (slug(task.variant) + "-s1.safetensors")).string(), "",
                       layer_requests(small.experiment.model));
      REQUIRE(kept);
      const int outputs = std::get<LinearLayer>(kept->layers[0].kind).out_features;
      CHECK(outputs == (task.variant.starts_with("neurons") ? 3 : 6));
    }
  }
}

}  // namespace rtl4ml
