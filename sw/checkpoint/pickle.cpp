#include "sw/checkpoint/pickle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <unordered_map>

namespace rtl4ml {
namespace {

using Kind = PickleValue::Kind;
using Id = std::uint32_t;

constexpr std::size_t kMostValues = 4'000'000;
constexpr std::size_t kMostStorageFields = 8;  // torch writes five or six

// Opcodes, by the names of Python's pickletools.
enum Opcode : unsigned char {
  kMark = '(',
  kStop = '.',
  kPop = '0',
  kPopMark = '1',
  kDup = '2',
  kBinFloat = 'G',
  kBinInt = 'J',
  kBinInt1 = 'K',
  kBinInt2 = 'M',
  kNone = 'N',
  kBinPersId = 'Q',
  kReduce = 'R',
  kBinString = 'T',
  kShortBinString = 'U',
  kBinUnicode = 'X',
  kAppend = 'a',
  kBuild = 'b',
  kGlobal = 'c',
  kDict = 'd',
  kAppends = 'e',
  kBinGet = 'h',
  kLongBinGet = 'j',
  kList = 'l',
  kBinPut = 'q',
  kLongBinPut = 'r',
  kSetItem = 's',
  kTuple = 't',
  kSetItems = 'u',
  kEmptyDict = '}',
  kEmptyList = ']',
  kEmptyTuple = ')',
  kBinBytes = 'B',
  kShortBinBytes = 'C',
  kProto = 0x80,
  kNewObj = 0x81,
  kTuple1 = 0x85,
  kTuple2 = 0x86,
  kTuple3 = 0x87,
  kNewTrue = 0x88,
  kNewFalse = 0x89,
  kLong1 = 0x8a,
  kLong4 = 0x8b,
  kShortBinUnicode = 0x8c,
  kBinUnicode8 = 0x8d,
  kBinBytes8 = 0x8e,
  kEmptySet = 0x8f,
  kAddItems = 0x90,
  kFrozenSet = 0x91,
  kNewObjEx = 0x92,
  kStackGlobal = 0x93,
  kMemoize = 0x94,
  kFrame = 0x95,
  kByteArray8 = 0x96
};

// Names without any effect of their own that torch.save, optimizers and training scripts put into checkpoints. Nothing
// here is ever called: a name that is not listed stops the reader because its values could not be told from code.
constexpr std::array<std::string_view, 55> kHarmless = {"collections OrderedDict",
                                                        "collections defaultdict",
                                                        "collections Counter",
                                                        "collections deque",
                                                        "torch._utils _rebuild_tensor",
                                                        "torch._utils _rebuild_tensor_v2",
                                                        "torch._utils _rebuild_tensor_v3",
                                                        "torch._utils _rebuild_parameter",
                                                        "torch._utils _rebuild_parameter_with_state",
                                                        "torch._utils _rebuild_sparse_tensor",
                                                        "torch._utils _rebuild_qtensor",
                                                        "torch._tensor _rebuild_from_type_v2",
                                                        "torch Tensor",
                                                        "torch.nn.parameter Parameter",
                                                        "torch Size",
                                                        "torch device",
                                                        "torch.serialization _get_layout",
                                                        "torch per_tensor_affine",
                                                        "torch per_channel_affine",
                                                        "torch float16",
                                                        "torch bfloat16",
                                                        "torch float32",
                                                        "torch float64",
                                                        "torch int8",
                                                        "torch uint8",
                                                        "torch int16",
                                                        "torch int32",
                                                        "torch int64",
                                                        "torch bool",
                                                        "torch float8_e4m3fn",
                                                        "torch float8_e5m2",
                                                        "torch uint16",
                                                        "torch uint32",
                                                        "torch uint64",
                                                        "torch complex64",
                                                        "torch complex128",
                                                        "torch.storage UntypedStorage",
                                                        "torch.storage TypedStorage",
                                                        "torch.storage _TypedStorage",
                                                        "torch.storage _UntypedStorage",
                                                        "torch UntypedStorage",
                                                        "torch TypedStorage",
                                                        "argparse Namespace",
                                                        "pathlib PosixPath",
                                                        "pathlib WindowsPath",
                                                        "pathlib PurePosixPath",
                                                        "_codecs encode",
                                                        "numpy dtype",
                                                        "numpy ndarray",
                                                        "numpy.core.multiarray scalar",
                                                        "numpy.core.multiarray _reconstruct",
                                                        "numpy._core.multiarray scalar",
                                                        "numpy._core.multiarray _reconstruct",
                                                        "__builtin__ set",
                                                        "builtins set"};

bool is_torch_storage(std::string_view name) { return name.starts_with("torch ") && name.ends_with("Storage"); }

bool is_script_class(std::string_view name) {
  return name.starts_with("__torch__ ") || name.starts_with("__torch__.") || name.starts_with("torch.jit._pickle ");
}

bool is_module_class(std::string_view name) {
  return name.starts_with("torch.nn.modules.") || name.starts_with("torch.fx.") ||
         name.starts_with("torchvision.models") || name.starts_with("torch.nn.quantized") ||
         name.starts_with("torch.ao.nn");
}

class PickleReader {
 public:
  PickleReader(std::string_view text, const std::string& place, PickleGlobals globals)
      : text_(text), place_(place), globals_(globals) {}

