// The adapter that breaks combinational paths of ready: rtl_templates/stream/stream_skid_buffer.sv.
#pragma once

#include "gen/ops/operator.hpp"

namespace rtl4ml {

/// Not a layer: the pass insert_adapters places it.
[[nodiscard]] const Operator& skid_buffer_operator();

}  // namespace rtl4ml
