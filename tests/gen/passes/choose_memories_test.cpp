#include "gen/passes/choose_memories.hpp"

#include "gen/cost/memories.hpp"
#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

HardwareConfig on(const std::string& target, int parallelism_in, int parallelism_out) {
  HardwareConfig config = test::config();
  config.target = *find_target(target, "");
  config.parallelism.in = parallelism_in;
  config.parallelism.out = parallelism_out;
  return config;
}

CompiledDesign one_layer(const HardwareConfig& config, int in, int out) {
  return test::compiled(config, {{{"fc1", test::linear(in, out)}}});
}

RomPlacement placement(const CompiledDesign& design, std::size_t node = 0) {
  return design.graph.nodes[node].weight_memory;
}

/// Weight bits in block RAM per bit of the blocks that they take.
double use(const CompiledDesign& design, const Target& target) {
  const RomPlacement found = placement(design);
  const BlockRule rule = block_rule(target);
  const double room = blocks_of(rule, found.block_words, found.block_bits) * static_cast<double>(block_capacity(rule));
  return static_cast<double>(found.block_words * found.block_bits) / room;
}

}  // namespace

TEST_CASE("a ROM that fills its blocks lies in them", "[passes]") {
  const RomPlacement found = placement(one_layer(on("ecp5-85k", 9, 4), 72, 256));  // 512 words of 288 bits
  CHECK(found.kind == MemoryKind::kBlock);
  CHECK(found.block_words == 512);
  CHECK(found.block_bits == 288);
}

TEST_CASE("of a large ROM the corner that fills its blocks, the rest in tables", "[passes]") {
  const CompiledDesign design = one_layer(on("ecp5-85k", 5, 2), 100, 60);  // 600 words of 80 bits
  CHECK(placement(design).kind == MemoryKind::kBlock);
  CHECK(placement(design).block_words == 512);
  CHECK(placement(design).block_bits == 72);
  CHECK(use(design, design.config.target) == 1.0);
  CHECK(placement(one_layer(on("ecp5-85k", 16, 32), 64, 64)).kind == MemoryKind::kLut);  // 8 words: shallow
}

TEST_CASE("whatever the shape, blocks are used well or not at all", "[passes]") {
  for (const char* target : {"ecp5-85k", "xc7a100t", "ice40-hx8k", "lifcl-40"}) {
    for (int lanes = 1; lanes <= 8; ++lanes) {
      const CompiledDesign design = one_layer(on(target, lanes, 3), 40 + 7 * lanes, 97);
      INFO(target << ", " << lanes << " lanes");
      if (placement(design).kind == MemoryKind::kBlock) CHECK(use(design, design.config.target) >= kWellUsed);
      CHECK(placement(design).kind != MemoryKind::kAuto);
      CHECK(design.warnings.empty());
    }
  }
}

TEST_CASE("a small ROM goes where it costs less", "[passes]") {
  CHECK(placement(one_layer(on("ice40-hx8k", 2, 2), 32, 32)).kind == MemoryKind::kBlock);  // 256 words of 32 bits
  CHECK(placement(one_layer(on("xc7a35t", 2, 2), 32, 32)).kind == MemoryKind::kLut);
  CHECK(placement(one_layer(on("ice40-hx8k", 32, 32), 32, 32)).kind == MemoryKind::kAuto);  // constants
}

TEST_CASE("the config goes before the choice, and a part that is not known has none", "[passes]") {
  HardwareConfig config = on("xc7a35t", 4, 4);
  config.memory = MemoryKind::kBlock;
  CHECK(placement(one_layer(config, 32, 32)).block_words == 64);
  CHECK(placement(one_layer(config, 32, 32)).block_bits == 128);
  config.layer_memory["fc1"] = MemoryKind::kLut;
  CHECK(placement(one_layer(config, 32, 32)).kind == MemoryKind::kLut);
  config.layer_memory["fc1"] = MemoryKind::kAuto;
  CHECK(placement(one_layer(config, 32, 32)).kind == MemoryKind::kLut);
  config.target = Target{};
  CHECK(placement(one_layer(config, 32, 32)).kind == MemoryKind::kAuto);
  config.layer_memory["fc1"] = MemoryKind::kBlock;
  CHECK(placement(one_layer(config, 32, 32)).block_words == 64);
}

TEST_CASE("where the part has too few blocks, more goes into tables, and that is told", "[passes]") {
  HardwareConfig config = on("ecp5-85k", 9, 4);
  config.target.resources.bram = 5;  // of eight
  const CompiledDesign design = one_layer(config, 72, 256);
  CHECK(placement(design).block_words == 512);
  CHECK(placement(design).block_bits == 5 * 36);
  REQUIRE(design.warnings.size() == 1);
  CHECK(design.warnings.front().find("warning[memory.blocks]: layer fc1: 54.0 kbit of its 144.0 kbit") !=
        std::string::npos);
  config.target.resources.bram = 0;
  CHECK(placement(one_layer(config, 72, 256)).kind == MemoryKind::kLut);
}

TEST_CASE("blocks go first to what fills them best", "[passes]") {
  HardwareConfig config = on("ecp5-85k", 9, 4);
  config.target.resources.bram = 10;  // two of which are a vector buffer
  // 486 words of 288 bits, and 512.
  const CompiledDesign design =
      test::compiled(config, {{{"part", test::linear(243, 72)}, {"full", test::linear(72, 256, true, 2)}}});
  CHECK(placement(design, 0).kind == MemoryKind::kLut);
  CHECK(placement(design, 2).kind == MemoryKind::kBlock);
}

TEST_CASE("where tables do not suffice, ROMs lie in blocks that they fill badly, and that is told", "[passes]") {
  HardwareConfig config = on("ecp5-85k", 8, 8);
  config.target.resources.lut = 2000;
  const CompiledDesign design = one_layer(config, 64, 64);  // 64 words of 512 bits: 2,048 tables
  CHECK(placement(design).kind == MemoryKind::kBlock);
  CHECK(placement(design).block_words == 64);
  REQUIRE(design.warnings.size() == 1);
  CHECK(design.warnings.front().find(
            "warning[memory.tables]: layer fc1: its 32.0 kbit of weights fill 12 % of 15 block RAMs") !=
        std::string::npos);
  config.layer_memory["fc1"] = MemoryKind::kLut;  // as ordered, though it does not fit
  CHECK(placement(one_layer(config, 64, 64)).kind == MemoryKind::kLut);
}

}  // namespace rtl4ml
