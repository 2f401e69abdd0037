#include "sw/checkpoint/torchscript.hpp"

#include <caffe2/serialize/versions.h>
#include <fmt/format.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/script.h>
#include <torch/version.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "sw/checkpoint/graph_chain.hpp"

namespace rtl4ml {
namespace {

namespace jit = torch::jit;
namespace prim = c10::prim;

constexpr int kMostCalls = 256;                 // nested
constexpr std::int64_t kMostSteps = 1'000'000;  // nodes, loops counted as often as they run
constexpr std::int64_t kMostTrips = 10'000;

std::optional<DType> dtype_of(at::ScalarType type) {
  switch (type) {
    case at::kHalf:
      return DType::kFloat16;
    case at::kBFloat16:
      return DType::kBFloat16;
    case at::kFloat:
      return DType::kFloat32;
    case at::kDouble:
      return DType::kFloat64;
    case at::kChar:
      return DType::kInt8;
    case at::kByte:
      return DType::kUInt8;
    case at::kShort:
      return DType::kInt16;
    case at::kInt:
      return DType::kInt32;
    case at::kLong:
      return DType::kInt64;
    case at::kBool:
      return DType::kBool;
    default:
      return std::nullopt;
  }
}

/// Nothing where the element type is not one of ours, or the tensor is not dense.
std::optional<Tensor> copied(const at::Tensor& source, std::string name) {
  if (source.layout() != at::kStrided) return std::nullopt;
  const std::optional<DType> dtype = dtype_of(source.scalar_type());
  if (!dtype) return std::nullopt;
  const at::Tensor dense = source.detach().cpu().contiguous();
  Tensor tensor{std::move(name), *dtype, dense.sizes().vec(), {}};
  tensor.data.resize(dense.nbytes());
  if (!tensor.data.empty()) std::memcpy(tensor.data.data(), dense.data_ptr(), tensor.data.size());
  return tensor;
}

/// What is known of a value of the graph. Data is the network's input on its way: `step` counts the operations that
/// made it, and is shared by all values that alias each other, as an operation in place changes them all.
struct Symbol {
  enum class Kind { kUnknown, kConstant, kList, kData };
  Kind kind = Kind::kUnknown;
  c10::IValue value;
  std::string path;  ///< of a module or tensor
  std::vector<Symbol> items;
  std::shared_ptr<std::int64_t> step;

  static Symbol constant(c10::IValue value, std::string path = "") {
    Symbol symbol;
    symbol.kind = Kind::kConstant;
    symbol.value = std::move(value);
    symbol.path = std::move(path);
    return symbol;
  }
  [[nodiscard]] bool is_tensor() const { return kind == Kind::kConstant && value.isTensor(); }
};

/// The data that a symbol is or holds.
void find_data(const Symbol& symbol, std::vector<const Symbol*>& found) {
  if (symbol.kind == Symbol::Kind::kData) found.push_back(&symbol);
  for (const Symbol& item : symbol.items) find_data(item, found);
}

GraphArgument argument_of(const c10::IValue& value, const std::string& path) {
  GraphArgument out;
  if (value.isNone()) {
    out.kind = GraphArgument::Kind::kNone;
  } else if (value.isBool() || value.isInt() || value.isDouble()) {
    out.kind = GraphArgument::Kind::kNumber;
    out.number = value.isBool() ? static_cast<double>(value.toBool()) : value.toScalar().toDouble();
  } else if (value.isString()) {
    out.kind = GraphArgument::Kind::kText;
    out.text = value.toStringRef();
  } else if (value.isList()) {
    out.kind = GraphArgument::Kind::kList;
    for (const c10::IValue& item : value.toListRef()) out.items.push_back(argument_of(item, ""));
  } else if (value.isTensor() && value.toTensor().defined()) {
    std::optional<Tensor> tensor = copied(value.toTensor(), path);
    if (tensor && tensor->shape.empty() && path.empty()) {  // a number that a trace wrapped into a tensor
      out.kind = GraphArgument::Kind::kNumber;
      out.number = value.toTensor().item().toDouble();
    } else if (tensor) {
      out.kind = GraphArgument::Kind::kTensor;
      out.tensor = std::make_shared<const Tensor>(std::move(*tensor));
      out.path = path;
    }
  }
  return out;
}

GraphArgument argument_of(const Symbol& symbol) {
  GraphArgument out;
  switch (symbol.kind) {
    case Symbol::Kind::kUnknown:
      break;
    case Symbol::Kind::kConstant:
      return argument_of(symbol.value, symbol.path);
    case Symbol::Kind::kData:
      out.kind = GraphArgument::Kind::kData;
      break;
    case Symbol::Kind::kList:
      out.kind = GraphArgument::Kind::kList;
      for (const Symbol& item : symbol.items) out.items.push_back(argument_of(item));
  }
  return out;
}

bool gives_tensors(const jit::Node* node) {
  for (const jit::Value* output : node->outputs()) {
    const c10::TypePtr& type = output->type();
    if (type->isSubtypeOf(*c10::TensorType::get()) || type->isSubtypeOf(*c10::ListType::ofTensors()) ||
        type->kind() == c10::TypeKind::TupleType || type->kind() == c10::TypeKind::OptionalType) {
      return true;
    }
  }
  return false;
}

bool raises(const jit::Block* block) {
  for (const jit::Node* node : block->nodes()) {
    if (node->kind() == prim::RaiseException) return true;
  }
  return false;
}

/// Walks the graph of forward() with the data as the one unknown, and tells every operation on it to the chain.
class GraphWalker {
 public:
  GraphWalker(const jit::Module& module, GraphChain& chain) : module_(module), chain_(chain) {}

