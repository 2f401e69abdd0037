#pragma once

#include <filesystem>

namespace rtl4ml {

/// The checkout that this program was built from: where a program run in place finds hw/, rtl_templates/ and sim/.
std::filesystem::path source_tree();

}  // namespace rtl4ml
