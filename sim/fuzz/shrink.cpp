#include "sim/fuzz/shrink.hpp"

#include <algorithm>
#include <cstdlib>

namespace rtl4ml {
namespace {

using TypeMember = FixedType FuzzLayer::*;

constexpr std::size_t kSmallTensor = 16;  // elements that are simplified one by one

std::int64_t complexity_of(const FixedType& type) {
  return type.width + std::abs(type.frac_width) + (type.is_signed ? 0 : 5);
}

/// The layer before that becomes hardware; nullptr: there is none.
const FuzzLayer* producer(const std::vector<FuzzLayer>& layers, std::size_t index) {
  while (index-- > 0) {
    if (!vanishes(layers[index])) return &layers[index];
  }
  return nullptr;
}

std::string plain_name(const FuzzLayer& layer, std::size_t index) { return layer.op + std::to_string(index); }

std::int64_t complexity_of(const FuzzLayer& layer, const FuzzLayer* before) {
  std::int64_t sum = 10'000 + 10 * static_cast<std::int64_t>(layer.attributes.size());
  if (layer.op == "linear") sum += std::int64_t{50} * layer.out_features;
  sum += std::int64_t{20} * (layer.parallelism_in + layer.parallelism_out);
  sum += layer.rounding == Rounding::kHalfEven ? 0 : 10;
  sum += layer.reloadable ? 200 : 0;
  sum += layer.overflow == Overflow::kSaturate ? 0 : 10;
  for (const auto& [name, values] : layer.tensors) {
    sum += name == "bias" ? 5 : 0;
    for (const float value : values) sum += value == 0.0F ? 0 : value == 1.0F ? 2 : 3;
  }
  if (vanishes(layer)) return sum;
  const bool cast = before != nullptr && before->data_out != layer.data_in;
  sum += cast ? 60 : 0;
  for (const TypeMember type : {&FuzzLayer::data_in, &FuzzLayer::weight, &FuzzLayer::bias, &FuzzLayer::data_out}) {
    sum += complexity_of(layer.*type);
  }
  return sum;
}

/// Collects the steps of one case.
class Steps {
 public:
  explicit Steps(const FuzzCase& fuzz_case) : case_(fuzz_case), complexity_(complexity(fuzz_case)) {}

  std::vector<FuzzCase> take() {
    layers();
    run();
    sizes();
    lanes();
    for (std::size_t i = 0; i < case_.layers.size(); ++i) modes(i);
    for (std::size_t i = 0; i < case_.layers.size(); ++i) types(i);
    for (std::size_t i = 0; i < case_.layers.size(); ++i) tensors(i);
    for (std::size_t i = 0; i < case_.layers.size(); ++i) {
      layer_step(i, [i](FuzzLayer& layer) { layer.name = plain_name(layer, i); });
    }
    return std::move(steps_);
  }

 private:
  /// A copy, changed by `change`; kept where it then is simpler.
  template <class Change>
  void step(Change change) {
    FuzzCase changed = case_;
    change(changed);
    fit_shapes(changed);
    if (complexity(changed) < complexity_) steps_.push_back(std::move(changed));
  }

  template <class Change>
  void layer_step(std::size_t index, Change change) {
    step([&](FuzzCase& changed) { change(changed.layers[index]); });
  }

  void without_layers(std::size_t begin, std::size_t end) {
    if (end > case_.layers.size() || end - begin >= case_.layers.size()) return;
    step([&](FuzzCase& changed) {
      const auto at = changed.layers.begin();
      changed.layers.erase(at + static_cast<std::ptrdiff_t>(begin), at + static_cast<std::ptrdiff_t>(end));
    });
  }

  void layers() {
    const std::size_t count = case_.layers.size();
    if (count > 3) without_layers(count / 2, count);
    if (count > 3) without_layers(0, count / 2);
    for (std::size_t i = 0; i < count; ++i) without_layers(i, i + 1);
    for (std::size_t i = 0; i < count; ++i) without_layers(i, i + 2);  // a linear layer with its normalisation
  }

