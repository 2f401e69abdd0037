#include "cli/estimate_report.hpp"

#include <nlohmann/json.hpp>

#include "tests/catch.hpp"
#include "tests/program.hpp"

namespace rtl4ml {
namespace {

SynthReport report() {
  SynthReport made;
  made.design = "net";
  made.target.name = "part";
  made.target.resources = {1000, 1000, 10, 4};
  made.layers = {{"fc1", "fc1", "linear", {90, 40, 4, 1}, 640, 6, 2}, {"fc2", "fc2", "linear", {10, 0, 4, 0}, 0, 9, 8}};
  made.total = {100, 40, 8, 1};
  made.clock_mhz = 100.0;
  made.latency_cycles = 15;
  made.interval_cycles = 8;
  return made;
}

}  // namespace

TEST_CASE("the bottleneck is the slowest layer and the resource nearest to its limit") {
  const Bottleneck found = bottleneck(report());
  CHECK(found.layer == "fc2");
  CHECK(found.resource == "DSP");
  CHECK(found.share == 80.0);
  CHECK(test::has(estimate_text(report()), "set by layer fc2: 8 cycles a vector"));
  CHECK(test::has(estimate_text(report()), "latency 150 ns, 12.5 million vectors/s"));
  const nlohmann::json json = nlohmann::json::parse(estimate_json(report()));
  CHECK(json["bottleneck"]["resource"] == "DSP");
  CHECK(json["layers"][1]["DSP"] == 4);
  CHECK(json["fits"] == true);
}

TEST_CASE("only what is far beyond the part is refused: the model may be wrong") {
  SynthReport large = report();
  large.total.lut = 1000.0 * kRefusalMargin;
  CHECK(too_large(large).empty());
  CHECK(test::has(estimate_text(large), "IT WILL NOT FIT"));
  large.total.lut += 1.0;
  CHECK(test::has(too_large(large), "LUT of 1000"));
  SynthReport none = report();
  none.target.resources.dsp = 0;
  CHECK(test::has(too_large(none), "8 DSP of 0"));
}

}  // namespace rtl4ml
