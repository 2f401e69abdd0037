#include "sw/checkpoint/state_dict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <optional>
#include <span>
#include <unordered_set>
#include <utility>

#include "sw/checkpoint/pickle.hpp"

namespace rtl4ml {
namespace {

using Kind = PickleValue::Kind;

constexpr std::uint64_t kMostPickleBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kMostRecordBytes = 64;
constexpr std::size_t kMostDimensions = 64;
constexpr int kMostNesting = 16;
// A pickle names a long text, or a whole dictionary, in two bytes, as often as it likes.
constexpr std::size_t kMostNameBytes = 1024;  // of a tensor's whole name
constexpr std::size_t kMostKeyBytes = 256;    // of its storage's
constexpr std::size_t kMostVisits = 4;        // of a value, on average
constexpr std::size_t kMostFaults = 100;
// Tensors may share a storage (tied weights, expanded views): how much larger than the file they may become.
constexpr std::uint64_t kMostGrowth = 4;
constexpr std::uint64_t kFreeBytes = std::uint64_t{64} << 20;

// Where training scripts put the state_dict.
constexpr std::array<const char*, 9> kUsualKeys = {"state_dict", "model_state_dict", "model",   "model_state", "net",
                                                   "network",    "module",           "weights", "params"};

struct NamedType {
  const char* name;  // of torch.<name>
  const char* storage;
  DType dtype;
};
constexpr std::array<NamedType, 10> kTypes = {{{"float16", "HalfStorage", DType::kFloat16},
                                               {"bfloat16", "BFloat16Storage", DType::kBFloat16},
                                               {"float32", "FloatStorage", DType::kFloat32},
                                               {"float64", "DoubleStorage", DType::kFloat64},
                                               {"int8", "CharStorage", DType::kInt8},
                                               {"uint8", "ByteStorage", DType::kUInt8},
                                               {"int16", "ShortStorage", DType::kInt16},
                                               {"int32", "IntStorage", DType::kInt32},
                                               {"int64", "LongStorage", DType::kInt64},
                                               {"bool", "BoolStorage", DType::kBool}}};

/// A tensor as the pickle describes it, checked, its data still in the archive.
struct View {
  Tensor tensor;
  std::string storage;  ///< entry of the archive
  std::int64_t offset = 0;
  std::vector<std::int64_t> strides;
  bool whole_storage = false;  ///< contiguous, from its first to its last element
};

std::string last_word(const std::string& global) { return global.substr(global.rfind(' ') + 1); }

class StateDictReader {
 public:
  StateDictReader(const InputFile& file, const ZipArchive& archive, PickleValues pickle)
      : file_(file), archive_(archive), pickle_(std::move(pickle)) {}

  Result<Checkpoint> read(const std::string& key) {
    const std::optional<std::uint32_t> dict = key.empty() ? find_state_dict() : find_key(key);
    if (dict) collect(*dict, "", 0);
    if (errors_.empty() && views_.empty()) {
      errors_.push_back(Error{"checkpoint.no_tensors", file_.path(), "holds no state_dict; " + describe(pickle_.root),
                              "save model.state_dict(), or name the entry that holds it"});
    }
    if (errors_.empty()) load();
    if (!errors_.empty()) return faults(std::move(errors_));
    Checkpoint checkpoint{file_.path(), "pytorch state_dict", {}, {}};
    for (View& view : views_) checkpoint.tensors.push_back(std::move(view.tensor));
    return checkpoint;
  }

  /// Checks every tensor that the pickle holds, wherever it is.
  Errors check_all(const std::string& folder) {
    folder_ = folder;
    for (std::uint32_t id = 0; id < pickle_.values.size() && errors_.size() < kMostFaults; ++id) {
      if (is_tensor(id)) view_of(id, fmt::format("tensor {}", id));
    }
    return std::move(errors_);
  }

 private:
  const PickleValue& value(std::uint32_t id) const { return pickle_.values[id]; }

  bool calls(std::uint32_t id, std::string_view function) const {
    return value(id).kind == Kind::kCall && last_word(value(value(id).items[0]).text) == function;
  }

  /// A tensor is one of torch's rebuild calls; a Parameter is such a call around a tensor.
  bool is_tensor(std::uint32_t id) const {
    return value(id).kind == Kind::kCall && last_word(value(value(id).items[0]).text).starts_with("_rebuild_");
  }

