#include "sw/checkpoint/safetensors.hpp"

#include <sys/resource.h>

#include <fstream>

#include "sw/checkpoint/read_checkpoint.hpp"
#include "tests/sw/base/in_child.hpp"
#include "tests/sw/checkpoint/pickle_writer.hpp"

namespace rtl4ml {
namespace {

Result<Checkpoint> read_bytes(const std::string& bytes) {
  return read_safetensors(InputFile::from_bytes(std::as_bytes(std::span(bytes)), "x.safetensors"));
}

Result<Checkpoint> read_file_of(const std::string& header, std::size_t data_bytes) {
  return read_bytes(little_endian(header.size(), 8) + header + std::string(data_bytes, '\0'));
}

std::string entry(const std::string& name, const std::string& dtype, const std::string& shape,
                  const std::string& offsets) {
  return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":[)" + shape + R"(],"data_offsets":[)" + offsets + "]}";
}

Tensor tensor(const std::string& name, DType dtype, std::vector<std::int64_t> shape, std::size_t bytes) {
  Tensor made{name, dtype, std::move(shape), {}};
  for (std::size_t i = 0; i < bytes; ++i) made.data.push_back(static_cast<std::byte>(i + name.size()));
  return made;
}

}  // namespace

TEST_CASE("a file of the safetensors package is read to the last bit", "[checkpoint]") {
  const Result<Checkpoint> checkpoint = read_checkpoint(fixture("torch-2.13/plain.safetensors"));
  INFO(why(checkpoint));
  REQUIRE(checkpoint);
  CHECK(checkpoint->format == "safetensors");
  CHECK(checkpoint->metadata.at("trained") == "yes");
  const nlohmann::json expected = expectations("torch-2.13", "plain.safetensors")["tensors"];
  REQUIRE(checkpoint->tensors.size() == expected.size());
  for (const nlohmann::json& each : expected) {  // that package sorts by type and name
    const Tensor* const found = checkpoint->find(each["name"]);
    REQUIRE(found != nullptr);
    check_tensors({*found}, nlohmann::json::array({each}));
  }
}

TEST_CASE("what is written is read back, and written to the same bytes", "[checkpoint]") {
  const std::vector<Tensor> tensors = {
      tensor("i8", DType::kInt8, {3}, 3), tensor("fc.weight", DType::kFloat32, {2, 3}, 24),
      tensor("wide \"ü\"", DType::kFloat64, {1}, 8), tensor("empty", DType::kFloat16, {0, 4}, 0),
      tensor("scalar", DType::kInt64, {}, 8)};
  const TemporaryFile file("", "written.safetensors");
  REQUIRE(write_safetensors(file.path(), tensors, {{"seed", "7"}}));
  const std::string first = bytes_of(file.path());
  REQUIRE(write_safetensors(file.path(), tensors, {{"seed", "7"}}));
  CHECK(bytes_of(file.path()) == first);
  CHECK(static_cast<unsigned char>(first[0]) % 8 == 0);  // the data is aligned
  const Result<Checkpoint> back = read_checkpoint(file.path());
  INFO(why(back));
  REQUIRE(back);
  CHECK(back->metadata == std::map<std::string, std::string>{{"seed", "7"}});
  REQUIRE(back->tensors.size() == tensors.size());
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    CHECK(back->tensors[i].name == tensors[i].name);
    CHECK(back->tensors[i].dtype == tensors[i].dtype);
    CHECK(back->tensors[i].shape == tensors[i].shape);
    CHECK(back->tensors[i].data == tensors[i].data);
  }
  REQUIRE(write_safetensors(file.path(), {}, {}));
  CHECK(read_checkpoint(file.path()));
}

TEST_CASE("writing needs no second copy of the tensors in memory", "[checkpoint]") {
  const TemporaryFile file("", "large.safetensors");
  const std::size_t bytes = std::size_t{64} << 20;
  const std::vector<Tensor> tensors = {{"w", DType::kUInt8, {64 << 20}, std::vector<std::byte>(bytes)}};
  CHECK(in_child([&] {
          std::size_t pages = 0;
          std::ifstream("/proc/self/statm") >> pages;
          const rlim_t used = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
          const rlimit limit{used + bytes / 4, used + bytes / 4};
          if (pages == 0 || setrlimit(RLIMIT_AS, &limit) != 0) return 2;
          return write_safetensors(file.path(), tensors, {}) ? 0 : 1;
        }) == 0);
  CHECK(std::filesystem::file_size(file.path()) > bytes);
}

TEST_CASE("what cannot be written is refused", "[checkpoint]") {
  const TemporaryFile file("as before", "kept.safetensors");
  const auto write = [&](const std::vector<Tensor>& tensors) { return write_safetensors(file.path(), tensors, {}); };
  CHECK(has_code(write({tensor("a", DType::kFloat32, {2}, 7)}), "checkpoint.shape"));
  CHECK(
      has_code(write({tensor("a", DType::kInt8, {1}, 1), tensor("a", DType::kInt8, {1}, 1)}), "checkpoint.duplicate"));
  CHECK(has_code(write({tensor("\xff", DType::kInt8, {1}, 1)}), "checkpoint.name"));
  CHECK(has_code(write({tensor("__metadata__", DType::kInt8, {1}, 1)}), "checkpoint.name"));
  CHECK(bytes_of(file.path()) == "as before");
  CHECK(has_code(write_safetensors("/proc/no/x.safetensors", {}, {}), "file.unwritable"));
}

