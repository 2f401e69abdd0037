// at::Tensor. The logging library that LibTorch shows defines CHECK; whoever has such a macro keeps its own.
#pragma once

#pragma push_macro("CHECK")
#undef CHECK
#include <ATen/core/Tensor.h>
#pragma pop_macro("CHECK")
