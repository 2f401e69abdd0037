#include "tests/mutation/run/planted.hpp"

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "sw/base/file.hpp"
#include "sw/base/process.hpp"
#include "tests/mutation/run/benches.hpp"
#include "tests/mutation/run/parallel.hpp"

namespace rtl4ml::mutation {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLimit = std::uint64_t{64} << 20;
constexpr double kSeconds = 300.0;
constexpr std::string_view kLibrary = "rtl_templates/";

Result<void> put(const std::string& key, const std::string& value, PlantedBug& bug) {
  if (key == "test") {
    const std::size_t gap = std::min(value.find(' '), value.size());
    bug.program = value.substr(0, gap);
    bug.test = gap == value.size() ? "" : value.substr(gap + 1);
    return {};
  }
  const std::map<std::string, std::string*> fields = {
      {"name", &bug.name}, {"file", &bug.file}, {"from", &bug.from}, {"to", &bug.to}};
  const auto field = fields.find(key);
  if (field == fields.end()) {
    return fault("mutation.list", bug.place, "no such key: " + key, "there are name, file, from, to, test");
  }
  *field->second = value;
  return {};
}

/// A way to one test program: the words of a shell command that build it anew.
class Builder {
 public:
  explicit Builder(const PlantOptions& options) : options_(options) {}

  /// Compiles the changed file and links the test with it. The answer is the program.
  Result<fs::path> build(const PlantedBug& bug, const std::string& text, const fs::path& folder) const {
    fs::create_directories(folder);
    const fs::path source = folder / ("planted_" + fs::path(bug.file).filename().string());
    std::ofstream(source, std::ios::trunc) << text;
    const auto compile = compile_command(bug.file);
    if (!compile) return faults(compile.error());
    const auto link = link_command(bug.program);
    if (!link) return faults(link.error());
    const fs::path object = folder / "planted.o", program = folder / bug.program;
    const std::string original = (options_.tree / bug.file).string();
    std::string compiled = replaced(*compile, "-c " + original, "-c " + source.string());
    compiled = replaced(compiled,
                        compiled.substr(compiled.find(" -o ") + 4, compiled.find(" -c ") - compiled.find(" -o ") - 4),
                        object.string());
    // An object before the archives: nobody asks them for the file that has the right text.
    const std::size_t at = link->find(" -o ");
    const std::size_t end = link->find(' ', at + 4);
    const std::string linked =
        link->substr(0, at) + " " + object.string() + " -o " + program.string() + link->substr(end);
    for (const std::string& command : {compiled, linked}) {
      const auto done = run_process({"sh", "-c", command}, options_.build, kSeconds);
      if (!done) return faults(done.error());
      if (done->exit_status != 0) {
        return fault("mutation.build", bug.place, bug.name + " does not compile:\n" + done->output.substr(0, 2000),
                     "plant a bug that compiles");
      }
    }
    return program;
  }

 private:
  static std::string replaced(const std::string& text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.substr(0, at) + to + text.substr(at + from.size());
  }

  [[nodiscard]] Result<std::string> compile_command(const std::string& file) const {
    const auto text = read_file(options_.build / "compile_commands.json", kLimit);
    if (!text) return faults(text.error());
    for (const auto& entry : nlohmann::json::parse(*text)) {
      if (entry.at("file") == (options_.tree / file).string()) return entry.at("command").get<std::string>();
    }
    return fault("mutation.build", file, "is not compiled by the build", "name a source file of sw, gen, sim or cli");
  }

  [[nodiscard]] Result<std::string> link_command(const std::string& program) const {
    // As ninja has it: by its place below the build folder, if it is there.
    const fs::path path = options_.bin / program, below = path.lexically_relative(options_.build);
    const std::string target = below.empty() || *below.begin() == ".." ? path.string() : below.string();
    const auto commands = run_process({"ninja", "-t", "commands", "-s", target}, options_.build, kSeconds);
    if (!commands) return faults(commands.error());
    std::istringstream lines(commands->output);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t at = line.find(" -o " + target);
      if (at == std::string::npos) continue;
      // ": && LINK && cd ... && discover the tests": only the part that links.
      const std::size_t begin = line.rfind("&& ", at) == std::string::npos ? 0 : line.rfind("&& ", at) + 3;
      return line.substr(begin, line.find(" && ", at) - begin);
    }
    return fault("mutation.build", program, "ninja does not know how it is linked", "name a test program");
  }

  const PlantOptions& options_;
};

/// A folder like the library with one file changed.
fs::path library_with(const PlantedBug& bug, const std::string& text, const PlantOptions& options,
                      const fs::path& folder) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy(options.tree / "rtl_templates", folder, fs::copy_options::recursive);
  std::ofstream(folder / bug.file.substr(kLibrary.size()), std::ios::trunc) << text;
  return folder;
}

