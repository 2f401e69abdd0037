#include "sw/quantize/remove_identities.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("flatten, dropout and identity leave the network, nothing else does", "[quantize]") {
  Network network;
  network.layers = {{"flatten", IdentityLayer{"flatten"}}, {"relu", ReluLayer{}}, {"drop", IdentityLayer{"dropout"}}};
  const Network result = remove_identities(network);
  REQUIRE(result.layers.size() == 1);
  CHECK(result.layers[0].name == "relu");
}

}  // namespace rtl4ml