  std::string place(const std::string& tensor) const { return file_.path() + ": " + tensor; }

  void damaged(const std::string& tensor, const std::string& what) {
    errors_.push_back(
        Error{"checkpoint.storage", place(tensor), what, "the file is damaged: save it again with torch.save"});
  }

  // ----- finding the state_dict -----
  const std::uint32_t* entry(std::uint32_t dict, const std::string& key) const {
    const PickleValue& entries = value(dict);
    if (entries.kind != Kind::kDict) return nullptr;
    for (std::size_t i = 0; i + 1 < entries.items.size(); i += 2) {
      const PickleValue& name = value(entries.items[i]);
      if (name.kind == Kind::kString && name.text == key) return &entries.items[i + 1];
    }
    return nullptr;
  }

  bool holds_tensors(std::uint32_t id, int depth = 0) const {
    if (value(id).kind != Kind::kDict || depth > kMostNesting) return false;
    const std::vector<std::uint32_t>& items = value(id).items;
    for (std::size_t i = 1; i < items.size(); i += 2) {
      if (is_tensor(items[i])) return true;
    }
    return false;
  }

  std::optional<std::uint32_t> find_state_dict() const {
    const std::vector<std::uint32_t>& items = value(pickle_.root).items;
    if (value(pickle_.root).kind != Kind::kDict) return std::nullopt;
    bool tensors_only = !items.empty();
    for (std::size_t i = 1; i < items.size(); i += 2) tensors_only = tensors_only && is_tensor(items[i]);
    if (tensors_only) return pickle_.root;
    for (const char* const usual : kUsualKeys) {
      const std::uint32_t* const found = entry(pickle_.root, usual);
      if (found != nullptr && holds_tensors(*found)) return *found;
    }
    return pickle_.root;
  }

  std::optional<std::uint32_t> find_key(const std::string& key) {
    std::uint32_t at = pickle_.root;
    std::size_t begin = 0;
    while (begin <= key.size()) {
      if (const std::uint32_t* const whole = entry(at, key.substr(begin))) return *whole;
      const std::size_t dot = std::min(key.find('.', begin), key.size());
      const std::uint32_t* const part = entry(at, key.substr(begin, dot - begin));
      if (part == nullptr || dot == key.size()) break;
      at = *part;
      begin = dot + 1;
    }
    errors_.push_back(Error{"checkpoint.key", file_.path(),
                            fmt::format("holds no entry {}; {}", key, describe(pickle_.root)),
                            "name one of its entries, or none to let the reader find it"});
    return std::nullopt;
  }

  std::string describe(std::uint32_t id) const {
    constexpr std::size_t kMostNames = 12;
    const PickleValue& what = value(id);
    if (is_tensor(id)) return "it is a single tensor without a name";
    if (what.kind != Kind::kDict) return "it is no dictionary";
    std::string names;
    std::size_t count = 0;
    for (std::size_t i = 0; i < what.items.size(); i += 2) {
      const PickleValue& key = value(what.items[i]);
      if (key.kind != Kind::kString) continue;
      if (++count <= kMostNames) names += (names.empty() ? "" : ", ") + key.text.substr(0, 100);
    }
    if (count > kMostNames) names += ", ...";
    return names.empty() ? "it is an empty dictionary" : "its entries are " + names;
  }

  // ----- tensors -----
  void collect(std::uint32_t id, const std::string& prefix, int depth) {
    if (errors_.size() >= kMostFaults) return;
    if (depth > kMostNesting || visited_++ > kMostVisits * pickle_.values.size()) {
      // A dictionary that holds itself, or one many times over, would never end.
      if (errors_.empty())
        errors_.push_back(Error{"checkpoint.nesting", file_.path(), "its dictionaries are nested too deep",
                                "save model.state_dict() alone"});
      return;
    }
    if (prefix.size() > kMostNameBytes) {
      errors_.push_back(
          Error{"checkpoint.name", file_.path(),
                fmt::format("holds a name of more than {} bytes, {}...", kMostNameBytes, prefix.substr(0, 40)),
                "rename the module"});
      return;
    }
    if (is_tensor(id) && !prefix.empty()) {
      if (!names_.insert(prefix).second) {
        errors_.push_back(
            Error{"checkpoint.duplicate", file_.path(), fmt::format("holds {} twice", prefix), "save it again"});
        return;
      }
      if (std::optional<View> view = view_of(id, prefix)) {
        view->tensor.name = prefix;
        views_.push_back(std::move(*view));
      }
      return;
    }
    if (value(id).kind != Kind::kDict) return;
    const std::vector<std::uint32_t>& items = value(id).items;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      const PickleValue& key = value(items[i]);
      if (key.kind != Kind::kString) continue;
      const std::string_view name = std::string_view(key.text).substr(0, kMostNameBytes + 1);
      collect(items[i + 1], prefix.empty() ? std::string(name) : fmt::format("{}.{}", prefix, name), depth + 1);
    }
  }

