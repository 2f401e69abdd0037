#include "sim/place/place_and_route.hpp"

#include <cstdlib>

#include "sim/netlist/synthesize.hpp"
#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

std::string first_code(const Result<Placement>& result) { return result ? "none" : result.error().front().code; }

/// Puts programs of the test's own before those of the system.
class Programs {
 public:
  explicit Programs(const std::string& path) : before_(getenv("PATH")) { setenv("PATH", path.c_str(), 1); }
  Programs(const Programs&) = delete;
  Programs& operator=(const Programs&) = delete;
  ~Programs() { setenv("PATH", before_.c_str(), 1); }

 private:
  std::string before_;
};

void write_program(const ChainFolder& folder, const std::string& name, const std::string& script) {
  std::filesystem::create_directories(folder.path() / "bin");
  const std::string file = folder.write("bin/" + name, "#!/bin/bash\n" + script);
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

PlaceOptions options_for(const std::string& tool, const std::string& device, const std::string& package) {
  PlaceOptions options;
  options.tool = tool;
  options.device = device;
  options.package = package;
  return options;
}

const char* const kFakeNextpnr = R"(
while (($#)); do
  case $1 in
    --report) echo '{"critical_paths": [], "fmax": {}}' > "$2" ;;
    --textcfg) echo routed > "$2" ;;
  esac
  shift
done
)";

}  // namespace

TEST_CASE("a netlist is placed on an iCE40, down to a bitstream, and kept") {
  const ChainFolder folder;
  copy_chain(folder);
  const DesignSignature design = read_signature(folder.path() / "signature.json").value();
  const Result<Synthesis> synthesis = synthesize(folder.path() / "cache", folder.path(), design, {.flow = "ice40"});
  REQUIRE(synthesis);
  const PlaceOptions options = options_for("nextpnr-ice40", "hx8k", "ct256");
  const auto place = [&](const PlaceOptions& with) {
    return place_and_route(folder.path() / "cache", synthesis->folder / "netlist.json", "chain", with);
  };
  const Result<Placement> placed = place(options);
  INFO((placed ? "" : to_string(placed.error())));
  REQUIRE(placed);
  CHECK(placed->built);
  CHECK(std::filesystem::file_size(placed->bitstream()) > 100'000);
  CHECK(std::filesystem::exists(placed->folder / "report.json"));
  CHECK_FALSE(place(options)->built);
  PlaceOptions other = options;
  other.seed = 2;
  CHECK(place(other)->built);

  PlaceOptions small = options_for("nextpnr-ice40", "hx8k", "cm81");
  small.package = "no_such_package";
  const Result<Placement> failed = place(small);
  REQUIRE(first_code(failed) == "sim.tool_failed");
  CHECK(failed.error().front().message.find("package") != std::string::npos);
}

TEST_CASE("a missing tool is told with how to get it, ECP5's with where it is built from") {
  const ChainFolder folder;
  const std::string netlist = folder.write("netlist.json", "{}");
  const Programs nothing("/nowhere");
  const auto ice40 =
      place_and_route(folder.path() / "cache", netlist, "x", options_for("nextpnr-ice40", "hx8k", "ct256"));
  REQUIRE(first_code(ice40) == "sim.tool_missing");
  CHECK(ice40.error().front().fix == "apt-get install nextpnr-ice40");
  const auto ecp5 =
      place_and_route(folder.path() / "cache", netlist, "x", options_for("nextpnr-ecp5", "85k", "CABGA381"));
  REQUIRE(first_code(ecp5) == "sim.tool_missing");
  CHECK(ecp5.error().front().fix.find("prjtrellis") != std::string::npos);
}

TEST_CASE("ECP5 goes through nextpnr-ecp5 and ecppack, a killed one and one that takes too long are told") {
  const ChainFolder folder;
  const std::string netlist = folder.write("netlist.json", "{}");
  write_program(folder, "nextpnr-ecp5", kFakeNextpnr);
  write_program(folder, "ecppack", "cp \"$1\" \"$2\"\n");
  const Programs ours((folder.path() / "bin").string() + ":" + getenv("PATH"));
  const auto place = [&](double timeout) {
    PlaceOptions options = options_for("nextpnr-ecp5", "85k", "CABGA381");
    options.timeout_seconds = timeout;
    return place_and_route(folder.path() / "cache", netlist, "x", options);
  };
  const Result<Placement> placed = place(0.0);
  INFO((placed ? "" : to_string(placed.error())));
  REQUIRE(placed);
  CHECK(placed->bitstream().filename() == "bitstream.bit");
  CHECK(std::filesystem::exists(placed->folder / "design.config"));

  write_program(folder, "nextpnr-ecp5", "[[ $1 == --version ]] && echo killed || kill -9 $$\n");
  const Result<Placement> killed = place(0.0);
  REQUIRE(first_code(killed) == "sim.tool_failed");
  CHECK(killed.error().front().message.find("nextpnr-ecp5 was ended by signal 9") != std::string::npos);

  write_program(folder, "nextpnr-ecp5", "[[ $1 == --version ]] && echo slow || sleep 30\n");
  CHECK(first_code(place(0.5)) == "sim.tool_timeout");
}
