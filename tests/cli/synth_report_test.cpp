#include "cli/synth_report.hpp"

#include <nlohmann/json.hpp>

#include "tests/catch.hpp"
#include "tests/program.hpp"

namespace rtl4ml {
namespace {

SynthReport synthesis_report() {
  SynthReport made;
  made.design = "net";
  made.folder = "build/net/synth/part";
  made.target.name = "part";
  made.target.flow = "ice40";
  made.target.resources = {1000, 1000, 0, 4};
  made.target.place = {"nextpnr-ice40", "hx8k", "ct256", 206};
  made.layers = {{"fc1", "fc1", "linear", {90, 40, 0, 1.5}, 640, 6, 2},
                 {"relu", "relu", "relu", {10, 0, 0, 0}, 0, 2, 2}};
  made.total = {100, 40, 0, 1.5};
  made.clock_mhz = 100.0;
  made.latency_cycles = 6;
  made.interval_cycles = 2;
  return made;
}

}  // namespace

TEST_CASE("a report without placement tells area, shares and times at the clock that is wanted") {
  const std::string text = to_text(synthesis_report());
  CHECK(test::has(text, "10.0 %"));
  CHECK(test::has(text, "37.5 %"));
  CHECK(test::has(text, "at 100.0 MHz (wanted, nothing was placed): latency 60 ns, 50 million vectors/s"));
  CHECK_FALSE(test::has(text, "DOES NOT FIT"));
  CHECK(synthesis_report().fits());
  CHECK(synthesis_report().meets_clock());
  const nlohmann::json json = nlohmann::json::parse(to_json(synthesis_report()));
  CHECK(json["layers"][0]["BRAM"] == 1.5);
  CHECK(json["memory_bits"] == 640);
  CHECK(json["vectors_per_second"] == 50e6);
  CHECK(json["placement"].is_null());
}

TEST_CASE("a part that is too small and a clock that is missed are said, never passed over") {
  SynthReport large = synthesis_report();
  large.total.dsp = 1;  // the part has none
  CHECK_FALSE(large.fits());
  CHECK(test::has(to_text(large), "DOES NOT FIT"));
  SynthReport slow = synthesis_report();
  slow.placement = SynthPlacement{7, 50.0, {{"fc1.a", "relu.b"}, 8.0, 12.0}, {"fc1", "relu"}, "net.bin"};
  CHECK_FALSE(slow.meets_clock());
  CHECK(test::has(to_text(slow), "50.0 MHz reached, 100 MHz wanted: NOT MET (nextpnr-ice40, seed 7)"));
  CHECK(test::has(to_text(slow), "20.00 ns, 12.00 of them routing, in fc1, relu"));
  CHECK(test::has(to_text(slow), "at 50.0 MHz (reached): latency 120 ns, 25 million vectors/s"));
  CHECK(nlohmann::json::parse(to_json(slow))["placement"]["meets_clock"] == false);
  slow.placement->fmax_mhz.reset();
  CHECK(slow.meets_clock());
  CHECK(test::has(to_text(slow), "nothing limits it"));
}

TEST_CASE("shares are per cent of the part") {
  CHECK(share(5, 20) == 25.0);
  CHECK(share(0, 0) == 0.0);
  CHECK(share(1, 0) == 100.0);
}

}  // namespace rtl4ml
