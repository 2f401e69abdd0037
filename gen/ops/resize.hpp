// The adapter between streams of different parallelism: rtl_templates/stream/stream_resize.sv.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

/// Not a layer: the pass insert_adapters places it.
[[nodiscard]] const Operator& resize_operator();

}  // namespace rtl4ml
