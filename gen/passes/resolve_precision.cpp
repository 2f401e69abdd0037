#include "gen/passes/resolve_precision.hpp"

#include <fmt/format.h>

#include "gen/ops/operators.hpp"
#include "sw/quantize/fit_frac_width.hpp"

namespace rtl4ml {
namespace {

bool says_something(const TypeSpec& spec) {
  return spec.width || spec.frac_width || spec.frac_width_auto || spec.is_signed;
}

/// What `upper` does not say comes from `lower`.
TypeSpec overlay(const TypeSpec& upper, const TypeSpec& lower) {
  TypeSpec result = lower;
  if (upper.width) result.width = upper.width;
  if (upper.is_signed) result.is_signed = upper.is_signed;
  if (upper.frac_width || upper.frac_width_auto) {
    result.frac_width = upper.frac_width;
    result.frac_width_auto = upper.frac_width_auto;
  }
  return result;
}

/// The type of a spec; `fit(width, is_signed)` finds its frac_width where the spec leaves it open.
template <class Fit>
FixedType resolve(const TypeSpec& spec, const Fit& fit) {
  constexpr int kDefaultWidth = 8;
  FixedType type{spec.width.value_or(kDefaultWidth), 0, spec.is_signed.value_or(true)};
  type.frac_width = spec.frac_width ? *spec.frac_width : fit(type.width, type.is_signed);
  return type;
}

/// The finest type that holds the parameters.
int fit_parameters(const ParameterSpan& values, int width, bool is_signed) {
  return std::visit([&](auto span) { return fit_frac_width(span, width, is_signed, Ties::kSmallest); }, values);
}

FixedType resolve_weight(const TypeSpec& said, const PrecisionSpec& defaults, const LayerKind& kind,
                         const ParameterView& values) {
  TypeSpec fallback = defaults.weight;
  if (!std::holds_alternative<LinearLayer>(kind)) {
    fallback.frac_width.reset();
    fallback.is_signed.reset();
  }
  return resolve(overlay(said, fallback),
                 [&](int width, bool is_signed) { return fit_parameters(values.weight, width, is_signed); });
}

/// What the config says of this layer's output, and where it says nothing, what the layer itself asks for.
FixedType resolve_own_output(const TypeSpec& said, const FixedType& asked) {
  return {said.width.value_or(asked.width), said.frac_width.value_or(asked.frac_width),
          said.is_signed.value_or(asked.is_signed)};
}

}  // namespace

std::string precision_place(const HardwareConfig& config, const std::string& layer) {
  const auto own = config.layer_precision.find(layer);
  if (own != config.layer_precision.end() && !own->second.place.empty()) return own->second.place;
  return config.precision.place.empty() ? config.path : config.precision.place;
}

Result<std::vector<LayerTypes>> resolve_precision(const HardwareConfig& config, const Network& network,
                                                  const std::vector<int>& features, Calibration& calibration) {
  static const PrecisionSpec kNothing;
  const PrecisionSpec& defaults = config.precision;
  Errors errors;
  std::vector<LayerTypes> result;
  for (std::size_t index = 0; index < network.layers.size(); ++index) {
    const Layer& layer = network.layers[index];
    const Operator& operation = *operator_of(layer.kind);
    const PrecisionSpec& own = of_layer(layer.name, config.layer_precision, kNothing);
    const auto fit_activations = [&](std::size_t stream) {
      return [&calibration, stream](int width, bool is_signed) {
        return fit_frac_width(calibration.activations(stream), width, is_signed, Ties::kFinest);
      };
    };
    LayerTypes types;
    types.rounding = own.rounding.value_or(defaults.rounding.value_or(Rounding::kHalfEven));
    types.overflow = own.overflow.value_or(defaults.overflow.value_or(Overflow::kSaturate));
    types.data_in = index > 0 && !says_something(own.data_in)
                        ? result.back().data_out
                        : resolve(overlay(own.data_in, defaults.data_in), fit_activations(index));
    if (operation.output_type != nullptr) {
      const FixedType asked = operation.output_type(layer.kind, features[index]);
      types.data_out = resolve_own_output(own.data_out, asked);
      if (operation.output_rule == OutputRule::kFixed && types.data_out != asked) {
        errors.push_back(Error{"precision.data_out", precision_place(config, layer.name),
                               fmt::format("layer {}: gives {}, its data_out is to be {}", layer.name, to_string(asked),
                                           to_string(types.data_out)),
                               "leave data_out to the layer"});
      }
    } else {
      types.data_out = operation.output_rule == OutputRule::kFollowsDataIn && !says_something(own.data_out)
                           ? types.data_in
                           : resolve(overlay(own.data_out, defaults.data_out), fit_activations(index + 1));
    }
    if (operation.parameters != nullptr) {
      const ParameterView values = operation.parameters(layer.kind);
      types.weight = resolve_weight(own.weight, defaults, layer.kind, values);
      types.bias = resolve(overlay(own.bias, defaults.bias),
                           [&](int width, bool is_signed) { return fit_parameters(values.bias, width, is_signed); });
    }
    if (operation.check_types != nullptr) {
      operation.check_types(layer, types, precision_place(config, layer.name), errors);
    }
    result.push_back(types);
  }
  if (!errors.empty()) return faults(std::move(errors));
  return result;
}

}  // namespace rtl4ml
