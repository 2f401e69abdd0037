#include "gen/handoff/register_map.hpp"

#include <map>
#include <regex>
#include <set>

#include "gen/reload/weight_image.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/gen/handoff/bundle.hpp"

namespace rtl4ml {
namespace {

constexpr std::uint64_t kSignature = 0x0123456789ABCDEF;

std::vector<Register> small_map() { return register_map(test::bundle_design(), kSignature); }

std::vector<Register> reloadable_map() { return register_map(test::bundle_design(Weights::kReloadable), kSignature); }

/// The constants of the SystemVerilog whose declaration begins so, by name.
std::map<std::string, int> constants_of(const std::string& pattern, int base) {
  const Result<std::string> text = read_file(source_tree() / "rtl_templates/axi/axi_lite_control.sv", 1U << 20U);
  REQUIRE(text);
  std::map<std::string, int> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator match(text->begin(), text->end(), regex), end; match != end; ++match) {
    found[(*match)[1]] = std::stoi((*match)[2], nullptr, base);
  }
  return found;
}

}  // namespace

TEST_CASE("the registers that are no constants stand where axi_lite_control has them, bits too") {
  std::map<std::string, int> addresses, bits;
  for (const Register& one : reloadable_map()) {
    if (one.kind != RegisterKind::kConstant) addresses[one.name] = one.address;
    if (one.name != "CONTROL") continue;
    for (const RegisterField& field : one.fields) bits[field.name] = field.lowest_bit;
  }
  CHECK(addresses == constants_of(R"(localparam logic \[11:0\] (\w+) = 12'h([0-9a-f]+);)", 16));
  const std::map<std::string, int> in_rtl = constants_of(R"(localparam int (\w+)_BIT = (\d+);)", 10);
  CHECK(in_rtl == std::map<std::string, int>{{"ENABLE", bits.at("enable")},
                                             {"CLEAR", bits.at("clear_counters")},
                                             {"RESET", bits.at("soft_reset")}});
}

TEST_CASE("the constants come first, without a gap, and say what the design is") {
  std::map<std::string, std::uint32_t> values;
  int next = 0;
  for (const Register& one : small_map()) {
    if (one.kind != RegisterKind::kConstant) continue;
    CHECK(one.address == next);
    next += 4;
    values[one.name] = one.value;
  }
  CHECK(next <= 16 * 4);  // what axi_lite_control takes
  CHECK(values.at("IDENTIFICATION") == ('R' << 24 | '4' << 16 | 'M' << 8 | 'L'));
  CHECK(values.at("SIGNATURE_LOW") == 0x89ABCDEF);
  CHECK(values.at("SIGNATURE_HIGH") == 0x01234567);
  CHECK(values.at("IN_FEATURES") == 4);
  CHECK(values.at("OUT_FEATURES") == 8);
  CHECK(values.at("IN_PARALLELISM") == 3);
  CHECK(values.at("OUT_PARALLELISM") == 3);
  CHECK(values.at("IN_FORMAT") == (5 | 2 << 8 | 1 << 16));
  CHECK(values.at("OUT_FORMAT") == (11 | 3 << 8 | 1 << 16));
  const CompiledDesign design = test::bundle_design();
  CHECK(values.at("LATENCY_CYCLES") == design.graph.latency_cycles);
  CHECK(values.at("INTERVAL_CYCLES") == design.graph.interval_cycles);
}

TEST_CASE("an image of weights is known by the registers' map and count") {
  const CompiledDesign design = test::bundle_design(Weights::kReloadable);
  const std::vector<std::uint32_t> image = weight_image(design.graph, design.model);
  std::map<std::string, std::uint32_t> values;
  for (const Register& one : reloadable_map()) values[one.name] = one.value;
  CHECK(values.at("RELOAD_MAP") == image[2]);
  CHECK(values.at("RELOAD_WORDS") == image[3]);
  CHECK(values.at("RELOAD_WORDS") == image.size() - 5);
}

TEST_CASE("a negative fraction stays in its field") {
  HardwareConfig config = test::config("small");
  config.precision.data_in = test::spec(8, -3, false);
  const auto design = compile(config, test::small_network(), {});
  REQUIRE(design);
  for (const Register& one : register_map(*design, 0)) {
    if (one.name == "IN_FORMAT") CHECK(one.value == (8 | 0xFD << 8));
  }
}

TEST_CASE(
    "registers and fields do not overlap, those of weights lie apart and are there where weights can be reloaded") {
  std::set<int> addresses;
  std::set<std::string> names;
  for (const Register& one : small_map()) CHECK(one.name.find("RELOAD") == std::string::npos);
  CHECK(reloadable_map().size() == small_map().size() + 5);
  for (const Register& one : reloadable_map()) {
    INFO(one.name);
    CHECK(one.address % 4 == 0);
    const bool is_constant = one.kind == RegisterKind::kConstant;
    CHECK((one.address >= kWeightSpace) == (one.name.find("RELOAD") == 0 && !is_constant));
    CHECK(addresses.insert(one.address).second);
    CHECK(names.insert(one.name).second);
    std::uint64_t used = 0;
    for (const RegisterField& field : one.fields) {
      const std::uint64_t mask = ((std::uint64_t{1} << static_cast<unsigned>(field.bits)) - 1)
                                 << static_cast<unsigned>(field.lowest_bit);
      CHECK(mask < std::uint64_t{1} << 32U);
      CHECK((used & mask) == 0);
      used |= mask;
    }
  }
  CHECK(kWeightSpace < kRegisterSpace);
}

TEST_CASE("a signature tells apart what differs in one byte or in where a piece ends") {
  const std::set<std::uint64_t> all = {design_signature({}),          design_signature({""}),
                                       design_signature({"ab", "c"}), design_signature({"a", "bc"}),
                                       design_signature({"abc"}),     design_signature({"abd"}),
                                       design_signature({"abc", ""})};
  CHECK(all.size() == 7);
  CHECK(design_signature({"abc"}) == design_signature({"abc"}));
}

}  // namespace rtl4ml
