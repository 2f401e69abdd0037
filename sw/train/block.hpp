// One stage of a perceptron: Linear, its BatchNorm1d, its activation, and what is quantized of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sw/data/random.hpp"
#include "sw/model/network.hpp"
#include "sw/train/parameter.hpp"
#include "sw/train/quantizer.hpp"
#include "sw/train/tensor.hpp"

namespace rtl4ml {

/// data_out = quantize(linear with the quantized folded parameters), activation = quantize(activation of it), then
/// dropout; LibTorch's operations under autograd. Gradients pass straight through the quantizers; the activation's
/// slope is taken before data_out is rounded, so that what rounds to zero still learns.
class Block {
 public:
  /// `layers`: the Linear, and its BatchNorm1d and activation where there are such. `spec`: null for float.
  Block(const std::vector<const Layer*>& layers, const QuantizationSpec* spec);

  /// Where the BatchNorm1d is folded, which keeps its statistics: takes those of a sample of the block's inputs.
  void measure_statistics(const at::Tensor& x);
  /// Chooses formats that start from values, on a sample of the block's inputs.
  void start_quantizers(const at::Tensor& x);

  /// `training`: batch statistics, dropout by `random` where it is given. Shapes: x[n][in] -> [n][out]
  [[nodiscard]] at::Tensor forward(const at::Tensor& x, bool training, double dropout, Random* random);

  /// Weight, bias, normalisation; then the learned scales.
  [[nodiscard]] std::vector<Parameter*> parameters();
  /// Running mean and variance; undefined where there is no BatchNorm1d.
  [[nodiscard]] const at::Tensor& running_mean() const { return running_mean_; }
  [[nodiscard]] const at::Tensor& running_var() const { return running_var_; }
  /// Once parameters were changed: quantizers keep their scales in order.
  void after_step();

  /// The layers as trained; `merged`: a BatchNorm1d that folds is in the Linear, as the hardware has it.
  void append_layers(bool merged, Network& network) const;
  void append_formats(NetworkFormats& formats) const;

  [[nodiscard]] const std::string& name() const { return linear_name_; }
  [[nodiscard]] Parameter& weight() { return weight_; }
  [[nodiscard]] bool has_norm() const { return running_mean_.defined(); }

 private:
  using WeightAndBias = std::pair<at::Tensor, at::Tensor>;
  [[nodiscard]] bool folds() const { return has_norm() && spec_ != nullptr; }
  [[nodiscard]] WeightAndBias folded() const;
  [[nodiscard]] WeightAndBias real_parameters() const;
  [[nodiscard]] at::Tensor sums(const at::Tensor& x, bool training) const;
  [[nodiscard]] at::Tensor activated(const at::Tensor& sums) const;
  [[nodiscard]] at::Tensor activation_of(const at::Tensor& data_out, const at::Tensor& unrounded) const;

  const QuantizationSpec* spec_;
  std::string linear_name_, norm_name_, activation_name_;
  double epsilon_ = 1e-5;
  Parameter weight_, bias_, scale_, shift_;  // scale, shift: of the BatchNorm1d
  at::Tensor running_mean_, running_var_;
  std::optional<LayerKind> activation_;
  std::optional<Quantizer> weight_quantizer_, bias_quantizer_, data_out_quantizer_, slope_quantizer_,
      activation_quantizer_;
};

}  // namespace rtl4ml
