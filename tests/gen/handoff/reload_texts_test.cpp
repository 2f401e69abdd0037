// Weights that software reloads: what the bundle says of them, and its C driver, which writes another checkpoint's into
// the bundle's own RTL in Verilator while vectors flow.
#include "gen/handoff/reload_texts.hpp"

#include <fmt/format.h>

#include <fstream>

#include "gen/reload/weight_image.hpp"
#include "tests/gen/handoff/bundle.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr int kVectors = 24;
constexpr std::uint64_t kOther = 7;  ///< the seed of another checkpoint

/// Vectors stream through the wrapper, with stalls on both sides, while the driver works.
constexpr const char* kReloadBench = R"(#include <cstring>
#include <vector>
#include "axi_lite_bench.hpp"
#include "data.h"

struct Bench : AxiLiteBench {
  Bench() : AxiLiteBench(SEEDU) {}

  bool consumes = true, intrudes = false;
  int sent = 0, to_send = 0, refused = 0;  // beats
  std::size_t at_start = 0;  // results when the design was last started
  std::vector<int> results;

  void tick() override {
    if (!top->s_axis_tvalid && sent < to_send && random() % 3 != 0) {
      const int vector = sent / 2 % VECTORS, beat = sent % 2;
      top->s_axis_tdata = 0;
      for (int lane = 0; lane < 3 && beat * 3 + lane < 4; ++lane)
        top->s_axis_tdata |= static_cast<IData>(data_in[vector * 4 + beat * 3 + lane] & 0xff) << (8 * lane);
      top->s_axis_tvalid = 1;
      top->s_axis_tlast = beat == 1;
    }
    top->m_axis_tready = consumes && random() % 3 != 0;
    top->aclk = 0;
    top->eval();
    const bool moved = top->s_axis_tvalid && top->s_axis_tready;
    if (top->m_axis_tvalid && top->m_axis_tready) {
      for (int lane = 0; lane < 3; ++lane) {
        if ((top->m_axis_tkeep >> (2 * lane) & 1) != 0)
          results.push_back(static_cast<std::int16_t>(top->m_axis_tdata >> (16 * lane)));
      }
    }
    top->aclk = 1;
    top->eval();
    if (moved) {
      top->s_axis_tvalid = 0;
      ++sent;
    }
  }

  void write(std::uint32_t address, std::uint32_t value) override {
    if (address == SMALL_AXI_CONTROL && value != 0) at_start = results.size();
    refused += !write_word(address, value);
    if (intrudes && address == SMALL_AXI_RELOAD_DATA) {  // someone else starts the design in the middle
      intrudes = false;
      write(SMALL_AXI_CONTROL, SMALL_AXI_CONTROL_ENABLE_MASK);
    }
  }

  // All vectors once more. Result: how many elements are not these.
  int differ(const int* expected) {
    results.clear();
    feed(VECTORS);
    return wait(expected, VECTORS);
  }

  void feed(int vectors) {
    sent = 0;
    to_send = 2 * vectors;
  }

  int wait(const int* expected, int vectors) {
    for (int i = 0; i < 20000 && results.size() < static_cast<std::size_t>(8 * vectors); ++i) tick();
    check(results.size() == static_cast<std::size_t>(8 * vectors), "all results");
    int count = 0;
    for (std::size_t i = 0; i < results.size(); ++i) count += results[i] != expected[i];
    return count;
  }
};

// CRC-32 once more, bit by bit from its definition.
static std::uint32_t crc_of(const std::vector<std::uint32_t>& words) {
  std::uint32_t crc = ~0u;
  for (const std::uint32_t word : words) {
    for (int bit = 0; bit < 32; ++bit) crc = ((crc ^ word >> bit) & 1) != 0 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
  }
  return ~crc;
}

