#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "sw/base/source_tree.hpp"
#include "sw/base/split_mix.hpp"
#include "tests/soak/soak.hpp"

namespace rtl4ml::soak {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Files = std::map<std::string, std::string>;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// A command, what it leaves behind when nobody interrupts it, and when its phases begin.
struct Scene {
  std::string name;
  std::string design;
  std::vector<std::string> arguments;
  enum class Cache { kWarm, kNoModel, kEmpty } cache;  ///< before the command
  struct Phase {
    std::string name;
    double begin, end;  ///< seconds after the start
  };
  std::vector<Phase> phases{};
  Files files{};
};

std::vector<Scene> scenes() {
  const std::vector<std::string> small = {"sim", "hw/configs/linear_relu.yaml", "--count", "2000", "--trace", "vcd"};
  const std::vector<std::string> long_run = {
      "sim", "hw/configs/linear_relu.yaml", "--count", "20000", "--laps", "20", "--stall", "random"};
  return {{"generate", "digits", {"generate", "hw/configs/digits.yaml"}, Scene::Cache::kWarm},
          {"sim", "linear_relu", small, Scene::Cache::kNoModel},
          {"sim, long", "linear_relu", long_run, Scene::Cache::kWarm},
          {"sim, empty cache", "linear_relu", small, Scene::Cache::kEmpty}};
}

class Interrupter {
 public:
  explicit Interrupter(const SoakOptions& options)
      : options_(options), folder_(options.scratch / "interruptions"), random_(options.seed) {}

  SoakResult run() {
    std::vector<Scene> all = scenes();
    for (Scene& scene : all) rehearse(scene);
    for (int i = 0; i < options_.interruptions && result_.faults.size() < 10; ++i) {
      // An empty cache takes ten times as long as the others: a tenth of the times.
      const bool empty = i % 10 == 9;
      interrupt(empty ? all.back() : all[static_cast<std::size_t>(i) % (all.size() - 1)]);
    }
    result_.figures["interruptions"] = done_;
    for (const auto& [phase, count] : phases_hit_) result_.figures["interrupted_" + phase] = count;
    result_.figures["interrupted_in_time"] = in_time_;
    return std::move(result_);
  }

 private:
  void complain(const Scene& scene, const std::string& what) {
    result_.faults.push_back(fmt::format("{}, interruption {}: {}", scene.name, done_, what));
  }

