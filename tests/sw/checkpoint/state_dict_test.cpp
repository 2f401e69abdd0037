#include "sw/checkpoint/state_dict.hpp"

#include <map>

#include "sw/checkpoint/read_checkpoint.hpp"
#include "tests/sw/checkpoint/pickle_writer.hpp"

namespace rtl4ml {
namespace {

using opcode::dict;
using opcode::storage;
using opcode::tensor;

Result<Checkpoint> read_dict(const std::string& bytes, const std::string& key = "") {
  const InputFile file = InputFile::from_bytes(std::as_bytes(std::span(bytes)), "x.pt");
  const Result<ZipArchive> archive = ZipArchive::open(file);
  if (!archive) return faults(archive.error());
  return read_state_dict(file, *archive, key);
}

const std::string kFour = floats({1, 2, 3, 4});

/// One tensor of four floats, described as told.
Result<Checkpoint> read_one(std::int64_t offset, const std::vector<std::int64_t>& shape,
                            const std::vector<std::int64_t>& strides) {
  return read_dict(
      state_dict_file(dict({{"w", tensor(storage("FloatStorage", "0", 4), offset, shape, strides)}}), {kFour}));
}

}  // namespace

TEST_CASE("state_dicts of PyTorch 1.13 and 2.13 are read to the last bit", "[checkpoint]") {
  const std::map<std::string, std::string> keys = {{"nested_key", "outer.student"}};
  for (const char* const writer : kWriters) {
    for (const char* const name : {"state_dict", "one_entry", "parameters", "training", "nested_key", "unicode",
                                   "protocol4", "protocol5", "views", "dtypes", "compressed"}) {
      INFO(writer << "/" << name);
      const std::string key = keys.contains(name) ? keys.at(name) : "";
      const Result<Checkpoint> checkpoint = read_checkpoint(fixture(std::string(writer) + "/" + name + ".pt"), key);
      INFO(why(checkpoint));
      REQUIRE(checkpoint);
      CHECK(checkpoint->format == "pytorch state_dict");
      check_tensors(checkpoint->tensors, expectations(writer, name)["tensors"]);
    }
  }
}

TEST_CASE("files of PyTorch that hold no state_dict are told apart", "[checkpoint]") {
  for (const char* const writer : kWriters) {
    const auto read_fixture = [&](const std::string& name, const std::string& key = "") {
      return read_checkpoint(fixture(std::string(writer) + "/" + name + ".pt"), key);
    };
    std::filesystem::remove("rtl4ml_was_here");
    check_fault(read_fixture("evil"), "checkpoint.forbidden", "posix.system");
    CHECK_FALSE(std::filesystem::exists("rtl4ml_was_here"));
    check_fault(read_fixture("module"), "checkpoint.pickled_module", "torch.nn.modules.linear.Linear");
    check_fault(read_fixture("bare_tensor"), "checkpoint.no_tensors", "single tensor without a name");
    check_fault(read_fixture("no_tensors"), "checkpoint.no_tensors", "its entries are epoch, loss");
    check_fault(read_fixture("complex"), "checkpoint.dtype", "ComplexFloatStorage");
    check_fault(read_fixture("sparse"), "checkpoint.dtype", "sparse");
    check_fault(read_fixture("training", "modell"), "checkpoint.key", "epoch, loss, best, done");
    CHECK(read_fixture("training", "model"));
  }
}

TEST_CASE("newer descriptions of tensors are understood", "[checkpoint]") {
  const std::string size = opcode::global("torch", "Size") + opcode::tuple({opcode::integers({2, 2})}) + "R";
  const std::string untyped = opcode::tuple({opcode::text("storage"), opcode::global("torch.storage", "UntypedStorage"),
                                             opcode::text("0"), opcode::text("cpu"), opcode::integer(16)}) +
                              "Q";
  const std::string v3 = opcode::global("torch._utils", "_rebuild_tensor_v3") +
                         opcode::tuple({untyped, opcode::integer(0), size, opcode::integers({1, 2}), "\x89", "}",
                                        opcode::global("torch", "float32"), "}"}) +
                         "R";
  const Result<Checkpoint> checkpoint = read_dict(state_dict_file(dict({{"w", v3}}), {kFour}));
  INFO(why(checkpoint));
  REQUIRE(checkpoint);
  CHECK(checkpoint->tensors[0].to_float() == std::vector<float>{1, 3, 2, 4});
}

TEST_CASE("views must lie inside their storage", "[checkpoint]") {
  CHECK(read_one(0, {4}, {1}));
  CHECK(read_one(3, {1}, {1}));
  CHECK(read_one(0, {1, 4}, {INT64_MAX, 1}));  // the stride of one element is never used
  CHECK(read_one(1, {2, 1}, {2, INT64_MAX})->tensors[0].to_float() == std::vector<float>{2, 4});
  CHECK(read_one(4, {0}, {1}));
  CHECK(read_one(0, {}, {}));
  check_fault(read_one(0, {5}, {1}), "checkpoint.shape", "x.pt: w: error[checkpoint.shape]: shape [5]");
  check_fault(read_one(1, {4}, {1}), "checkpoint.shape", "offset 1");
  check_fault(read_one(-1, {4}, {1}), "checkpoint.shape", "offset -1");
  check_fault(read_one(0, {2, 2}, {3, 1}), "checkpoint.shape", "strides [3, 1]");
  check_fault(read_one(0, {2}, {-1}), "checkpoint.shape", "strides [-1]");
  check_fault(read_one(0, {-1}, {1}), "checkpoint.shape", "shape [-1]");
  check_fault(read_one(0, {INT64_MAX, 3}, {0, 0}), "checkpoint.shape", "9223372036854775807");
  check_fault(read_one(0, {INT64_MAX}, {2}), "checkpoint.shape", "strides [2]");
  check_fault(read_one(0, {3, 3}, {INT64_MAX, INT64_MAX}), "checkpoint.shape", "strides");
  check_fault(read_one(0, {2}, {1, 1}), "checkpoint.storage", "same length");
  check_fault(read_one(0, {1 << 15, 1 << 15}, {0, 0}), "checkpoint.too_large", "more than 4 times");
}

TEST_CASE("storages must be there, whole", "[checkpoint]") {
  const auto one = [](const std::string& described, const std::vector<std::string>& storages) {
    return read_dict(state_dict_file(dict({{"w", tensor(described, 0, {1}, {1})}}), storages));
  };
  check_fault(one(storage("FloatStorage", "0", 4), {}), "checkpoint.storage", "data/0 is not in the archive");
  check_fault(one(storage("FloatStorage", "0", 4), {"abc"}), "checkpoint.storage",
              "has 3 bytes, 4 float32 are expected");
  check_fault(one(storage("FloatStorage", "0", -1), {kFour}), "checkpoint.storage", "-1 float32");
  check_fault(one(storage("FloatStorage", "0", INT64_MAX), {kFour}), "checkpoint.storage", "are expected");
  check_fault(one(storage("ComplexDoubleStorage", "0", 1), {kFour}), "checkpoint.dtype", "ComplexDoubleStorage");
  check_fault(one(opcode::tuple({opcode::text("storage")}) + "Q", {kFour}), "checkpoint.storage", "wrong form");
  check_fault(one("N", {kFour}), "checkpoint.storage", "wrong form");
}

TEST_CASE("dictionaries are searched, joined and bounded", "[checkpoint]") {
  const std::string w = tensor(storage("FloatStorage", "0", 4), 0, {4}, {1});
  const auto names = [](const Result<Checkpoint>& checkpoint) {
    std::string list = why(checkpoint);
    if (checkpoint) {
      for (const Tensor& each : checkpoint->tensors) list += each.name + " ";
    }
    return list;
  };
  CHECK(names(read_dict(state_dict_file(dict({{"a", dict({{"b", w}})}, {"n", "K\x01"}}), {kFour}))) == "a.b ");
  CHECK(names(read_dict(state_dict_file(dict({{"w", w}, {"model", dict({{"m", w}})}}), {kFour}))) == "m ");
  CHECK(names(read_dict(state_dict_file(dict({{"a.b", dict({{"c", w}})}}), {kFour}), "a.b")) == "c ");
  check_fault(read_dict(state_dict_file(dict({{"w", w}, {"w", w}}), {kFour})), "checkpoint.duplicate", "w twice");
  check_fault(read_dict(state_dict_file("}q\x05" + opcode::text("self") + "h\x05s", {})), "checkpoint.nesting",
              "nested too deep");
  check_fault(read_dict(state_dict_file("K\x01", {})), "checkpoint.no_tensors", "no dictionary");
}

TEST_CASE("a pickle that names a long text or a large dictionary many times stays small", "[checkpoint]") {
  const std::string w = tensor(storage("FloatStorage", "0", 4), 0, {4}, {1});
  const auto key = [](int number) { return "\x8c\x04" + std::to_string(1000 + number); };
  std::string entries;
  for (int i = 0; i < 2000; ++i) entries += key(i) + "h\x01";
  // A name that all tensors share; a dictionary that all entries share; a storage's name that all tensors share.
  const std::string long_name = "}" + opcode::text(std::string(100'000, 'n')) + w + "q\x01" + "0}(" + entries + "us";
  check_fault(read_dict(state_dict_file(long_name, {kFour})), "checkpoint.name", "more than 1024 bytes");
  const std::string empty = tensor(storage("FloatStorage", "0", 4), 0, {0}, {1});
  const std::string shared = empty + "q\x01" + "0}(" + entries + "uq\x01" + "0}(" + entries + "u";
  check_fault(read_dict(state_dict_file(shared, {kFour})), "checkpoint.nesting", "nested too deep");
  const std::string far = tensor(storage("FloatStorage", std::string(100'000, 's'), 4), 0, {4}, {1});
  const Result<Checkpoint> refused = read_dict(state_dict_file(far + "q\x01" + "0}(" + entries + "u", {kFour}));
  check_fault(refused, "checkpoint.storage", "wrong form");
  CHECK(refused.error().size() == 100);
}

TEST_CASE("big-endian files and foreign archives are refused", "[checkpoint]") {
  const std::string w = dict({{"w", tensor(storage("FloatStorage", "0", 4), 0, {4}, {1})}});
  CHECK(read_dict(state_dict_file(w, {kFour}, {{"archive/byteorder", "little"}})));
  check_fault(read_dict(state_dict_file(w, {kFour}, {{"archive/byteorder", "big"}})), "checkpoint.byteorder",
              "big byte order");
  check_fault(read_dict(zip_of({{"word/document.xml", "<x/>"}})), "checkpoint.format", "no data.pkl");
}

TEST_CASE("a wrong bit in a storage is found by its checksum", "[checkpoint]") {
  const std::string w = dict({{"w", tensor(storage("FloatStorage", "0", 4), 0, {4}, {1})}});
  const std::string broken = replaced(state_dict_file(w, {kFour}), floats({2, 3}), floats({2, 5}));
  check_fault(read_dict(broken), "checkpoint.corrupt", "data/0 cannot be read");
}

TEST_CASE("a TorchScript archive is checked before LibTorch sees it", "[checkpoint]") {
  const auto check = [](const std::string& value, const std::vector<std::string>& storages) {
    const std::string bytes =
        state_dict_file(value, storages, {{"archive/constants.pkl", opcode::pickle(")")}, {"archive/code/x.py", ""}});
    const InputFile file = InputFile::from_bytes(std::as_bytes(std::span(bytes)), "x.pt");
    const Result<ZipArchive> archive = ZipArchive::open(file);
    REQUIRE(archive);
    REQUIRE(is_torchscript(*archive));
    return check_torchscript(file, *archive);
  };
  const auto script = [](const std::string& w) {
    return opcode::global("__torch__", "Net") + ")\x81" + dict({{"w", w}}) + "b";
  };
  CHECK(check(script(tensor(storage("FloatStorage", "0", 4), 0, {4}, {1})), {kFour}));
  check_fault(check(script(tensor(storage("FloatStorage", "0", 4), 0, {400}, {1})), {kFour}), "checkpoint.shape",
              "shape [400]");
  check_fault(check(script(opcode::global("os", "system") + ")R"), {}), "checkpoint.forbidden", "os.system");
}

}  // namespace rtl4ml
