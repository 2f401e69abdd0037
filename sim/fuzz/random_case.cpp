#include "sim/fuzz/random_case.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/fuzz/estimate.hpp"
#include "sw/base/split_mix.hpp"
#include "sw/number/convert.hpp"
#include "sw/ops/argmax.hpp"

namespace rtl4ml {
namespace {

constexpr int kMostFracWidth = 64;
constexpr std::int64_t kMostWeights = 300;     // of a layer: what a simulation of a few milliseconds can take
constexpr std::int64_t kMostMultipliers = 64;  // of a layer
constexpr std::int64_t kMostCycles = 2500;     // of a run, about
constexpr std::size_t kSamples = 16;           // vectors that the estimates are made of
constexpr int kTries = 12;                     // of a layer that gives constants
constexpr double kLargestAttribute = 1e6;      // what the schema allows

/// The exponent above the largest magnitude of a type: |value| < 2^top.
int top_of(const FixedType& type) { return type.width - (type.is_signed ? 1 : 0) - type.frac_width; }

int bits_for(int count) {
  int bits = 0;
  while ((1 << bits) < count) ++bits;
  return bits;
}

class Drawer {
 public:
  explicit Drawer(std::uint64_t seed) : random_(seed), wild_(one_in(8)) {}

  FuzzCase draw() {
    FuzzCase result;
    result.in_features = size();
    const std::int64_t depth = between(1, 6);
    for (computing_ = 0; computing_ + 1 < depth; ++computing_) append_layer(result);
    if (!one_in(8) || !append_argmax(result)) append_layer(result);
    draw_vectors(result);
    draw_traffic(result);
    draw_reloads(result);
    fit_shapes(result);
    return result;
  }

 private:
  std::int64_t between(std::int64_t low, std::int64_t high) { return random_.between(low, high); }
  bool one_in(int chances) { return between(1, chances) == 1; }

  template <class T, std::size_t N>
  T pick(const std::array<T, N>& choices) {
    return choices[static_cast<std::size_t>(between(0, N - 1))];
  }

  int size() {
    switch (between(0, 5)) {
      case 0:
        return 1;
      case 1:
        return static_cast<int>(between(10, 33));
      default:
        return static_cast<int>(between(2, 9));
    }
  }

  int lanes(int features) {
    switch (between(0, 3)) {
      case 0:
        return 1;
      case 1:
        return features;
      default:
        return static_cast<int>(between(1, features));
    }
  }

  int width(int most) {
    switch (between(0, 7)) {
      case 0:
        return 1;
      case 1:
        return most;
      case 2:
        return static_cast<int>(between(1, most));
      case 3:
        return std::min<int>(most, static_cast<int>(between(2, 3)));
      default:
        return std::min<int>(most, static_cast<int>(between(4, 12)));
    }
  }

  /// A type whose largest magnitude is about 2^top; in wild networks anything.
  FixedType type(int top, int most_width) {
    FixedType result;
    result.is_signed = !one_in(3);
    result.width = width(most_width);
    result.frac_width = result.width - (result.is_signed ? 1 : 0) - top;
    if (wild_ && one_in(3)) result.frac_width = static_cast<int>(between(-kMostFracWidth, kMostFracWidth));
    result.frac_width = std::clamp(result.frac_width, -kMostFracWidth, kMostFracWidth);
    return result;
  }

  /// An output type for values below 2^top. Most conversions drop many bits at once, so that ties are rare; half of the
  /// types therefore drop at most three bits of what is exact, where 32 bits allow it.
  FixedType output_type(const FuzzLayer& layer, int top) {
    FixedType result = type(top + static_cast<int>(between(-1, 1)), kMaxWidth);
    if (one_in(2) || wild_) return result;
    const int exact = layer.data_in.frac_width + (layer.op == "linear" ? layer.weight.frac_width : 0);
    const int frac_width = exact - static_cast<int>(between(0, 3));
    const int width = top + static_cast<int>(between(-1, 1)) + frac_width + (result.is_signed ? 1 : 0);
    if (width < 1 || width > kMaxWidth || std::abs(frac_width) > kMostFracWidth) return result;
    return {width, frac_width, result.is_signed};
  }

