#include "sw/ops/table.hpp"

#include <cmath>
#include <vector>

#include "tests/catch.hpp"
#include "tests/sw/number/definition.hpp"

namespace rtl4ml {
namespace {

constexpr int kFunctions = static_cast<int>(TableFunction::kHardSwish) + 1;

double at(TableFunction function, double x, double alpha = 1.0, double threshold = 20.0) {
  return table_function({function, alpha, threshold}, x);
}

}  // namespace

TEST_CASE("the functions at points whose values are known", "[ops]") {
  // To 15 digits, by an arbitrary-precision calculator.
  CHECK(at(TableFunction::kSigmoid, 1.0) == Approx(0.731058578630005).epsilon(1e-14));
  CHECK(at(TableFunction::kSigmoid, -40.0) == Approx(4.24835425529159e-18).epsilon(1e-14));
  CHECK(at(TableFunction::kTanh, 0.5) == Approx(0.462117157260010).epsilon(1e-14));
  CHECK(at(TableFunction::kGelu, 1.0) == Approx(0.841344746068543).epsilon(1e-14));
  CHECK(at(TableFunction::kGelu, -1.0) == Approx(-0.158655253931457).epsilon(1e-14));
  CHECK(at(TableFunction::kGeluTanh, 1.0) == Approx(0.841191990608276).epsilon(1e-14));
  CHECK(at(TableFunction::kSilu, -1.0) == Approx(-0.268941421369995).epsilon(1e-14));
  CHECK(at(TableFunction::kElu, -1.0, 2.0) == Approx(-1.26424111765712).epsilon(1e-14));
  CHECK(at(TableFunction::kElu, 1.5, 2.0) == 1.5);
  CHECK(at(TableFunction::kSoftplus, 0.0) == Approx(0.693147180559945).epsilon(1e-14));
  CHECK(at(TableFunction::kSoftplus, 1.0, 2.0) == Approx(1.06346400552149).epsilon(1e-14));
  CHECK(at(TableFunction::kSoftplus, 1.0, 2.0, 1.5) == 1.0);
  CHECK(at(TableFunction::kHardSigmoid, 1.0) == Approx(4.0 / 6.0).epsilon(1e-15));
  CHECK(at(TableFunction::kHardSigmoid, -3.5) == 0.0);
  CHECK(at(TableFunction::kHardSigmoid, 3.5) == 1.0);
  CHECK(at(TableFunction::kHardSwish, -1.0) == Approx(-1.0 / 3.0).epsilon(1e-15));
  CHECK(at(TableFunction::kHardSwish, 4.0) == 4.0);
}

TEST_CASE("the functions are finite wherever a type reaches", "[ops]") {
  for (int f = 0; f < kFunctions; ++f) {
    for (const double x : {-std::ldexp(1.0, 79), -1e4, -0.0, 1e-18, 1e4, std::ldexp(1.0, 79)}) {
      CHECK(std::isfinite(at(static_cast<TableFunction>(f), x)));
    }
  }
}

TEST_CASE("every entry is the correctly rounded value of the function", "[ops]") {
  for (int f = 0; f < kFunctions; ++f) {
    for (const FixedType in : {FixedType{8, 4, true}, FixedType{6, 2, false}, FixedType{1, 0, true}}) {
      for (const FixedType out : {FixedType{8, 6, true}, FixedType{5, 1, false}}) {
        for (const Rounding rounding : kRoundings) {
          const TableLayer layer = {static_cast<TableFunction>(f), 1.0, 20.0};
          const TableOp op = make_table(layer, in, out, rounding, Overflow::kSaturate);
          REQUIRE(op.entries.size() == std::size_t{1} << in.width);
          CHECK(op.rounding == rounding);
          std::vector<std::int64_t> data_in;
          for (std::int64_t code = in.min_code(); code <= in.max_code(); ++code) data_in.push_back(code);
          std::vector<std::int64_t> got(data_in.size());
          table(op, data_in, got);
          for (std::size_t i = 0; i < data_in.size(); ++i) {
            const double y = table_function(layer, defined_value(data_in[i], in));
            if (got[i] == defined_code(y, out, rounding, Overflow::kSaturate)) continue;
            FAIL(to_string(layer.function) << " of code " << data_in[i] << " is not " << got[i]);
          }
        }
      }
    }
  }
  SUCCEED();
}

TEST_CASE("entries lie at the input code's bits", "[ops]") {
  const TableOp op = make_table({TableFunction::kTanh, 1.0, 20.0}, {4, 1, true}, {8, 6, true}, Rounding::kHalfEven,
                                Overflow::kSaturate);
  CHECK(op.entries[0] == 0);
  CHECK(op.entries[2] == 49);    // tanh(1) * 64 = 48.74
  CHECK(op.entries[14] == -49);  // code -2
}

}  // namespace rtl4ml
