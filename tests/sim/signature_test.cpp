#include "sim/signature.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("signature.json is read into ports, types and layers") {
  const Result<DesignSignature> design = read_signature("tests/sim/designs/chain/signature.json");
  REQUIRE(design);
  CHECK(design->design == "chain");
  CHECK(design->input.beat_bits() == 32);
  CHECK(design->output.type == FixedType{8, 3, true});
  CHECK(design->half_period_ps() == 5000);
  REQUIRE(design->layers.size() == 2);
  CHECK(design->layers[1].model_layer == 1);
  CHECK(design->layers[0].output.type.width == 9);
}

TEST_CASE("a design may be called as a config may call it") {
  const ChainFolder folder;
  copy_chain(folder);
  folder.edit("signature.json", "\"design\": \"chain\"", "\"design\": \"my-chain.2\"");
  const Result<DesignSignature> design = read_signature(folder.path() / "signature.json");
  REQUIRE(design);
  CHECK(design->design == "my-chain.2");
}

TEST_CASE("a signature that is missing, damaged or inconsistent is refused, all faults at once") {
  const ChainFolder folder;
  copy_chain(folder);
  const std::filesystem::path file = folder.path() / "signature.json";
  const std::string good = folder.get("signature.json");
  const auto faults_after = [&](const std::string& from, const std::string& to) {
    folder.write("signature.json", good);
    folder.edit("signature.json", from, to);
    const Result<DesignSignature> design = read_signature(file);
    REQUIRE_FALSE(design);
    for (const Error& error : design.error()) CHECK(error.code == "sim.signature");
    return design.error().size();
  };
  CHECK(faults_after("{", "") == 1);
  CHECK(faults_after("\"beats\": 2", "\"beats\": 3") == 1);
  CHECK(faults_after("\"width\": 8", "\"width\": 33") == 1);
  CHECK(faults_after("\"format\": 1", "\"format\": 2") == 1);
  CHECK(faults_after("\"port\": \"clk\"", "\"port\": \"c;k\"") == 1);
  CHECK(faults_after("\"design\": \"chain\"", "\"design\": \"-chain\"") == 1);
  CHECK(faults_after("\"design\": \"chain\"", "\"design\": \"a/chain\"") == 1);
  CHECK(faults_after("\"inputs\": [", "\"inputs\": 5, \"other\": [") >= 1);
  CHECK(faults_after("\"mhz\": 100.0", "\"mhz\": 0") == 1);
  CHECK(faults_after("\"features\": 6, \"parallelism\": 4", "\"features\": -6, \"parallelism\": \"four\"") >= 2);
  CHECK(faults_after("\"width\": 8", "\"width\": 18446744073709551615") == 1);
  CHECK(faults_after("\"frac_width\": 3", "\"frac_width\": 18446744073709551615") == 1);  // not -1
  std::string many = "\"layers\": [0";
  for (int i = 0; i < 1000; ++i) many += ",0";
  CHECK(faults_after("\"layers\": [", many + "], \"others\": [") == 100);  // the first hundred
  std::filesystem::remove(file);
  CHECK(read_signature(file).error().front().code == "sim.signature");
}
