#include "gen/passes/insert_casts.hpp"

namespace rtl4ml {

QuantizedModel insert_casts(QuantizedModel model, const std::vector<LayerTypes>& types) {
  QuantizedModel result;
  for (std::size_t index = 0; index < model.layers.size(); ++index) {
    QuantizedLayer& layer = model.layers[index];
    if (!result.layers.empty() && types[index].data_in != types[index - 1].data_out) {
      QuantizedLayer cast;
      cast.name = layer.name + "_cast";
      cast.in_features = cast.out_features = layer.in_features;
      cast.op = CastOp{types[index - 1].data_out, types[index].data_in, types[index].rounding, types[index].overflow};
      result.layers.push_back(std::move(cast));
    }
    result.layers.push_back(std::move(layer));
  }
  return result;
}

}  // namespace rtl4ml