  void walk() {
    const auto forward = module_.find_method("forward");
    if (!forward) return unsupported("forward", "the module has no forward()");
    const std::shared_ptr<jit::Graph> graph = forward->graph();
    std::vector<Symbol> inputs = {Symbol::constant(module_._ivalue(), "")};
    const std::vector<c10::Argument>& declared = forward->function().getSchema().arguments();
    for (std::size_t i = 1; i < graph->inputs().size(); ++i) {
      Symbol input;
      if (i == 1) {
        input = data();
      } else if (i < declared.size() && declared[i].default_value()) {
        input = Symbol::constant(*declared[i].default_value());
      } else {
        return unsupported("forward", fmt::format("takes {} inputs, one is supported", graph->inputs().size() - 1));
      }
      inputs.push_back(std::move(input));
    }
    if (inputs.size() < 2) return unsupported("forward", "takes no input");
    const std::vector<Symbol> outputs = call(*graph, inputs, Scope{"", is_torch_layer(module_._ivalue())});
    const Symbol* output = outputs.size() == 1 ? &outputs[0] : nullptr;
    while (output != nullptr && output->kind == Symbol::Kind::kList && output->items.size() == 1)
      output = &output->items[0];
    if (output == nullptr || output->kind != Symbol::Kind::kData)
      return unsupported("return", "forward() has to return one tensor made from its input");
    if (*output->step != steps_) chain_.add_branch(described("return"));
  }

  /// Parameters and buffers that no operation on the data took; two names may be one tensor. What counts the batches of
  /// a training run serves no other purpose and is left out.
  [[nodiscard]] std::vector<std::string> unused() const {
    std::vector<std::string> names;
    for (const auto& named : module_.named_attributes()) {
      if (!named.value.isTensor() || !named.value.toTensor().defined() || used_.contains(named.name)) continue;
      const at::Tensor& tensor = named.value.toTensor();
      const bool counter = named.name.ends_with("num_batches_tracked") && !c10::isFloatingType(tensor.scalar_type());
      if (!counter && (tensor.numel() == 0 || !taken_.contains(tensor.data_ptr()))) names.push_back(named.name);
    }
    return names;
  }

 private:
  struct Scope {
    std::string path;
    bool is_layer = false;
  };
  using Values = std::unordered_map<const jit::Value*, Symbol>;

  Symbol data() const {
    Symbol symbol;
    symbol.kind = Symbol::Kind::kData;
    symbol.step = std::make_shared<std::int64_t>(steps_);
    return symbol;
  }

  /// One of torch.nn's own layers, as opposed to a container or a class of the user's.
  static bool is_torch_layer(const c10::IValue& object) {
    const auto type = object.type()->cast<c10::ClassType>();
    if (!type || !type->name()) return false;
    const std::string name = type->name()->qualifiedName();
    return name.find("torch.nn.modules.") != std::string::npos && name.find(".container.") == std::string::npos;
  }

  GraphCall described(const std::string& op) const { return {op, {}, scope_.path, scope_.is_layer, source_}; }
  void unsupported(const std::string& op, const std::string& why) { chain_.add_unsupported(described(op), why); }

