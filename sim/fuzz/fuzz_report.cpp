#include "sim/fuzz/fuzz_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;

std::string result_text(const std::string& rung, bool passed, const std::string& summary, const Json& figures) {
  const Json json = {
      {"rung", rung}, {"command", "make fuzz"}, {"passed", passed}, {"summary", summary}, {"figures", figures}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

const char* engine_text(Engine engine) { return engine == Engine::kIcarus ? "Icarus" : "Verilator"; }

std::string totals_text(const CampaignReport& report) {
  return fmt::format("{} layers, {} vectors, {} elements, {} resets in flight", report.layers, report.icarus.vectors,
                     report.icarus.elements, report.icarus.resets);
}

}  // namespace

std::string fuzz_summary(const CampaignOptions& options, const CampaignReport& report) {
  if (report.failure) {
    const CampaignFailure& failure = *report.failure;
    return fmt::format("fuzz: FAILED: network {} of seed {}: {} in {}, after {} networks in {:.0f} s", failure.index,
                       options.seed, failure.verdict.failure, engine_text(failure.drawn.engine), report.networks,
                       report.seconds);
  }
  return fmt::format(
      "fuzz: {} random networks of seed {} ({}) equal the oracle in Icarus, {} of them in Verilator too; "
      "{} draws beyond a limit; {:.0f} s",
      report.networks, options.seed, totals_text(report), report.verilator.networks, report.refused, report.seconds);
}

std::string fuzz_result(const CampaignOptions& options, const CampaignReport& report) {
  Json figures = {{"seed", options.seed},
                  {"first", options.first},
                  {"networks", report.networks},
                  {"failures", report.failure ? 1 : 0},
                  {"draws_refused", report.refused},
                  {"layers", report.layers},
                  {"operators", report.operators.size()},
                  {"vectors", report.icarus.vectors + report.verilator.vectors},
                  {"elements", report.icarus.elements + report.verilator.elements},
                  {"cycles", report.icarus.cycles + report.verilator.cycles},
                  {"resets", report.icarus.resets + report.verilator.resets},
                  {"icarus_networks", report.icarus.networks},
                  {"verilator_networks", report.verilator.networks},
                  {"seconds", report.seconds}};
  return result_text("fuzz", !report.failure, fuzz_summary(options, report), figures);
}

std::string icarus_result(const CampaignReport& report) {
  const bool failed = report.failure && report.failure->drawn.engine == Engine::kIcarus;
  const Json figures = {{"networks", report.icarus.networks},
                        {"vectors", report.icarus.vectors},
                        {"elements", report.icarus.elements},
                        {"cycles", report.icarus.cycles},
                        {"resets", report.icarus.resets},
                        {"failures", failed ? 1 : 0},
                        {"verilator_networks", report.verilator.networks}};
  const std::string verdict = failed ? "FAILED: " + report.failure->verdict.failure
                                     : std::string("no X on a valid output or on any stream's valid or ready");
  const std::string summary = fmt::format(
      "second simulator: {} random networks in Icarus, 4-state ({}, {} cycles): {}; the same vectors of {} of "
      "them in Verilator",
      report.icarus.networks, totals_text(report), report.icarus.cycles, verdict, report.verilator.networks);
  return result_text("icarus", !failed, summary, figures);
}

std::string failure_comment(const CampaignOptions& options, const CampaignFailure& failure) {
  std::string text = fmt::format(
      "# A random network that fails: number {} of seed {}, {}.\n"
      "# Made smaller in {} steps ({} runs{}); as it was drawn: rtl4ml fuzz --seed {} --first {} --count 1\n",
      failure.index, options.seed, failure.verdict.failure, failure.shrink_steps, failure.shrink_judged,
      failure.shrink_finished ? "" : ", not to the end", options.seed, failure.index);
  if (options.verilator_every != CampaignOptions{}.verilator_every) {
    text.insert(text.size() - 1, fmt::format(" --verilator-every {}", options.verilator_every));
  }
  return text + "# Replay it beside this file:\n";
}

}  // namespace rtl4ml
