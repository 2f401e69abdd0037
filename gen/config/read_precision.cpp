#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>

#include "gen/config/read_parts.hpp"
#include "gen/config/schema.hpp"

namespace rtl4ml {
namespace {

constexpr int kMaxUnsignedWeightWidth = 31;  // codes of weights are kept in 32 bits with a sign

const std::array<Rounding, 5> kRoundings = {Rounding::kHalfEven, Rounding::kHalfUp, Rounding::kHalfAway,
                                            Rounding::kFloor, Rounding::kTowardZero};
const std::array<Overflow, 2> kOverflows = {Overflow::kSaturate, Overflow::kWrap};

template <class Modes>
auto mode_of(const Modes& modes, const std::string& word) -> std::optional<typename Modes::value_type> {
  for (const auto mode : modes) {
    if (to_string(mode) == word) return mode;
  }
  return std::nullopt;
}

/// What the mapping says itself, over what `spec` already says.
void read_type(const YamlNode& node, TypeSpec& spec, const std::string& path) {
  const YamlNode* frac_width = node.find("frac_width");
  if (const auto width = as_int(node.find("width"))) spec.width = width;
  if (const auto fraction = as_int(frac_width)) {
    spec.frac_width = fraction;
    spec.frac_width_auto = false;
  } else if (frac_width != nullptr) {
    spec.frac_width.reset();
    spec.frac_width_auto = true;
  }
  const YamlNode* is_signed = node.find("signed");
  if (is_signed != nullptr && is_signed->kind == YamlNode::Kind::kBool) spec.is_signed = is_signed->boolean;
  const bool said = node.find("width") != nullptr || frac_width != nullptr || is_signed != nullptr;
  if (said) spec.place = place_of(path, node);
}

/// The four types by the keys that stand for all of them, then by their own.
void read_layer(const YamlNode& node, PrecisionSpec& spec, const std::string& path) {
  spec.place = place_of(path, node);
  const std::array<std::pair<const char*, TypeSpec*>, 4> types = {
      {{"data_in", &spec.data_in}, {"weight", &spec.weight}, {"bias", &spec.bias}, {"data_out", &spec.data_out}}};
  for (const auto& [name, type] : types) {
    read_type(node, *type, path);
    if (const YamlNode* own = node.find(name)) read_type(*own, *type, path);
  }
  if (const auto word = as_text(node.find("rounding"))) spec.rounding = mode_of(kRoundings, *word);
  if (const auto word = as_text(node.find("overflow"))) spec.overflow = mode_of(kOverflows, *word);
}

/// The schema's default of `precision`.
PrecisionSpec default_precision() {
  const auto& value = config_schema().at("properties").at("precision").at("default");
  PrecisionSpec spec;
  for (TypeSpec* type : {&spec.data_in, &spec.weight, &spec.bias, &spec.data_out}) {
    type->width = value.at("width").get<int>();
    type->frac_width_auto = value.at("frac_width") == "auto";
    type->is_signed = value.at("signed").get<bool>();
  }
  spec.rounding = mode_of(kRoundings, value.at("rounding").get<std::string>());
  spec.overflow = mode_of(kOverflows, value.at("overflow").get<std::string>());
  return spec;
}

void check_weight(const std::string& layer, const TypeSpec& own, const TypeSpec& base, ReadContext& context) {
  const int width = own.width ? *own.width : base.width.value_or(0);
  const bool is_signed = own.is_signed ? *own.is_signed : base.is_signed.value_or(true);
  if (is_signed || width <= kMaxUnsignedWeightWidth || width > kMaxWidth) return;
  context.errors.push_back(
      Error{"config.width", own.place.empty() ? base.place : own.place,
            fmt::format("{}weight.width is {}; unsigned weights have 1 to {} bits",
                        layer.empty() ? "" : "layer " + layer + ": ", width, kMaxUnsignedWeightWidth),
            "make the weight signed, or a bit narrower"});
}

}  // namespace

void read_precision(const YamlNode* node, HardwareConfig& config, ReadContext& context) {
  config.precision = default_precision();
  if (node == nullptr) return;
  const YamlNode* base = node->find("default");
  read_layer(base != nullptr ? *base : *node, config.precision, context.path);
  check_weight("", config.precision.weight, {}, context);
  const YamlNode* layers = node->find("layers");
  if (layers == nullptr) return;
  for (std::size_t i = 0; i < layers->keys.size(); ++i) {
    PrecisionSpec& spec = config.layer_precision[layers->keys[i].text];
    read_layer(layers->items[i], spec, context.path);
    if (!spec.weight.place.empty()) check_weight(layers->keys[i].text, spec.weight, config.precision.weight, context);
  }
}

}  // namespace rtl4ml
