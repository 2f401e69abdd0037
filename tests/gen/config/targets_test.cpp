#include "gen/config/targets.hpp"

#include "tests/catch.hpp"
#include "tests/gen/config/parse.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {
namespace {

TEST_CASE("every device file is valid, and says what a flow and a report need") {
  const std::vector<std::string> names = known_targets();
  CHECK(names == std::vector<std::string>{"ecp5-85k", "generic", "gw2ar-18", "ice40-hx8k", "ice40-up5k", "lifcl-40",
                                          "xc7a100t", "xc7a35t", "xck26", "xcvu9p"});
  for (const std::string& name : names) {
    const Result<Target> target = read_target(name);
    INFO(name << (target ? "" : to_string(target.error())));
    REQUIRE(target);
    CHECK(target->name == name);
    if (target->family == "generic") continue;
    CHECK_FALSE(target->part.empty());
    CHECK(target->resources.lut > 1000);
    CHECK(target->resources.ff > 1000);
    CHECK(target->resources.bram > 10);
    CHECK((target->lut_inputs == 4 || target->lut_inputs == 6));
    CHECK_FALSE(target->bram_shapes.empty());
    CHECK(target->bram_halves == (target->vendor == "AMD"));
    CHECK(target->bram_worth > 10);
    CHECK(target->dsp_cell.empty() == (target->resources.dsp == 0));
    CHECK(target->synthesis.find("synth_") != std::string::npos);
  }
  CHECK(read_target("xc7a35t")->resources.dsp == 90);
  CHECK(read_target("xc7a35t")->dsp_widths == std::vector<int>{25, 18});
  CHECK(read_target("xc7a35t")->bram_shapes.front().width == 72);
  CHECK(read_target("ice40-up5k")->place.device == "up5k");
  CHECK(read_target("ice40-up5k")->place.pins == 39);
}

TEST_CASE("a flow is its commands without the comments") {
  const std::string xc7 = read_target("xc7a35t")->synthesis;  // with what it includes in its place
  CHECK(xc7.find("\ninclude ") == std::string::npos);
  CHECK(xc7.find("module distinct_bits") < xc7.find("techmap -map %registers"));
  CHECK(read_target("ice40-hx8k")->synthesis == "synth_ice40");
  CHECK(read_target("ice40-up5k")->synthesis ==
        "setattr -mod -set keep_hierarchy 1 *fixed_multiplier*\nsynth_ice40 -dsp");
}

TEST_CASE("every known target is taken by a config, others are told with what was meant") {
  for (const std::string& name : known_targets()) CHECK(parse_with("target: " + name).target.name == name);
  CHECK(parse_with("").target.name.empty());
  CHECK(faults_with("target: xc7a35\n") ==
        "2:9: error[config.target]: unknown target xc7a35\n"
        "  fix: did you mean xc7a35t? known: ecp5-85k, generic, gw2ar-18, ice40-hx8k, ice40-up5k, lifcl-40, xc7a100t, "
        "xc7a35t, xck26, xcvu9p\n");
  CHECK(faults_with("target: ../targets/generic\n")
            .find("2:9: error[config.target]: unknown target ../targets/generic") == 0);
}

TEST_CASE("faulty device files are told") {
  const test::ScratchFolder folder;
  folder.write("bad.yaml", "description: x\nfamily: xc8\nresources: {LUT: many, FF: 1, DSP: 1, BRAM: 1}\n");
  folder.write("worse.yaml", "a: [");
  const Result<Target> bad = read_target("bad", folder.path().string());
  REQUIRE_FALSE(bad);
  const std::string text = to_string(bad.error());
  CHECK(text.find("bad.yaml:2:9: error[config.enum]: family is xc8\n  fix: did you mean xc7?") != std::string::npos);
  CHECK(text.find("bad.yaml:3:18: error[config.type]: resources.LUT is the text \"many\"; an integer is expected") !=
        std::string::npos);
  folder.write("odd.yaml", "description: x\nfamily: xc7\nflow: spartan\n");
  const Result<Target> odd = read_target("odd", folder.path().string());
  REQUIRE_FALSE(odd);
  CHECK(to_string(odd.error()).find("odd.yaml:3:7: error[config.target]: there is no flow spartan") !=
        std::string::npos);
  CHECK(read_target("worse", folder.path().string()).error().front().code == "config.syntax");
  CHECK(read_target("absent", folder.path().string()).error().front().code == "file.missing");
  CHECK(known_targets((folder.path() / "absent").string()).empty());
}

}  // namespace
}  // namespace rtl4ml