  Result<PickleValues> read() {
    none_ = make(Kind::kNone);
    false_ = make(Kind::kBool);
    true_ = make(Kind::kBool);
    out_.values[true_].number = 1;
    empty_tuple_ = make(Kind::kTuple);
    opaque_ = make(Kind::kOpaque);
    while (errors_.empty() && !stopped_) step();
    if (!errors_.empty()) return faults(std::move(errors_));
    return std::move(out_);
  }

 private:
  // ----- failing -----
  void damaged(const std::string& what) {
    if (!errors_.empty()) return;
    errors_.push_back(Error{"checkpoint.pickle", place_, fmt::format("byte {} of the pickle: {}", at_, what),
                            "save model.state_dict() again with torch.save"});
  }

  // ----- input: zero or an empty text after a failure -----
  std::uint64_t number(std::size_t bytes) {
    std::uint64_t value = 0;
    const std::string_view raw = take(bytes);
    for (std::size_t i = raw.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(raw[i]);
    return value;
  }

  std::string_view take(std::uint64_t bytes) {
    if (bytes > text_.size() - at_) {
      damaged("it ends in the middle of a value");
      return {};
    }
    const std::string_view taken = text_.substr(at_, bytes);
    at_ += bytes;
    return taken;
  }

  std::string_view take_line() {
    const std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) {
      damaged("it ends in the middle of a name");
      return {};
    }
    const std::string_view line = text_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }

  // ----- values, stack and memo -----
  Id make(Kind kind) {
    if (out_.values.size() >= kMostValues) {
      if (errors_.empty()) {
        errors_.push_back(Error{"checkpoint.too_large", place_,
                                fmt::format("the pickle holds more than {} values", kMostValues),
                                "save the model's state_dict alone"});
      }
      return 0;
    }
    out_.values.push_back({});
    out_.values.back().kind = kind;
    return static_cast<Id>(out_.values.size() - 1);
  }

  void push(Id id) { stack_.push_back(id); }

  void push_integer(std::int64_t value) {
    const Id id = make(Kind::kInt);
    out_.values[id].number = errors_.empty() ? value : 0;
    push(id);
  }

  void push_text(Kind kind, std::string_view text) {
    const Id id = make(kind);
    if (errors_.empty()) out_.values[id].text = text;
    push(id);
  }

  /// The objects above the lowest place that the current mark allows.
  Id pop() {
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) {
      damaged("a value is missing on the stack");
      return none_;
    }
    const Id id = stack_.back();
    stack_.pop_back();
    return id;
  }

  std::vector<Id> pop_to_mark() {
    if (marks_.empty()) {
      damaged("a mark is missing on the stack");
      return {};
    }
    const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
    std::vector<Id> items(begin, stack_.end());
    stack_.erase(begin, stack_.end());
    marks_.pop_back();
    return items;
  }

  PickleValue& top() {
    if (stack_.size() <= (marks_.empty() ? 0 : marks_.back())) {
      damaged("a value is missing on the stack");
      return out_.values[opaque_];
    }
    return out_.values[stack_.back()];
  }

  void push_items(Kind kind, std::vector<Id> items) {
    const Id id = make(kind);
    if (errors_.empty()) out_.values[id].items = std::move(items);
    push(id);
  }

  void push_tuple(std::size_t size) {
    std::vector<Id> items(size);
    for (std::size_t i = size; i-- > 0;) items[i] = pop();
    push_items(Kind::kTuple, std::move(items));
  }

  void put(std::uint64_t index) {
    top();
    if (errors_.empty()) memo_[index] = stack_.back();
  }

  void get(std::uint64_t index) {
    const auto found = memo_.find(index);
    if (found == memo_.end()) return damaged(fmt::format("memo {} was never written", index));
    push(found->second);
  }

