#include "tests/rtl_templates/harness/cosimulate.hpp"

#include <algorithm>

#include "tests/rtl_templates/harness/bench_top.hpp"
#include "tests/rtl_templates/harness/bits.hpp"
#include "tests/rtl_templates/harness/device_run.hpp"

namespace rtl4ml::test {
namespace {

constexpr std::size_t kRecordedCycles = 150;
constexpr std::int64_t kCycleLimit = 200'000;  // of one pass
constexpr int kQuietCycles = 40;               // after the end, in which nothing may come
constexpr int kInverted = 4;                   // one cycle in so many: what depends on ready?

int words_of(int bits) { return port_bits(bits) / 32; }

/// One pass of all devices.
class Pass {
 public:
  Pass(const std::vector<Device>& devices, VerilatedBench& bench, const Profile& profile, std::uint64_t seed,
       bool until_first_failure)
      : bench_(bench),
        profile_(profile),
        until_first_failure_(until_first_failure),
        layout_(layout_of(devices)),
        random_(seed) {
    std::size_t in = 0, out = 0;
    for (const Device& device : devices) {
      runs_.emplace_back(device, profile, static_cast<int>(in), layout_.input_offsets.data() + in,
                         static_cast<int>(out), layout_.output_offsets.data() + out, random_());
      in += device.inputs.size();
      out += device.outputs.size();
    }
    bench_.start(static_cast<std::uint32_t>(random_()));
    words_ = {bench_.port(BenchPort::kInData),  bench_.port(BenchPort::kInValid),  bench_.port(BenchPort::kInReady),
              bench_.port(BenchPort::kOutData), bench_.port(BenchPort::kOutValid), bench_.port(BenchPort::kOutReady)};
  }

  void run(CosimReport& report, bool record) {
    record_ = record;
    const auto enough = [&] { return until_first_failure_ && !report.failures.empty(); };
    reset(report);
    for (int i = 0; i < profile_.resets; ++i) {
      for (std::uint64_t left = 10 + random_() % 60; left > 0; --left) cycle(report, false);
      for (DeviceRun& one : runs_) report.resets_in_flight += !one.failed() && one.reset() ? 1 : 0;
      reset(report);
    }
    const auto done = [](const DeviceRun& one) { return one.done(); };
    while (!std::all_of(runs_.begin(), runs_.end(), done) && cycle_ < kCycleLimit && !enough()) {
      cycle(report, false);
    }
    if (enough()) return;
    for (int left = kQuietCycles; left > 0; --left) cycle(report, false);
    if (cycle_ >= kCycleLimit) report.failures.push_back(std::string(profile_.name) + ": does not come to an end");
    for (DeviceRun& one : runs_) one.finish(report);
    report.cycles += cycle_;
  }

 private:
  void reset(CosimReport& report) {
    for (std::uint64_t left = 1 + random_() % 3; left > 0; --left) cycle(report, true);
    for (DeviceRun& one : runs_) one.reset();
  }

  void cycle(CosimReport& report, bool rst) {
    for (DeviceRun& one : runs_) one.drive(words_);
    bench_.eval(false, rst);
    if (!rst && cycle_ % kInverted == 0) invert(report);
    if (record_ && report.recorded.size() < kRecordedCycles) keep(report, rst);
    if (!rst) {
      for (DeviceRun& one : runs_) one.observe(words_, cycle_, report);
    }
    bench_.eval(true, rst);
    ++cycle_;
  }

  /// Inverts every ready of the outputs for a moment. The clock does not rise meanwhile.
  void invert(CosimReport& report) {
    const SettledWords before{copy(words_.in_ready, layout_.input_count), copy(words_.out_data, layout_.output_bits),
                              copy(words_.out_valid, layout_.output_count)};
    invert_ready();
    for (DeviceRun& one : runs_) one.observe_inverted(words_, before, cycle_, report);
    invert_ready();
  }

  void invert_ready() {
    for (int i = 0; i < words_of(layout_.output_count); ++i) words_.out_ready[i] = ~words_.out_ready[i];
    bench_.eval(false, false);
  }

  static std::vector<std::uint32_t> copy(const std::uint32_t* words, int bits) {
    return std::vector<std::uint32_t>(words, words + words_of(bits));
  }

  void keep(CosimReport& report, bool rst) const {
    RecordedCycle one{rst,
                      copy(words_.in_data, layout_.input_bits),
                      std::vector<std::uint32_t>(static_cast<std::size_t>(words_of(layout_.input_bits))),
                      copy(words_.in_valid, layout_.input_count),
                      copy(words_.in_ready, layout_.input_count),
                      copy(words_.out_data, layout_.output_bits),
                      std::vector<std::uint32_t>(static_cast<std::size_t>(words_of(layout_.output_bits))),
                      copy(words_.out_valid, layout_.output_count),
                      copy(words_.out_ready, layout_.output_count)};
    for (const DeviceRun& run : runs_) run.mark(words_, one);
    report.recorded.push_back(std::move(one));
  }

  VerilatedBench& bench_;
  const Profile& profile_;
  const bool until_first_failure_;
  BenchLayout layout_;
  std::mt19937_64 random_;
  std::vector<DeviceRun> runs_;
  BenchWords words_{};
  std::int64_t cycle_ = 0;
  bool record_ = false;
};

}  // namespace

CosimReport cosimulate(const std::vector<Device>& devices, VerilatedBench& bench, std::uint64_t seed,
                       bool until_first_failure) {
  CosimReport report;
  std::mt19937_64 random(seed);
  const Profile* most = std::max_element(std::begin(kProfiles), std::end(kProfiles),
                                         [](const Profile& a, const Profile& b) { return a.resets < b.resets; });
  for (const Profile& profile : kProfiles) {
    Pass(devices, bench, profile, random(), until_first_failure).run(report, &profile == most);
    if (until_first_failure && !report.failures.empty()) break;
  }
  return report;
}

}  // namespace rtl4ml::test
