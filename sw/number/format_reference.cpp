#include "sw/number/format_reference.hpp"

#include <fmt/format.h>

#include <cassert>
#include <cmath>

#include "sw/number/format_table.hpp"

namespace rtl4ml {
namespace {

constexpr std::string_view kIntroduction = R"(# Number formats

<!-- Written by `rtl4ml formats --markdown`; edit sw/number/format_reference.cpp, not this page. -->

The formats that weights and data of a network can be quantized to. `sw/number` has each of them: `encode` gives the code of a real
number, `decode` the value of a code, `quantize` is one after the other. All of it is exact: a format is a table of values, and
a number becomes the nearest of them. Fixed point has hardware ([numbers](numbers.md)); the codes of the others are integers of a
fixed layout, so that hardware can follow.

    rtl4ml formats              # all of them at a glance
    rtl4ml formats e4m3         # all values of one; --json and --markdown

The same holds for all formats:

- **Nearest.** Distance is distance of values, in the logarithmic format too. **Halfway** between two values the even code is taken
  (half_even); the exceptions are said below.
- **Saturation.** What lies beyond the largest value becomes the largest value; infinities too.
- **NaN.** Rows of floats keep a NaN where it stands, in every format, and it counts for no scale and no exponent, so that a training
  gone wrong is seen. `encode` gives the NaN of the formats that have one; for the others it is a programming error.
- **Zero** is exact in every format but binary. Where the code has a sign of its own (minifloat, logarithmic, MXFP) zero keeps its sign, and what is
  rounded to zero keeps it; where the code is an integer there is no negative zero.

)";

constexpr std::string_view kFixed = R"(## Fixed point

`s<width>.<frac_width>`, `u<width>.<frac_width>`: [numbers](numbers.md) has all of it. As a format among the others it rounds half_even and saturates.

)";

constexpr std::string_view kMinifloat = R"(## Minifloat

`e<exponent_width>m<mantissa_width>`; a `u` before it: without a sign. The code, from its highest bit: sign, exponent, mantissa. With
bias = 2^(exponent_width-1) - 1:

    exponent 0:  value = mantissa * 2^(1 - bias - mantissa_width)                           zero and the subnormals
    otherwise:   value = (1 + mantissa * 2^-mantissa_width) * 2^(exponent - bias)

Exponent widths go from 1 to 8, mantissa widths from 0 to 23, as far as a float holds every value. What the highest codes mean is one of

| | the highest exponent | spelled |
|---|---|---|
| IEEE | mantissa 0: infinity, otherwise NaN | `_ieee` |
| NaN only | mantissa all ones: NaN, otherwise a number | `_nan` |
| finite | numbers | `_finite` |

and is only spelled where it is not the usual one: `e4m3` is the OCP's, NaN only; other types are IEEE from 8 bits on (the sign counted,
whether there is one or not) and finite below. So `e4m3`, `e5m2`, `e3m2`, `e2m3` and `e2m1` are the FP8, FP6 and FP4 of the OCP, `e5m10` is
half precision and `e8m7` bfloat16. `_b<bias>` at the end is another bias: `e4m3_finite_b8`.

- Halfway: the even code. That is the even mantissa, and where a type has no mantissa the even exponent. A mantissa that rounds up past its last
  value carries into the exponent.
- Saturation: at the largest finite value, the OCP's saturating mode. Codes of infinity are read, never written.
- NaN is written as the positive code of all ones. A type without sign makes 0 of all that is negative.

Source: OCP 8-bit Floating Point Specification (OFP8) 1.0; OCP Microscaling Formats (MX) 1.0, section 5.3; IEEE 754.

The tables have the positive values; exponents go down, mantissas across, and exponent and mantissa together are the code.

)";

constexpr std::string_view kLog = R"(## Logarithmic

`log<width>.<frac_width>`; a `u` before it: without a sign. The code, from its highest bit: sign, exponent. The exponent is a two's-complement
integer; its least code is zero, and for every other one

    value = 2^(exponent * 2^-frac_width - bias)

A product of two values is a sum of exponents. Widths go from 2 to 16, frac_width from 0 to 8, as far as all values are normal floats. The bias is 0;
`_b<bias>` at the end is another one, which moves all values down: weights seldom need what lies above 1.

