// Codes to beats and back: element e of a beat at bit e * width, lowest byte first, padded as beat_bytes() says.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/signature.hpp"

namespace rtl4ml {

/// Shapes: codes[vectors][features] -> beats of beat_bytes(beat_bits) bytes, one after the other.
/// `padding_seed`: what the padded lanes of a vector's last beat hold is drawn from it; 0: they are zero.
[[nodiscard]] std::string pack_beats(const StreamSignature& stream, std::span<const std::int64_t> codes,
                                     std::uint64_t padding_seed);

/// Two beats: ones where every beat carries data, then ones where the last beat of a vector does.
[[nodiscard]] std::string beat_masks(const StreamSignature& stream);

/// Element `lane` of one beat, sign-extended where the type is signed.
[[nodiscard]] std::int64_t unpack_element(const StreamSignature& stream, std::string_view beat, int lane);

}  // namespace rtl4ml
