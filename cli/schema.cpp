#include "gen/config/schema.hpp"

#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"
#include "sw/experiment/read_experiment.hpp"

namespace rtl4ml {
namespace {

struct SchemaOptions {
  std::string of = "config";
  bool markdown = false;
};

std::string schema_text(const SchemaOptions& options) {
  if (options.of == "experiment") return options.markdown ? experiment_reference_markdown() : experiment_schema_json();
  return options.markdown ? config_reference_markdown() : config_schema_json();
}

}  // namespace

void add_schema_command(CLI::App& app, int& status) {
  auto options = std::make_shared<SchemaOptions>();
  CLI::App* command = app.add_subcommand("schema", "print the JSON Schema of hardware configs, or of experiments");
  command->add_option("of", options->of, "config or experiment")
      ->check(CLI::IsMember({"config", "experiment"}))
      ->capture_default_str();
  command->add_flag("--markdown", options->markdown,
                    "print the reference page instead, docs/config.md or docs/experiment_reference.md");
  command->callback([options, &status] {
    fmt::print("{}", schema_text(*options));
    status = kSuccess;
  });
}

}  // namespace rtl4ml
