#include "sw/compress/compressed_tensor.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstddef>

#include "sw/base/overloaded.hpp"
#include "sw/checkpoint/tensor.hpp"
#include "sw/quantize/half.hpp"
#include "sw/quantize/observer.hpp"
#include "sw/quantize/parameters.hpp"

namespace rtl4ml {

Result<LinearCodes> linear_codes(std::span<const float> values, int width) {
  if (width != 8 && width != 16)
    return fault("quantize.width", "", fmt::format("linear codes of {} bits", width), "use 8 or 16");
  Result<AffineType> type = observed_type(values, ObserverKind::kMinMax, {width, true, true, true});
  if (!type) return faults(std::move(type.error()));
  LinearCodes result{width, static_cast<float>(type->scale), {}};
  type->scale = static_cast<double>(result.scale);
  for (const float value : values)
    result.codes.push_back(static_cast<std::int16_t>(quantize(static_cast<double>(value), *type)));
  return result;
}

Result<HalfValues> half_values(std::span<const float> values) {
  HalfValues result;
  for (const float value : values) {
    if (!std::isfinite(round_to_half(static_cast<double>(value)))) {
      return fault("quantize.half_range", "", fmt::format("{} has no value in half precision", value),
                   "keep this tensor in float32");
    }
    result.bits.push_back(half_bits(static_cast<double>(value)));
  }
  return result;
}

std::vector<float> values_of(const CompressedContent& content) {
  return std::visit(Overloaded{[](const std::vector<float>& values) { return values; },
                               [](const HalfValues& half) {
                                 Tensor tensor;
                                 tensor.dtype = DType::kFloat16;
                                 tensor.shape = {static_cast<std::int64_t>(half.bits.size())};
                                 const auto bytes = std::as_bytes(std::span(half.bits));
                                 tensor.data.assign(bytes.begin(), bytes.end());
                                 return tensor.to_float();
                               },
                               [](const LinearCodes& linear) {
                                 std::vector<float> values;
                                 for (const std::int16_t code : linear.codes)
                                   values.push_back(static_cast<float>(code) * linear.scale);
                                 return values;
                               },
                               [](const Clustered& clustered) { return dequantize(clustered); },
                               [](const GroupWise& groups) { return dequantize(groups); }},
                    content);
}

std::int64_t payload_bytes(const CompressedContent& content) {
  const auto size = [](const auto& values) { return static_cast<std::int64_t>(values.size()); };
  return std::visit(
      Overloaded{
          [&](const std::vector<float>& values) { return 4 * size(values); },
          [&](const HalfValues& half) { return 2 * size(half.bits); },
          [&](const LinearCodes& linear) { return linear_bytes(size(linear.codes), linear.width, 1); },
          [&](const Clustered& clustered) {
            return clustered_bytes(size(clustered.indices), clustered.bits, size(clustered.codebook));
          },
          [](const GroupWise& groups) { return group_wise_bytes(groups.count, groups.bits, groups.group_size); }},
      content);
}

}  // namespace rtl4ml
