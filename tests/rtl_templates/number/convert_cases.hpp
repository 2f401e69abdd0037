// The conversions that fixed_convert is tested with: the test writes a top of one instance each, the bench checks them.
#pragma once

#include <vector>

#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct ConvertCase {
  int in_width = 1;  ///< bits, 1 to 120
  int in_frac_width = 0;
  bool in_signed = true;
  FixedType out;
  Rounding rounding = Rounding::kHalfEven;
  Overflow overflow = Overflow::kSaturate;
  bool half_added = false;  ///< the cell gets value + half a unit of the output

  [[nodiscard]] int shift() const { return in_frac_width - out.frac_width; }
};

/// Inputs of at most this many bits are tried exhaustively; wider ones at random and at their corners.
inline constexpr int kExhaustiveWidth = 12;

/// Every mode and sign at small widths and shifts (beyond both ends of the number), and a few wide ones.
inline std::vector<ConvertCase> convert_cases() {
  std::vector<ConvertCase> cases;
  const auto add = [&](int in_width, int in_frac, bool in_signed, const FixedType& out) {
    for (int rounding = 0; rounding < 5; ++rounding) {
      for (int overflow = 0; overflow < 2; ++overflow) {
        const ConvertCase one{in_width, in_frac, in_signed, out, Rounding(rounding), Overflow(overflow), false};
        cases.push_back(one);
        if (rounding <= 2 && one.shift() >= 1 && one.shift() <= in_width) {
          cases.push_back(one);
          cases.back().half_added = true;
        }
      }
    }
  };
  for (const int in_width : {1, 4}) {
    for (const int out_width : {1, 3}) {
      for (int signs = 0; signs < 4; ++signs) {
        for (int shift = -out_width - 1; shift <= in_width + 2; ++shift) {
          // Where the point is makes no difference, only the shift does: negative and large places are mixed in.
          const int out_frac = (shift * 7 + in_width) % 5;
          add(in_width, out_frac + shift, (signs & 1) != 0, {out_width, out_frac, (signs & 2) != 0});
        }
      }
    }
  }
  add(12, 6, true, {8, 3, true});
  add(12, 6, false, {8, 3, true});
  add(40, 20, true, {32, 16, true});
  add(40, 20, true, {32, 16, false});
  add(64, 40, true, {32, 10, true});
  add(65, 0, false, {31, -40, false});
  add(120, 64, true, {32, -20, true});
  add(120, -64, true, {32, 64, true});
  add(32, 64, true, {32, -64, true});
  add(3, -64, true, {32, -40, true});
  return cases;
}

}  // namespace rtl4ml
