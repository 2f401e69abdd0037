#include "gen/config/schema.hpp"

#include <fmt/format.h>

#include <memory>

#include "cli/command.hpp"

namespace rtl4ml {

void add_schema_command(CLI::App& app, int& status) {
  auto markdown = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("schema", "print the JSON Schema of hardware configs");
  command->add_flag("--markdown", *markdown, "print the reference page instead, docs/config.md");
  command->callback([markdown, &status] {
    fmt::print("{}", *markdown ? config_reference_markdown() : config_schema_json());
    status = kSuccess;
  });
}

}  // namespace rtl4ml