  FixedType weight_type() {
    FixedType result = type(static_cast<int>(between(-2, 4)), kMaxWidth);
    if (!result.is_signed) result.width = std::min(result.width, kMaxWidth - 1);
    // A slope's product has to fit into 120 bits: frac_width not too far below zero.
    result.frac_width = std::max(result.frac_width, -40);
    return result;
  }

  /// A parameter: an extreme code, a small one or any, sometimes between two codes or beyond the range.
  float parameter(const FixedType& type) {
    double code = 0.0;
    switch (between(0, 7)) {
      case 0:
      case 1:
        code = static_cast<double>(type.min_code());
        break;
      case 2:
      case 3:
        code = static_cast<double>(type.max_code());
        break;
      case 4:
        code = static_cast<double>(between(-1, 1));
        break;
      default:
        code = static_cast<double>(between(type.min_code(), type.max_code()));
    }
    if (one_in(4)) code += static_cast<double>(between(-3, 3)) / 4.0;
    if (one_in(16)) code *= 2.0;
    return static_cast<float>(std::ldexp(code, -type.frac_width));
  }

  std::vector<float> parameters(const FixedType& type, int count) {
    std::vector<float> values;
    const bool all_equal = one_in(10);
    for (int i = 0; i < count; ++i) values.push_back(all_equal && i > 0 ? values.front() : parameter(type));
    return values;
  }

  /// A name that no other layer has; some are none that RTL allows.
  std::string layer_name(const std::string& op) {
    constexpr std::array<const char*, 12> kOdd = {"top", "clk", "reg",        "net.0",   "data_in_0", "é",
                                                  "0",   "a-b", "data_out_0", "x valid", "module",    "rst_q"};
    const int number = names_++;
    if (one_in(6)) return std::string(pick(kOdd)) + (number < 1 ? "" : std::to_string(number));
    return op + std::to_string(number);
  }

  /// What values do on their way through the network: of some random vectors, in real numbers.
  using Samples = std::vector<std::vector<double>>;

  Samples samples_of(const FixedType& type, int features) {
    Samples samples(kSamples);
    for (std::vector<double>& vector : samples) {
      for (int i = 0; i < features; ++i) vector.push_back(dequantize(between(type.min_code(), type.max_code()), type));
    }
    return samples;
  }

  /// The exponent above the largest magnitude.
  static int top_of(const Samples& samples) {
    double largest = 0.0;
    for (const std::vector<double>& vector : samples) {
      for (const double value : vector) largest = std::max(largest, std::abs(value));
    }
    return largest > 0.0 ? std::ilogb(largest) + 1 : 0;
  }

  /// Whether at least a third of the features differ between vectors.
  static bool alive(const Samples& samples) {
    std::size_t varying = 0;
    const std::size_t features = samples.front().size();
    for (std::size_t i = 0; i < features; ++i) {
      const auto differs = [&](const std::vector<double>& vector) { return vector[i] != samples.front()[i]; };
      varying += std::any_of(samples.begin(), samples.end(), differs) ? 1 : 0;
    }
    return varying * 3 >= features;
  }

  /// A layer on its way: with what goes in, and what comes out.
  struct Draft {
    std::vector<FuzzLayer> layers;  ///< the layer, and perhaps its normalisation
    Samples samples;
  };

  /// Most layers drawn at random give constants, which no fault of rounding or control changes; those are drawn again.
  void append_layer(FuzzCase& result) {
    if (one_in(10)) {
      FuzzLayer nothing;
      nothing.op = pick(std::array{"flatten", "dropout", "identity"});
      nothing.name = layer_name(nothing.op);
      result.layers.push_back(std::move(nothing));
    }
    const int features = computing_ == 0 ? result.in_features : static_cast<int>(samples_.front().size());
    Draft draft = draw_layer(features);
    for (int again = 0; again < kTries && !alive(draft.samples); ++again) draft = draw_layer(features);
    stream_ = draft.layers.front().data_out;
    samples_ = std::move(draft.samples);
    for (FuzzLayer& layer : draft.layers) result.layers.push_back(std::move(layer));
  }