TEST_CASE("safetensors headers are checked before any data is read", "[checkpoint]") {
  CHECK(read_file_of("{" + entry("w", "F32", "2", "0,8") + "}   ", 8));
  CHECK(read_file_of("{" + entry("b", "U8", "1", "8,9") + "," + entry("a", "F64", "1", "0,8") + "}", 9));
  check_fault(read_bytes(""), "checkpoint.truncated", "has 0 bytes");
  check_fault(read_bytes(little_endian(100, 8) + "{}"), "checkpoint.truncated",
              "header of 100 bytes, but only 2 follow");
  check_fault(read_bytes(little_endian(UINT64_MAX, 8) + "{}"), "checkpoint.header",
              "header of 18446744073709551615 bytes");
  check_fault(read_file_of("{\"w\":", 0), "checkpoint.header", "not JSON");
  check_fault(read_file_of("{} x", 0), "checkpoint.header", "not JSON");
  check_fault(read_file_of("[]", 0), "checkpoint.header", "not an object");
  check_fault(read_file_of("null", 0), "checkpoint.header", "not an object");
  check_fault(read_file_of("{\"w\":3}", 0), "checkpoint.header", "the number 3");
  check_fault(read_file_of("{\"w\":{\"dtype\":{}}}", 0), "checkpoint.header", "an object is not allowed");
  check_fault(read_file_of("{\"w\":{\"shape\":[[]]}}", 0), "checkpoint.header", "a list is not allowed");
  check_fault(read_file_of("{\"w\":{\"stride\":[1]}}", 0), "checkpoint.header", "unknown field stride");
  check_fault(read_file_of("{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F16\"}}", 0), "checkpoint.header", "dtype twice");
  check_fault(read_file_of("{\"w\":{\"shape\":[1]}}", 0), "checkpoint.header",
              "needs dtype, shape and two data_offsets");
  check_fault(read_file_of("{\"w\":{\"dtype\":null}}", 0), "checkpoint.header", "null");
  check_fault(read_file_of("{" + entry("w", "F32", "-1", "0,4") + "}", 4), "checkpoint.header", "negative number -1");
  check_fault(read_file_of("{" + entry("w", "F32", "1.5", "0,4") + "}", 4), "checkpoint.header", "1.5");
  check_fault(read_file_of("{" + entry("w", "F32", "1", "0,4,8") + "}", 4), "checkpoint.header", "third offset");
  check_fault(read_file_of("{\"__metadata__\":{\"a\":1}}", 0), "checkpoint.header", "the number 1");
  check_fault(read_file_of("{" + entry("w", "F8_E4M3", "1", "0,1") + "}", 1), "checkpoint.dtype", "F8_E4M3");
  check_fault(read_file_of("{" + entry("w", "F32", "1", "0,4") + "," + entry("w", "F32", "1", "4,8") + "}", 8),
              "checkpoint.duplicate", "w twice");
  check_fault(read_file_of(std::string(1'000'000, '['), 0), "checkpoint.header", "not an object");
}

TEST_CASE("safetensors data must be tiled exactly", "[checkpoint]") {
  check_fault(read_file_of("{" + entry("w", "F32", "2", "0,4") + "}", 4), "checkpoint.shape",
              "needs 8 bytes, data_offsets give it 4");
  check_fault(read_file_of("{" + entry("w", "F32", "9223372036854775807,4", "0,4") + "}", 4), "checkpoint.shape",
              "overflows");
  check_fault(read_file_of("{" + entry("w", "F64", "4611686018427387904", "0,0") + "}", 0), "checkpoint.shape",
              "overflows");
  check_fault(read_file_of("{" + entry("w", "F32", "1", "4,0") + "}", 4), "checkpoint.offsets", "bytes 4 to 0");
  check_fault(read_file_of("{" + entry("w", "F32", "2", "0,8") + "}", 4), "checkpoint.offsets", "bytes 0 to 8 of 4");
  check_fault(read_file_of("{" + entry("w", "U8", "4", "4,8") + "}", 8), "checkpoint.offsets", "starts at byte 4");
  check_fault(read_file_of("{" + entry("a", "U8", "4", "0,4") + "," + entry("b", "U8", "4", "2,6") + "}", 6),
              "checkpoint.offsets", "b: error");
  check_fault(read_file_of("{" + entry("w", "U8", "4", "0,4") + "}", 5), "checkpoint.offsets", "byte 4 of 5");
  check_fault(read_file_of("{}", 1), "checkpoint.offsets", "byte 0 of 1");
}

TEST_CASE("all faults of a safetensors header come at once", "[checkpoint]") {
  const Result<Checkpoint> bad =
      read_file_of("{" + entry("a", "F8_E4M3", "1", "0,1") + "," + entry("b", "F32", "1", "0,1") + "}", 1);
  CHECK(has_code(bad, "checkpoint.dtype"));
  CHECK(has_code(bad, "checkpoint.shape"));
}

}  // namespace rtl4ml
