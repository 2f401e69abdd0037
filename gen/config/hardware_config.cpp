#include "gen/config/hardware_config.hpp"

namespace rtl4ml {

std::string to_string(Strategy strategy) { return strategy == Strategy::kFolded ? "folded" : "unrolled"; }
std::string to_string(Weights weights) { return weights == Weights::kConstant ? "constant" : "reloadable"; }

}  // namespace rtl4ml
