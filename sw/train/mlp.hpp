// A trainable perceptron, made from a network and given back as one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/train/block.hpp"

namespace rtl4ml {

/// What the trainer takes of a network: a chain of Linear [BatchNorm1d] [relu, leaky_relu, clip, sigmoid, tanh], with
/// identities anywhere. Every name of `spec` must be a layer of the network.
/// Errors: train.network (another chain, sizes that disagree), train.quantization (a name or a format that does not
/// fit), all at once
[[nodiscard]] Result<void> check_network_for_training(const Network& network, const QuantizationSpec* spec);

class Mlp {
 public:
  /// Precondition: check_network_for_training. `spec`, null for float, must outlive it.
  Mlp(const Network& network, const QuantizationSpec* spec);

  /// Chooses the formats that start from values, block by block, each on what the quantized blocks before it give.
  /// Shapes: x[n][in_features]
  void start_quantizers(const Matrix& x);

  /// `random`: for dropout, may be null. The result and x must live until backward.
  /// Shapes: x[n][in_features] -> scores[n][out_features]
  const Matrix& forward(const Matrix& x, bool training, double dropout, Random* random);
  /// Of the last training forward; gradient[n][out_features] is used up.
  void backward(Matrix& gradient);

  /// Sets the gradients of learned scales to zero, to which backward adds.
  void clear_scale_gradients();
  /// After every change of the parameters.
  void prepare();

  [[nodiscard]] std::vector<Parameter*> parameters();
  /// What else a state has to keep: running means and variances, by the name of their tensor.
  struct Buffer {
    std::string name;
    std::vector<float>* values;
  };
  [[nodiscard]] std::vector<Buffer> buffers();
  [[nodiscard]] std::vector<Block>& blocks() { return blocks_; }

  /// `folded`: with every BatchNorm1d folded where quantization folds it, as the hardware has it.
  [[nodiscard]] Network network(bool folded) const;
  [[nodiscard]] NetworkFormats formats() const;
  [[nodiscard]] std::int64_t in_features() const { return blocks_.front().in_features(); }
  [[nodiscard]] std::int64_t out_features() const { return blocks_.back().out_features(); }
  [[nodiscard]] bool has_norm() const;

 private:
  std::optional<Quantizer> data_in_;
  std::vector<Block> blocks_;
  Matrix input_;  // quantized
  const Matrix* raw_input_ = nullptr;
  Matrix gradients_[2];
};

}  // namespace rtl4ml
