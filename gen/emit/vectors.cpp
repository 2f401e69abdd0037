#include "gen/emit/vectors.hpp"

#include <algorithm>

#include "gen/emit/file_writer.hpp"
#include "gen/emit/hex_word.hpp"

namespace rtl4ml {

Result<void> write_vectors(const Stream& stream, std::span<const std::int64_t> codes,
                           const std::filesystem::path& path) {
  FileWriter file(path);
  HexWord beat(stream.type.width, stream.parallelism);
  const auto features = static_cast<std::size_t>(stream.features);
  const auto parallelism = static_cast<std::size_t>(stream.parallelism);
  for (std::size_t vector = 0; vector + features <= codes.size(); vector += features) {
    for (std::size_t first = 0; first < features; first += parallelism) {
      beat.clear();
      for (std::size_t i = first; i < std::min(first + parallelism, features); ++i) beat.append(codes[vector + i]);
      file.line(beat.digits());
    }
  }
  return file.close();
}

}  // namespace rtl4ml