  void run() {
    for (const std::int64_t fewer : {std::int64_t{1}, case_.vectors / 2, case_.vectors - 1}) {
      if (fewer >= 1) step([&](FuzzCase& changed) { changed.vectors = fewer; });
    }
    step([](FuzzCase& changed) {
      for (FuzzLayer& layer : changed.layers) layer.reloadable = false;
    });
    step([](FuzzCase& changed) { changed.resets = 0; });
    step([](FuzzCase& changed) { changed.stall = Stall::kNone; });
    step([](FuzzCase& changed) { changed.engine = Engine::kIcarus; });
    step([](FuzzCase& changed) { changed.first_vectors.clear(); });
    for (std::size_t v = 0; v < case_.first_vectors.size(); ++v) {
      step([&](FuzzCase& changed) {
        changed.first_vectors.erase(changed.first_vectors.begin() + static_cast<std::ptrdiff_t>(v));
      });
    }
  }

  /// Calls change(changed, value) for 1, half and one less.
  template <class Change>
  void smaller(int value, Change change) {
    for (const int fewer : {1, value / 2, value - 1}) {
      if (fewer >= 1 && fewer < value) step([&](FuzzCase& changed) { change(changed, fewer); });
    }
  }

  /// Rows of the weights are cut here, where their length is still known.
  static void set_out_features(FuzzLayer& layer, int size) {
    layer.tensors.at("weight").resize(static_cast<std::size_t>(size) * static_cast<std::size_t>(layer.in_features));
    layer.out_features = size;
  }

  void sizes() {
    smaller(case_.in_features, [](FuzzCase& changed, int size) { changed.in_features = size; });
    for (std::size_t i = 0; i < case_.layers.size(); ++i) {
      if (case_.layers[i].op != "linear") continue;
      smaller(case_.layers[i].out_features,
              [i](FuzzCase& changed, int size) { set_out_features(changed.layers[i], size); });
    }
  }

  void lanes() {
    for (std::size_t i = 0; i < case_.layers.size(); ++i) {
      smaller(case_.layers[i].parallelism_in,
              [i](FuzzCase& changed, int lanes) { changed.layers[i].parallelism_in = lanes; });
      if (case_.layers[i].op != "linear") continue;
      smaller(case_.layers[i].parallelism_out,
              [i](FuzzCase& changed, int lanes) { changed.layers[i].parallelism_out = lanes; });
    }
  }

  void modes(std::size_t index) {
    layer_step(index, [](FuzzLayer& layer) { layer.overflow = Overflow::kSaturate; });
    layer_step(index, [](FuzzLayer& layer) { layer.rounding = Rounding::kHalfEven; });
    layer_step(index, [](FuzzLayer& layer) { layer.reloadable = false; });
    layer_step(index, [](FuzzLayer& layer) { layer.attributes.clear(); });
  }

  void types(std::size_t index) {
    if (vanishes(case_.layers[index])) return;
    const FuzzLayer* const before = producer(case_.layers, index);
    if (before != nullptr) {  // without the cast
      layer_step(index, [&](FuzzLayer& layer) { layer.data_in = before->data_out; });
    }
    layer_step(index, [](FuzzLayer& layer) { layer.data_out = layer.data_in; });
    for (const TypeMember type : {&FuzzLayer::data_in, &FuzzLayer::weight, &FuzzLayer::bias, &FuzzLayer::data_out}) {
      type_steps(index, type);
    }
  }

  void type_steps(std::size_t index, TypeMember member) {
    const FixedType type = case_.layers[index].*member;
    if (!type.is_signed) set_type(index, member, {type.width, type.frac_width, true});
    for (const int fewer : {8, type.width / 2, type.width - 1}) {
      if (fewer >= 1 && fewer < type.width) set_type(index, member, {fewer, type.frac_width, type.is_signed});
    }
    for (const int nearer : {0, type.frac_width / 2, type.frac_width - (type.frac_width > 0 ? 1 : -1)}) {
      set_type(index, member, {type.width, nearer, type.is_signed});
    }
  }

