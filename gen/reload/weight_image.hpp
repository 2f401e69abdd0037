// The file with which software changes a design's weights: the words of the reload bus, told which design they are for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/graph/graph.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// "R4MW", and the version of the layout.
inline constexpr std::uint32_t kImageMagic = 0x52344D57;
inline constexpr std::uint32_t kImageVersion = 1;
/// Words before the weights: magic, version, reload_map_identity(), count of the weights' words. One more comes after
/// them: the check word.
inline constexpr int kImageHeaderWords = 4;

/// 32 bits that tell reload maps apart: an image fits a design where they are the same. They follow from the place and
/// shape of every memory and from the types of the codes, not from what the codes are.
[[nodiscard]] std::uint32_t reload_map_identity(const Graph& graph, const QuantizedModel& model);

/// CRC-32 (IEEE 802.3: reflected, 0xEDB88320, start and end complemented) over the words' bytes, the lowest first.
[[nodiscard]] std::uint32_t check_word(const std::vector<std::uint32_t>& words);

/// Header, the data of reload_words(), check word.
[[nodiscard]] std::vector<std::uint32_t> weight_image(const Graph& graph, const QuantizedModel& model);

/// How an image is written.
enum class ImageForm {
  kBinary,  ///< its words, the lowest byte first
  kC,       ///< a C array of them
  kHex,     ///< the words of the bus, "address data" a line in hexadecimal, without header and check word
};

/// The image as a file. `name`: of the C array; `comment`: one line that says what it is.
[[nodiscard]] std::string image_text(const Graph& graph, const QuantizedModel& model, ImageForm form,
                                     const std::string& name, const std::string& comment);

}  // namespace rtl4ml
