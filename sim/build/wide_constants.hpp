// Looks for the constants that Verilator 5.006 compiles to writes past the end of a variable.
#pragma once

#include <filesystem>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Verilator 5.006 fills a variable of more than 64 words from a constant by VL_CONSTHI_W_<n>X, which means to clear
/// the words above the constant's highest that is not zero, and clears as many words behind the variable instead: other
/// signals of the model, or its stack. Such a model is not run. Reads every C++ source in `folder`. Errors:
/// sim.verilator_overrun (the variable), sim.design (a source cannot be read) Source: VL_C_END_ in verilated_funcs.h,
/// whose `o` VL_CONSTHI_W_<n>X has moved to the constant's highest words.
[[nodiscard]] Result<void> check_wide_constants(const std::filesystem::path& folder);

}  // namespace rtl4ml