  std::vector<Symbol> call(const jit::Graph& graph, const std::vector<Symbol>& inputs, Scope scope) {
    std::vector<Symbol> outputs(graph.outputs().size());
    if (++depth_ > kMostCalls || inputs.size() != graph.inputs().size()) {
      unsupported("call", "calls are nested too deep");
    } else {
      const Scope outer = std::exchange(scope_, std::move(scope));
      Values values;
      for (std::size_t i = 0; i < inputs.size(); ++i) values[graph.inputs()[i]] = inputs[i];
      walk(graph.block(), values);
      for (std::size_t i = 0; i < outputs.size(); ++i) outputs[i] = values[graph.outputs()[i]];
      scope_ = outer;
    }
    --depth_;
    return outputs;
  }

  void walk(const jit::Block* block, Values& values) {
    for (const jit::Node* node : block->nodes()) {
      if (++visited_ > kMostSteps) {
        if (visited_ == kMostSteps + 1) unsupported("forward", "is too long to follow");
        return;
      }
      const auto line = node->sourceRange().file_line_col();
      source_ = line ? fmt::format("{}:{}", std::get<0>(*line), std::get<1>(*line)) : "";
      visit(node, values);
    }
  }

  std::vector<Symbol> inputs_of(const jit::Node* node, Values& values) const {
    std::vector<Symbol> inputs;
    for (const jit::Value* input : node->inputs()) inputs.push_back(values[input]);
    return inputs;
  }

  void visit(const jit::Node* node, Values& values) {
    const c10::Symbol kind = node->kind();
    std::vector<Symbol> inputs = inputs_of(node, values);
    const auto set = [&](const std::vector<Symbol>& outputs) {
      for (std::size_t i = 0; i < node->outputs().size() && i < outputs.size(); ++i)
        values[node->outputs()[i]] = outputs[i];
    };
    if (kind == prim::Constant) {
      const auto value = jit::toIValue(node->output());
      if (value) set({Symbol::constant(*value)});
    } else if (kind == prim::GetAttr) {
      set({attribute(inputs[0], node->s(c10::attr::name))});
    } else if (kind == prim::CallMethod) {
      call_method(node, inputs, set);
    } else if (kind == prim::CallFunction) {
      const auto function = node->input(0)->type()->cast<c10::FunctionType>();
      jit::GraphFunction* const body = function ? jit::tryToGraphFunction(*function->function()) : nullptr;
      if (body == nullptr) return unsupported(kind.toQualString(), "calls a function that is not in the file");
      inputs.erase(inputs.begin());
      set(call(*body->graph(), inputs, scope_));
    } else if (kind == prim::If) {
      visit_if(node, inputs[0], values);
    } else if (kind == prim::Loop) {
      visit_loop(node, inputs, values);
    } else if (kind == prim::ListConstruct || kind == prim::TupleConstruct) {
      Symbol list;
      list.kind = Symbol::Kind::kList;
      list.items = std::move(inputs);
      set({list});
    } else if ((kind == prim::TupleUnpack || kind == prim::ListUnpack) && inputs[0].kind == Symbol::Kind::kList) {
      set(inputs[0].items);
    } else if (kind == prim::RaiseException) {
      unsupported(kind.toQualString(), "forward() always raises an exception here");
    } else if (is_transparent(kind)) {
      set({inputs[0]});
    } else {
      visit_operator(node, inputs, set);
    }
  }

  static bool is_transparent(c10::Symbol kind) {
    return kind == prim::unchecked_cast || kind == prim::unchecked_unwrap_optional ||
           kind == c10::aten::_unwrap_optional || kind == prim::NumToTensor || kind == c10::aten::IntImplicit ||
           kind == c10::aten::FloatImplicit;
  }

  static Symbol attribute(const Symbol& object, const std::string& name) {
    // A network that is compiled is used, not trained, whatever mode it was saved in.
    if (name == "training") return Symbol::constant(false);
    if (object.kind != Symbol::Kind::kConstant || !object.value.isObject()) return {};
    return Symbol::constant(object.value.toObject()->getAttr(name),
                            object.path.empty() ? name : object.path + "." + name);
  }

