// The C++ testbench's main program, compiled once for all designs; make_dut() comes with the design
// (verilator_dut.cpp).
#include <memory>

#include "sim/harness/files.hpp"
#include "sim/harness/watcher.hpp"
#include "verilated.h"
#include "verilated_syms.h"

namespace rtl4ml {

Dut make_dut(VerilatedContext* context);

namespace {

/// A signal of the top module that a .vlt file made public; null where there is none.
const unsigned char* find_signal(const VerilatedContext& context, const std::string& top, const std::string& name) {
  const VerilatedScope* const scope = context.scopeFind(top.c_str());
  if (scope == nullptr) return nullptr;
  const VerilatedVar* const variable = scope->varFind(name.c_str());
  return variable == nullptr ? nullptr : static_cast<const unsigned char*>(variable->datap());
}

std::vector<WatchPins> find_watches(const VerilatedContext& context, const Job& job) {
  std::vector<WatchPins> found;
  for (const Watch& watch : job.watches) {
    WatchPins pins{find_signal(context, job.top, watch.data), find_signal(context, job.top, watch.valid),
                   find_signal(context, job.top, watch.ready)};
    if (pins.valid == nullptr || pins.ready == nullptr) pins.data = nullptr;
    found.push_back(pins);
  }
  return found;
}

/// Memory of this process that is in use, in KiB; 0 where the system does not tell.
std::int64_t resident_kib() {
  long long size = 0;
  long long resident = 0;
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  const bool told = std::fscanf(file, "%lld %lld", &size, &resident) == 2;
  std::fclose(file);
  return told ? resident * (sysconf(_SC_PAGESIZE) / 1024) : 0;
}

/// Moves the clock: each cycle begins with its rising edge, then the inputs change, then the clock falls.
class Run {
 public:
  Run(const Job& job, const Dut& dut, Testbench& bench) : job_(job), dut_(dut), bench_(bench) {}

  /// The window that the waveform shows, inputs changing right after the rising edge. Result: false when all is over.
  bool traced() {
    dut_.open_trace(dut_.model, job_.trace_file.c_str());
    const auto half = static_cast<std::uint64_t>(job_.half_period_ps);
    int left = 2;  // cycles after the last vector of the window
    bool going = true;
    while (going && left > 0) {
      const auto now = static_cast<std::uint64_t>(bench_.outcome().cycles) * 2 * half;
      rise();
      bench_.drive();
      dut_.eval(dut_.model);
      dut_.dump_trace(dut_.model, now);
      fall();
      dut_.dump_trace(dut_.model, now + half);
      going = bench_.sample();
      if (bench_.scoreboard().vector() >= job_.trace_vectors || bench_.scoreboard().empty()) --left;
    }
    dut_.close_trace(dut_.model);
    return going;
  }

  /// The same at full speed: the inputs change together with the falling edge, which saves an evaluation.
  void untraced() {
    Clock::time_point told = Clock::now();
    bool going = true;
    while (going) {
      if (!bench_.stream(
              1 << 14, [this] { rise(); }, [this] { fall(); }))
        going = slice();
      if (early_kib_ == 0 && bench_.scoreboard().vector() >= job_.vectors / 20) early_kib_ = resident_kib();
      if (seconds_since(told) < 0.2) continue;
      told = Clock::now();
      std::printf("progress %lld\n", static_cast<long long>(bench_.scoreboard().vector()));
      std::fflush(stdout);
    }
  }

  /// After a twentieth of the vectors; 0 where they were too few to look.
  [[nodiscard]] std::int64_t early_kib() const { return early_kib_; }

  /// Until the watched vector is out, or until the hang, with an ear on the inner streams.
  void watched(Watcher& watcher) {
    bool going = true;
    while (going && bench_.scoreboard().vector() <= job_.watch_vector) {
      rise();
      bench_.drive();
      fall();
      watcher.sample(bench_);
      going = bench_.sample();
    }
  }

 private:
  void rise() {
    *dut_.pins.clk = 1;
    dut_.eval(dut_.model);
  }

  void fall() {
    *dut_.pins.clk = 0;
    dut_.eval(dut_.model);
  }

  /// Some cycles with everything that may happen. Result: false when all is over.
  bool slice() {
    bool going = true;
    for (int i = 0; i < 1 << 12 && going; ++i) {
      rise();
      bench_.drive();
      fall();
      going = bench_.sample();
    }
    return going;
  }

  const Job& job_;
  const Dut& dut_;
  Testbench& bench_;
  std::int64_t early_kib_ = 0;
};

/// Nothing but the clock: what a run would cost without driver and scoreboard.
int run_bare(const Job& job, const Dut& dut) {
  *dut.pins.rst = 0;
  *dut.pins.in_valid = 1;
  *dut.pins.out_ready = 1;
  const Clock::time_point start = Clock::now();
  const double cpu_start = cpu_seconds();
  for (std::int64_t cycle = 0; cycle < job.bare_cycles; ++cycle) {
    *dut.pins.clk = 1;
    dut.eval(dut.model);
    *dut.pins.clk = 0;
    dut.eval(dut.model);
  }
  std::FILE* const file = open_output(job.result_file);
  std::fprintf(file, "{\"cycles\": %lld, \"seconds\": %.6f, \"cpu_seconds\": %.6f}\n",
               static_cast<long long>(job.bare_cycles), seconds_since(start), cpu_seconds() - cpu_start);
  close_output(file, job.result_file);
  return 0;
}

int run(const Job& job) {
  const auto context = std::make_unique<VerilatedContext>();
  context->randSeed(static_cast<int>(job.seed % 0x7FFFFFFF) + 1);
  context->randReset(2);  // registers start with random bits, so one that reset forgets is seen
  context->traceEverOn(!job.trace_file.empty());
  const Dut dut = make_dut(context.get());
  *dut.pins.clk = 0;
  *dut.pins.rst = 1;
  *dut.pins.in_valid = 0;
  *dut.pins.out_ready = 0;
  if (dut.pins.reload_valid != nullptr) *dut.pins.reload_valid = 0;
  dut.eval(dut.model);
  if (job.bare_cycles > 0) return run_bare(job, dut);
  std::FILE* const mismatches = job.mismatch_file.empty() ? nullptr : open_output(job.mismatch_file);
  Testbench bench = make_testbench(job, dut.pins, mismatches);
  Run run(job, dut, bench);
  const Clock::time_point start = Clock::now();
  const double cpu_start = cpu_seconds();
  if (!job.watches.empty()) {
    Watcher watcher(job, find_watches(*context, job));
    run.watched(watcher);
    watcher.write();
  } else {
    if (!job.trace_file.empty() && dut.open_trace == nullptr) die("the model was built without a trace");
    const bool going = job.trace_file.empty() || run.traced();
    if (going) run.untraced();
  }
  if (mismatches != nullptr) close_output(mismatches, job.mismatch_file);
  write_result(job, bench, {seconds_since(start), cpu_seconds() - cpu_start, run.early_kib(), resident_kib()});
  return 0;
}

}  // namespace
}  // namespace rtl4ml

int main(int argc, char** argv) {
  rtl4ml::Job job;
  if (argc != 2 || !rtl4ml::read_job(argv[1], job)) rtl4ml::die("needs a job file");
  const int status = rtl4ml::run(job);
  std::fflush(nullptr);
  std::_Exit(status);  // the model lives as long as the process: nothing to tear down
}
