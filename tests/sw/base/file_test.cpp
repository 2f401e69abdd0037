#include "sw/base/file.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <utility>

#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/base/in_child.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLimit = 1 << 20;

std::string code_of(const Errors& errors) { return errors.front().code; }

/// Names in a folder, hidden ones too.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("what was written is read, byte for byte", "[base]") {
  const test::ScratchFolder folder;
  const fs::path path = folder.path() / "new" / "deep" / "file.bin";
  std::string content = "line\n";
  content += '\0';
  content += std::string(200'000, '\xff');
  REQUIRE(write_file(path, content));
  const Result<std::string> back = read_file(path, kLimit);
  REQUIRE(back);
  CHECK(*back == content);
  CHECK(names_in(path.parent_path()) == std::vector<std::string>{"file.bin"});
  REQUIRE(write_file(path, ""));
  CHECK(read_file(path, kLimit) == std::string());
}

TEST_CASE("pieces are written one after the other", "[base]") {
  const test::ScratchFolder folder;
  const std::vector<std::string_view> pieces = {"one", "", std::string_view("\0two", 4)};
  REQUIRE(write_file(folder.path() / "pieces", pieces));
  CHECK(read_file(folder.path() / "pieces", 100) == std::string("one\0two", 7));
}

TEST_CASE("files that cannot be read", "[base]") {
  const test::ScratchFolder folder;
  const Result<std::string> missing = read_file(folder.path() / "none", kLimit);
  REQUIRE_FALSE(missing);
  CHECK(code_of(missing.error()) == "file.missing");
  CHECK(missing.error().front().place == (folder.path() / "none").string());
  const Result<std::string> directory = read_file(folder.path(), kLimit);
  REQUIRE_FALSE(directory);
  CHECK(code_of(directory.error()) == "file.unreadable");
  REQUIRE(write_file(folder.path() / "large", std::string(100, 'x')));
  CHECK(read_file(folder.path() / "large", 100));
  const Result<std::string> large = read_file(folder.path() / "large", 99);
  REQUIRE_FALSE(large);
  CHECK(code_of(large.error()) == "file.too_large");
}

TEST_CASE("files that cannot be written leave nothing behind", "[base]") {
  const test::ScratchFolder folder;
  REQUIRE(write_file(folder.path() / "file", "x"));
  const Result<void> below_a_file = write_file(folder.path() / "file" / "below", "x");
  REQUIRE_FALSE(below_a_file);
  CHECK(code_of(below_a_file.error()) == "file.unwritable");
  fs::create_directories(folder.path() / "folder" / "full");
  const Result<void> over_a_folder = write_file(folder.path() / "folder", "x");
  REQUIRE_FALSE(over_a_folder);
  CHECK(code_of(over_a_folder.error()) == "file.unwritable");
  CHECK(names_in(folder.path()) == std::vector<std::string>{"file", "folder"});
}

TEST_CASE("a disk that fills up leaves the old file", "[base]") {
  const test::ScratchFolder folder;
  REQUIRE(write_file(folder.path() / "file", "old"));
  CHECK(in_child([&] {
          signal(SIGXFSZ, SIG_IGN);
          const rlimit limit = {5000, 5000};  // bytes that a file may have
          setrlimit(RLIMIT_FSIZE, &limit);
          const Result<void> written = write_file(folder.path() / "file", std::string(100'000, 'x'));
          return !written && code_of(written.error()) == "file.unwritable" ? 0 : 1;
        }) == 0);
  CHECK(names_in(folder.path()) == std::vector<std::string>{"file"});
  CHECK(read_file(folder.path() / "file", kLimit) == std::string("old"));
}

TEST_CASE("a staged folder appears whole, or not at all", "[base]") {
  const test::ScratchFolder folder;
  const fs::path target = folder.path() / "design";
  {
    Result<StagedFolder> staged = StagedFolder::create(target);
    REQUIRE(staged);
    REQUIRE(write_file(staged->path() / "rtl" / "top.sv", "first"));
    CHECK_FALSE(fs::exists(target));
  }
  CHECK(names_in(folder.path()).empty());
  for (const char* content : {"first", "second"}) {
    Result<StagedFolder> staged = StagedFolder::create(target);
    REQUIRE(staged);
    REQUIRE(write_file(staged->path() / content, content));
    REQUIRE(staged->commit());
    CHECK(names_in(target) == std::vector<std::string>{content});
  }
  CHECK(names_in(folder.path()) == std::vector<std::string>{"design"});
}

TEST_CASE("a staged folder may be named with a slash at its end, and moved", "[base]") {
  const test::ScratchFolder folder;
  Result<StagedFolder> staged = StagedFolder::create(folder.path() / "design" / "");
  REQUIRE(staged);
  StagedFolder moved = std::move(*staged);
  REQUIRE(write_file(moved.path() / "file", "x"));
  REQUIRE(moved.commit());
  CHECK(names_in(folder.path()) == std::vector<std::string>{"design"});
  CHECK(names_in(folder.path() / "design") == std::vector<std::string>{"file"});
}

TEST_CASE("a staged folder that cannot be made", "[base]") {
  const test::ScratchFolder folder;
  REQUIRE(write_file(folder.path() / "file", "x"));
  const Result<StagedFolder> staged = StagedFolder::create(folder.path() / "file" / "design");
  REQUIRE_FALSE(staged);
  CHECK(code_of(staged.error()) == "file.unwritable");
}

TEST_CASE("a commit that fails keeps what was there", "[base]") {
  const test::ScratchFolder folder;
  const fs::path target = folder.path() / "design";
  REQUIRE(write_file(target / "old", "x"));
  Result<StagedFolder> staged = StagedFolder::create(target);
  REQUIRE(staged);
  fs::remove_all(staged->path());  // somebody cleans up under us
  const Result<void> committed = staged->commit();
  REQUIRE_FALSE(committed);
  CHECK(code_of(committed.error()) == "file.unwritable");
  CHECK(names_in(target) == std::vector<std::string>{"old"});
  CHECK(names_in(folder.path()) == std::vector<std::string>{"design"});
}

}  // namespace rtl4ml
