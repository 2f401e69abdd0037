#include "sw/experiment/record.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace rtl4ml {
namespace {

using Json = nlohmann::json;  // keys in alphabetical order

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
double value_of(const Json& json) { return json.is_null() ? kNone : json.get<double>(); }

/// May throw what nlohmann's library throws.
Record parse_unguarded(const std::string& text) {
  const Json json = Json::parse(text);
  Record record;
  record.variant = json.at("variant").get<std::string>();
  record.seed = json.at("seed").get<std::uint64_t>();
  record.config = json.at("config").get<std::string>();
  record.note = json.at("note").get<std::string>();
  for (const auto& [name, figure] : json.at("figures").items()) record.figures[name] = value_of(figure);
  for (const auto& [name, curve] : json.at("curves").items()) {
    std::vector<double>& values = record.curves[name];
    for (const Json& value : curve) values.push_back(value_of(value));
  }
  return record;
}

/// In quotes where a comma, a quote or an end of line is inside.
std::string csv_text(const std::string& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"') quoted += '"';
    quoted += character;
  }
  return quoted + '"';
}

}  // namespace

double Record::figure(const std::string& name) const {
  const auto found = figures.find(name);
  return found == figures.end() ? kNone : found->second;
}

std::string to_json(const Record& record) {
  Json json = {{"variant", record.variant}, {"seed", record.seed},       {"config", record.config},
               {"note", record.note},       {"figures", Json::object()}, {"curves", Json::object()}};
  for (const auto& [name, figure] : record.figures) json["figures"][name] = number(figure);
  for (const auto& [name, curve] : record.curves) {
    Json values = Json::array();
    for (const double value : curve) values.push_back(number(value));
    json["curves"][name] = std::move(values);
  }
  return json.dump(1) + "\n";
}

Result<Record> parse_record(const std::string& json, const std::string& place) {
  try {
    return parse_unguarded(json);
  } catch (const nlohmann::json::exception& failure) {
    return fault("experiment.record", place, std::string("this is no record of a run: ") + failure.what(),
                 "delete the file; the run is then made again");
  }
}

std::vector<double> figures_of(const std::vector<Record>& records, const std::string& variant,
                               const std::string& figure) {
  std::vector<double> values;
  for (const Record& record : records) {
    if (record.variant == variant) values.push_back(record.figure(figure));
  }
  return values;
}

std::string to_csv(const std::vector<Record>& records) {
  std::set<std::string> names;
  for (const Record& record : records) {
    for (const auto& [name, figure] : record.figures) names.insert(name);
  }
  std::string text = "variant,seed";
  for (const std::string& name : names) text += "," + csv_text(name);
  text += "\n";
  for (const Record& record : records) {
    text += fmt::format("{},{}", csv_text(record.variant), record.seed);
    for (const std::string& name : names) {
      const double figure = record.figure(name);
      text += std::isfinite(figure) ? fmt::format(",{}", figure) : ",";
    }
    text += "\n";
  }
  return text;
}

}  // namespace rtl4ml
