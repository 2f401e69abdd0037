#include "sw/base/source_tree.hpp"

namespace rtl4ml {

std::filesystem::path source_tree() { return RTL4ML_SOURCE_DIR; }

}  // namespace rtl4ml