  void prepare_cache(const Scene& scene) {
    std::error_code ignored;
    if (scene.cache == Scene::Cache::kEmpty) fs::remove_all(folder_ / "cache", ignored);
    if (scene.cache != Scene::Cache::kNoModel) return;
    std::vector<fs::path> models;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / "cache", ignored)) {
      if (entry.path().filename().string().starts_with(scene.design + "-")) models.push_back(entry.path());
    }
    for (const fs::path& model : models) fs::remove_all(model, ignored);
  }

  /// Once in peace, for the files and the times of the phases. The cache is warm afterwards.
  void rehearse(Scene& scene) {
    const ProcessResult first = run_program(options_, folder_, scene.arguments);  // for the shared runtime
    if (first.exit_status != 0) return complain(scene, "does not even run in peace: " + first.output);
    prepare_cache(scene);
    const Clock::time_point start = Clock::now();
    const ProcessResult ran = run_program(options_, folder_, scene.arguments);
    const double total = seconds_since(start);
    if (ran.exit_status != 0) complain(scene, "does not even run in peace: " + ran.output);
    scene.files = files_of(folder_ / scene.design);
    if (scene.arguments.front() != "sim") {
      scene.phases = {{"generate", 0.0, total}};
      return;
    }
    std::ifstream file(folder_ / scene.design / "report.json");
    const nlohmann::json report = nlohmann::json::parse(file, nullptr, false);
    if (!report.is_object()) return complain(scene, "no report.json");
    constexpr std::array<const char*, 6> kPhases = {"compile", "oracle", "reference", "emit", "build", "run"};
    double sum = 0.0;
    for (const char* phase : kPhases) sum += report["seconds"][phase].get<double>();
    double at = std::max(0.0, total - sum);  // until main() and its libraries are there
    scene.phases.push_back({"start", 0.0, at});
    for (const char* phase : kPhases) {
      const double length = report["seconds"][phase];
      scene.phases.push_back({phase, at, at + length});
      at += length;
    }
  }

  pid_t start(const Scene& scene) {
    std::vector<std::string> words = {options_.program.string()};
    words.insert(words.end(), scene.arguments.begin(), scene.arguments.end());
    words.insert(words.end(), {"--build", folder_.string()});
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::string cache = (folder_ / "cache").string();
    const pid_t child = fork();
    if (child != 0) return child;
    setenv("RTL4ML_CACHE", cache.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
    const bool quiet =
        std::freopen("/dev/null", "w", stdout) != nullptr && std::freopen("/dev/null", "w", stderr) != nullptr;
    if (quiet && chdir(source_tree().c_str()) == 0) execv(arguments[0], arguments.data());
    _exit(9);
  }

  void interrupt(const Scene& scene) {
    if (scene.phases.empty()) return;
    const Scene::Phase& phase =
        scene.phases[static_cast<std::size_t>(random_.between(0, static_cast<std::int64_t>(scene.phases.size()) - 1))];
    const double share = static_cast<double>(random_.between(0, 1'000'000)) / 1e6;
    const double delay = phase.begin + share * (phase.end - phase.begin);
    constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGKILL};
    const int signal_number = kSignals.at(static_cast<std::size_t>(random_.between(0, 2)));
    prepare_cache(scene);
    const pid_t child = start(scene);
    std::this_thread::sleep_for(std::chrono::duration<double>(delay));
    kill(child, signal_number);
    int status = 0;
    waitpid(child, &status, 0);
    ++done_;
    ++phases_hit_[phase.name];
    const bool ended_before = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    in_time_ += ended_before ? 0 : 1;
    const bool died = WIFSIGNALED(status) && WTERMSIG(status) == signal_number;  // before main() could catch it
    const bool told = WIFEXITED(status) && WEXITSTATUS(status) == 2 && signal_number != SIGKILL;
    if (!ended_before && !died && !told) complain(scene, fmt::format("ended with wait status {:#x}", status));
    check_what_is_there(scene, signal_number);
    check_again(scene);
  }

  /// The design is absent or whole; what is only half there has a name that nobody takes for a design.
  void check_what_is_there(const Scene& scene, int signal_number) {
    const Files files = files_of(folder_ / scene.design);
    for (const auto& [name, content] : files) {
      const bool wave = name.starts_with("wave/");  // of an earlier run of another length
      const auto right = scene.files.find(name);
      if (!wave && (right == scene.files.end() || right->second != content)) complain(scene, name + " is not whole");
      if (name.find(".partial") != std::string::npos && signal_number != SIGKILL) complain(scene, name + " stayed");
    }
    for (const auto& [name, content] : scene.files) {
      const bool wave = name.starts_with("wave/");
      if (!files.empty() && !wave && !files.contains(name)) complain(scene, name + " is missing beside the others");
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      const bool partial = name.find(".partial-") != std::string::npos || name.find(".replaced-") != std::string::npos;
      if (partial && signal_number != SIGKILL) complain(scene, name + " stayed");
      if (partial) fs::remove_all(entry.path());
    }
  }

  void check_again(const Scene& scene) {
    const ProcessResult again = run_program(options_, folder_, scene.arguments);
    if (again.exit_status != 0) return complain(scene, "the same command afterwards: " + again.output);
    if (files_of(folder_ / scene.design) != scene.files) complain(scene, "the same command then wrote other files");
  }

  const SoakOptions& options_;
  fs::path folder_;
  SplitMix64 random_;
  SoakResult result_;
  int done_ = 0;
  int in_time_ = 0;  // the command had not ended yet
  std::map<std::string, int> phases_hit_;
};

}  // namespace

SoakResult soak_interruptions(const SoakOptions& options) { return Interrupter(options).run(); }

}  // namespace rtl4ml::soak
