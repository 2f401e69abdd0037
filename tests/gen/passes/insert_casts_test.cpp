#include "gen/passes/insert_casts.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

QuantizedModel relus(const std::vector<LayerTypes>& types) {
  QuantizedModel model;
  for (std::size_t i = 0; i < types.size(); ++i) {
    model.layers.push_back({"r" + std::to_string(i), 3, 3, ReluOp{types[i].data_in, types[i].data_out, {}, {}}});
  }
  return model;
}

}  // namespace

TEST_CASE("a cast stands where types differ, and only there", "[passes]") {
  LayerTypes wide;
  wide.data_in = wide.data_out = {8, 3, true};
  LayerTypes narrow;
  narrow.data_in = narrow.data_out = {4, 1, false};
  narrow.rounding = Rounding::kFloor;
  narrow.overflow = Overflow::kWrap;
  const std::vector<LayerTypes> types = {wide, wide, narrow};
  const QuantizedModel model = insert_casts(relus(types), types);
  REQUIRE(model.layers.size() == 4);
  CHECK(model.layers[2].name == "r2_cast");
  CHECK(model.layers[2].in_features == 3);
  CHECK(model.layers[2].out_features == 3);
  const auto& cast = std::get<CastOp>(model.layers[2].op);
  CHECK(cast.data_in == wide.data_out);
  CHECK(cast.data_out == narrow.data_in);
  CHECK(cast.rounding == Rounding::kFloor);
  CHECK(cast.overflow == Overflow::kWrap);
}

}  // namespace rtl4ml