  template <class Set>
  void call_method(const jit::Node* node, const std::vector<Symbol>& inputs, const Set& set) {
    const std::string& name = node->s(c10::attr::name);
    const Symbol& object = inputs[0];
    const bool known = object.kind == Symbol::Kind::kConstant && object.value.isObject();
    torch::jit::Function* const method =
        known ? object.value.type()->expectRef<c10::ClassType>().findMethod(name) : nullptr;
    jit::GraphFunction* const body = method == nullptr ? nullptr : jit::tryToGraphFunction(*method);
    if (body == nullptr) return unsupported("call of " + name, "the called object is not known");
    set(call(*body->graph(), inputs, Scope{object.path, is_torch_layer(object.value)}));
  }

  void visit_if(const jit::Node* node, const Symbol& condition, Values& values) {
    const jit::Block* taken = nullptr;
    if (condition.kind == Symbol::Kind::kConstant && condition.value.isBool()) {
      taken = node->blocks()[condition.value.toBool() ? 0 : 1];
    } else if (raises(node->blocks()[0]) != raises(node->blocks()[1])) {
      taken = node->blocks()[raises(node->blocks()[0]) ? 1 : 0];  // a check of the input
    }
    if (taken == nullptr) {
      if (gives_tensors(node) || !node->outputs().empty()) {
        unsupported("if", "the condition depends on the data");
        for (const jit::Value* output : node->outputs()) values[output] = gives_tensors(node) ? data() : Symbol{};
      }
      return;
    }
    walk(taken, values);
    for (std::size_t i = 0; i < node->outputs().size(); ++i) values[node->outputs()[i]] = values[taken->outputs()[i]];
  }

  void visit_loop(const jit::Node* node, std::vector<Symbol>& inputs, Values& values) {
    const jit::Block* const body = node->blocks()[0];
    const bool counted = inputs[0].kind == Symbol::Kind::kConstant && inputs[0].value.isInt();
    Symbol condition = inputs[1];
    std::vector<Symbol> carried(inputs.begin() + 2, inputs.end());
    for (std::int64_t trip = 0; counted && trip < inputs[0].value.toInt(); ++trip) {
      if (condition.kind != Symbol::Kind::kConstant || trip == kMostTrips) break;
      if (!condition.value.toBool()) break;
      values[body->inputs()[0]] = Symbol::constant(trip);
      for (std::size_t i = 0; i < carried.size(); ++i) values[body->inputs()[i + 1]] = carried[i];
      walk(body, values);
      condition = values[body->outputs()[0]];
      for (std::size_t i = 0; i < carried.size(); ++i) carried[i] = values[body->outputs()[i + 1]];
    }
    if (!counted || condition.kind != Symbol::Kind::kConstant)
      unsupported("loop", "how often it runs depends on the data");
    for (std::size_t i = 0; i < carried.size(); ++i) values[node->outputs()[i]] = carried[i];
  }

  template <class Set>
  void visit_operator(const jit::Node* node, const std::vector<Symbol>& inputs, const Set& set) {
    std::vector<const Symbol*> streams;
    for (const Symbol& input : inputs) find_data(input, streams);
    std::string op = node->kind().toUnqualString();
    if (!streams.empty()) {
      if (node->kind() == c10::aten::dim) return set({Symbol::constant(std::int64_t{2})});  // [batch][features]
      if (gives_tensors(node)) visit_data(node, std::move(op), inputs, streams, set);
      return;  // sizes, types and devices of the data stay unknown
    }
    if (inputs.size() == 1 && inputs[0].kind == Symbol::Kind::kList && node->kind() == c10::aten::len) {
      return set({Symbol::constant(static_cast<std::int64_t>(inputs[0].items.size()))});
    }
    if (!inputs.empty() && inputs[0].is_tensor()) {
      const at::Tensor& tensor = inputs[0].value.toTensor();
      const bool turned = op == "t" || op == "transpose" || op == "numpy_T";
      if (turned && tensor.dim() == 2) return set({Symbol::constant(tensor.t(), inputs[0].path)});
      if (op == "detach" || op == "contiguous" || op == "to" || op == "clone") return set({inputs[0]});
    }
    if (std::optional<std::vector<Symbol>> outputs = worked_out(node, inputs)) set(*outputs);
  }