Result<std::string> changed_text(const PlantedBug& bug, const PlantOptions& options) {
  const auto original = read_file(options.tree / bug.file, kLimit);
  if (!original) return faults(original.error());
  return planted_in(*original, bug);
}

/// Whether a test passes; `library` empty: with the checkout's own rtl_templates. One that takes too long does not.
Result<bool> passes(const fs::path& program, const std::string& test, const fs::path& library,
                    const PlantOptions& options) {
  std::vector<std::string> command = {"env", "RTL4ML_SEED=" + options.seed};
  if (!library.empty()) command.push_back("RTL4ML_RTL=" + library.string());
  command.push_back(program.string());
  if (!test.empty()) command.push_back(filter_of(test));
  const auto result = run_process(command, options.tree, kSeconds);
  if (!result && result.error()[0].code != "process.timeout") return faults(result.error());
  return result && result->exit_status == 0;
}

/// A test that fails by itself would notice everything.
Result<void> check_unchanged(const std::vector<PlantedBug>& bugs, const PlantOptions& options) {
  std::set<std::pair<std::string, std::string>> distinct;
  for (const PlantedBug& bug : bugs) distinct.emplace(bug.program, bug.test);
  const std::vector<std::pair<std::string, std::string>> tests(distinct.begin(), distinct.end());
  return in_parallel(options.jobs, tests.size(), [&](std::size_t i, int) -> Result<void> {
    const auto& [program, test] = tests[i];
    const Result<bool> passed = passes(options.bin / program, test, "", options);
    if (!passed) return faults(passed.error());
    if (*passed) return {};
    return fault("mutation.baseline", program + " " + test, "this test does not pass on the unchanged sources",
                 "see that make test passes");
  });
}

}  // namespace

Result<std::vector<PlantedBug>> parse_planted(const std::string& place, std::string_view text) {
  std::vector<PlantedBug> bugs;
  std::istringstream lines{std::string(text)};
  bool open = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty()) open = false;
    if (line.empty() || line[0] == '#') continue;
    if (!open) {
      bugs.emplace_back();
      bugs.back().place = place + ":" + std::to_string(number);
      open = true;
    }
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::size_t value = std::min(line.find_first_not_of(' ', colon + 1), line.size());
    const Result<void> done = put(line.substr(0, colon), line.substr(value), bugs.back());
    if (!done) return faults(done.error());
  }
  for (const PlantedBug& bug : bugs) {
    if (bug.name.empty() || bug.file.empty() || bug.from.empty() || bug.program.empty()) {
      return fault("mutation.list", bug.place, "a bug needs name, file, from and test", "complete it");
    }
  }
  return bugs;
}

Result<std::string> planted_in(std::string_view text, const PlantedBug& bug) {
  const std::size_t at = text.find(bug.from);
  if (at == std::string_view::npos || text.find(bug.from, at + 1) != std::string_view::npos) {
    return fault("mutation.stale", bug.place, bug.name + ": " + bug.file + " does not have exactly one: " + bug.from,
                 "write what stands there now");
  }
  return std::string(text.substr(0, at)) + bug.to + std::string(text.substr(at + bug.from.size()));
}

Result<fs::path> program_with(const PlantedBug& bug, const PlantOptions& options, const fs::path& folder) {
  const Result<std::string> text = changed_text(bug, options);
  if (!text) return faults(text.error());
  return Builder(options).build(bug, *text, folder);
}

Result<std::vector<bool>> plant(const std::vector<PlantedBug>& bugs, const PlantOptions& options) {
  if (const auto unchanged = check_unchanged(bugs, options); !unchanged) return faults(unchanged.error());
  std::vector<char> noticed(bugs.size(), 0);
  const Result<void> done = in_parallel(options.jobs, bugs.size(), [&](std::size_t i, int worker) -> Result<void> {
    const PlantedBug& bug = bugs[i];
    const fs::path folder = options.work / ("planted_" + std::to_string(worker));
    fs::path program = options.bin / bug.program, changed;
    if (bug.file.starts_with(kLibrary)) {
      const Result<std::string> text = changed_text(bug, options);
      if (!text) return faults(text.error());
      changed = library_with(bug, *text, options, folder / "rtl");
    } else {
      const Result<fs::path> built = program_with(bug, options, folder);
      if (!built) return faults(built.error());
      program = *built;
    }
    const Result<bool> passed = passes(program, bug.test, changed, options);
    if (!passed) return faults(passed.error());
    noticed[i] = *passed ? 0 : 1;
    return {};
  });
  if (!done) return faults(done.error());
  return std::vector<bool>(noticed.begin(), noticed.end());
}

}  // namespace rtl4ml::mutation