- Values between powers of two are irrational; each is the double nearest to it, and as a float the float nearest to that.
- Nearest is in value, not in the exponent: that has the least error, and 1.42 is 1 with frac_width 0, though its logarithm is nearer to that of 2.
- Halfway, between two values as between the least one and zero: the even code. With frac_width 0, 1.5 is 1 and 3 is 4; half of the least value is 0.
- A type without sign makes zero of all that is negative.

)";

constexpr std::string_view kBlock = R"(## Block floating point

`bfp<mantissa_width>x<block_size>`: so many values, one after the other in a row, share an exponent of 8 bits (`_e5` at the end: of 5). A row's last
block may be shorter. Mantissas are two's-complement integers of mantissa_width bits, the sign among them; the least one is not used, so
that the range is symmetric.

    value = mantissa * 2^(exponent - (mantissa_width - 2))

The exponent is stored with the bias 2^(exponent_width-1) - 1; its code of all ones is not used. It is the least with which all mantissas of
the block are in range once they are rounded: where the largest would round up past the last mantissa, the block takes the next exponent.
No value is clamped, and no error is more than half a step, but where the exponent itself is at its end: beyond it values saturate.

- Halfway: the even mantissa.
- A block of zeros has the least exponent.

Mantissas at exponent 0:

)";

constexpr std::string_view kMx = R"(## MX

The concrete formats of the OCP's Microscaling Formats (MX) 1.0: 32 elements, one after the other in a row, share a scale. The scale is an
E8M0: a power of two, code = exponent + 127; 255 makes the whole block NaN. A row's last block may be shorter.

    value = 2^(scale - 127) * element

| format | element | largest element | emax | bits a value |
|---|---|---|---|---|
{}
The scale is the specification's (section 6.3): 2^(floor(log2(largest magnitude)) - emax), between 2^-127 and 2^127. The largest value of a block may
saturate by that, up to a quarter of it; block floating point above does not let it.

- Halfway: the even code. An element of MXINT8 is a two's-complement integer with 6 fractional bits; -128 is read, but not written: the specification lets
  the range be symmetric.
- A block of zeros has the scale 2^-127; an infinity counts as the largest float.
- MXFP8 writes a NaN as the element's; only for the others, which have none, is it a programming error.

MXINT8's elements are those of `s8.6` but for -128, the others those of the minifloats above.

)";

constexpr std::string_view kBinary = R"(## Binary

`binary`: code 1 is the scale, code 0 minus the scale. The scale is the whole tensor's, a real number (rounded to float): the mean magnitude, which
has the least squared error (XNOR-Net, 2016). `binary_power_of_two`: the power of two nearest to that, halfway the smaller one.

- Halfway, which is zero: up, the positive value, for both signs of zero.
- The scale of zeros alone is 0. What is not finite does not count for it.

)";

constexpr std::string_view kTernary = R"(## Ternary

`ternary`: code * scale, the code in two's complement of 2 bits; -2 is not used. The scale is the whole tensor's, a real number (rounded to float): that
with the least squared error. It is the mean of the magnitudes above half of it; the search starts at the best mean of the n largest magnitudes, n as far as
the leading bits of floats tell them apart, where Ternary Weight Networks (2016) start and end at the threshold 0.7 * mean magnitude.
`ternary_power_of_two`: the power of two nearest to that, halfway the smaller one.

- Halfway: 0, the even code.
- The scale of zeros alone is 0. What is not finite does not count for it.

)";

NumberFormat format_of(const std::string& name) {
  const Result<NumberFormat> format = parse_number_format(name, "");
  assert(format);
  return *format;
}

std::string table(const NumberFormat& format) {
  const Result<std::string> text = format_table_markdown(format);
  assert(text);
  return *text + "\n";
}

/// "### e4m3", what it is, and its table.
std::string section(const std::string& name) {
  const NumberFormat format = format_of(name);
  const FormatFacts facts = format_facts(format);
  return fmt::format("### {}\n\n{}; smallest {}, largest {}.\n\n{}", name, facts.meaning, facts.smallest, facts.largest,
                     table(format));
}