  // ----- containers -----
  void append(const std::vector<Id>& items) {
    PickleValue& target = top();
    if (target.kind == Kind::kList) {
      target.items.insert(target.items.end(), items.begin(), items.end());
    } else if (target.kind != Kind::kOpaque && target.kind != Kind::kCall) {  // a call may be a deque
      damaged("items are appended to something that is no list");
    }
  }

  void set_items(const std::vector<Id>& items) {
    if (items.size() % 2 != 0) return damaged("a key has no value");
    PickleValue& target = top();
    if (target.kind == Kind::kDict) {
      target.items.insert(target.items.end(), items.begin(), items.end());
    } else if (target.kind != Kind::kOpaque && target.kind != Kind::kCall) {
      damaged("items are set in something that is no dictionary");
    }
  }

  // ----- names and calls -----
  void push_global(std::string_view module, std::string_view name) {
    if (!errors_.empty()) return;
    const std::string full = fmt::format("{} {}", module.substr(0, 200), name.substr(0, 200));
    const bool allowed = std::find(kHarmless.begin(), kHarmless.end(), full) != kHarmless.end() ||
                         is_torch_storage(full) || (globals_ == PickleGlobals::kTorchScript && is_script_class(full));
    if (allowed) return push_text(Kind::kGlobal, full);
    const std::string dotted = fmt::format("{}.{}", module.substr(0, 200), name.substr(0, 200));
    if (is_module_class(full) || module == "__main__") {
      errors_.push_back(
          Error{"checkpoint.pickled_module", place_,
                fmt::format("holds a pickled object of class {}, which only running its code could rebuild", dotted),
                "save tensors instead: torch.save(model.state_dict(), path), or torch.jit.script(model).save(path)"});
    } else {
      errors_.push_back(
          Error{"checkpoint.forbidden", place_,
                fmt::format("the pickle names {}, which is not on the list of harmless names; nothing was run", dotted),
                "do not load this file with torch.load unless you trust its author; else save "
                "model.state_dict() alone"});
    }
  }

  void stack_global() {
    const Id name = pop();
    const Id module = pop();
    if (!errors_.empty()) return;
    if (out_.values[name].kind != Kind::kString || out_.values[module].kind != Kind::kString) {
      return damaged("a global's name is no text");
    }
    push_global(out_.values[module].text, out_.values[name].text);  // not copied: texts may be long, and named often
  }

  void call(Id function, Id arguments) {
    if (!errors_.empty()) return;
    if (out_.values[function].kind != Kind::kGlobal) return damaged("something is called that is no name");
    const std::string& name = out_.values[function].text;
    const bool no_arguments = out_.values[arguments].items.empty();
    if ((name == "collections OrderedDict" || name == "collections Counter") && no_arguments) {
      return push_items(Kind::kDict, {});
    }
    push_items(Kind::kCall, {function, arguments});
  }

  /// A state given to an object: the attributes of a script object, the _metadata of a state_dict, ...
  void build() {
    const Id state = pop();
    PickleValue& target = top();
    // Only a script object's attributes matter: they hold its tensors.
    if (globals_ == PickleGlobals::kTorchScript && target.kind == Kind::kCall) target.items.push_back(state);
  }

  void push_long(std::uint64_t bytes) {
    const std::string_view raw = take(bytes);
    if (raw.size() > sizeof(std::int64_t)) return push(opaque_);
    std::uint64_t value = !raw.empty() && static_cast<signed char>(raw.back()) < 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = raw.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(raw[i]);
    push_integer(static_cast<std::int64_t>(value));
  }

  void push_float() {
    const std::string_view raw = take(8);
    std::uint64_t bits = 0;
    for (const char byte : raw) bits = bits << 8 | static_cast<unsigned char>(byte);
    const Id id = make(Kind::kFloat);
    if (errors_.empty()) out_.values[id].real = std::bit_cast<double>(bits);
    push(id);
  }

  void stop() {
    out_.root = pop();
    if (!stack_.empty() || !marks_.empty()) damaged("values are left over at its end");
    stopped_ = true;
  }

  void persistent_id() {
    const Id id = pop();
    if (!errors_.empty()) return;
    if (out_.values[id].kind != Kind::kTuple) return damaged("a persistent id is no tuple");
    if (out_.values[id].items.size() > kMostStorageFields) return damaged("a persistent id has too many fields");
    push_items(Kind::kStorage, out_.values[id].items);
  }

