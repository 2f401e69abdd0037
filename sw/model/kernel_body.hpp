// The kernels, written once. sw/model/kernels.cpp includes this file once per instruction set, inside a namespace that
// defines kLanes (32-bit lanes of a vector) and multiply_add(); therefore it has no include guard and no includes.

using Vector = std::int32_t __attribute__((vector_size(kLanes * 4)));
using UnsignedVector = std::uint32_t __attribute__((vector_size(kLanes * 4)));
using NarrowVector = std::int16_t __attribute__((vector_size(kLanes * 2)));

constexpr int kVectors = kKernelTile / kLanes;  // of a tile

inline Vector load(const void* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}

/// Rounds away the bits below data_out. The accumulators hold the half already; Source: docs/numbers.md, section
/// Rounding
template <Rounding kMode>
inline Vector rounded(Vector sum, const Conversion& c) {
  const std::int32_t fraction = static_cast<std::int32_t>((std::uint32_t{1} << c.right) - 1);
  if constexpr (kMode == Rounding::kHalfEven) {
    const Vector tie = (sum & fraction) == 0;
    return (sum >> c.right) & ~(tie & 1);
  }
  if constexpr (kMode == Rounding::kHalfAway) {
    const Vector negative = sum < c.half;  // -1 where the value is; its ties go down
    return (sum + negative) >> c.right;
  }
  if constexpr (kMode == Rounding::kTowardZero) return (sum + ((sum >> 31) & fraction)) >> c.right;
  return sum >> c.right;
}

template <Rounding kMode>
inline Vector converted(Vector sum, const Conversion& c) {
  Vector code = rounded<kMode>(sum, c);
  code = (Vector)((UnsignedVector)code << c.left);
  if (c.wraps) {
    const int unused = 32 - c.wrap_type.width;
    const UnsignedVector top = (UnsignedVector)code << unused;
    code = c.wrap_type.is_signed ? (Vector)top >> unused : (Vector)(top >> unused);
  }
  code = code < c.low ? Vector{} + c.low : code;
  return code > c.high ? Vector{} + c.high : code;
}

template <Rounding kMode>
inline void store_rows(const std::int32_t* sums, const LinearKernelTask& task, int row, int tile, int tiles) {
  const std::ptrdiff_t across = std::ptrdiff_t{tiles} * kVectors;
  for (int r = 0; r < kKernelRows; ++r) {
    const std::ptrdiff_t out = (row + r) * task.out_stride + std::ptrdiff_t{tile} * kKernelTile;
    for (std::ptrdiff_t v = 0; v < across; ++v) {
      const std::ptrdiff_t from = r * across + v;
      const Vector code = converted<kMode>(load(sums + from * kLanes), task.conversion);
      if (task.narrow_out != nullptr) {
        const NarrowVector narrow = __builtin_convertvector(code, NarrowVector);
        std::memcpy(task.narrow_out + out + v * kLanes, &narrow, sizeof narrow);
      } else {
        std::memcpy(task.wide_out + out + v * kLanes, &code, sizeof code);
      }
    }
  }
}

/// kKernelRows rows by kTiles tiles: small enough that all accumulators stay in registers.
template <int kTiles>
inline void linear_block(const LinearKernelTask& task, int row, int tile) {
  constexpr int kAcross = kTiles * kVectors;
  const std::ptrdiff_t slab = std::ptrdiff_t{task.pairs} * kKernelTile * 2;
  const std::int16_t* const weight = task.weight + tile * slab;
  const std::int16_t* const data_in = task.data_in + row * task.in_stride;
  Vector sum[kKernelRows][kAcross];
  for (std::ptrdiff_t v = 0; v < kAcross; ++v) {
    const Vector start = load(task.start + std::ptrdiff_t{tile} * kKernelTile + v * kLanes);
    for (int r = 0; r < kKernelRows; ++r) sum[r][v] = start;
  }
  for (std::ptrdiff_t pair = 0; pair < task.pairs; ++pair) {
    Vector w[kAcross];
    for (std::ptrdiff_t t = 0; t < kTiles; ++t) {
      for (std::ptrdiff_t v = 0; v < kVectors; ++v) {
        w[t * kVectors + v] = load(weight + t * slab + (pair * kKernelTile + v * kLanes) * 2);
      }
    }
    for (int r = 0; r < kKernelRows; ++r) {
      std::int32_t both;
      std::memcpy(&both, data_in + r * task.in_stride + pair * 2, sizeof both);
      const Vector x = Vector{} + both;
      for (int v = 0; v < kAcross; ++v) sum[r][v] = multiply_add(sum[r][v], w[v], x);
    }
  }
  alignas(64) std::int32_t sums[kKernelRows * kTiles * kKernelTile];
  for (std::ptrdiff_t r = 0; r < kKernelRows; ++r) {
    for (std::ptrdiff_t v = 0; v < kAcross; ++v)
      std::memcpy(sums + (r * kAcross + v) * kLanes, &sum[r][v], sizeof(Vector));
  }
  switch (task.conversion.rounding) {
    case Rounding::kHalfEven:
      return store_rows<Rounding::kHalfEven>(sums, task, row, tile, kTiles);
    case Rounding::kHalfAway:
      return store_rows<Rounding::kHalfAway>(sums, task, row, tile, kTiles);
    case Rounding::kTowardZero:
      return store_rows<Rounding::kTowardZero>(sums, task, row, tile, kTiles);
    case Rounding::kHalfUp:
    case Rounding::kFloor:
      return store_rows<Rounding::kFloor>(sums, task, row, tile, kTiles);
  }
}

template <int kTiles>
void linear_column(const LinearKernelTask& task, int tile) {
  for (int row = 0; row < task.rows; row += kKernelRows) linear_block<kTiles>(task, row, tile);
}

/// The weights of a few tiles stay in the cache while all rows pass by.
void linear(const LinearKernelTask& task) {
  int tile = 0;
  for (; tile + kMostTiles <= task.tiles; tile += kMostTiles) linear_column<kMostTiles>(task, tile);
  [[maybe_unused]] const int rest = task.tiles - tile;
  if constexpr (kMostTiles > 3) {
    if (rest == 3) linear_column<3>(task, tile);
  }
  if constexpr (kMostTiles > 2) {
    if (rest == 2) linear_column<2>(task, tile);
  }
  if constexpr (kMostTiles > 1) {
    if (rest == 1) linear_column<1>(task, tile);
  }
}

bool narrow(const std::int64_t* codes, std::int16_t* out, std::size_t count, std::int64_t low, std::int64_t high) {
  const auto range = static_cast<std::uint64_t>(high - low);
  std::uint64_t outside = 0;
  for (std::size_t i = 0; i < count; ++i) {
    outside |= static_cast<std::uint64_t>(codes[i]) - static_cast<std::uint64_t>(low) > range ? 1U : 0U;
    out[i] = static_cast<std::int16_t>(codes[i]);
  }
  return outside == 0;
}

void widen(const std::int16_t* codes, std::int64_t* out, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) out[i] = codes[i];
}

constexpr Kernels kTable = {&linear, &narrow, &widen};
