#include "sw/data/idx.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>

namespace rtl4ml {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 30;
constexpr std::size_t kBlock = std::size_t{1} << 20;

struct CloseGz {
  void operator()(gzFile file) const { gzclose(file); }
};
using GzFile = std::unique_ptr<gzFile_s, CloseGz>;

tl::unexpected<Errors> bad_idx(const std::string& path, const std::string& message) {
  return fault("data.idx", path, message, "fetch the file again; it is an idx file of unsigned bytes, gzip or plain");
}

/// Whether all bytes came.
bool read_exactly(gzFile file, std::uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    const auto wanted = static_cast<unsigned>(std::min(size, kBlock));
    const int got = gzread(file, bytes, wanted);
    if (got <= 0) return false;
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

Result<IdxArray> read_idx(const std::string& path, std::int64_t count) {
  const GzFile file(gzopen(path.c_str(), "rb"));
  if (!file) return bad_idx(path, "cannot be opened");
  std::array<std::uint8_t, 4> word{};
  if (!read_exactly(file.get(), word.data(), word.size()))
    return bad_idx(path, "is truncated or damaged in its first bytes");
  const std::size_t dimensions = word[3];
  if (word[0] != 0 || word[1] != 0 || word[2] != 0x08 || dimensions < 1 || dimensions > 4) {
    return bad_idx(path, "is not an idx file of unsigned bytes with 1 to 4 dimensions");
  }
  IdxArray array;
  std::size_t row = 1;  // bytes of one entry of the first dimension; each step stays below 2^30 * 2^32
  for (std::size_t d = 0; d < dimensions; ++d) {
    if (!read_exactly(file.get(), word.data(), word.size())) return bad_idx(path, "is truncated in its header");
    const std::size_t size =
        std::size_t{word[0]} << 24 | std::size_t{word[1]} << 16 | std::size_t{word[2]} << 8 | word[3];
    array.shape.push_back(static_cast<std::int64_t>(size));
    if (d > 0) row *= size;
    if (row > kMaxBytes || size == 0) return bad_idx(path, "has an empty dimension or more than 2^30 bytes");
  }
  const bool partial = count > 0 && count < array.shape[0];
  if (partial) array.shape[0] = count;
  if (static_cast<std::size_t>(array.shape[0]) > kMaxBytes / row)
    return bad_idx(path, "has an empty dimension or more than 2^30 bytes");
  // Grown block by block: a small file that claims much takes little memory.
  const std::size_t total = static_cast<std::size_t>(array.shape[0]) * row;
  while (array.values.size() < total) {
    const std::size_t had = array.values.size();
    array.values.resize(std::min(total, had + kBlock));
    if (!read_exactly(file.get(), array.values.data() + had, array.values.size() - had)) {
      return bad_idx(path, "is truncated or damaged: " + std::to_string(total) + " bytes of data expected");
    }
  }
  if (!partial && gzread(file.get(), word.data(), 1) != 0)
    return bad_idx(path, "is damaged at its end, or longer than its header says");
  return array;
}

}  // namespace rtl4ml