  void step() {
    const std::string_view opcode = take(1);
    if (opcode.empty()) return;
    switch (static_cast<unsigned char>(opcode.front())) {
      case kProto: {
        const std::uint64_t protocol = number(1);
        if (protocol < 2 || protocol > 5) damaged(fmt::format("protocol {} is not supported", protocol));
        return;
      }
      case kFrame:
        take(8);
        return;
      case kStop:
        return stop();
      case kMark:
        return marks_.push_back(stack_.size());
      case kPop:
        if (!marks_.empty() && marks_.back() == stack_.size()) {
          marks_.pop_back();
        } else {
          pop();
        }
        return;
      case kPopMark:
        pop_to_mark();
        return;
      case kDup:
        top();
        if (errors_.empty()) push(stack_.back());
        return;
      case kNone:
        return push(none_);
      case kNewTrue:
        return push(true_);
      case kNewFalse:
        return push(false_);
      case kBinInt:
        return push_integer(static_cast<std::int32_t>(number(4)));
      case kBinInt1:
        return push_integer(static_cast<std::int64_t>(number(1)));
      case kBinInt2:
        return push_integer(static_cast<std::int64_t>(number(2)));
      case kLong1:
        return push_long(number(1));
      case kLong4:
        return push_long(number(4));
      case kBinFloat:
        return push_float();
      case kBinUnicode:
        return push_text(Kind::kString, take(number(4)));
      case kShortBinUnicode:
      case kShortBinString:
        return push_text(Kind::kString, take(number(1)));
      case kBinUnicode8:
        return push_text(Kind::kString, take(number(8)));
      case kBinString:
        return push_text(Kind::kString, take(number(4)));
      case kShortBinBytes:
        take(number(1));
        return push(opaque_);
      case kBinBytes:
        take(number(4));
        return push(opaque_);
      case kBinBytes8:
      case kByteArray8:
        take(number(8));
        return push(opaque_);
      case kEmptyTuple:
        return push(empty_tuple_);
      case kTuple1:
        return push_tuple(1);
      case kTuple2:
        return push_tuple(2);
      case kTuple3:
        return push_tuple(3);
      case kTuple:
        return push_items(Kind::kTuple, pop_to_mark());
      case kEmptyList:
        return push_items(Kind::kList, {});
      case kList:
        return push_items(Kind::kList, pop_to_mark());
      case kEmptyDict:
        return push_items(Kind::kDict, {});
      case kDict:
        push_items(Kind::kDict, {});
        if (errors_.empty()) move_under_mark();
        return;
      case kEmptySet:
        return push(opaque_);
      case kAddItems:
        pop_to_mark();
        top();
        return;
      case kFrozenSet:
        pop_to_mark();
        return push(opaque_);
      case kAppend:
        return append({pop()});
      case kAppends:
        return append(pop_to_mark());
      case kSetItem: {
        const Id value = pop();
        const Id key = pop();
        return set_items({key, value});
      }
      case kSetItems:
        return set_items(pop_to_mark());
      case kBinGet:
        return get(number(1));
      case kLongBinGet:
        return get(number(4));
      case kBinPut:
        return put(number(1));
      case kLongBinPut:
        return put(number(4));
      case kMemoize:
        return put(memo_.size());
      case kGlobal: {
        const std::string_view module = take_line();
        const std::string_view name = take_line();
        return push_global(module, name);
      }
      case kStackGlobal:
        return stack_global();
      case kReduce:
      case kNewObj: {
        const Id arguments = pop();
        return call(pop(), arguments);
      }
      case kNewObjEx: {
        pop();
        const Id arguments = pop();
        return call(pop(), arguments);
      }
      case kBuild:
        return build();
      case kBinPersId:
        return persistent_id();
      default:
        --at_;
        damaged(fmt::format("opcode 0x{:02x} is not one that torch.save writes",
                            static_cast<unsigned char>(opcode.front())));
    }
  }

  /// DICT: the new dictionary on the stack takes what lies between the mark and itself.
  void move_under_mark() {
    const Id dict = pop();
    std::vector<Id> items = pop_to_mark();
    push(dict);
    set_items(items);
  }

  std::string_view text_;
  const std::string& place_;
  PickleGlobals globals_;
  std::size_t at_ = 0;
  bool stopped_ = false;
  Errors errors_;
  PickleValues out_;
  std::vector<Id> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, Id> memo_;
  Id none_ = 0, true_ = 0, false_ = 0, empty_tuple_ = 0, opaque_ = 0;
};

}  // namespace

Result<PickleValues> read_pickle(std::string_view text, const std::string& place, PickleGlobals globals) {
  return PickleReader(text, place, globals).read();
}

}  // namespace rtl4ml
