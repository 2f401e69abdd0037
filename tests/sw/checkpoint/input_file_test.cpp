#include "sw/checkpoint/input_file.hpp"

#include <sys/stat.h>

#include <array>

#include "tests/sw/checkpoint/fixtures.hpp"

namespace rtl4ml {

TEST_CASE("files and bytes are read at any offset, and not beyond their end", "[checkpoint]") {
  const std::string text = "0123456789";
  const TemporaryFile written(text);
  const Result<InputFile> file = InputFile::open(written.path());
  REQUIRE(file);
  const InputFile bytes = InputFile::from_bytes(std::as_bytes(std::span(text)), "bytes");
  for (const InputFile* const input : {&*file, &bytes}) {
    std::array<std::byte, 3> three{};
    CHECK(input->size() == 10);
    REQUIRE(input->read(7, three));
    CHECK(three[2] == std::byte{'9'});
    CHECK_FALSE(input->read(8, three));
    CHECK_FALSE(input->read(UINT64_MAX, three));
    CHECK(input->read(10, {}));
  }
}

TEST_CASE("what is no file is refused at once", "[checkpoint]") {
  check_fault(InputFile::open("/nonexistent/x.pt"), "file.missing", "no such file");
  check_fault(InputFile::open("/"), "file.unreadable", "is a folder");
  const TemporaryFile name("", "pipe");
  std::filesystem::remove(name.path());
  REQUIRE(mkfifo(name.path().c_str(), 0600) == 0);
  check_fault(InputFile::open(name.path()), "file.unreadable", "not a regular file");
}

}  // namespace rtl4ml
