#include "sw/train/mlp.hpp"

#include <ATen/core/grad_mode.h>

#include "sw/train/tensors.hpp"

namespace rtl4ml {

Mlp::Mlp(const Network& network, const QuantizationSpec* spec) {
  if (spec != nullptr && spec->data_in) data_in_.emplace(*spec->data_in, *spec, "data_in", true);
  std::vector<const Layer*> group;
  const auto flush = [&] {
    if (!group.empty()) blocks_.emplace_back(group, spec);
    group.clear();
  };
  for (const Layer& layer : network.layers) {
    if (std::holds_alternative<IdentityLayer>(layer.kind)) continue;
    if (std::holds_alternative<LinearLayer>(layer.kind)) flush();
    group.push_back(&layer);
  }
  flush();
  after_step();
}

void Mlp::start_quantizers(const at::Tensor& x, bool measures) {
  const at::NoGradGuard no_gradients;
  at::Tensor current = x;
  if (data_in_) {
    data_in_->start(span_of(x), x.size(1));
    current = data_in_->forward(x);
  }
  for (Block& block : blocks_) {
    if (measures) block.measure_statistics(current);
    block.start_quantizers(current);
    current = block.forward(current, false, 0.0, nullptr);
  }
}

at::Tensor Mlp::forward(const at::Tensor& x, bool training, double dropout, Random* random) {
  at::Tensor current = data_in_ ? data_in_->forward(x) : x;
  for (Block& block : blocks_) {
    const bool last = &block == &blocks_.back();
    current = block.forward(current, training, last ? 0.0 : dropout, random);
  }
  return current;
}

void Mlp::after_step() {
  if (data_in_) data_in_->after_step();
  for (Block& block : blocks_) block.after_step();
}

std::vector<Parameter*> Mlp::parameters() {
  std::vector<Parameter*> all;
  if (data_in_ && data_in_->learns()) all.push_back(&data_in_->parameter());
  for (Block& block : blocks_) {
    for (Parameter* parameter : block.parameters()) all.push_back(parameter);
  }
  return all;
}

std::vector<Mlp::Buffer> Mlp::buffers() const {
  std::vector<Buffer> all;
  for (const Block& block : blocks_) {
    if (!block.has_norm()) continue;
    all.push_back({block.name() + ".running_mean", block.running_mean()});
    all.push_back({block.name() + ".running_var", block.running_var()});
  }
  return all;
}

Network Mlp::network(bool merged) const {
  Network network;
  for (const Block& block : blocks_) block.append_layers(merged, network);
  return network;
}

NetworkFormats Mlp::formats() const {
  NetworkFormats formats;
  if (data_in_) formats[""].data_out = data_in_->format();
  for (const Block& block : blocks_) block.append_formats(formats);
  return formats;
}

}  // namespace rtl4ml
