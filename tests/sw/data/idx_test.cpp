#include "sw/data/idx.hpp"

#include <zlib.h>

#include "tests/sw/data/common.hpp"

namespace rtl4ml::test {
namespace {

std::string big_endian(std::uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16), static_cast<char>(value >> 8),
          static_cast<char>(value)};
}

std::string images(std::uint32_t count, std::uint32_t rows, std::uint32_t columns, const std::string& pixels) {
  return std::string("\0\0\x08\x03", 4) + big_endian(count) + big_endian(rows) + big_endian(columns) + pixels;
}

std::string gzipped(const ScratchFolder& scratch, const std::string& name, const std::string& content) {
  const std::string path = (scratch.path() / name).string();
  gzFile const file = gzopen(path.c_str(), "wb9");
  REQUIRE(gzwrite(file, content.data(), static_cast<unsigned>(content.size())) == static_cast<int>(content.size()));
  REQUIRE(gzclose(file) == Z_OK);
  return path;
}

}  // namespace

TEST_CASE("idx: compressed and plain, whole and in part", "[data]") {
  const ScratchFolder scratch;
  const std::string content = images(2, 1, 3, "\x01\x02\x03\xFF\x05\x06");
  for (const std::string& path : {scratch.write("x.idx", content), gzipped(scratch, "x.idx.gz", content)}) {
    const IdxArray all = read_idx(path, 0).value();
    CHECK(all.shape == std::vector<std::int64_t>{2, 1, 3});
    CHECK(all.values == std::vector<std::uint8_t>{1, 2, 3, 255, 5, 6});
    const IdxArray first = read_idx(path, 1).value();
    CHECK(first.shape == std::vector<std::int64_t>{1, 1, 3});
    CHECK(first.values.size() == 3);
    CHECK(read_idx(path, 5).value().values.size() == 6);
  }
}

TEST_CASE("idx: bad input", "[data]") {
  const ScratchFolder scratch;
  const auto code = [&](const std::string& content) { return code_of(read_idx(gzipped(scratch, "x.gz", content), 0)); };
  const std::string good = images(2, 1, 3, "abcdef");
  REQUIRE(code(good).empty());
  for (std::size_t size = 0; size < good.size(); ++size) CHECK(code(good.substr(0, size)) == "data.idx");
  CHECK(code(good + "g") == "data.idx");
  CHECK(code(std::string("\0\0\x0D\x03", 4) + good.substr(4)) == "data.idx");  // floats
  const std::string ones = big_endian(1) + big_endian(1) + big_endian(1) + big_endian(1);
  CHECK(code(std::string("\0\0\x08\x04", 4) + ones + "a").empty());
  CHECK(code(std::string("\0\0\x08\x05", 4) + ones + big_endian(1) + "a") == "data.idx");
  CHECK(code(std::string("\0\0\x08\x04", 4) + big_endian(1) + big_endian(1U << 31) + big_endian(1U << 31) +
             big_endian(4)) == "data.idx");  // 2^64 bytes
  CHECK(code(images(0, 1, 3, "")) == "data.idx");
  CHECK(code(images(0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, "abc")) == "data.idx");
  CHECK(code(images(0x40000000, 1, 1, "abc")) == "data.idx");  // claims 1 GiB, holds three bytes
  CHECK(code_of(read_idx((scratch.path() / "missing.gz").string(), 0)) == "data.idx");

  const std::string path = gzipped(scratch, "damaged.gz", images(1, 100, 100, std::string(10000, 'x')));
  std::string bytes = read_file(path, 1 << 20).value();
  bytes[bytes.size() - 6] ^= 1;  // the checksum
  CHECK(code_of(read_idx(scratch.write("damaged.gz", bytes), 0)) == "data.idx");
  CHECK(code_of(read_idx(scratch.write("short.gz", bytes.substr(0, bytes.size() / 2)), 0)) == "data.idx");
}

}  // namespace rtl4ml::test
