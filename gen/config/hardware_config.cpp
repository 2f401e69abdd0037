#include "gen/config/hardware_config.hpp"

namespace rtl4ml {

std::string to_string(Strategy strategy) { return strategy == Strategy::kFolded ? "folded" : "unrolled"; }

}  // namespace rtl4ml
