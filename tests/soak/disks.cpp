#include <fmt/format.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>

#include "tests/soak/soak.hpp"

namespace rtl4ml::soak {
namespace {

namespace fs = std::filesystem;

/// A file system in memory with so much room; gone with the object.
class Disk {
 public:
  Disk(fs::path folder, int kib) : folder_(std::move(folder)) {
    fs::create_directories(folder_);
    mounted_ = mount("tmpfs", folder_.c_str(), "tmpfs", 0, size_option(kib).c_str()) == 0;
    if (!mounted_) reason_ = std::strerror(errno);  // NOLINT(concurrency-mt-unsafe)
  }
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;
  ~Disk() {
    if (mounted_) umount2(folder_.c_str(), MNT_DETACH);
  }

  [[nodiscard]] bool mounted() const { return mounted_; }
  [[nodiscard]] const std::string& reason() const { return reason_; }
  bool resize(int kib) { return mount("tmpfs", folder_.c_str(), "tmpfs", MS_REMOUNT, size_option(kib).c_str()) == 0; }
  bool make_read_only() { return mount("tmpfs", folder_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, "") == 0; }

 private:
  static std::string size_option(int kib) { return fmt::format("size={}k", kib); }
  fs::path folder_;
  bool mounted_ = false;
  std::string reason_;
};

constexpr int kRoom = 256 << 10;  // KiB: enough for everything here

struct Command {
  std::string design;
  std::vector<std::string> arguments;
  int smallest;   ///< KiB of the first disk
  double growth;  ///< from one disk to the next: so that every step of the command meets its end
};

const Command kGenerate = {"digits", {"generate", "hw/configs/digits.yaml"}, 4, 1.5};
const Command kSim = {"linear_relu", {"sim", "hw/configs/linear_relu.yaml", "--count", "200"}, 64, 2.0};

bool is_fault(const ProcessResult& ran) {
  return ran.exit_status == 2 && ran.output.find("error[") != std::string::npos &&
         ran.output.find("cli.internal") == std::string::npos;
}

class DiskSoak {
 public:
  explicit DiskSoak(const SoakOptions& options) : options_(options), folder_(options.scratch / "disk") {}

  SoakResult run() {
    for (const Command& command : {kGenerate, kSim}) {
      const std::map<std::string, std::string> right = in_peace(command);
      for (double kib = command.smallest; kib < kRoom; kib *= command.growth) {
        if (!result_.faults.empty() || too_small(command, static_cast<int>(kib), right)) break;
      }
      if (result_.faults.empty()) read_only(command, right);
    }
    result_.figures["full_disks"] = full_disks_;
    result_.figures["read_only_disks"] = read_only_;
    return std::move(result_);
  }

 private:
  void complain(const Command& command, int kib, const std::string& what) {
    result_.faults.push_back(fmt::format("{} on a disk of {} KiB: {}", command.arguments.front(), kib, what));
  }

  std::map<std::string, std::string> in_peace(const Command& command) {
    const fs::path folder = options_.scratch / "peace";
    const ProcessResult ran = run_program(options_, folder, command.arguments);
    if (ran.exit_status != 0) complain(command, kRoom, "does not even run in peace: " + ran.output);
    return files_of(folder / command.design);
  }

  /// Result: whether the size sufficed, which ends the series.
  bool too_small(const Command& command, int kib, const std::map<std::string, std::string>& right) {
    Disk disk(folder_, kib);
    if (!disk.mounted()) {
      complain(command, kib, "no file system in memory: " + disk.reason());
      return true;
    }
    const ProcessResult ran = run_program(options_, folder_, command.arguments);
    if (ran.exit_status == 0) {
      if (files_of(folder_ / command.design) != right) complain(command, kib, "ended well with other files");
      return true;
    }
    ++full_disks_;
    if (!is_fault(ran)) complain(command, kib, fmt::format("status {}: {}", ran.exit_status, ran.output));
    check_absent_or_whole(command, kib, right);
    if (!disk.resize(kRoom)) complain(command, kib, "cannot be made larger");
    const ProcessResult again = run_program(options_, folder_, command.arguments);
    if (again.exit_status != 0) complain(command, kib, "with room again: " + again.output);
    if (files_of(folder_ / command.design) != right) complain(command, kib, "with room again: other files");
    return false;
  }

  /// The design may be there from `emit`; the waveform comes later.
  void check_absent_or_whole(const Command& command, int kib, const std::map<std::string, std::string>& right) {
    const std::map<std::string, std::string> files = files_of(folder_ / command.design);
    for (const auto& [name, content] : files) {
      const auto found = right.find(name);
      if (found == right.end() || found->second != content) complain(command, kib, name + " is not whole");
    }
    for (const auto& [name, content] : right) {
      if (!files.empty() && !name.starts_with("wave/") && !files.contains(name))
        complain(command, kib, name + " is missing");
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      if (name.find(".partial-") != std::string::npos) complain(command, kib, name + " stayed");
    }
  }

  void read_only(const Command& command, const std::map<std::string, std::string>& right) {
    for (const bool there_already : {false, true}) {
      Disk disk(folder_, kRoom);
      if (there_already && run_program(options_, folder_, command.arguments).exit_status != 0) {
        complain(command, kRoom, "does not run where there is room");
      }
      if (!disk.make_read_only()) complain(command, kRoom, "cannot be made read-only");
      const ProcessResult ran = run_program(options_, folder_, command.arguments);
      ++read_only_;
      if (!is_fault(ran)) complain(command, kRoom, "read-only: " + ran.output);
      const std::map<std::string, std::string> files = files_of(folder_ / command.design);
      if (there_already ? files != right : !files.empty()) complain(command, kRoom, "read-only: other files");
    }
  }

  const SoakOptions& options_;
  fs::path folder_;
  SoakResult result_;
  int full_disks_ = 0;
  int read_only_ = 0;
};

}  // namespace

SoakResult soak_disks(const SoakOptions& options) { return DiskSoak(options).run(); }

}  // namespace rtl4ml::soak
