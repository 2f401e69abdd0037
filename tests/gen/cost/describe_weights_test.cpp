#include "gen/cost/describe_weights.hpp"

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

double source_tables(const Tally& tally) {
  return tally[LutPart::kFunction] + tally[LutPart::kWideFunction] + tally[LutPart::kAdder];
}

}  // namespace

TEST_CASE("the last word of a ROM stands for those beyond it", "[cost]") {
  const auto code = [](std::int64_t word) { return word == 2 ? 2 : 1; };
  CHECK(rom_bits(3, 0, code) == Column{true, true, false, false});
  CHECK(rom_bits(3, 1, code) == Column{false, false, true, true});
  CHECK(rom_bits(1, 70, [](std::int64_t) { return std::int64_t{-1}; }) == Column{true, true});  // a sign bit
}

TEST_CASE("what is zero in all words of a source takes no multiplier block", "[cost]") {
  const auto blocks = [](const std::vector<float>& weight) {
    HardwareConfig config = test::config();
    config.target = *find_target("xc7a35t", "");
    config.parallelism.in = 2;
    config.parallelism.out = 1;
    LinearLayer layer{2, 2, weight, {0.25F, 0.5F}};
    const CompiledDesign design = test::compiled(config, {{{"fc1", layer}}});
    return describe_design(design, *family_of(config.target)).front().dsp;
  };
  CHECK(blocks({0.5F, 0.25F, 0.75F, 1.0F}) == 2);
  CHECK(blocks({0.5F, 0.0F, 0.75F, 0.0F}) == 1);
  CHECK(blocks({0.0F, 0.5F, 0.0F, 0.75F}) == 1);
}

TEST_CASE("large weights lie in block RAM, small ones in tables", "[cost]") {
  const auto blocks = [](int features, int parallelism_in, int parallelism_out) {
    HardwareConfig config = test::config();
    config.target = *find_target("ice40-hx8k", "");
    config.parallelism.in = parallelism_in;
    config.parallelism.out = parallelism_out;
    const CompiledDesign design = test::compiled(config, {{{"fc1", test::linear(features, features)}}});
    return describe_design(design, *family_of(config.target)).front().bram;
  };
  CHECK(blocks(64, 1, 1) == 9);  // 4,096 words of 8 bits, and the ring
  CHECK(blocks(8, 2, 8) == 0);
}

TEST_CASE("what lies beyond a corner in block RAM is tables and a choice", "[cost]") {
  HardwareConfig config = test::config();
  config.target = *find_target("ecp5-85k", "");
  config.parallelism.in = 5;
  config.parallelism.out = 2;
  CompiledDesign design = test::compiled(config, {{{"fc1", test::linear(100, 60)}}});  // 600 words of 80 bits
  const auto cost = [&](RomPlacement placement) {
    design.graph.nodes.front().weight_memory = placement;
    return describe_design(design, *family_of(config.target)).front();
  };
  const Tally lone = cost({MemoryKind::kLut, 0, 0}), blocks = cost({MemoryKind::kBlock, 600, 80}),
              columns = cost({MemoryKind::kBlock, 600, 72}), corner = cost({MemoryKind::kBlock, 512, 72});
  CHECK(blocks.bram == lone.bram + 5);  // 18 x 1,024
  CHECK(columns.bram == lone.bram + 4);
  CHECK(corner.bram == lone.bram + 2);
  CHECK(lone.ff == blocks.ff + 80);
  CHECK(columns.ff == blocks.ff + 8);
  CHECK(corner.ff == blocks.ff + 81);  // a register tells the last words
  CHECK(source_tables(blocks) < source_tables(columns));
  CHECK(source_tables(columns) < source_tables(corner));
  CHECK(source_tables(corner) < source_tables(lone));
}

TEST_CASE("of a memory on the reload bus nothing is known", "[cost]") {
  Family ice40 = *family_of(*find_target("ice40-hx8k", ""));
  for (const std::int64_t words : {2, 256}) {
    const Memory memory = reloadable_memory(ice40, words, 8);
    Logic logic(ice40.fabric);
    const Word word = describe_reloadable_word(logic, 8, memory);
    CHECK(word.size() == 8);
    CHECK(std::none_of(word.begin(), word.end(), is_constant));
    logic.output(word);
    CHECK((logic.count(1).front().ff > 0) == memory.of_registers);
  }
}

}  // namespace rtl4ml