int main() {
  Bench bench;
  const small_axi_bus bus = {read32, write32, static_cast<AxiLiteBench*>(&bench)};
  for (int i = 0; i < 4; ++i) bench.tick();
  bench.top->aresetn = 1;
  const std::uint32_t kWords = SMALL_AXI_IMAGE_WORDS;
  const auto reload = [&](const std::vector<std::uint32_t>& image, std::uint32_t polls = 10000) {
    return small_axi_reload(&bus, image.data(), static_cast<std::uint32_t>(image.size()), polls);
  };
  const std::vector<std::uint32_t> own(image_own, image_own + kWords), other(image_other, image_other + kWords);

  check(bench.differ(results_own) == 0, "the config's weights at first");
  check(bench.differ(results_other) > 50, "the two checkpoints are too much alike for this test");
  check(reload(other) == SMALL_AXI_OK, "reload");
  check(bench.differ(results_other) == 0, "the other weights");
  check(reload(own) == SMALL_AXI_OK, "reload again");
  check(bench.differ(results_own) == 0, "the config's weights again");
  check(bench.refused == 0, "a word was refused");

  // In the middle of a stream: what has begun before has the old weights, the rest the new ones.
  bench.results.clear();
  bench.feed(2 * VECTORS);
  while (bench.sent < VECTORS) bench.tick();
  check(reload(other) == SMALL_AXI_OK, "reload in a stream");
  const std::size_t before = bench.at_start / 8;
  check(bench.at_start % 8 == 0 && before >= VECTORS / 2 && before < 2 * VECTORS, "whole vectors before");
  std::vector<int> expected;
  for (std::size_t v = 0; v < 2 * VECTORS; ++v) {
    const int* from = (v < before ? results_own : results_other) + v % VECTORS * 8;
    expected.insert(expected.end(), from, from + 8);
  }
  check(bench.wait(expected.data(), 2 * VECTORS) == 0, "each vector has weights of one checkpoint");
  check(reload(own) == SMALL_AXI_OK, "reload after the stream");

  // Images that are none, and one for other memories: nothing is written.
  for (std::uint32_t at = 0; at < kWords; ++at) {
    std::vector<std::uint32_t> bad = other;
    bad[at] ^= 0x10000;
    const int status = reload(bad);
    check(status == (at == 2 || at == 3 ? SMALL_AXI_OTHER_MEMORIES : SMALL_AXI_BAD_IMAGE), "a damaged image");
  }
  std::vector<std::uint32_t> shorter(other.begin(), other.end() - 1);
  check(reload(shorter) == SMALL_AXI_BAD_IMAGE, "a short image");
  check(bench.differ(results_own) == 0, "after bad images");

  // Two words in each other's places, the check word right: that shows in the results.
  std::vector<std::uint32_t> swapped = other;
  std::swap(swapped[4], swapped[5]);
  swapped.pop_back();
  swapped.push_back(crc_of(swapped));
  check(reload(swapped) == SMALL_AXI_OK, "swapped words");
  check(bench.differ(results_other) > 0, "swapped words go unnoticed");
  check(reload(own) == SMALL_AXI_OK, "own after swapped words");

  // Results that nobody takes: the design does not become idle, keeps its weights and goes on.
  bench.results.clear();
  bench.consumes = false;
  bench.feed(VECTORS);
  for (int i = 0; i < 300; ++i) bench.tick();
  check(reload(other, 5) == SMALL_AXI_TIMEOUT, "timeout");
  bench.consumes = true;
  check(bench.wait(results_own, VECTORS) == 0, "after a timeout");

  // Someone starts the design in the middle: the hardware refuses the rest.
  bench.intrudes = true;
  bench.refused = 0;
  check(reload(other) == SMALL_AXI_NOT_WRITTEN && bench.refused > 0, "not written");
  check(reload(other) == SMALL_AXI_OK, "written then");
  check(bench.differ(results_other) == 0, "the other weights at last");
  std::puts("PASS");
  return 0;
}
)";

template <class Number>
std::string array(const char* type, const char* name, const std::vector<Number>& values) {
  return fmt::format("static const {} {}[] = {{{}}};\n", type, name, fmt::join(values, ", "));
}

std::vector<std::int64_t> results_of(const QuantizedModel& model, const std::vector<std::int64_t>& data_in) {
  std::vector<std::int64_t> data_out(kVectors * 8);
  evaluate(model, data_in, data_out);
  return data_out;
}

/// Vectors, and what both checkpoints make of them.
std::string data_header(const CompiledDesign& own, const CompiledDesign& other) {
  const std::vector<std::int64_t> data_in = test::random_codes(own.model, kVectors);
  return fmt::format("constexpr int VECTORS = {};\n", kVectors) + array("int", "data_in", data_in) +
         array("int", "results_own", results_of(own.model, data_in)) +
         array("int", "results_other", results_of(other.model, data_in)) +
         array("std::uint32_t", "image_own", weight_image(own.graph, own.model)) +
         array("std::uint32_t", "image_other", weight_image(own.graph, other.model));
}

const char* const kReloadBuild =
    "cc -std=c99 -Wall -Wextra -Werror -pedantic -c ../driver/small_axi.c -o driver.o && "
    "verilator --cc --exe --build -O0 --x-assign unique --x-initial unique --top-module small_axi -CFLAGS -O0 "
    "-f filelist.f -f ../axi/filelist.f bench.cpp $PWD/driver.o && ./obj_dir/Vsmall_axi";

}  // namespace

TEST_CASE("a design with constant weights has nothing to say of others") {
  const auto values = reload_values(test::bundle_design());
  CHECK(values.at("reload_ports").empty());
  CHECK(values.at("reload_connections").empty());
  CHECK(values.at("reload_address_width") == "0");
  CHECK(values.at("reload_sink").find("unused_reload") != std::string::npos);
}

TEST_CASE("the places of reloadable weights are listed and drawn") {
  const CompiledDesign design = test::bundle_design(Weights::kReloadable);
  const auto values = reload_values(design);
  const ReloadSource& weights = design.graph.nodes[0].reload[0];
  CHECK(weights.parts() == 3);
  CHECK(values.at("reload_rows")
            .find(fmt::format("| `fc1_weight_source` | `0x0` | {} | 72 | 3 | `0x{:x}` |", weights.rows,
                              weights.part_stride())) == 0);
  CHECK(values.at("reload_picture").find("| bits 71 to 64 | bits 63 to 32 | bits 31 to 0  |") != std::string::npos);
  CHECK(values.at("c_reload_runs").find(fmt::format("    {{0x0u, {}u}},\n", weights.rows)) == 0);
  CHECK(values.at("image_words") == std::to_string(weight_image(design.graph, design.model).size()));
  CHECK(values.at("reload_sink").empty());
}

TEST_CASE("the driver gives a running design the weights of another checkpoint, bit for bit, and its own again") {
  const test::ScratchFolder folder;
  const fs::path bundle = folder.path() / "small";
  test::write_bundle(bundle, Weights::kReloadable);
  std::ofstream(bundle / "rtl/data.h") << data_header(test::bundle_design(Weights::kReloadable),
                                                      test::bundle_design(Weights::kReloadable, kOther));
  const std::string seeded = test::write_bench(bundle, kReloadBench);
  const ProcessResult ran = test::shell(kReloadBuild, bundle / "rtl");
  INFO(ran.output << "RTL4ML_SEED=" << seeded << " repeats this");
  CHECK(ran.exit_status == 0);
  CHECK(ran.output.find("PASS\n") != std::string::npos);
}

}  // namespace rtl4ml
