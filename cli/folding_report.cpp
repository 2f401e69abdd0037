#include "cli/folding_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;

std::string lanes_text(const LayerParallelism& parallelism) {
  return fmt::format("{} x {}", parallelism.in, parallelism.out);
}

/// Costs as their unit wants them: per cents of a part, or bits.
std::string cost_text(const Folding& folding, double cost, bool with_sign) {
  const double shown = cost == 0.0 ? 0.0 : cost;  // not -0
  if (folding.part.empty()) return with_sign ? fmt::format("{:+.0f}", shown) : fmt::format("{:.0f}", shown);
  return with_sign ? fmt::format("{:+.2f}", shown) : fmt::format("{:.2f}", shown);
}

std::string goal_text(const Folding& folding) {
  if (folding.goal.interval_cycles) return fmt::format("at most {} cycles a vector", *folding.goal.interval_cycles);
  return fmt::format("the fastest in {} (to {} % of LUT and FF)", folding.part, folding.goal.usable_per_cent);
}

std::string unit_text(const Folding& folding) {
  return folding.part.empty() ? "bits of multipliers (bits x bits) and registers"
                              : "% of the LUT, FF, DSP and BRAM of " + folding.part + ", added up";
}

std::string other_text(const Folding& folding, const std::optional<OtherChoice>& other) {
  if (!other) return "-";
  return fmt::format("{} cycles ({}) {}", other->interval_cycles, lanes_text(other->parallelism),
                     cost_text(folding, other->cost, true));
}

std::string design_text(const Folding& folding, const char* name, const OtherDesign& other) {
  return fmt::format("  {:<10} {} cycles: {}{}\n", name, other.interval_cycles, cost_text(folding, other.cost, true),
                     other.beyond.empty() ? "" : ", does not fit: " + other.beyond);
}

double share_of(const Folding& folding, const FoldedLayer& layer) {
  return folding.cost > 0.0 ? 100.0 * layer.cost / folding.cost : 0.0;
}

std::string reason(const Folding& folding, const FoldedLayer& layer) {
  if (layer.given) return "given";
  return layer.interval_cycles == folding.interval_cycles ? "sets the interval" : "";
}

Json parallelism_json(const LayerParallelism& parallelism) {
  return {{"in", parallelism.in}, {"out", parallelism.out}};
}

Json other_json(const std::optional<OtherChoice>& other) {
  if (!other) return nullptr;
  return {{"parallelism", parallelism_json(other->parallelism)},
          {"interval_cycles", other->interval_cycles},
          {"cost", other->cost}};
}

Json design_json(const std::optional<OtherDesign>& other) {
  if (!other) return nullptr;
  Json json = {{"interval_cycles", other->interval_cycles}, {"cost", other->cost}};
  if (!other->beyond.empty()) json["beyond"] = other->beyond;
  return json;
}

}  // namespace

std::string folding_text(const Folding& folding) {
  std::size_t name_width = 5;
  for (const FoldedLayer& layer : folding.layers) name_width = std::max(name_width, layer.name.size());
  std::string text = fmt::format("parallelism chosen for {}: {} cycles\n", goal_text(folding), folding.interval_cycles);
  const auto add_line = [&](const std::string& line) { text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n"; };
  add_line(fmt::format("  {:<{}}  {:>9}  {:>8}  {:>11}  {:>9}  {:>7}  {:<30}  {:<30}", "layer", name_width, "in x out",
                       "interval", "multipliers", "hardware", "share", "faster", "cheaper"));
  for (const FoldedLayer& layer : folding.layers) {
    add_line(fmt::format("  {:<{}}  {:>9}  {:>8}  {:>11}  {:>9}  {:>5.1f} %  {:<30}  {:<30}  {}", layer.name,
                         name_width, lanes_text(layer.parallelism), layer.interval_cycles, layer.multipliers,
                         cost_text(folding, layer.cost, false), share_of(folding, layer),
                         other_text(folding, layer.faster), other_text(folding, layer.slower), reason(folding, layer)));
  }
  text += fmt::format("  hardware   {} ({})\n", cost_text(folding, folding.cost, false), unit_text(folding));
  if (folding.faster) text += design_text(folding, "faster", *folding.faster);
  if (folding.slower) text += design_text(folding, "cheaper", *folding.slower);
  return text;
}

Json folding_json(const Folding& folding) {
  Json json;
  if (folding.goal.interval_cycles) {
    json["goal"] = {{"interval_cycles", *folding.goal.interval_cycles}};
  } else {
    json["goal"] = {{"fit", folding.part}, {"usable_per_cent", folding.goal.usable_per_cent}};
  }
  json["interval_cycles"] = folding.interval_cycles;
  json["cost"] = folding.cost;
  json["cost_unit"] = unit_text(folding);
  json["faster"] = design_json(folding.faster);
  json["cheaper"] = design_json(folding.slower);
  json["layers"] = Json::array();
  for (const FoldedLayer& layer : folding.layers) {
    json["layers"].push_back({{"name", layer.name},
                              {"parallelism", parallelism_json(layer.parallelism)},
                              {"interval_cycles", layer.interval_cycles},
                              {"multipliers", layer.multipliers},
                              {"cost", layer.cost},
                              {"share_per_cent", share_of(folding, layer)},
                              {"given", layer.given},
                              {"sets_interval", layer.interval_cycles == folding.interval_cycles},
                              {"faster", other_json(layer.faster)},
                              {"cheaper", other_json(layer.slower)}});
  }
  return json;
}

}  // namespace rtl4ml
