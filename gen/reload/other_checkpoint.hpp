// Another checkpoint of the network that a design was made for, quantized as the design's own was.
#pragma once

#include <string>
#include <vector>

#include "gen/compile.hpp"
#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// The integer oracle of the design once it holds the network's weights. Values that the types cannot hold saturate and
/// are warned of, as in compile(). `place`: what the network was read from.
/// Errors: weights.network (other layers or sizes); weights.constant (something differs that is no reloadable weight)
[[nodiscard]] Result<QuantizedModel> quantize_for(const CompiledDesign& design, Network network,
                                                  const std::string& place, std::vector<std::string>& warnings);

}  // namespace rtl4ml
