#include "gen/config/targets.hpp"

#include "tests/catch.hpp"
#include "tests/gen/config/parse.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {
namespace {

TEST_CASE("every device file is valid") {
  const std::vector<std::string> names = known_targets();
  CHECK(names == std::vector<std::string>{"ecp5-85k", "generic", "ice40-hx8k", "ice40-up5k", "xc7a35t"});
  for (const std::string& name : names) {
    const Result<Target> target = read_target(name);
    INFO(name << (target ? "" : to_string(target.error())));
    REQUIRE(target);
    CHECK(target->name == name);
    CHECK((target->family == "generic" || !target->part.empty()));
    CHECK((target->family == "generic" || target->resources.at("FF") > 1000));
  }
  CHECK(read_target("xc7a35t")->resources.at("DSP48E1") == 90);
}

TEST_CASE("a part lacks multipliers where it is known to have none of them") {
  CHECK(read_target("ice40-hx8k")->lacks_multipliers());
  for (const char* name : {"xc7a35t", "ecp5-85k", "ice40-up5k", "generic"}) {
    INFO(name);
    CHECK_FALSE(read_target(name)->lacks_multipliers());
  }
}

TEST_CASE("every known target is taken by a config, others are told with what was meant") {
  for (const std::string& name : known_targets()) CHECK(parse_with("target: " + name).target.name == name);
  CHECK(parse_with("").target.name.empty());
  CHECK(faults_with("target: xc7a35\n") ==
        "2:9: error[config.target]: unknown target xc7a35\n"
        "  fix: did you mean xc7a35t? known: ecp5-85k, generic, ice40-hx8k, ice40-up5k, xc7a35t\n");
  CHECK(faults_with("target: ../targets/generic\n")
            .find("2:9: error[config.target]: unknown target ../targets/generic") == 0);
}

TEST_CASE("faulty device files are told") {
  const test::ScratchFolder folder;
  folder.write("bad.yaml", "description: x\nfamily: xc8\nresources: {LUT: many}\n");
  folder.write("worse.yaml", "a: [");
  const Result<Target> bad = read_target("bad", folder.path().string());
  REQUIRE_FALSE(bad);
  const std::string text = to_string(bad.error());
  CHECK(text.find("bad.yaml:2:9: error[config.enum]: family is xc8\n  fix: did you mean xc7?") != std::string::npos);
  CHECK(text.find("bad.yaml:3:18: error[config.type]: resources.LUT is the text \"many\"; an integer is expected") !=
        std::string::npos);
  folder.write("odd.yaml", "description: x\nfamily: xc7\nresources: {LUT: 1}\nmultiplier: DSP\n");
  const Result<Target> odd = read_target("odd", folder.path().string());
  REQUIRE_FALSE(odd);
  CHECK(
      to_string(odd.error()).find("odd.yaml:4:13: error[config.target]: multiplier: DSP is not among the resources") !=
      std::string::npos);
  CHECK(read_target("worse", folder.path().string()).error().front().code == "config.syntax");
  CHECK(read_target("absent", folder.path().string()).error().front().code == "file.missing");
  CHECK(known_targets((folder.path() / "absent").string()).empty());
}

}  // namespace
}  // namespace rtl4ml