  template <class Set>
  void visit_data(const jit::Node* node, std::string op, const std::vector<Symbol>& inputs,
                  const std::vector<const Symbol*>& streams, const Set& set) {
    const bool in_place = op.size() > 1 && op.back() == '_' && op[op.size() - 2] != '_';
    if (in_place) op.pop_back();
    bool chained = true;
    for (const Symbol* stream : streams) chained = chained && *stream->step == steps_;
    GraphCall call = described(op);
    if (!chained || streams.size() > 1) {
      chain_.add_branch(call);
    } else {
      for (const Symbol& input : inputs) {
        call.arguments.push_back(argument_of(input));
        if (!input.is_tensor() || !input.value.toTensor().defined()) continue;
        used_.insert(input.path);
        taken_.insert(input.value.toTensor().data_ptr());
      }
      chain_.add(call);
    }
    ++steps_;
    Symbol result = data();
    if (in_place && inputs[0].kind == Symbol::Kind::kData) {
      *inputs[0].step = steps_;
      result.step = inputs[0].step;
    }
    set(std::vector<Symbol>(node->outputs().size(), result));
  }

  /// Runs an operator on numbers, texts and lists of them; tensors are never computed.
  static std::optional<std::vector<Symbol>> worked_out(const jit::Node* node, const std::vector<Symbol>& inputs) {
    if (!node->blocks().empty() || node->hasSideEffects() || node->maybeOperator() == nullptr || gives_tensors(node))
      return std::nullopt;
    jit::Stack stack;
    for (const Symbol& input : inputs) {
      if (input.kind != Symbol::Kind::kConstant || input.value.isObject()) return std::nullopt;
      stack.push_back(input.value);
    }
    try {
      node->getOperation()(stack);
    } catch (const std::exception&) {
      return std::nullopt;
    }
    std::vector<Symbol> outputs;
    for (const c10::IValue& value : stack) outputs.push_back(Symbol::constant(value));
    return outputs;
  }

  const jit::Module& module_;
  GraphChain& chain_;
  Scope scope_;
  std::string source_;
  int depth_ = 0;
  std::int64_t visited_ = 0;
  std::int64_t steps_ = 0;                 ///< operations on the data so far
  std::unordered_set<std::string> used_;   ///< paths of the tensors that operations on the data took
  std::unordered_set<const void*> taken_;  ///< and where their elements are
};

std::string first_lines(const std::string& text) {
  constexpr std::size_t kMost = 300;
  std::string line;
  for (const char c : text.substr(0, kMost)) line += c == '\n' ? ' ' : c;
  return line;
}

tl::unexpected<Errors> refused(const InputFile& file, const std::string& why) {
  return fault(
      "checkpoint.torchscript", file.path(),
      fmt::format("LibTorch {} cannot load it: {}", TORCH_VERSION, first_lines(why)),
      "save tensors instead, torch.save(model.state_dict(), path) or safetensors, and list the layers under model:");
}

/// Errors: checkpoint.torchscript where the format is newer than this LibTorch
Result<void> check_version(const InputFile& file, const ZipArchive& archive) {
  constexpr std::uint64_t kMostBytes = 64;
  for (const char* const record : {".data/version", "version"}) {
    if (!archive.contains(record)) continue;
    const Result<std::string> text = archive.read_text(record, kMostBytes);
    if (!text) return faults(text.error());
    const std::uint64_t version = std::strtoull(text->c_str(), nullptr, 10);
    if (version > caffe2::serialize::kMaxSupportedFileFormatVersion) {
      return refused(file, fmt::format("its file format is version {}, versions up to {} are known", version,
                                       caffe2::serialize::kMaxSupportedFileFormatVersion));
    }
  }
  return {};
}

}  // namespace

Result<TorchScript> load_torchscript(const InputFile& file, const ZipArchive& archive, TorchScriptParts parts) {
  if (const Result<void> version = check_version(file, archive); !version) return faults(version.error());
  TorchScript out;
  try {
    const jit::Module module = jit::load(file.path(), c10::Device(c10::kCPU));
    if (parts != TorchScriptParts::kNetwork) {
      for (const auto& named : module.named_attributes()) {
        if (!named.value.isTensor() || !named.value.toTensor().defined()) continue;
        std::optional<Tensor> tensor = copied(named.value.toTensor(), named.name);
        if (tensor) out.tensors.push_back(std::move(*tensor));
      }
    }
    if (parts != TorchScriptParts::kTensors) {
      GraphChain chain(file.path());
      GraphWalker walker(module, chain);
      walker.walk();
      out.unused = walker.unused();
      out.network = std::move(chain.network());
      out.graph_errors = std::move(chain.errors());
    }
  } catch (const c10::Error& error) {
    return refused(file, error.what_without_backtrace());
  } catch (const std::exception& error) {
    return refused(file, error.what());
  }
  return out;
}

}  // namespace rtl4ml