  /// The class as the last layer, where there are scores to choose from.
  bool append_argmax(FuzzCase& result) {
    FuzzLayer layer;
    layer.op = "argmax";
    layer.in_features = computing_ == 0 ? result.in_features : static_cast<int>(samples_.front().size());
    if (layer.in_features < 2) return false;
    layer.name = layer_name(layer.op);
    layer.rounding = static_cast<Rounding>(between(0, 4));
    layer.overflow = static_cast<Overflow>(between(0, 1));
    layer.parallelism_in = lanes(layer.in_features);
    samples_ = draw_data_in(layer, false);
    layer.data_out = class_type(layer.in_features);
    result.layers.push_back(std::move(layer));
    return true;
  }

  Draft draw_layer(int features) {
    constexpr std::array<const char*, 17> kElementWise = {
        "relu", "leaky_relu", "prelu",     "relu6", "hardtanh", "clip",     "threshold",    "affine",    "sigmoid",
        "tanh", "gelu",       "gelu_tanh", "silu",  "elu",      "softplus", "hard_sigmoid", "hard_swish"};
    FuzzLayer layer;
    if (one_in(2)) {
      layer.op = "linear";
    } else {
      // The cheap ones more often than their share: each has hardware of its own, the tables share theirs.
      layer.op = one_in(2) ? kElementWise[static_cast<std::size_t>(between(0, 7))] : pick(kElementWise);
    }
    layer.name = layer_name(layer.op);
    layer.in_features = layer.out_features = features;
    layer.rounding = static_cast<Rounding>(between(0, 4));
    layer.overflow = static_cast<Overflow>(between(0, 1));
    const bool table = is_table(layer);
    Samples samples = draw_data_in(layer, table);
    Draft draft;
    if (layer.op == "linear") {
      draw_linear(layer, samples);
    } else {
      draw_element_wise(layer, samples, table);
    }
    for (std::vector<double>& vector : samples) vector = estimate_layer(layer, vector);
    draft.layers.push_back(std::move(layer));
    if (draft.layers.front().op == "linear" && one_in(8)) {
      draft.layers.push_back(draw_batch_norm(draft.layers.front().out_features));
      for (std::vector<double>& vector : samples) vector = estimate_layer(draft.layers.back(), vector);
    }
    FuzzLayer& drawn = draft.layers.front();
    if (drawn.op != "threshold") drawn.data_out = output_type(drawn, top_of(samples));
    for (std::vector<double>& vector : samples) {
      draft.samples.push_back(estimate_conversion(std::move(vector), drawn.data_out, drawn.rounding, drawn.overflow));
    }
    return draft;
  }

  static bool is_table(const FuzzLayer& layer) {
    constexpr std::array<const char*, 9> kOthers = {"linear",   "relu", "leaky_relu", "prelu", "relu6",
                                                    "hardtanh", "clip", "threshold",  "affine"};
    return std::find(kOthers.begin(), kOthers.end(), layer.op) == kOthers.end();
  }

  /// The layer's input: the stream as it is, or cast to a type of its own. Inputs of a table are few bits wide and
  /// mostly where its function bends.
  Samples draw_data_in(FuzzLayer& layer, bool table) {
    constexpr int kMostTableBits = 8;
    constexpr int kMostTableBitsAtAll = 11;
    const int most = !table ? kMaxWidth : one_in(12) ? kMostTableBitsAtAll : kMostTableBits;
    if (computing_ == 0) {
      const int top =
          table ? static_cast<int>(between(0, 4)) : static_cast<int>(between(one_in(6) ? -40 : -3, one_in(6) ? 40 : 6));
      layer.data_in = type(top, most);
      return samples_of(layer.data_in, layer.in_features);
    }
    layer.data_in = stream_;
    if (stream_.width <= most && !one_in(4)) return samples_;
    const int top = top_of(samples_) + static_cast<int>(between(-1, 1));
    layer.data_in = type(table ? std::clamp(top, -3, 5) : top, most);
    Samples samples;
    for (const std::vector<double>& vector : samples_) {
      samples.push_back(estimate_conversion(vector, layer.data_in, layer.rounding, layer.overflow));
    }
    return samples;
  }

