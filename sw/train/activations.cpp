#include "sw/train/activations.hpp"

#include <ATen/ops/hardtanh.h>
#include <ATen/ops/hardtanh_backward.h>
#include <ATen/ops/leaky_relu.h>
#include <ATen/ops/leaky_relu_backward.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/threshold_backward.h>
#include <torch/csrc/autograd/custom_function.h>

namespace rtl4ml {
namespace {

at::Tensor bend_forward(const Bend& bend, const at::Tensor& values) {
  switch (bend.kind) {
    case Bend::Kind::kRelu:
      return at::relu(values);
    case Bend::Kind::kLeakyRelu:
      return at::leaky_relu(values, bend.slope);
    case Bend::Kind::kClip:
      return at::hardtanh(values, bend.low, bend.high);
  }
  return values;
}

at::Tensor bend_backward(const Bend& bend, const at::Tensor& gradient, const at::Tensor& values) {
  switch (bend.kind) {
    case Bend::Kind::kRelu:
      return at::threshold_backward(gradient, values, 0.0);
    case Bend::Kind::kLeakyRelu:
      return at::leaky_relu_backward(gradient, values, bend.slope, false);
    case Bend::Kind::kClip:
      return at::hardtanh_backward(gradient, values, bend.low, bend.high);
  }
  return gradient;
}

struct Kept : torch::CustomClassHolder {
  explicit Kept(const Bend& own) : bend(own) {}
  Bend bend;
};

/// LibTorch's activation of one tensor with its slope at another one.
struct BentElsewhere : torch::autograd::Function<BentElsewhere> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& values,
                            const at::Tensor& unrounded, const Bend& bend) {
    context->save_for_backward({unrounded});
    context->saved_data["kept"] = c10::IValue::make_capsule(c10::make_intrusive<Kept>(bend));
    return bend_forward(bend, values);
  }
  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               const torch::autograd::tensor_list& gradients) {
    const auto kept = c10::static_intrusive_pointer_cast<Kept>(context->saved_data["kept"].toCapsule());
    return {bend_backward(kept->bend, gradients[0], context->get_saved_variables()[0]), at::Tensor(), at::Tensor()};
  }
};

}  // namespace

at::Tensor bent(const Bend& bend, const at::Tensor& values, const at::Tensor& unrounded) {
  if (values.is_same(unrounded)) return bend_forward(bend, values);
  return BentElsewhere::apply(values, unrounded.detach(), bend);
}

at::Tensor sigmoid(const at::Tensor& values) { return at::sigmoid(values.to(at::kDouble)).to(at::kFloat); }
at::Tensor tanh(const at::Tensor& values) { return at::tanh(values.to(at::kDouble)).to(at::kFloat); }

}  // namespace rtl4ml