  /// The two ends of a stream without a cast change together.
  void set_type(std::size_t index, TypeMember member, const FixedType& simpler) {
    step([&](FuzzCase& changed) {
      const FixedType old = case_.layers[index].*member;
      changed.layers[index].*member = simpler;
      if (member != &FuzzLayer::data_out) return;
      std::size_t next = index + 1;
      while (next < changed.layers.size() && vanishes(changed.layers[next])) ++next;
      if (next < changed.layers.size() && changed.layers[next].data_in == old) changed.layers[next].data_in = simpler;
    });
  }

  void tensors(std::size_t index) {
    const FuzzLayer& layer = case_.layers[index];
    if (layer.op == "linear") layer_step(index, [](FuzzLayer& changed) { changed.tensors.erase("bias"); });
    for (const auto& [name, values] : layer.tensors) {
      const std::size_t half = values.size() / 2;
      set_values(index, name, 0, half, 0.0F);
      set_values(index, name, half, values.size(), 0.0F);
      if (values.size() > kSmallTensor) continue;
      for (std::size_t i = 0; i < values.size(); ++i) {
        set_values(index, name, i, i + 1, 0.0F);
        set_values(index, name, i, i + 1, 1.0F);
      }
    }
  }

  void set_values(std::size_t index, const std::string& name, std::size_t begin, std::size_t end, float value) {
    layer_step(index, [&](FuzzLayer& changed) {
      const auto first = changed.tensors.at(name).begin();
      std::fill(first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(end), value);
    });
  }

  const FuzzCase& case_;
  std::int64_t complexity_;
  std::vector<FuzzCase> steps_;
};

}  // namespace

std::int64_t complexity(const FuzzCase& fuzz_case) {
  std::int64_t sum =
      std::int64_t{50} * fuzz_case.in_features + 3 * fuzz_case.vectors + std::int64_t{50} * fuzz_case.resets;
  sum += fuzz_case.stall == Stall::kNone ? 0 : 100;
  sum += fuzz_case.engine == Engine::kIcarus ? 0 : 100;
  sum += 5 * static_cast<std::int64_t>(fuzz_case.first_vectors.size());
  for (std::size_t i = 0; i < fuzz_case.layers.size(); ++i) {
    const FuzzLayer& layer = fuzz_case.layers[i];
    sum += complexity_of(layer, producer(fuzz_case.layers, i)) + (layer.name == plain_name(layer, i) ? 0 : 1);
  }
  return sum;
}

std::vector<FuzzCase> simpler_cases(const FuzzCase& fuzz_case) { return Steps(fuzz_case).take(); }

Result<Shrunk> shrink(FuzzCase fuzz_case, std::size_t at_once, std::int64_t budget, const StillFails& still_fails) {
  Shrunk result{std::move(fuzz_case)};
  bool smaller = true;
  while (smaller) {
    smaller = false;
    const std::vector<FuzzCase> steps = simpler_cases(result.fuzz_case);
    for (std::size_t begin = 0; begin < steps.size() && !smaller; begin += at_once) {
      if (result.judged >= budget) {
        result.finished = false;
        return result;
      }
      const std::size_t end = std::min(begin + at_once, steps.size());
      const auto at = [&](std::size_t place) { return steps.begin() + static_cast<std::ptrdiff_t>(place); };
      const Result<std::vector<bool>> fails = still_fails({at(begin), at(end)});
      if (!fails) return faults(fails.error());
      result.judged += static_cast<std::int64_t>(end - begin);
      const auto first = std::find(fails->begin(), fails->end(), true);
      if (first == fails->end()) continue;
      result.fuzz_case = steps[begin + static_cast<std::size_t>(first - fails->begin())];
      ++result.steps;
      smaller = true;
    }
  }
  return result;
}

}  // namespace rtl4ml
