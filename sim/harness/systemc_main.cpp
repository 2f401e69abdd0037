// The SystemC testbench's main program, compiled once for all designs: the test bench of testbench.hpp as a SystemC
// process that moves the clock.
#include <systemc>

#include "sim/harness/files.hpp"
#include "sim/harness/systemc_pins.hpp"
#include "verilated.h"

namespace rtl4ml {
namespace {

/// One process, woken at both edges of the clock. A cycle begins with its rising edge; the inputs change with the
/// falling one, or, while a waveform is written, one delta cycle after the rising one, where a reader expects them.
class BenchModule : public sc_core::sc_module {
 public:
  BenchModule(const sc_core::sc_module_name& name, const Job& job, SystemcDut& dut, Testbench& bench)
      : sc_core::sc_module(name),
        job_(job),
        dut_(dut),
        bench_(bench),
        half_(static_cast<double>(job.half_period_ps), sc_core::SC_PS),
        tracing_(!job.trace_file.empty()) {
    SC_HAS_PROCESS(BenchModule);
    SC_METHOD(edge);
  }

 private:
  enum class Step { kFirst, kRise, kDrive, kFall };

  void edge() {
    switch (step_) {
      case Step::kFirst:  // the design in reset, before the first rising edge
        dut_.put();
        dut_.set_clock(false);
        step_ = Step::kRise;
        next_trigger(half_);
        return;
      case Step::kRise:
        rise();
        return;
      case Step::kDrive:
        bench_.drive();
        dut_.put();
        step_ = Step::kFall;
        next_trigger(half_);
        return;
      case Step::kFall:
        if (tracing_) {
          dut_.dump_trace(time_);
        } else {
          bench_.drive();
          dut_.put();
        }
        dut_.set_clock(false);
        step_ = Step::kRise;
        next_trigger(half_);
        return;
    }
  }

  /// Ends a cycle: looks at what has settled, then raises the clock.
  void rise() {
    dut_.get();
    if (running_) {
      if (tracing_) dump_low();
      if (!bench_.sample()) {
        if (tracing_) dut_.close_trace();
        sc_core::sc_stop();
        return;
      }
      if (tracing_ && window_over()) stop_trace();
      tell();
    }
    running_ = true;
    time_ = static_cast<std::uint64_t>(bench_.outcome().cycles) * 2 * static_cast<std::uint64_t>(job_.half_period_ps);
    dut_.set_clock(true);
    step_ = tracing_ ? Step::kDrive : Step::kFall;
    if (tracing_) {
      next_trigger(sc_core::SC_ZERO_TIME);
    } else {
      next_trigger(half_);
    }
  }

  void dump_low() { dut_.dump_trace(time_ + static_cast<std::uint64_t>(job_.half_period_ps)); }

  bool window_over() {
    if (bench_.scoreboard().vector() >= job_.trace_vectors || bench_.scoreboard().empty()) --trace_left_;
    return trace_left_ <= 0;
  }

  void stop_trace() {
    dut_.close_trace();
    tracing_ = false;
  }

  void tell() {
    if ((bench_.outcome().cycles & 0x3FFF) != 0 || seconds_since(told_) < 0.2) return;
    told_ = Clock::now();
    std::printf("progress %lld\n", static_cast<long long>(bench_.scoreboard().vector()));
    std::fflush(stdout);
  }

  const Job& job_;
  SystemcDut& dut_;
  Testbench& bench_;
  sc_core::sc_time half_;
  bool tracing_;
  bool running_ = false;
  int trace_left_ = 2;
  Step step_ = Step::kFirst;
  std::uint64_t time_ = 0;
  Clock::time_point told_ = Clock::now();
};

int run(const Job& job) {
  Verilated::randSeed(static_cast<int>(job.seed % 0x7FFFFFFF) + 1);
  Verilated::randReset(2);
  Verilated::traceEverOn(!job.trace_file.empty());
  const std::unique_ptr<SystemcDut> dut = make_systemc_dut(beat_bytes(job.in_bits), beat_bytes(job.out_bits));
  std::FILE* const mismatches = open_output(job.mismatch_file);
  Testbench bench = make_testbench(job, dut->pins(), mismatches);
  const BenchModule module("bench", job, *dut, bench);
  const Clock::time_point start = Clock::now();
  const double cpu_start = cpu_seconds();
  sc_core::sc_start(sc_core::SC_ZERO_TIME);  // Verilator's models open a trace only after elaboration
  if (!job.trace_file.empty()) dut->open_trace(job.trace_file);
  sc_core::sc_start();
  close_output(mismatches, job.mismatch_file);
  write_result(job, bench, {seconds_since(start), cpu_seconds() - cpu_start, 0, 0});
  return 0;
}

}  // namespace
}  // namespace rtl4ml

int sc_main(int argc, char** argv) {
  sc_core::sc_report_handler::set_actions("/OSCI/SystemC", sc_core::SC_DO_NOTHING);  // no banner at sc_stop
  sc_core::sc_set_time_resolution(1, sc_core::SC_PS);
  rtl4ml::Job job;
  if (argc != 2 || !rtl4ml::read_job(argv[1], job)) rtl4ml::die("needs a job file");
  const int status = rtl4ml::run(job);
  std::fflush(nullptr);
  std::_Exit(status);
}