  void draw_linear(FuzzLayer& layer, const Samples& samples) {
    layer.out_features = size();
    while (std::int64_t{layer.in_features} * layer.out_features > kMostWeights) layer.out_features /= 2;
    layer.parallelism_in = lanes(layer.in_features);
    layer.parallelism_out = lanes(layer.out_features);
    while (std::int64_t{layer.parallelism_in} * layer.parallelism_out > kMostMultipliers) --layer.parallelism_out;
    layer.weight = weight_type();
    layer.tensors["weight"] = parameters(layer.weight, layer.in_features * layer.out_features);
    if (one_in(8)) {  // of one magnitude: built as signs
      const auto one = static_cast<float>(std::ldexp(1.0, -layer.weight.frac_width));
      for (float& weight : layer.tensors["weight"]) weight = one_in(2) ? one : -one;
    }
    const int top = top_of(samples) + rtl4ml::top_of(layer.weight) + bits_for(layer.in_features);
    layer.bias = type(top + static_cast<int>(between(-6, 0)), kMaxWidth);
    if (!one_in(4)) layer.tensors["bias"] = parameters(layer.bias, layer.out_features);
  }

  FuzzLayer draw_batch_norm(int features) {
    FuzzLayer norm;
    norm.op = "batch_norm1d";
    norm.name = layer_name("norm");
    norm.in_features = norm.out_features = features;
    for (const char* tensor : {"weight", "bias", "running_mean", "running_var"}) {
      for (int i = 0; i < features; ++i) {
        const auto value = static_cast<float>(between(-32, 32)) / 8.0F;
        norm.tensors[tensor].push_back(std::string_view(tensor) == "running_var" ? std::abs(value) : value);
      }
    }
    return norm;
  }

  void draw_element_wise(FuzzLayer& layer, const Samples& samples, bool table) {
    layer.parallelism_in = layer.parallelism_out = lanes(layer.in_features);
    if (layer.op == "prelu") {
      layer.weight = weight_type();
      layer.tensors["weight"] = parameters(layer.weight, one_in(4) ? 1 : layer.in_features);
    } else if (layer.op == "affine") {
      layer.weight = weight_type();
      layer.tensors["weight"] = parameters(layer.weight, layer.in_features);
      const int top = top_of(samples) + rtl4ml::top_of(layer.weight);
      layer.bias = type(top + static_cast<int>(between(-6, 0)), kMaxWidth);
      layer.tensors["bias"] = parameters(layer.bias, layer.in_features);
    } else if (layer.op == "threshold") {
      draw_threshold(layer, samples);
    } else if (layer.op == "leaky_relu") {
      layer.weight = weight_type();
      layer.attributes["negative_slope"] = attribute(static_cast<double>(parameter(layer.weight)));
    } else if (layer.op == "clip" || layer.op == "hardtanh") {
      // Two of the values that come, so that some are clipped and some are not.
      const double one = attribute(pick_value(samples));
      const double other = attribute(pick_value(samples));
      layer.attributes["min_value"] = std::min(one, other);
      layer.attributes["max_value"] = one == other ? one + 1.0 : std::max(one, other);
    } else if (table && layer.op == "elu") {
      layer.attributes["alpha"] = pick(std::array{1.0, 0.5, -1.0, 2.75});
    } else if (layer.op == "softplus") {
      layer.attributes["beta"] = pick(std::array{1.0, 0.5, 4.0});
      layer.attributes["threshold"] = pick(std::array{20.0, 1.0});
    }
  }