std::string overview() {
  std::string text = "| format | bits a value | smallest positive | largest | what it is |\n|---|---|---|---|---|\n";
  for (const std::string& name : number_format_examples()) {
    const FormatFacts facts = format_facts(format_of(name));
    text +=
        fmt::format("| `{}` | {} | {} | {} | {} |\n", name, facts.bits, facts.smallest, facts.largest, facts.meaning);
  }
  return text + "\nWhere values share a scale or an exponent the figures are those at scale 1, exponent 0.\n\n";
}

std::string mx_rows() {
  std::string text;
  for (const MxType::Element element : kMxElements) {
    const MxType type = {element};
    const FormatFacts facts = format_facts(type);
    const std::optional<MinifloatType> minifloat = type.minifloat();
    text += fmt::format("| `{}` | {} | {} | {} | {} |\n", facts.name,
                        minifloat ? "`" + to_string(*minifloat) + "`" : "8-bit integer", facts.largest,
                        type.max_exponent(), facts.bits);
  }
  return text;
}

/// By exponent and mantissa, without the sign.
std::string grid(const MinifloatType& type) {
  const std::vector<int> exponent_field = {type.exponent_width};
  const std::vector<int> mantissa_field = {type.mantissa_width};
  std::string text = "| exponent |";
  std::string line = "|---|";
  for (std::uint32_t mantissa = 0; mantissa < 1U << type.mantissa_width; ++mantissa) {
    text += " " + (type.mantissa_width == 0 ? "value" : code_bits(mantissa, mantissa_field)) + " |";
    line += "---|";
  }
  text += "\n" + line + "\n";
  for (std::uint32_t exponent = 0; exponent < 1U << type.exponent_width; ++exponent) {
    text += "| " + code_bits(exponent, exponent_field) + " |";
    for (std::uint32_t mantissa = 0; mantissa < 1U << type.mantissa_width; ++mantissa)
      text += fmt::format(" {} |", decode((exponent << type.mantissa_width) | mantissa, type));
    text += "\n";
  }
  return text;
}

}  // namespace

std::string format_spellings() {
  return "  s8.3  u8.8              fixed point: signed or unsigned, width, fractional bits\n"
         "  e4m3  ue4m3             minifloat: exponent and mantissa bits; u: no sign\n"
         "    e4m3_ieee  _nan  _finite  what the highest codes are, where it is not the usual\n"
         "    e4m3_b8               another bias\n"
         "  log4.1  ulog4.1         logarithmic: width, fractional bits of the exponent; log4.1_b3: a bias\n"
         "  bfp4x32                 block floating point: mantissa bits, block size; bfp4x32_e5: exponent bits\n"
         "  mxint8  mxfp8_e4m3 ...  OCP Microscaling, blocks of 32\n"
         "  binary  ternary         with a scale for the tensor; binary_power_of_two, ternary_power_of_two\n";
}

Result<std::string> format_table_markdown(const NumberFormat& format) {
  const Result<std::vector<FormatValue>> values = format_values(format, "");
  if (!values) return faults(values.error());
  if (const auto* minifloat = std::get_if<MinifloatType>(&format)) return grid(*minifloat);
  const FormatFacts facts = format_facts(format);
  std::string text = "| code | value |\n|---|---|\n";
  for (const FormatValue& entry : *values)
    text += fmt::format("| {} | {} |\n", code_bits(entry.code, facts.fields), entry.value);
  return text;
}

std::string number_formats_markdown() {
  std::string text(kIntroduction);
  text += overview();
  text += kFixed;
  text += kMinifloat;
  for (const char* name : {"e2m1", "e2m3", "e3m2", "e4m3", "e5m2"}) text += section(name);
  text += kLog;
  for (const char* name : {"log4.0", "log4.1"}) text += section(name);
  text += kBlock;
  for (const char* name : {"bfp3x32", "bfp4x32"}) text += section(name);
  text += fmt::format(kMx, mx_rows());
  text += std::string(kBinary) + table(BinaryType{}) + std::string(kTernary) + table(TernaryType{});
  text.pop_back();
  return text;
}

}  // namespace rtl4ml
