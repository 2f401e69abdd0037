#include "sw/model/kernels.hpp"

#include <cassert>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The kernels live in namespaces of their own and call nothing from the standard library but memcpy, so that no
// function compiled for a newer processor can be taken for one of the rest of the program.
#if !defined(__clang__)
#pragma GCC optimize("O3")
#endif

namespace rtl4ml {
namespace {

namespace plain {
constexpr int kLanes = 4;
constexpr int kMostTiles = 1;
using PlainVector = std::int32_t __attribute__((vector_size(16)));
using PlainUnsigned = std::uint32_t __attribute__((vector_size(16)));
/// sum + w.low * x.low + w.high * x.high per lane, each lane of w and x holding two 16-bit numbers.
inline PlainVector multiply_add(PlainVector sum, PlainVector w, PlainVector x) {
  const PlainVector low = ((PlainVector)((PlainUnsigned)w << 16) >> 16) * ((PlainVector)((PlainUnsigned)x << 16) >> 16);
  const PlainVector high = (w >> 16) * (x >> 16);
  return (PlainVector)((PlainUnsigned)sum + (PlainUnsigned)low + (PlainUnsigned)high);
}
#include "sw/model/kernel_body.hpp"
}  // namespace plain

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif
namespace avx2 {
constexpr int kLanes = 8;
constexpr int kMostTiles = 1;
using Avx2Vector = std::int32_t __attribute__((vector_size(32)));
inline Avx2Vector multiply_add(Avx2Vector sum, Avx2Vector w, Avx2Vector x) {
  return (Avx2Vector)_mm256_add_epi32((__m256i)sum, _mm256_madd_epi16((__m256i)w, (__m256i)x));
}
#include "sw/model/kernel_body.hpp"
}  // namespace avx2
#if defined(__clang__)
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))), apply_to = function)
#else
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq")
#endif
namespace avx512bw {
constexpr int kLanes = 16;
constexpr int kMostTiles = 4;
using Avx512Vector = std::int32_t __attribute__((vector_size(64)));
inline Avx512Vector multiply_add(Avx512Vector sum, Avx512Vector w, Avx512Vector x) {
  return (Avx512Vector)_mm512_add_epi32((__m512i)sum, _mm512_madd_epi16((__m512i)w, (__m512i)x));
}
#include "sw/model/kernel_body.hpp"
}  // namespace avx512bw
#if defined(__clang__)
#pragma clang attribute pop
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))), \
                             apply_to = function)
#else
#pragma GCC pop_options
#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni")
#endif
namespace avx512vnni {
constexpr int kLanes = 16;
constexpr int kMostTiles = 4;
using Avx512Vector = std::int32_t __attribute__((vector_size(64)));
inline Avx512Vector multiply_add(Avx512Vector sum, Avx512Vector w, Avx512Vector x) {
  return (Avx512Vector)_mm512_dpwssd_epi32((__m512i)sum, (__m512i)w, (__m512i)x);
}
#include "sw/model/kernel_body.hpp"
}  // namespace avx512vnni
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif  // __x86_64__

}  // namespace

std::string to_string(Isa isa) {
  switch (isa) {
    case Isa::kPlain:
      return "plain";
    case Isa::kAvx2:
      return "avx2";
    case Isa::kAvx512Bw:
      return "avx512bw";
    case Isa::kAvx512Vnni:
      return "avx512vnni";
  }
  return "";
}

std::vector<Isa> available_isas() {
  std::vector<Isa> isas = {Isa::kPlain};
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) isas.push_back(Isa::kAvx2);
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  if (avx512) isas.push_back(Isa::kAvx512Bw);
  if (avx512 && __builtin_cpu_supports("avx512vnni")) isas.push_back(Isa::kAvx512Vnni);
#endif
  return isas;
}

const Kernels& kernels(Isa isa) {
#if defined(__x86_64__)
  switch (isa) {
    case Isa::kPlain:
      return plain::kTable;
    case Isa::kAvx2:
      return avx2::kTable;
    case Isa::kAvx512Bw:
      return avx512bw::kTable;
    case Isa::kAvx512Vnni:
      return avx512vnni::kTable;
  }
#else
  assert(isa == Isa::kPlain);
#endif
  return plain::kTable;
}

}  // namespace rtl4ml