  /// Thresholds at values that come or beside them, and some that are never reached; the type of the output is the
  /// layer's own or a wider one.
  void draw_threshold(FuzzLayer& layer, const Samples& samples) {
    const auto levels = static_cast<int>(one_in(2) ? 1 : between(2, 7));
    const double unit = std::ldexp(1.0, -layer.data_in.frac_width);
    for (int feature = 0; feature < layer.in_features; ++feature) {
      std::vector<float> row;
      for (int level = 0; level < levels; ++level)
        row.push_back(static_cast<float>(pick_value(samples) + unit * static_cast<double>(between(-2, 2)) / 2.0));
      if (one_in(8)) row.back() = std::ldexp(1.0F, 100);
      std::sort(row.begin(), row.end());
      std::vector<float>& all = layer.tensors["threshold"];
      all.insert(all.end(), row.begin(), row.end());
    }
    if (one_in(2)) {
      for (int feature = 0; feature < layer.in_features; ++feature)
        layer.tensors["falling"].push_back(one_in(2) ? 1.0F : 0.0F);
    }
    const auto frac_width = static_cast<int>(between(-3, 9));
    const std::int64_t lowest = one_in(2) ? 0 : between(-8, 8);
    layer.attributes["low"] = std::ldexp(static_cast<double>(lowest), -frac_width);
    layer.attributes["step"] = std::ldexp(1.0, -frac_width);
    layer.data_out = {1, frac_width, lowest < 0 || one_in(2)};
    while (lowest < layer.data_out.min_code() || lowest + levels > layer.data_out.max_code()) ++layer.data_out.width;
    if (one_in(4)) layer.data_out.width += static_cast<int>(between(1, 5));
  }

  double pick_value(const Samples& samples) {
    const std::vector<double>& vector = samples[static_cast<std::size_t>(between(0, kSamples - 1))];
    return vector[static_cast<std::size_t>(between(0, static_cast<std::int64_t>(vector.size()) - 1))];
  }

  /// Within what the schema allows, room for one more left.
  static double attribute(double value) { return std::clamp(value, -kLargestAttribute, kLargestAttribute - 1.0); }

  void draw_vectors(FuzzCase& result) {
    const FixedType& type = input_type(result);
    const std::int64_t given = one_in(2) ? between(1, 4) : 0;
    for (std::int64_t v = 0; v < given; ++v) {
      std::vector<std::int64_t> vector;
      for (int i = 0; i < result.in_features; ++i) {
        const std::array<std::int64_t, 5> corners = {type.min_code(), type.max_code(), 0, type.max_code() / 2,
                                                     type.min_code() / 2};
        vector.push_back(pick(corners));
      }
      result.first_vectors.push_back(std::move(vector));
    }
    std::int64_t interval = 1;
    for (const FuzzLayer& layer : result.layers) {
      const auto beats = [](int features, int parallelism) { return (features + parallelism - 1) / parallelism; };
      interval = std::max<std::int64_t>(interval, std::int64_t{beats(layer.in_features, layer.parallelism_in)} *
                                                      beats(layer.out_features, layer.parallelism_out));
    }
    result.vectors = given + std::clamp<std::int64_t>(kMostCycles / (4 * interval), 4, between(6, 40));
  }

  static const FixedType& input_type(const FuzzCase& result) {
    for (const FuzzLayer& layer : result.layers) {
      if (!vanishes(layer)) return layer.data_in;
    }
    return result.layers.front().data_in;
  }

  void draw_traffic(FuzzCase& result) {
    result.stall = static_cast<Stall>(between(0, 3));
    result.resets = one_in(2) ? 0 : static_cast<int>(between(1, 3));
    result.seed = static_cast<std::uint64_t>(between(1, 1'000'000'000));
  }

  /// One network of four has reloadable weights, most of its linear layers.
  void draw_reloads(FuzzCase& result) {
    if (!one_in(4)) return;
    for (FuzzLayer& layer : result.layers) layer.reloadable = layer.op == "linear" && !one_in(4);
  }

  SplitMix64 random_;
  bool wild_;
  int computing_ = 0;  // layers so far that become hardware
  FixedType stream_;   // what the last of them gives
  Samples samples_;
  int names_ = 0;
};

}  // namespace

FuzzCase draw_case(std::uint64_t seed, std::uint64_t index, std::uint64_t attempt) {
  // Three steps of the generator mix the numbers: neighbours have nothing in common.
  SplitMix64 mixed(SplitMix64(SplitMix64(seed).next() ^ index).next() ^ attempt);
  FuzzCase result = Drawer(mixed.next()).draw();
  result.name = "fuzz_" + std::to_string(seed) + "_" + std::to_string(index);
  return result;
}

}  // namespace rtl4ml
