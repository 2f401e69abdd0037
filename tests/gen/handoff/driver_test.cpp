// The C driver of a bundle, against the bundle's own RTL in Verilator: its two functions are AXI4-Lite transactions.
#include <fstream>

#include "sw/base/file.hpp"
#include "tests/gen/handoff/bundle.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

/// The wrapper with a producer and a consumer on its streams that stall at random, and a processor on its registers.
constexpr const char* kDriverBench = R"(#include "axi_lite_bench.hpp"

struct Bench : AxiLiteBench {
  Bench() : AxiLiteBench(SEEDU) {}

  bool consumes = true;
  int to_send = 0;             // beats
  int beat = 0, last_at = 1;   // tlast comes on this beat
  int received = 0;            // packets
  std::uint32_t lie_address = ~0u, lie = 0;

  void tick() override {
    if (!top->s_axis_tvalid) top->s_axis_tvalid = to_send > 0 && (!stalls || random() % 3 != 0);
    top->s_axis_tlast = beat == last_at;
    top->m_axis_tready = consumes && (!stalls || random() % 3 != 0);
    top->aclk = 0;
    top->eval();
    const bool sent = top->s_axis_tvalid && top->s_axis_tready;
    const bool got = top->m_axis_tvalid && top->m_axis_tready && top->m_axis_tlast;
    top->aclk = 1;
    top->eval();
    if (sent) {
      top->s_axis_tvalid = 0;
      --to_send;
      beat = beat == 1 ? 0 : beat + 1;
    }
    received += got;
  }

  std::uint32_t read(std::uint32_t address) override {
    const std::uint32_t data = read_word(address);
    return address == lie_address ? lie : data;
  }

  void write(std::uint32_t address, std::uint32_t value) override { check(write_word(address, value), "bresp"); }

  void run(int cycles) {
    while (cycles-- > 0) tick();
  }
};

int main() {
  static_assert(SMALL_AXI_IN_VECTOR_BYTES == SMALL_AXI_IN_FEATURES_VALUE * sizeof(small_axi_in_t), "in");
  static_assert(SMALL_AXI_OUT_VECTOR_BYTES == SMALL_AXI_OUT_FEATURES_VALUE * sizeof(small_axi_out_t), "out");
  Bench bench;
  bench.run(4);
  bench.top->aresetn = 1;
  const small_axi_bus bus = {read32, write32, static_cast<AxiLiteBench*>(&bench)};
  const auto counters = [&bus] {
    small_axi_counters all;
    small_axi_read_counters(&bus, &all);
    return all;
  };

  check(small_axi_probe(&bus) == SMALL_AXI_OK, "probe");
  struct Lie { std::uint32_t address, value; int answer; };
  for (const Lie& one : {Lie{SMALL_AXI_IDENTIFICATION, 0, SMALL_AXI_NOT_RTL4ML},
                         Lie{SMALL_AXI_VERSION, SMALL_AXI_VERSION_VALUE + 0x10000, SMALL_AXI_OTHER_MAP},
                         Lie{SMALL_AXI_VERSION, SMALL_AXI_VERSION_VALUE + 1, SMALL_AXI_OK},
                         Lie{SMALL_AXI_SIGNATURE_LOW, SMALL_AXI_SIGNATURE_LOW_VALUE ^ 1, SMALL_AXI_OTHER_DESIGN},
                         Lie{SMALL_AXI_SIGNATURE_HIGH, SMALL_AXI_SIGNATURE_HIGH_VALUE ^ 1, SMALL_AXI_OTHER_DESIGN}}) {
    bench.lie_address = one.address;
    bench.lie = one.value;
    check(small_axi_probe(&bus) == one.answer, "probe of another design");
  }
  bench.lie_address = ~0u;

  // Until it is started, nothing begins; then all comes out, and is counted; stopped, nothing begins again.
  bench.to_send = 6;
  bench.run(200);
  check(bench.to_send == 6 && counters().vectors_in == 0 && small_axi_in_flight(&bus) == 0, "not started yet");
  small_axi_start(&bus);
  bench.run(200);
  check(small_axi_wait_idle(&bus, 100) == SMALL_AXI_OK && bench.received == 3, "start");
  small_axi_stop(&bus);
  bench.to_send = 6;
  bench.run(200);
  check(bench.to_send == 6 && small_axi_in_flight(&bus) == 0, "stop");
  bench.to_send = 0;
  bench.top->s_axis_tvalid = 0;
  small_axi_start(&bus);
  check(counters().vectors_in == 3 && counters().vectors_out == 3, "counters");
  small_axi_clear_counters(&bus);
  check(counters().vectors_in == 0 && counters().vectors_out == 0 && counters().cycles_busy == 0 &&
        counters().cycles_stalled == 0, "clear_counters");

  // A vector alone is busy for as long as the header says.
  bench.stalls = false;
  bench.to_send = 2;
  bench.run(100);
  check(counters().cycles_busy == SMALL_AXI_LATENCY_CYCLES_VALUE && counters().cycles_stalled == 0, "latency");

  // Nobody takes the results: busy, until all is forgotten. Still started.
  bench.consumes = false;
  bench.to_send = 40;
  bench.run(300);
  check(small_axi_busy(&bus) == 1 && small_axi_in_flight(&bus) > 0, "busy");
  check(small_axi_wait_idle(&bus, 5) == SMALL_AXI_TIMEOUT, "timeout");
  check(counters().cycles_stalled > 100, "cycles_stalled");
  small_axi_stop(&bus);
  small_axi_soft_reset(&bus);
  check(small_axi_busy(&bus) == 0 && small_axi_in_flight(&bus) == 0, "soft_reset");
  bench.consumes = true;
  bench.received = 0;
  bench.run(100);
  check(bench.received == 0, "a result after a soft reset");

  // The neighbours begin anew. A packet of one beat too few is told, until the soft reset.
  bench.to_send = 0;
  bench.top->s_axis_tvalid = 0;
  bench.beat = 0;
  small_axi_start(&bus);
  check(small_axi_framing_error(&bus) == 0, "no framing error yet");
  bench.last_at = 0;
  bench.to_send = 2;
  bench.run(100);
  check(small_axi_framing_error(&bus) == 1, "framing_error");
  small_axi_soft_reset(&bus);
  check(small_axi_framing_error(&bus) == 0, "framing_error after a soft reset");
  bench.last_at = 1;
  bench.to_send = 2;
  bench.received = 0;
  bench.run(100);
  check(bench.received == 1, "a vector after a soft reset");
  std::puts("PASS");
  return 0;
}
)";

