// One stage of a perceptron: Linear, its BatchNorm1d, its activation, and what is quantized of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sw/data/random.hpp"
#include "sw/model/network.hpp"
#include "sw/train/matrix.hpp"
#include "sw/train/parameter.hpp"
#include "sw/train/quantizer.hpp"
#include "sw/train/torch_ops.hpp"

namespace rtl4ml {

/// Forward: data_out = quantize(linear with the quantized folded parameters), activation = quantize(activation of it),
/// then dropout. Backward: straight through the quantizers; the activation's slope is taken before data_out is rounded,
/// so that what rounds to zero still learns.
class Block {
 public:
  /// `layers`: the Linear, and its BatchNorm1d and activation where there are such. `spec`: null for float.
  Block(const std::vector<const Layer*>& layers, const QuantizationSpec* spec);

  /// Parameters as they enter the sums: folded, then quantized. After every change of a value.
  void prepare();

  /// Chooses formats that start from values, on a sample of the block's inputs. prepare() and forward() follow.
  void start_quantizers(const Matrix& x);

  /// `training`: batch statistics, dropout by `random` where it is given. Keeps what backward needs, `x` by address.
  /// Shapes: x[n][in] -> [n][out]
  const Matrix& forward(const Matrix& x, bool training, double dropout, Random* random);

  /// Of the last training forward. `gradient`[n][out] is used up; x_gradient[n][in] where it is not null. The
  /// gradients of the parameters are set, those of scales added to.
  void backward(Matrix& gradient, Matrix* x_gradient);

  /// Weight, bias, normalisation; then the learned scales.
  [[nodiscard]] std::vector<Parameter*> parameters();
  /// Running mean and variance; empty where there is no BatchNorm1d.
  [[nodiscard]] std::vector<float>& running_mean() { return running_mean_; }
  [[nodiscard]] std::vector<float>& running_var() { return running_var_; }
  /// Quantizers keep their scales in order.
  void after_step();

  /// The layers as trained; `folded`: the BatchNorm1d is in the Linear, as the hardware has it.
  void append_layers(bool folded, Network& network) const;
  void append_formats(NetworkFormats& formats) const;

  [[nodiscard]] std::int64_t in_features() const { return in_; }
  [[nodiscard]] std::int64_t out_features() const { return out_; }
  [[nodiscard]] const std::string& name() const { return linear_name_; }
  [[nodiscard]] Parameter& weight() { return weight_; }
  [[nodiscard]] bool has_norm() const { return has_norm_; }

 private:
  [[nodiscard]] bool folds() const { return has_norm_ && spec_ != nullptr; }
  [[nodiscard]] BatchNormTensors norm_tensors();
  void fold();
  void update_statistics(const Matrix& x);
  void activate(const Matrix& z, Matrix& result) const;
  void activate_backward(const Matrix& z, Matrix& gradient) const;
  void unfold_gradients();

  const QuantizationSpec* spec_;
  std::string linear_name_, norm_name_, activation_name_;
  std::int64_t in_ = 0, out_ = 0;
  bool has_norm_ = false;
  double epsilon_ = 1e-5;
  Parameter weight_, bias_, scale_, shift_;  // scale, shift: of the BatchNorm1d
  std::vector<float> running_mean_, running_var_;
  std::optional<LayerKind> activation_;
  std::optional<Quantizer> weight_quantizer_, bias_quantizer_, data_out_quantizer_, slope_quantizer_,
      activation_quantizer_;

  std::vector<float> folded_weight_, folded_bias_;  // where folds()
  std::vector<float> used_weight_, used_bias_;      // where quantized
  float low_ = 0.0F, high_ = 0.0F, slope_ = 0.0F;   // of a clip and of a leaky ReLU, as the hardware holds them

  const Matrix* x_ = nullptr;
  Matrix sums_, normed_, data_out_, activated_, result_;
  BatchNormSaved saved_;
  std::vector<float> kept_;  // dropout: 0 or 1 / (1 - dropout)
  const Matrix* before_activation_ = nullptr;
};

}  // namespace rtl4ml
