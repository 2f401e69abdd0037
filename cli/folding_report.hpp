// How the compiler chose the parallelism, for people and for scripts.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "gen/folding/folding.hpp"

namespace rtl4ml {

/// A table of the layers and what decided; ends with a line break.
[[nodiscard]] std::string folding_text(const Folding& folding);

/// The same as one JSON object.
[[nodiscard]] nlohmann::ordered_json folding_json(const Folding& folding);

}  // namespace rtl4ml
