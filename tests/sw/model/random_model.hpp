// Random operators and models from a seed, for property tests.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "sw/model/quantized_model.hpp"
#include "tests/seed.hpp"

namespace rtl4ml {

/// Draws types, operators and codes.
class RandomModel {
 public:
  explicit RandomModel(std::uint64_t seed) : random_(seed) {}

  /// Evenly from low..high.
  std::int64_t number(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(random_() % (static_cast<std::uint64_t>(high - low) + 1));
  }

  FixedType type(int most_width, int least_frac = -3, int most_frac = 9) {
    return {static_cast<int>(number(1, most_width)), static_cast<int>(number(least_frac, most_frac)),
            number(0, 2) != 0};
  }
  Rounding rounding() { return static_cast<Rounding>(number(0, 4)); }
  Overflow overflow() { return number(0, 2) == 0 ? Overflow::kWrap : Overflow::kSaturate; }

  /// A code of the type, its ends more often than others.
  std::int64_t code(const FixedType& type) {
    const std::int64_t pick = number(0, 9);
    return pick == 0 ? type.min_code() : pick == 1 ? type.max_code() : number(type.min_code(), type.max_code());
  }
  std::vector<std::int64_t> codes(const FixedType& type, std::size_t count) {
    std::vector<std::int64_t> all(count);
    for (std::int64_t& any : all) any = code(type);
    return all;
  }

  LinearOp linear(const FixedType& data_in, int in_features, int out_features, int most_width) {
    LinearOp op;
    op.in_features = in_features;
    op.out_features = out_features;
    op.data_in = data_in;
    op.weight_type = type(most_width, 0, 9);
    if (!op.weight_type.is_signed && op.weight_type.width == 32) op.weight_type.width = 31;
    // Mostly near the products' own frac_width, so that outputs are neither all zero nor all saturated.
    op.bias_type = type(most_width, 0, 12);
    op.data_out = type(most_width, 0, 9);
    op.rounding = rounding();
    op.overflow = overflow();
    for (int i = 0; i < in_features * out_features; ++i)
      op.weight.push_back(static_cast<std::int32_t>(code(op.weight_type)));
    if (number(0, 3) != 0) op.bias = codes(op.bias_type, static_cast<std::size_t>(out_features));
    return op;
  }

  /// Thresholds over the whole range, some always and some never reached.
  ThresholdOp threshold(const FixedType& data_in, int features) {
    FixedType threshold_type = data_in;
    ++threshold_type.width;
    const int levels = static_cast<int>(number(1, 5));
    FixedType out = type(3, 0, 6);
    out.width += 3;  // has a code for every count
    ThresholdOp op{data_in, threshold_type, out, levels, {}, {}, 0};
    for (int feature = 0; feature < features; ++feature) {
      std::vector<std::int64_t> row;
      for (int level = 0; level < levels; ++level) row.push_back(number(data_in.min_code(), data_in.max_code() + 1));
      std::sort(row.begin(), row.end());
      op.threshold.insert(op.threshold.end(), row.begin(), row.end());
    }
    if (number(0, 1) == 0)
      for (int feature = 0; feature < features; ++feature)
        op.falling.push_back(static_cast<std::uint8_t>(number(0, 1)));
    op.lowest = number(out.min_code(), out.max_code() - levels);
    return op;
  }

  AffineOp affine(const FixedType& data_in, int features, const FixedType& out, int most_width) {
    const auto count = static_cast<std::size_t>(features);
    AffineOp op{data_in, type(most_width), type(most_width), out, {}, {}, rounding(), overflow()};
    if (!op.weight_type.is_signed) op.weight_type.width = std::min(op.weight_type.width, 31);
    op.weight = codes(op.weight_type, count);
    op.bias = codes(op.bias_type, count);
    return op;
  }

  QuantizedOp elementwise(const FixedType& data_in, int features, int most_width) {
    FixedType out = number(0, 1) == 0 ? data_in : type(most_width);
    if (number(0, 2) == 0) out.frac_width = data_in.frac_width;
    switch (number(0, 7)) {
      case 0:
        return ReluOp{data_in, out, rounding(), overflow()};
      case 1: {
        const FixedType slope = type(most_width);
        return LeakyReluOp{data_in, slope, out, code(slope), rounding(), overflow()};
      }
      case 2: {
        const FixedType slope = type(most_width);
        return PReluOp{data_in, slope, out, codes(slope, static_cast<std::size_t>(features)), rounding(), overflow()};
      }
      case 3: {
        const std::int64_t a = code(out);
        const std::int64_t b = code(out);
        return ClipOp{data_in, out, std::min(a, b), std::max(a, b), rounding(), overflow()};
      }
      case 4: {
        if (data_in.width > 10) return CastOp{data_in, out, rounding(), overflow()};
        TableLayer layer;
        layer.function = static_cast<TableFunction>(number(0, 8));
        return make_table(layer, data_in, out, rounding(), overflow());
      }
      case 5:
        return threshold(data_in, features);
      case 6:
        return affine(data_in, features, out, most_width);
      default:
        return CastOp{data_in, out, rounding(), overflow()};
    }
  }

  QuantizedModel model(int layers, int most_features, int most_width) {
    QuantizedModel model;
    FixedType data_in = type(most_width);
    int features = static_cast<int>(number(1, most_features));
    for (int i = 0; i < layers; ++i) {
      QuantizedLayer layer;
      layer.name = "layer" + std::to_string(i);
      layer.in_features = features;
      if (number(0, 1) == 0) features = static_cast<int>(number(1, most_features));
      const bool changes = features != layer.in_features;
      layer.out_features = features;
      layer.op = changes || number(0, 2) == 0 ? QuantizedOp(linear(data_in, layer.in_features, features, most_width))
                                              : elementwise(data_in, features, most_width);
      data_in = layer.data_out();
      model.layers.push_back(std::move(layer));
    }
    if (features > 1 && number(0, 3) == 0)
      model.layers.push_back({"class", features, 1, ArgmaxOp{data_in, class_type(features), features}});
    return model;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace rtl4ml
