// Which layer gets how many bits, from what each loses at few of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rtl4ml {

struct LayerSensitivity {
  std::string layer;
  std::int64_t weights = 0;
  double harm = 0.0;  ///< what the network loses when this layer alone is at the probe's width; negative counts as 0
};

/// Widths of the layers' weights that harm least by a model in which a bit more takes three quarters of a layer's harm
/// away, harm * 4^(probe_width - width), with at most `mean_bits` bits a weight on average; every layer gets the least
/// of `widths` at least. One step at a time, the one that takes away most harm per bit of storage: with a harm that
/// falls ever more slowly that is the best choice but for the last step that no longer fits. Shapes: -> [layers].
/// Source: the noise power of a uniform quantizer falls by 6 dB a bit (Widrow, Kollar, "Quantization noise", 2008,
/// chapter 1)
[[nodiscard]] std::vector<int> mixed_precision(std::span<const LayerSensitivity> layers, std::vector<int> widths,
                                               int probe_width, double mean_bits);

}  // namespace rtl4ml
