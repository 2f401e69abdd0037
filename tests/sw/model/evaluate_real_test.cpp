#include "sw/model/evaluate_real.hpp"

#include <cmath>

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

using Values = std::vector<double>;

Values real(const LayerKind& kind, const Values& data_in) {
  Values data_out(static_cast<std::size_t>(out_features(kind, static_cast<int>(data_in.size()))));
  evaluate_real(kind, data_in, data_out);
  return data_out;
}

}  // namespace

TEST_CASE("every layer in double precision is its definition", "[model]") {
  CHECK(real(LinearLayer{5, 1, {1.0F, 2.0F, 3.0F, 4.0F, 5.0F}, {0.5F}}, {1, -1, 1, 1, 2}) == Values{16.5});
  CHECK(real(LinearLayer{1, 2, {1.0F, -2.0F}, {}}, {3}) == Values{3, -6});
  CHECK(real(ReluLayer{}, {-1.5, 0.0, 2.5}) == Values{0.0, 0.0, 2.5});
  CHECK(real(LeakyReluLayer{0.25}, {-2.0, 3.0}) == Values{-0.5, 3.0});
  CHECK(real(PReluLayer{{0.5F}}, {-2.0, -4.0, 3.0}) == Values{-1.0, -2.0, 3.0});
  CHECK(real(PReluLayer{{0.5F, -1.0F}}, {-2.0, -3.0}) == Values{-1.0, 3.0});
  CHECK(real(ClipLayer{-1.0, 6.0}, {-1.5, 0.5, 7.0}) == Values{-1.0, 0.5, 6.0});
  const ThresholdLayer counts = {2, {-1.0, 0.5, -1.0, 0.5, 0.0, HUGE_VAL}, {0, 1, 0}, -0.5, 0.25};
  CHECK(real(counts, {0.5, 0.5, 7.0}) == Values{0.0, -0.5, -0.25});
  CHECK(real(counts, {-1.5, -1.5, -0.1}) == Values{-0.5, 0.0, -0.5});
  CHECK(real(ThresholdLayer{1, {2.0}, {}, 0.0, 1.0}, {2.0}) == Values{1.0});
  CHECK(real(AffineLayer{{2.0, -0.5}, {0.5, 0.0}}, {3.0, 4.0}) == Values{6.5, -2.0});
  CHECK(real(ArgmaxLayer{}, {-1.0, 3.0, 3.0}) == Values{1.0});
  CHECK(out_features(ArgmaxLayer{}, 3) == 1);
  CHECK(real(TableLayer{TableFunction::kHardSigmoid}, {0.0, 9.0}) == Values{0.5, 1.0});
  CHECK(real(IdentityLayer{"flatten"}, {1.0, -2.0}) == Values{1.0, -2.0});
  CHECK(real(BatchNorm1dLayer{{2.0F, 1.0F}, {0.5F, 0.0F}, {1.0F, -1.0F}, {4.0F, 0.25F}, 0.0}, {5.0, 0.0}) ==
        Values{4.5, 2.0});
  CHECK(real(BatchNorm1dLayer{{}, {}, {1.0F}, {3.0F}, 1.0}, {5.0}) == Values{2.0});
}

TEST_CASE("a network in double precision is its layers one after the other, vector by vector", "[model]") {
  const Network network{{{"fc", LinearLayer{2, 1, {2.0F, -3.0F}, {0.5F}}},
                         {"relu", ReluLayer{}},
                         {"out", LinearLayer{1, 2, {1.0F, -1.0F}, {}}}}};
  CHECK(evaluate_real(network, Values{1.0, 0.0, 0.0, 1.0, 2.0, 1.0}, 2) == Values{2.5, -2.5, 0.0, 0.0, 1.5, -1.5});
  CHECK(evaluate_real(network, Values{}, 2).empty());
}

}  // namespace rtl4ml
