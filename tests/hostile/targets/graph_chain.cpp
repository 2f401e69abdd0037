// Any bytes as a sequence of calls: the operators, and the arguments in kinds and shapes that no trace would have.
#include "sw/checkpoint/graph_chain.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "sw/checkpoint/check_network.hpp"
#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/promises.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {
namespace {

using Kind = GraphArgument::Kind;

constexpr std::array kOperators = {
    "linear",  "addmm",   "matmul",   "mm",       "add",         "batch_norm", "relu",          "leaky_relu",
    "prelu",   "relu6",   "hardtanh", "clamp",    "clip",        "clamp_min",  "sigmoid",       "tanh",
    "gelu",    "silu",    "elu",      "softplus", "hardsigmoid", "hardswish",  "flatten",       "view",
    "reshape", "dropout", "to",       "detach",   "contiguous",  "clone",      "_prelu_kernel", "softmax"};
constexpr std::array kNumbers = {0.0,
                                 1.0,
                                 -1.0,
                                 2.0,
                                 6.0,
                                 0.5,
                                 1e9,
                                 1e300,
                                 -1e300,
                                 std::numeric_limits<double>::infinity(),
                                 std::numeric_limits<double>::quiet_NaN()};
constexpr std::array kPaths = {"", "weight", "fc1.weight", "fc1", "a.b.c", "fc1_1.weight", "fc1_2"};
constexpr std::array kTypes = {DType::kFloat32, DType::kFloat16, DType::kFloat64, DType::kInt8, DType::kBool};

/// Takes choices off the bytes; zeros when they are used up.
class Source {
 public:
  explicit Source(Bytes bytes) : bytes_(bytes) {}
  [[nodiscard]] bool empty() const { return at_ >= bytes_.size(); }
  std::size_t below(std::size_t limit) { return empty() ? 0 : bytes_[at_++] % limit; }
  template <class Array>
  auto one_of(const Array& choices) {
    return choices[below(choices.size())];
  }

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
};

Tensor tensor_from(Source& source) {
  Tensor tensor{"", source.one_of(kTypes), {}, {}};
  for (std::size_t rank = source.below(4); rank > 0; --rank)
    tensor.shape.push_back(static_cast<std::int64_t>(source.below(5)));
  tensor.data.resize(static_cast<std::size_t>(tensor.numel()) * byte_size(tensor.dtype), std::byte{0x3c});
  return tensor;
}

GraphArgument argument_from(Source& source, int depth) {
  GraphArgument argument;
  argument.kind = static_cast<Kind>(source.below(7));
  if (argument.kind == Kind::kNumber) argument.number = source.one_of(kNumbers);
  if (argument.kind == Kind::kText) argument.text = source.one_of(kPaths);
  if (argument.kind == Kind::kTensor) {
    argument.tensor = std::make_shared<const Tensor>(tensor_from(source));
    argument.path = source.one_of(kPaths);
  }
  if (argument.kind == Kind::kList && depth > 0) {
    for (std::size_t items = source.below(4); items > 0; --items)
      argument.items.push_back(argument_from(source, depth - 1));
  }
  return argument;
}

}  // namespace

void graph_chain(Bytes bytes) {
  const AllocationBound bound(bytes.size(), 10'000, std::size_t{1} << 20);
  Source source(bytes);
  GraphChain chain("fuzz");
  std::size_t calls = 0;
  for (; !source.empty(); ++calls) {
    GraphCall call{source.one_of(kOperators), {}, source.one_of(kPaths), source.below(2) == 1, "fuzz.py:1"};
    for (std::size_t count = source.below(10); count > 0; --count) call.arguments.push_back(argument_from(source, 2));
    const std::size_t mode = source.below(16);
    if (mode == 0) {
      chain.add_branch(call);
    } else if (mode == 1) {
      chain.add_unsupported(call, "is not known");
    } else {
      chain.add(call);
    }
  }
  promise(chain.network().layers.size() <= calls, "a call is one layer at most");
  if (!chain.errors().empty()) return promise_faults(chain.errors());
  const Errors errors = check_network(chain.network(), "fuzz");
  if (!errors.empty()) promise_faults(errors);
}

}  // namespace rtl4ml::hostile
