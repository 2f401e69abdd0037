#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "sw/number/format_reference.hpp"
#include "sw/number/format_table.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;

struct FormatsOptions {
  std::string format;
  bool markdown = false;
  bool json = false;
};

/// JSON has no infinity and no NaN: they are text.
Json json_number(double value) { return std::isfinite(value) ? Json(value) : Json(fmt::format("{}", value)); }

Json json_facts(const FormatFacts& facts) {
  return {{"format", facts.name},       {"meaning", facts.meaning}, {"bits_per_value", facts.bits},
          {"smallest", facts.smallest}, {"largest", facts.largest}, {"fields", facts.fields}};
}

Json json_format(const FormatFacts& facts, const std::vector<FormatValue>& values) {
  Json json = json_facts(facts);
  json["values"] = Json::array();
  for (const FormatValue& entry : values)
    json["values"].push_back({{"code", entry.code}, {"value", json_number(entry.value)}});
  return json;
}

std::string text_of(const FormatFacts& facts, const std::vector<FormatValue>& values) {
  std::string text = fmt::format("{}: {}\n  bits a value  {}\n  smallest      {}\n  largest       {}\n", facts.name,
                                 facts.meaning, facts.bits, facts.smallest, facts.largest);
  for (const FormatValue& entry : values)
    text += fmt::format("  0x{:02x}  {}  {}\n", entry.code, code_bits(entry.code, facts.fields), entry.value);
  return text;
}

/// Examples of every kind, and how they are spelled.
int list_formats(const FormatsOptions& options) {
  if (options.markdown) {
    fmt::print("{}", number_formats_markdown());
    return kSuccess;
  }
  Json all = Json::array();
  std::string text =
      fmt::format("{:<20}  {:>6}  {:>14}  {:>12}  {}\n", "format", "bits", "smallest", "largest", "what it is");
  for (const std::string& name : number_format_examples()) {
    const Result<NumberFormat> format = parse_number_format(name, "");
    if (!format) return report_faults(format.error());
    const FormatFacts facts = format_facts(*format);
    all.push_back(json_facts(facts));
    text += fmt::format("{:<20}  {:>6}  {:>14.7g}  {:>12.7g}  {}\n", name, facts.bits, facts.smallest, facts.largest,
                        facts.meaning);
  }
  fmt::print("{}", options.json ? all.dump(2) + "\n" : text + "\nspelling:\n" + format_spellings());
  return kSuccess;
}

int show_format(const FormatsOptions& options) {
  const Result<NumberFormat> format = parse_number_format(options.format, "");
  if (!format) return report_faults(format.error());
  const Result<std::vector<FormatValue>> values = format_values(*format, "");
  if (!values) return report_faults(values.error());
  const FormatFacts facts = format_facts(*format);
  if (options.markdown) {
    const Result<std::string> table = format_table_markdown(*format);
    if (!table) return report_faults(table.error());
    fmt::print("{}", *table);
  } else {
    fmt::print("{}", options.json ? json_format(facts, *values).dump(2) + "\n" : text_of(facts, *values));
  }
  return kSuccess;
}

}  // namespace

void add_formats_command(CLI::App& app, int& status) {
  auto options = std::make_shared<FormatsOptions>();
  CLI::App* command = app.add_subcommand("formats", "the number formats, and all values of one of them");
  command->add_option("format", options->format, "the format whose values are printed, such as e4m3; without: a list");
  CLI::Option* markdown =
      command->add_flag("--markdown", options->markdown, "print Markdown; the whole page where no format is named");
  command->add_flag("--json", options->json, "print JSON")->excludes(markdown);
  command->footer("Spelling:\n" + format_spellings() +
                  "\nExamples:\n"
                  "  rtl4ml formats\n"
                  "  rtl4ml formats e2m1\n"
                  "  rtl4ml formats log4.1 --json\n"
                  "Half-way rules, saturation, zero and NaN: docs/number_formats.md");
  command->callback(
      [options, &status] { status = options->format.empty() ? list_formats(*options) : show_format(*options); });
}

}  // namespace rtl4ml