  std::optional<std::vector<std::int64_t>> integers(std::uint32_t id) const {
    std::vector<std::int64_t> numbers;
    const PickleValue* list = &value(id);
    // torch.Size((3, 4)) is a call around the tuple.
    if (calls(id, "Size") && value(list->items[1]).items.size() == 1) list = &value(value(list->items[1]).items[0]);
    if ((list->kind != Kind::kTuple && list->kind != Kind::kList) || list->items.size() > kMostDimensions)
      return std::nullopt;
    for (const std::uint32_t item : list->items) {
      if (value(item).kind != Kind::kInt) return std::nullopt;
      numbers.push_back(value(item).number);
    }
    return numbers;
  }

  /// Follows Parameters and subclasses to the tensor they hold; nothing where there is none.
  std::optional<std::uint32_t> innermost(std::uint32_t id) const {
    for (int depth = 0; depth < kMostNesting && is_tensor(id); ++depth) {
      const std::vector<std::uint32_t>& arguments = value(value(id).items[1]).items;
      if (calls(id, "_rebuild_parameter") || calls(id, "_rebuild_parameter_with_state")) {
        if (arguments.empty()) return std::nullopt;
        id = arguments[0];
      } else if (calls(id, "_rebuild_tensor") || calls(id, "_rebuild_tensor_v2") || calls(id, "_rebuild_tensor_v3")) {
        return id;
      } else {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  std::optional<View> view_of(std::uint32_t outer, const std::string& name) {
    const std::optional<std::uint32_t> id = innermost(outer);
    if (!id) {
      errors_.push_back(
          Error{"checkpoint.dtype", place(name),
                fmt::format("is a kind of tensor that is not supported ({})", value(value(outer).items[0]).text),
                "save a dense tensor: sparse, quantized and subclassed ones are not read"});
      return std::nullopt;
    }
    const std::vector<std::uint32_t>& arguments = value(value(*id).items[1]).items;
    if (arguments.size() < 4 || value(arguments[0]).kind != Kind::kStorage || value(arguments[1]).kind != Kind::kInt) {
      damaged(name, "its description has the wrong form");
      return std::nullopt;
    }
    const std::vector<std::uint32_t>& storage = value(arguments[0]).items;
    const bool known = storage.size() >= 5 && value(storage[1]).kind == Kind::kGlobal &&
                       value(storage[2]).kind == Kind::kString && value(storage[2]).text.size() <= kMostKeyBytes &&
                       value(storage[4]).kind == Kind::kInt;
    if (!known) {
      damaged(name, "its storage's description has the wrong form");
      return std::nullopt;
    }
    const std::optional<std::vector<std::int64_t>> shape = integers(arguments[2]);
    const std::optional<std::vector<std::int64_t>> strides = integers(arguments[3]);
    if (!shape || !strides || shape->size() != strides->size()) {
      damaged(name, "its shape or its strides are no lists of integers of the same length");
      return std::nullopt;
    }
    View view;
    const std::string storage_type = last_word(value(storage[1]).text);
    const bool untyped = storage_type == "UntypedStorage" || storage_type == "_UntypedStorage";
    const bool has_dtype =
        calls(*id, "_rebuild_tensor_v3") && arguments.size() > 6 && value(arguments[6]).kind == Kind::kGlobal;
    const std::string type = has_dtype ? last_word(value(arguments[6]).text) : storage_type;
    const auto match = std::find_if(kTypes.begin(), kTypes.end(), [&](const NamedType& known_type) {
      return type == known_type.name || type == known_type.storage;
    });
    if (match == kTypes.end()) {
      errors_.push_back(Error{"checkpoint.dtype", place(name),
                              fmt::format("has the element type {}, which is not supported", type),
                              "convert it to float32 before saving: tensor.float()"});
      return std::nullopt;
    }
    view.tensor.dtype = match->dtype;
    view.tensor.shape = *shape;
    view.strides = *strides;
    view.offset = value(arguments[1]).number;
    view.storage = folder_ + value(storage[2]).text;
    return checked(std::move(view), name, value(storage[4]).number, untyped);
  }

  /// The view, where it lies inside its storage and the storage in the archive.
  std::optional<View> checked(View view, const std::string& name, std::int64_t storage_size, bool untyped) {
    const auto element = static_cast<std::int64_t>(byte_size(view.tensor.dtype));
    if (!archive_.contains(view.storage)) {
      damaged(name, fmt::format("its storage {} is not in the archive", view.storage));
      return std::nullopt;
    }
    std::int64_t storage_bytes = storage_size;
    const bool overflow =
        storage_size < 0 || (!untyped && __builtin_mul_overflow(storage_size, element, &storage_bytes));
    const std::uint64_t entry_bytes = archive_.size(view.storage);
    if (overflow || static_cast<std::uint64_t>(storage_bytes) != entry_bytes) {
      damaged(name, fmt::format("its storage {} has {} bytes, {} {} are expected", view.storage, entry_bytes,
                                storage_size, untyped ? "bytes" : to_string(view.tensor.dtype)));
      return std::nullopt;
    }
    const std::int64_t elements = storage_bytes / element;
    const std::optional<std::int64_t> numel = checked_numel(view.tensor.shape);
    std::int64_t last = view.offset;
    bool inside = numel.has_value() && view.offset >= 0;
    bool contiguous = true;
    std::int64_t expected_stride = 1;
    for (std::size_t i = view.strides.size(); i-- > 0 && inside;) {
      const std::int64_t size = view.tensor.shape[i];
      const std::int64_t stride = view.strides[i];
      std::int64_t reach = 0;
      inside = stride >= 0 && (*numel == 0 || (!__builtin_mul_overflow(size - 1, stride, &reach) &&
                                               !__builtin_add_overflow(last, reach, &last)));
      contiguous = contiguous && (size == 1 || stride == expected_stride);
      if (size == 1) view.strides[i] = 0;  // never stepped; the file may say anything
      if (inside && *numel != 0) expected_stride *= size;
    }
    if (!inside || (*numel == 0 ? view.offset > elements : last >= elements)) {
      errors_.push_back(
          Error{"checkpoint.shape", place(name),
                fmt::format("shape {}, strides {}, offset {} do not fit into its storage of {} elements",
                            shape_text(view.tensor.shape), shape_text(view.strides), view.offset, elements),
                "the file is damaged: save it again with torch.save"});
      return std::nullopt;
    }
    view.whole_storage = contiguous && *numel == elements;
    return view;
  }

  // ----- data -----
  void load() {
    std::uint64_t total = 0;
    std::map<std::string, std::vector<View*>> by_storage;
    for (View& view : views_) {
      std::uint64_t bytes = 0;
      const auto numel = static_cast<std::uint64_t>(view.tensor.numel());
      if (__builtin_mul_overflow(numel, byte_size(view.tensor.dtype), &bytes) ||
          __builtin_add_overflow(total, bytes, &total) || (total > kFreeBytes && total / kMostGrowth > file_.size())) {
        errors_.push_back(Error{"checkpoint.too_large", place(view.tensor.name),
                                fmt::format("with shape {} the tensors grow to more than {} times the file's {} bytes",
                                            shape_text(view.tensor.shape), kMostGrowth, file_.size()),
                                "call .contiguous() or .clone() on expanded tensors before saving"});
        return;
      }
      by_storage[view.storage].push_back(&view);
    }
    for (const auto& [storage, users] : by_storage) {
      if (!load_storage(storage, users)) return;
    }
  }

  bool load_storage(const std::string& storage, const std::vector<View*>& users) {
    const bool direct = users.size() == 1 && users[0]->whole_storage;
    std::vector<std::byte> shared;
    std::vector<std::byte>& bytes = direct ? users[0]->tensor.data : shared;
    bytes.resize(archive_.size(storage));
    const Result<void> done = archive_.read(storage, bytes);
    if (!done) {
      for (Error error : done.error()) {
        error.place = place(users[0]->tensor.name);
        errors_.push_back(std::move(error));
      }
      return false;
    }
    if (!direct) {
      for (View* const view : users) copy_view(*view, bytes);
    }
    return true;
  }

  static void copy_view(View& view, std::span<const std::byte> storage) {
    const std::size_t element = byte_size(view.tensor.dtype);
    const std::vector<std::int64_t>& shape = view.tensor.shape;
    const std::int64_t numel = view.tensor.numel();
    view.tensor.data.resize(static_cast<std::size_t>(numel) * element);
    std::vector<std::int64_t> index(shape.size(), 0);
    std::int64_t from = view.offset;
    for (std::int64_t to = 0; to < numel; ++to) {
      std::memcpy(view.tensor.data.data() + static_cast<std::size_t>(to) * element,
                  storage.data() + static_cast<std::size_t>(from) * element, element);
      for (std::size_t i = shape.size(); i-- > 0;) {  // count up, the last index fastest
        from += view.strides[i];
        if (++index[i] < shape[i]) break;
        from -= view.strides[i] * shape[i];
        index[i] = 0;
      }
    }
  }

  const InputFile& file_;
  const ZipArchive& archive_;
  PickleValues pickle_;
  std::string folder_ = "data/";
  Errors errors_;
  std::vector<View> views_;
  std::unordered_set<std::string> names_;
  std::size_t visited_ = 0;
};

/// Errors: checkpoint.byteorder
Result<void> check_byteorder(const InputFile& file, const ZipArchive& archive) {
  if (!archive.contains("byteorder")) return {};
  const Result<std::string> order = archive.read_text("byteorder", kMostRecordBytes);
  if (!order) return faults(order.error());
  if (*order == "little") return {};
  return fault("checkpoint.byteorder", file.path(),
               fmt::format("was saved with {} byte order; only little is supported", *order),
               "save it again on a little-endian machine (x86, Arm)");
}

Result<PickleValues> read_archive_pickle(const InputFile& file, const ZipArchive& archive, const std::string& name,
                                         PickleGlobals globals) {
  const Result<std::string> text = archive.read_text(name, kMostPickleBytes);
  if (!text) return faults(text.error());
  return read_pickle(*text, file.path(), globals);
}

}  // namespace

bool is_torchscript(const ZipArchive& archive) {
  return archive.contains("constants.pkl") && archive.contains_folder("code/");
}

bool looks_like_legacy_pickle(const InputFile& file) {
  std::array<std::byte, 2> start{};
  return file.read(0, start) && start[0] == std::byte{0x80} && start[1] >= std::byte{1} && start[1] <= std::byte{5};
}

Result<Checkpoint> read_state_dict(const InputFile& file, const ZipArchive& archive, const std::string& key) {
  if (!archive.contains("data.pkl")) {
    return fault("checkpoint.format", file.path(), "is a zip archive, but not one of PyTorch: it holds no data.pkl",
                 "save model.state_dict() with torch.save, or write safetensors");
  }
  if (const Result<void> order = check_byteorder(file, archive); !order) return faults(order.error());
  Result<PickleValues> pickle = read_archive_pickle(file, archive, "data.pkl", PickleGlobals::kStateDict);
  if (!pickle) return faults(std::move(pickle.error()));
  return StateDictReader(file, archive, std::move(*pickle)).read(key);
}

Result<void> check_torchscript(const InputFile& file, const ZipArchive& archive) {
  if (const Result<void> order = check_byteorder(file, archive); !order) return order;
  for (const auto& [name, folder] : {std::pair{"data.pkl", "data/"}, std::pair{"constants.pkl", "constants/"}}) {
    if (!archive.contains(name)) {
      return fault("checkpoint.format", file.path(), fmt::format("is a TorchScript archive without {}", name),
                   "save it again");
    }
    Result<PickleValues> pickle = read_archive_pickle(file, archive, name, PickleGlobals::kTorchScript);
    if (!pickle) return faults(std::move(pickle.error()));
    Errors errors = StateDictReader(file, archive, std::move(*pickle)).check_all(folder);
    if (!errors.empty()) return faults(std::move(errors));
  }
  return {};
}

}  // namespace rtl4ml
