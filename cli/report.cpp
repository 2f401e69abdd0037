#include "cli/report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sw/number/convert.hpp"

namespace rtl4ml {
namespace {

std::string shape_text(const QuantizedModel& model) {
  std::string text = std::to_string(model.in_features());
  for (const QuantizedLayer& layer : model.layers) {
    if (std::holds_alternative<LinearOp>(layer.op)) text += "-" + std::to_string(layer.out_features);
  }
  return text;
}

std::string verdict_text(const SimulationReport& simulation) {
  if (!simulation.hang.empty()) return "HANG: " + simulation.hang;
  if (!simulation.protocol_faults.empty()) return fmt::format("{} PROTOCOL FAULTS", simulation.protocol_faults.size());
  if (simulation.mismatches > 0) return fmt::format("{} MISMATCHES", simulation.mismatches);
  return "bit-exact";
}

std::string reference_text(const ReferenceComparison& reference) {
  const std::string equal = fmt::format("{} of {} elements equal torch (double, fake quantized)",
                                        reference.elements - reference.differences, reference.elements);
  return reference.note.empty() ? equal : equal + "; " + reference.note;
}

std::string timing_text(const SimReport& report) {
  const SimulationReport& simulation = report.simulation;
  if (simulation.latency_cycles == 0) return fmt::format("{} cycles under {} stalls", simulation.cycles, report.stall);
  const double ns_per_cycle = 1e3 / report.clock_mhz;
  return fmt::format("latency {} cycles, interval {:g} (ideal {}); at {:g} MHz {:.0f} ns and {:.3g} million vectors/s",
                     simulation.latency_cycles, simulation.interval_cycles, simulation.ideal_interval_cycles,
                     report.clock_mhz, static_cast<double>(simulation.latency_cycles) * ns_per_cycle,
                     report.clock_mhz / simulation.interval_cycles);
}

nlohmann::ordered_json optional_json(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

}  // namespace

std::string mismatch_text(const Mismatch& mismatch, const FixedType& type) {
  return fmt::format("vector {}, element {}{}: expected {} ({}), got {} ({}), cycle {}, {}", mismatch.vector,
                     mismatch.element, mismatch.layer.empty() ? "" : ", layer " + mismatch.layer, mismatch.expected,
                     dequantize(mismatch.expected, type), mismatch.got, dequantize(mismatch.got, type), mismatch.cycle,
                     mismatch.wave_time);
}

bool all_equal(const SimReport& report) {
  const bool reference_equal = report.reference.differences == 0 || !report.reference.exact_in_double;
  return report.simulation.bit_exact() && reference_equal;
}

std::string to_json(const SimReport& report, const std::vector<std::string>& warnings) {
  using Json = nlohmann::ordered_json;
  const SimulationReport& simulation = report.simulation;
  const bool stalled = simulation.latency_cycles == 0;
  Json json;
  json["design"] = report.design;
  json["engine"] = report.engine;
  json["stall"] = report.stall;
  json["seed"] = report.seed;
  json["stimulus"] = report.stimulus;
  if (!report.reloaded.empty()) json["reloaded"] = report.reloaded;
  json["vectors"] = simulation.vectors;
  json["elements"] = simulation.elements;
  json["mismatches"] = simulation.mismatches;
  json["bit_exact"] = simulation.bit_exact();
  json["protocol_faults"] = simulation.protocol_faults;
  json["resets"] = simulation.resets;
  json["hang"] = simulation.hang.empty() ? Json() : Json(simulation.hang);
  json["cycles"] = simulation.cycles;
  json["latency_cycles"] = stalled ? Json() : Json(simulation.latency_cycles);
  json["interval_cycles"] = stalled ? Json() : Json(simulation.interval_cycles);
  json["ideal_interval_cycles"] = simulation.ideal_interval_cycles;
  json["resident_kib_early"] = simulation.resident_kib_early;
  json["resident_kib_end"] = simulation.resident_kib_end;
  json["accuracy"] = optional_json(report.accuracy_fixed);
  json["accuracy_float"] = optional_json(report.accuracy_float);
  json["reference"] = {{"elements", report.reference.elements},
                       {"differences", report.reference.differences},
                       {"exact_in_double", report.reference.exact_in_double}};
  json["first_mismatches"] = Json::array();
  for (const Mismatch& mismatch : simulation.first_mismatches) {
    json["first_mismatches"].push_back({{"vector", mismatch.vector},
                                        {"element", mismatch.element},
                                        {"layer", mismatch.layer},
                                        {"expected", mismatch.expected},
                                        {"got", mismatch.got},
                                        {"cycle", mismatch.cycle},
                                        {"wave_time", mismatch.wave_time}});
  }
  json["waveform"] = simulation.wave_path.empty() ? Json() : Json(simulation.wave_path);
  json["warnings"] = warnings;
  json["model_cached"] = !simulation.built;
  const PhaseSeconds& seconds = report.seconds;
  json["seconds"] = {{"compile", seconds.compile}, {"oracle", seconds.oracle}, {"reference", seconds.reference},
                     {"emit", seconds.emit},       {"build", seconds.build},   {"run", seconds.run}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_text(const SimReport& report, const CompiledDesign& design) {
  const SimulationReport& simulation = report.simulation;
  const auto line = [](const char* title, const std::string& text) { return fmt::format("  {:<11}{}\n", title, text); };
  std::string text =
      fmt::format("{}: {}, {} layers\n", report.design, shape_text(design.model), design.model.layers.size());
  text += line("rtl", report.folder + "/rtl/top.sv");
  text +=
      line("vectors", fmt::format("{} ({}), {} elements", simulation.vectors, report.stimulus, simulation.elements));
  if (!report.reloaded.empty()) {
    text += line(
        "weights",
        fmt::format("the config's, then those of {} through the reload bus, then the config's again", report.reloaded));
  }
  text += line("reference", reference_text(report.reference));
  text += line("hardware", fmt::format("{} ({}, stalls: {}, seed {})", verdict_text(simulation), report.engine,
                                       report.stall, report.seed));
  text += line("timing", timing_text(report));
  if (report.accuracy_fixed) {
    text += line("accuracy", fmt::format("float {:.2f} %, fixed point {:.2f} %",
                                         100.0 * report.accuracy_float.value_or(0.0), 100.0 * *report.accuracy_fixed));
  }
  if (!simulation.wave_path.empty()) text += line("waveform", simulation.wave_path);
  const PhaseSeconds& seconds = report.seconds;
  text += line("seconds",
               fmt::format("compile {:.2f}, oracle {:.2f}, reference {:.2f}, emit {:.2f}, build {:.2f}{}, run {:.2f}",
                           seconds.compile, seconds.oracle, seconds.reference, seconds.emit, seconds.build,
                           simulation.built ? "" : " (cached)", seconds.run));
  for (const std::string& protocol_fault : simulation.protocol_faults) text += "  protocol: " + protocol_fault + "\n";
  for (const Mismatch& mismatch : simulation.first_mismatches) {
    text += "  mismatch: " + mismatch_text(mismatch, design.model.data_out()) + "\n";
  }
  return text;
}

}  // namespace rtl4ml
