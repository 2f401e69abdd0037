#include "tests/catch.hpp"
#include "tests/gen/config/parse.hpp"

namespace rtl4ml {
namespace {

TEST_CASE("parallelism is a number, in and out, or a default and layers") {
  const auto lanes = [](const std::string& text) {
    const ParallelismSpec spec = parse_with(text).parallelism;
    return std::pair(spec.in.value_or(-1), spec.out.value_or(-1));
  };
  CHECK(lanes("") == std::pair(4, 4));
  CHECK(lanes("parallelism: 8") == std::pair(8, 8));
  CHECK(lanes("parallelism: {in: 8, out: 2}") == std::pair(8, 2));
  CHECK(lanes("parallelism: {in: 8}") == std::pair(8, 4));
  CHECK(lanes("parallelism: {out: 8}") == std::pair(4, 8));
  CHECK(lanes("parallelism: {default: 2}") == std::pair(2, 2));
  CHECK(lanes("parallelism: {default: {in: 3, out: 65536}}") == std::pair(3, 65536));
  CHECK(lanes("parallelism: {layers: {fc1: 2}}") == std::pair(4, 4));
}

TEST_CASE("the place of parallelism is empty where nothing was said") {
  CHECK(parse_with("").parallelism.place.empty());
  CHECK(parse_with("parallelism: {layers: {fc1: 2}}").parallelism.place.empty());
  CHECK(parse_with("parallelism: 4").parallelism.place == "configs/mlp.yaml:2:14");
}

TEST_CASE("layers have their own parallelism") {
  const HardwareConfig config = parse_with("parallelism:\n  default: 4\n  layers:\n    fc1: 2\n    fc2: {out: 1}\n");
  CHECK(config.layer_parallelism.at("fc1").in == 2);
  CHECK(config.layer_parallelism.at("fc1").out == 2);
  CHECK(config.layer_parallelism.at("fc1").place == "configs/mlp.yaml:5:10");
  CHECK_FALSE(config.layer_parallelism.at("fc2").in.has_value());
  CHECK(config.layer_parallelism.at("fc2").out == 1);
}

TEST_CASE("parallelism outside its range is told") {
  CHECK(faults_with("parallelism: 0\n") ==
        "2:14: error[config.parallelism]: parallelism is 0; 1 to 65536 are supported\n  fix: give a value from 1 to "
        "65536\n");
  CHECK(faults_with("parallelism: {layers: {fc1: {in: -1}}}\n")
            .find("2:34: error[config.parallelism]: layer fc1: parallelism.in is -1;") == 0);
  CHECK(faults_with("parallelism: four\n") ==
        "2:14: error[config.type]: parallelism is the text \"four\"; an integer or a mapping is expected\n");
}

TEST_CASE("parallelism is left to the compiler, for a rate or for a part") {
  CHECK_FALSE(parse_with("parallelism: 4").folding);
  const HardwareConfig rate = parse_with("parallelism: {target: {interval_cycles: 64}, layers: {fc1: {in: 2}}}");
  REQUIRE(rate.folding);
  CHECK(rate.folding->interval_cycles == 64);
  CHECK(rate.folding->place == "configs/mlp.yaml:2:23");
  CHECK(rate.layer_parallelism.at("fc1").in == 2);
  CHECK(rate.target.name.empty());
  const HardwareConfig part = parse_with("parallelism: {fit: xc7a35t}\ntarget: xc7a35t");
  REQUIRE(part.folding);
  CHECK_FALSE(part.folding->interval_cycles);
  CHECK(part.folding->usable_per_cent == 80);
  CHECK(part.target.resources.lut == 20800);
  CHECK(parse_with("parallelism: {fit: xc7a35t, usable_per_cent: 55}").folding->usable_per_cent == 55);
}

TEST_CASE("a goal that is none, and keys that do not belong together, are told") {
  CHECK(faults_with("parallelism: {target: {interval_cycles: 0}}\n")
            .find("error[config.parallelism]: parallelism.target.interval_cycles is 0; 1 to 1000000000") !=
        std::string::npos);
  CHECK(faults_with("parallelism: {target: {}}\n").find("parallelism.target.interval_cycles is missing") !=
        std::string::npos);
  CHECK(faults_with("parallelism: {fit: xc7a3t}\n").find("did you mean xc7a35t?") != std::string::npos);
  CHECK(faults_with("parallelism: {fit: xc7a35t, usable_per_cent: 101}\n").find("1 to 100 are supported") !=
        std::string::npos);
  CHECK(faults_with("parallelism: {target: {interval_cycles: 9}, in: 4}\n") ==
        "2:45: error[config.unknown_key]: parallelism.in cannot stand beside target\n  fix: one of default, in and "
        "out, target, fit; settings of one layer go under layers\n");
  CHECK(faults_with("parallelism: {in: 4, usable_per_cent: 9}\n") ==
        "2:22: error[config.unknown_key]: parallelism.usable_per_cent cannot stand without fit\n  fix: add fit\n");
  CHECK(faults_with("parallelism: {fit: xc7a35t}\ntarget: xc7a100t\n") ==
        "3:9: error[config.two_targets]: target is xc7a100t, but parallelism.fit is xc7a35t\n  fix: remove target: "
        "the device of fit is the design's\n");
}

TEST_CASE("strategy is a word, or a default and layers") {
  CHECK(parse_with("").strategy == Strategy::kFolded);
  CHECK(parse_with("strategy: folded").strategy == Strategy::kFolded);
  const HardwareConfig config = parse_with("strategy: {default: folded, layers: {fc1: folded}}");
  CHECK(config.strategy == Strategy::kFolded);
  CHECK(config.layer_strategy.at("fc1") == Strategy::kFolded);
}

TEST_CASE("memory is a word, or a default and layers") {
  CHECK(parse_with("").memory == MemoryKind::kAuto);
  CHECK(parse_with("memory: block").memory == MemoryKind::kBlock);
  CHECK(parse_with("memory: lut").memory == MemoryKind::kLut);
  const HardwareConfig config = parse_with("memory: {default: block, layers: {fc1: lut, fc2: auto}}");
  CHECK(config.memory == MemoryKind::kBlock);
  CHECK(config.layer_memory.at("fc1") == MemoryKind::kLut);
  CHECK(config.layer_memory.at("fc2") == MemoryKind::kAuto);
  CHECK(parse_with("memory: {layers: {fc1: block}}").memory == MemoryKind::kAuto);
  CHECK(faults_with("memory: blok\n") == "2:9: error[config.enum]: memory is blok\n  fix: did you mean block?\n");
  CHECK(faults_with("memory: {fc1: lut}\n")
            .find("2:10: error[config.unknown_key]: unknown key memory.fc1\n  fix: settings of one layer") == 0);
}

TEST_CASE("multipliers is a word, or a default and layers") {
  CHECK(parse_with("").multipliers == Packing::kAuto);
  CHECK(parse_with("multipliers: packed").multipliers == Packing::kPacked);
  CHECK(parse_with("multipliers: separate").multipliers == Packing::kSeparate);
  const HardwareConfig config = parse_with("multipliers: {default: packed, layers: {fc1: separate, fc2: auto}}");
  CHECK(config.multipliers == Packing::kPacked);
  CHECK(config.layer_multipliers.at("fc1") == Packing::kSeparate);
  CHECK(config.layer_multipliers.at("fc2") == Packing::kAuto);
  CHECK(faults_with("multipliers: paked\n") ==
        "2:14: error[config.enum]: multipliers is paked\n  fix: did you mean packed?\n");
}

TEST_CASE("weights are a word, or a default and layers") {
  CHECK(parse_with("").weights.weights == Weights::kConstant);
  CHECK(parse_with("weights: constant").weights.weights == Weights::kConstant);
  const HardwareConfig all = parse_with("weights: reloadable");
  CHECK(all.weights.weights == Weights::kReloadable);
  CHECK(all.weights.place == "configs/mlp.yaml:2:10");
  const HardwareConfig some = parse_with("weights: {default: reloadable, layers: {fc1: constant, fc2: reloadable}}");
  CHECK(some.weights.weights == Weights::kReloadable);
  CHECK(some.layer_weights.at("fc1").weights == Weights::kConstant);
  CHECK(some.layer_weights.at("fc2").weights == Weights::kReloadable);
  CHECK(some.layer_weights.at("fc2").place == "configs/mlp.yaml:2:61");
  CHECK(parse_with("weights: {layers: {fc1: reloadable}}").weights.weights == Weights::kConstant);
  CHECK(faults_with("weights: reload\n") ==
        "2:10: error[config.enum]: weights is reload\n  fix: known: constant, reloadable\n");
}

TEST_CASE("the strategy that is not built yet says so") {
  CHECK(faults_with("strategy: unrolled\n") ==
        "2:11: error[config.not_built]: strategy is unrolled, which is not built yet\n  fix: use folded\n");
  CHECK(faults_with("strategy: {layers: {fc1: unrolled}}\n")
            .find("2:26: error[config.not_built]: layer fc1: strategy is unrolled") == 0);
  CHECK(faults_with("strategy: fold\n") == "2:11: error[config.enum]: strategy is fold\n  fix: did you mean folded?\n");
}

}  // namespace
}  // namespace rtl4ml
