#include "sw/experiment/run_store.hpp"

#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

RunStore opened(const fs::path& folder, const std::string& settings, bool fresh = false) {
  Result<RunStore> store = RunStore::open(folder, settings, fresh);
  if (!store) throw std::runtime_error(to_string(store.error()));
  return *store;
}

Record record_of(const std::string& variant, std::uint64_t seed) {
  return {.variant = variant, .seed = seed, .figures = {{"accuracy", 0.5}}, .curves = {}, .config = "", .note = ""};
}

}  // namespace

TEST_CASE("a part of a file's name is made of any text") {
  CHECK(slug("QAT, 4 bits") == "qat_4_bits");
  CHECK(slug("s8.3-x") == "s8.3-x");
  CHECK(slug("../../etc") == ".._.._etc");
  CHECK(slug("neurons, 50 %") == "neurons_50");
  CHECK(slug("ä").empty());
}

TEST_CASE("what was saved is found again, by another process too") {
  const test::ScratchFolder scratch;
  const fs::path folder = scratch.path() / "a" / "b";
  const Record record = record_of("QAT, 4 bits", 3);
  REQUIRE(opened(folder, "{}").save(record));
  const RunStore again = opened(folder, "{}");
  CHECK(again.find("QAT, 4 bits", 3) == record);
  CHECK(again.find("QAT, 4 bits", 4) == std::nullopt);
  CHECK(again.find("QAT; 4 bits", 3) == std::nullopt);  // of the same file name
}

TEST_CASE("a broken record counts as none") {
  const test::ScratchFolder scratch;
  const RunStore store = opened(scratch.path() / "e", "{}");
  scratch.write("e/runs/float-s1.json", "{\"variant\"");
  CHECK(store.find("float", 1) == std::nullopt);
}

TEST_CASE("runs of other settings are not mixed with new ones, unless they are removed") {
  const test::ScratchFolder scratch;
  const fs::path folder = scratch.path() / "e";
  REQUIRE(opened(folder, "{\"epochs\": 1}").save(record_of("float", 1)));
  const Result<RunStore> other = RunStore::open(folder, "{\"epochs\": 2}", false);
  REQUIRE(!other);
  CHECK(other.error().front().code == "experiment.other_settings");
  CHECK(opened(folder, "{\"epochs\": 1}").find("float", 1).has_value());
  CHECK(!opened(folder, "{\"epochs\": 2}", true).find("float", 1).has_value());
}

TEST_CASE("a folder that cannot be made is a fault") {
  const test::ScratchFolder scratch;
  scratch.write("file", "");
  const Result<RunStore> store = RunStore::open(scratch.path() / "file" / "e", "{}", false);
  REQUIRE(!store);
  CHECK(store.error().front().code == "file.unwritable");
}

}  // namespace rtl4ml
