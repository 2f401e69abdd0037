// Measures time and peak memory of `rtl4ml generate` over networks of growing size.
// usage: bench_generation RTL4ML
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "bench/random_checkpoint.hpp"
#include "bench/row.hpp"
#include "sw/base/stopwatch.hpp"
#include "sw/checkpoint/safetensors.hpp"

namespace rtl4ml::bench {
namespace {

struct Cost {
  double seconds = 0.0;
  double megabytes = 0.0;  ///< peak resident memory of the child
};

/// Runs the program and waits; the peak is the child's own (wait4).
Cost run_measured(const std::vector<std::string>& command) {
  const Stopwatch watch;
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> words;
    for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    execv(words[0], words.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (status != 0) fmt::print("      {} failed\n", command[0]);
  return {watch.seconds(), static_cast<double>(usage.ru_maxrss) / 1024.0};
}

/// Writes a network of three equal Linear layers and its config. Result: weights in all.
std::int64_t write_network(const std::filesystem::path& folder, std::int64_t width) {
  std::mt19937_64 random(1);
  std::vector<Tensor> tensors;
  for (int layer = 1; layer <= 3; ++layer) {
    const std::string name = "fc" + std::to_string(layer);
    tensors.push_back(random_tensor(name + ".weight", {width, width}, -127, 127, 1.0F / 64.0F, random));
    tensors.push_back(random_tensor(name + ".bias", {width}, -127, 127, 1.0F / 64.0F, random));
  }
  const Result<void> written = write_safetensors((folder / "large.safetensors").string(), tensors, {});
  if (!written) fmt::print("{}", to_string(written.error()));
  std::ofstream(folder / "large.yaml") << "name: large\ncheckpoint: large.safetensors\n"
                                          "model: [{linear: fc1}, relu, {linear: fc2}, relu, {linear: fc3}]\n"
                                          "precision: {width: 8, frac_width: 5}\nparallelism: 8\n";
  return 3 * width * width;
}

int run(const std::string& rtl4ml) {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("rtl4ml-generation-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  bool passed = true;
  Cost small;
  Cost large;
  for (const std::int64_t width : {580, 1155, 2582}) {  // 1, 4 and 20 million weights
    const std::int64_t weights = write_network(folder, width);
    const Cost cost = run_measured({rtl4ml, "generate", (folder / "large.yaml").string(), "--build", folder.string()});
    const double file_megabytes = static_cast<double>(weights) * 4.0 / (1 << 20);
    fmt::print("      {:.1f} million weights: {:.2f} s, {:.0f} MiB peak ({:.1f} times the file)\n",
               static_cast<double>(weights) / 1e6, cost.seconds, cost.megabytes, cost.megabytes / file_megabytes);
    if (width == 580) small = cost;
    large = cost;
    if (width == 2582) {
      passed &= print_row("generate 20 million weights, time", fmt::format("{:.1f} s", cost.seconds), "< 60 s",
                          cost.seconds < 60.0);
      passed &= print_row("generate 20 million weights, peak memory / file",
                          fmt::format("{:.2f}", cost.megabytes / file_megabytes), "<= 4",
                          cost.megabytes <= 4.0 * file_megabytes);
    }
  }
  const double growth = large.seconds / small.seconds;
  passed &= print_row("generate, time of 20 M weights / time of 1 M", fmt::format("{:.1f}", growth),
                      "<= 25 (linear: 20)", growth <= 25.0);
  std::filesystem::remove_all(folder);
  return passed ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml::bench

int main(int argc, char** argv) { return rtl4ml::bench::run(argc > 1 ? argv[1] : "build/bin/rtl4ml"); }