const char* const kCompile = "cc -std=c99 -Wall -Wextra -Werror -pedantic -c ../driver/small_axi.c -o driver.o";
const char* const kDriverBuild =
    "verilator --cc --exe --build -O0 --x-assign unique --x-initial unique --top-module small_axi -GENABLED_AT_RESET=0 "
    "-CFLAGS -O0 "
    "-f filelist.f -f ../axi/filelist.f bench.cpp $PWD/driver.o && ./obj_dir/Vsmall_axi";

}  // namespace

TEST_CASE("the lines of C in the bundle's README compile") {
  const test::ScratchFolder folder;
  const fs::path bundle = folder.path() / "small";
  test::write_bundle(bundle);
  const Result<std::string> page = read_file(bundle / "README.md", 1U << 20U);
  REQUIRE(page);
  const std::size_t begin = page->find("```c\n") + 5;
  REQUIRE(begin > 5);
  std::ofstream(bundle / "driver/example.c")
      << "#include \"small_axi.h\"\n"
         "static uint32_t my_read32(void *context, uint32_t address) { return *(uint32_t *)context + address; }\n"
         "static void my_write32(void *context, uint32_t address, uint32_t value) { *(uint32_t *)context = address + "
         "value; }\n"
         "int main(void) {\n  uint32_t word = 0;\n  void *my_context = &word;\n"
      << page->substr(begin, page->find("```", begin) - begin) << "  return 0;\n}\n";
  const ProcessResult compiled =
      test::shell("cc -std=c99 -Wall -Wextra -Werror -pedantic example.c small_axi.c -o example", bundle / "driver");
  INFO(compiled.output);
  CHECK(compiled.exit_status == 0);
}

TEST_CASE("the driver reads, starts, stops, counts and resets the design that it was written with") {
  const test::ScratchFolder folder;
  const fs::path bundle = folder.path() / "small";
  test::write_bundle(bundle);
  const std::string seeded = test::write_bench(bundle, kDriverBench);
  const ProcessResult compiled = test::shell(kCompile, bundle / "rtl");
  INFO(compiled.output << "RTL4ML_SEED=" << seeded << " repeats this");
  REQUIRE(compiled.exit_status == 0);
  const ProcessResult ran = test::shell(kDriverBuild, bundle / "rtl");
  INFO(ran.output);
  CHECK(ran.exit_status == 0);
  CHECK(ran.output.find("PASS\n") != std::string::npos);
}

}  // namespace rtl4ml
