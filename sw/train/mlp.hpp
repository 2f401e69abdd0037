// A trainable perceptron, made from a network and given back as one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sw/train/block.hpp"
#include "sw/train/tensor.hpp"

namespace rtl4ml {

class Mlp {
 public:
  /// Precondition: check_network_for_training. `spec`, null for float, must outlive it.
  Mlp(const Network& network, const QuantizationSpec* spec);

  /// Chooses the formats that start from values, block by block, each on what the quantized blocks before it give.
  /// `measures`: folded normalisations take their statistics from the same; else they keep what the network has.
  /// Shapes: x[n][in_features]
  void start_quantizers(const at::Tensor& x, bool measures);

  /// Under autograd, unless the caller switches it off. `random`: for dropout, may be null.
  /// Shapes: x[n][in_features] -> scores[n][out_features]
  [[nodiscard]] at::Tensor forward(const at::Tensor& x, bool training, double dropout, Random* random);

  /// Once parameters were changed: quantizers keep their scales in order.
  void after_step();

  [[nodiscard]] std::vector<Parameter*> parameters();
  /// What else a state has to keep: running means and variances.
  struct Buffer {
    std::string name;
    at::Tensor values;
  };
  [[nodiscard]] std::vector<Buffer> buffers() const;
  [[nodiscard]] std::vector<Block>& blocks() { return blocks_; }

  /// `merged`: with every BatchNorm1d in its Linear where quantization folds it, as the hardware has it.
  [[nodiscard]] Network network(bool merged) const;
  [[nodiscard]] NetworkFormats formats() const;

 private:
  std::optional<Quantizer> data_in_;
  std::vector<Block> blocks_;
};

}  // namespace rtl4ml
