#include "sw/checkpoint/zip_archive.hpp"

#include "tests/sw/checkpoint/pickle_writer.hpp"

namespace rtl4ml {
namespace {

/// Opens the bytes and reads the entry "archive/a".
Result<std::string> read_entry(const std::string& bytes) {
  const InputFile file = InputFile::from_bytes(std::as_bytes(std::span(bytes)), "x.pt");
  const Result<ZipArchive> archive = ZipArchive::open(file);
  if (!archive) return faults(archive.error());
  return archive->read_text("a", 1 << 30);
}

}  // namespace

TEST_CASE("entries of an archive are read, stored or deflated", "[checkpoint]") {
  const std::string text(100'000, 'x');
  CHECK(read_entry(zip_of({{"archive/a", text}})) == text);
  CHECK(read_entry(zip_of({{"archive/a", text}}, true)) == text);
  const std::string bytes = zip_of({{"archive/a", text}, {"archive/code/b", ""}});
  const InputFile file = InputFile::from_bytes(std::as_bytes(std::span(bytes)), "x.pt");
  CHECK(looks_like_zip(file));
  const Result<ZipArchive> archive = ZipArchive::open(file);
  REQUIRE(archive);
  CHECK(archive->contains("a"));
  CHECK_FALSE(archive->contains("b"));
  CHECK(archive->contains_folder("code/"));
  CHECK_FALSE(archive->contains_folder("data/"));
  CHECK(archive->size("a") == text.size());
  check_fault(archive->read_text("a", 99'999), "checkpoint.too_large", "100000 bytes");
}

TEST_CASE("archives that were cut off say so", "[checkpoint]") {
  const std::string whole = zip_of({{"archive/a", "some text"}, {"archive/b", std::string(1000, 'x')}});
  for (std::size_t size = 1; size < whole.size(); size += 7) {
    check_fault(read_entry(whole.substr(0, size)), "checkpoint.truncated", "directory is missing or damaged");
  }
}

TEST_CASE("zip bombs are refused by what they claim", "[checkpoint]") {
  check_fault(read_entry(zip_of({{"archive/a", std::string(50 << 20, '\0')}}, true)), "checkpoint.zip_bomb",
              "to 52428800 bytes");
  // One entry, in an archive that is large enough to hide it.
  std::string noise;
  for (std::uint32_t i = 0; i < (1U << 21); ++i) noise += static_cast<char>(i * 2654435761U >> 24 ^ i * i >> 13);
  check_fault(read_entry(zip_of({{"archive/a", noise}, {"archive/b", std::string(10 << 20, '\0')}}, true)),
              "checkpoint.zip_bomb", "at most 100 times");
  // Many entries, each below the limit for one.
  ZipEntries many;
  for (int i = 0; i < 40; ++i) many.emplace_back("archive/" + std::to_string(i), std::string(1 << 20, '\0'));
  check_fault(read_entry(zip_of(many, true)), "checkpoint.zip_bomb", "at most 20 times");
  // An entry that claims more packed bytes than the file has, in its central and its local header.
  const std::string four = floats({1, 2, 3, 4});
  const std::string sizes = little_endian(16, 4) + little_endian(16, 4);
  const std::string lies = little_endian(0x7fffffff, 4) + little_endian(0x7fffffff, 4);
  const Result<std::string> lying = read_entry(replaced(zip_of({{"archive/a", four}}), sizes, lies));
  REQUIRE_FALSE(lying);
  CHECK((has_code(lying, "checkpoint.zip_bomb") || has_code(lying, "checkpoint.truncated")));
}

TEST_CASE("an archive without entries is refused", "[checkpoint]") {
  check_fault(read_entry("PK\x05\x06" + std::string(18, '\0')), "checkpoint.corrupt", "has 0 entries");
}

TEST_CASE("damaged entries are refused", "[checkpoint]") {
  const std::string text(5000, 'x');
  const std::string stored = zip_of({{"archive/a", text}});
  std::string flipped = stored;
  flipped[stored.find(text) + 7] = 'y';
  check_fault(read_entry(flipped), "checkpoint.corrupt", "CRC");
  check_fault(read_entry(replaced(zip_of({{"archive/a", "1"}, {"archive/b", "2"}}), "archive/b", "archive/a")),
              "checkpoint.duplicate", "archive/a twice");
  // The unpacked size is a lie: shorter and longer than what the packed data holds.
  const std::string packed = zip_of({{"archive/a", text}}, true);
  CHECK_FALSE(read_entry(replaced(packed, little_endian(5000, 4), little_endian(4000, 4))));
  check_fault(read_entry(replaced(packed, little_endian(5000, 4), little_endian(6000, 4))), "checkpoint.corrupt",
              "a cannot be read");
}

}  // namespace rtl4ml
