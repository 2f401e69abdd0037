#include "sim/build/cache_room.hpp"

#include "sim/build/file_lock.hpp"
#include "tests/catch.hpp"
#include "tests/environment.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

namespace fs = std::filesystem;

/// An entry of so many bytes, last used so many hours ago.
void put_entry(const ChainFolder& cache, const std::string& name, std::size_t bytes, int hours) {
  cache.write(name + "/thing", std::string(bytes, 'x'));
  cache.write(name + ".lock", "");
  fs::last_write_time(cache.path() / name, fs::file_time_type::clock::now() - std::chrono::hours(hours));
}

std::string limit_of(const std::string& text) {
  const test::Environment said("RTL4ML_CACHE_SIZE", text);
  const Result<std::uint64_t> limit = cache_limit();
  return limit ? std::to_string(*limit) : limit.error().front().code;
}

}  // namespace

TEST_CASE("the size of the cache is said in bytes or with a unit") {
  CHECK(limit_of("") == "2147483648");
  CHECK(limit_of("0") == "0");
  CHECK(limit_of("1000") == "1000");
  CHECK(limit_of("3K") == "3072");
  CHECK(limit_of("500M") == "524288000");
  CHECK(limit_of("999999999G") == "1073741822926258176");
  for (const char* const bad : {"much", "-1", "1.5G", "G", "2GB", "2 G", "9999999999G", "99999999999999999999"}) {
    INFO(bad);
    CHECK(limit_of(bad) == "sim.cache_size");
  }
}

TEST_CASE("what was not used for longest goes first, and no more than needed") {
  const ChainFolder cache;
  put_entry(cache, "old", 1000, 30);
  put_entry(cache, "older", 1000, 40);
  put_entry(cache, "new", 1000, 1);
  trim_cache(cache.path(), 3000);
  CHECK(fs::exists(cache.path() / "older"));
  trim_cache(cache.path(), 2999);
  CHECK_FALSE(fs::exists(cache.path() / "older"));
  CHECK_FALSE(fs::exists(cache.path() / "older.lock"));
  CHECK(fs::exists(cache.path() / "old/thing"));
  trim_cache(cache.path(), 1500);
  CHECK_FALSE(fs::exists(cache.path() / "old"));
  CHECK(fs::exists(cache.path() / "new/thing"));
  CHECK(std::distance(fs::directory_iterator(cache.path()), fs::directory_iterator()) == 2);  // "new" and its lock
}

TEST_CASE("entries in use stay, and so does what is no entry") {
  const ChainFolder cache;
  put_entry(cache, "used", 1000, 40);
  put_entry(cache, "unused", 1000, 1);
  cache.write("somebody/thing", "x");
  cache.write("run-abcdef/thing", "x");
  cache.write(".somebody.partial-1/thing", "x");
  const std::optional<FileLock> use = FileLock::attempt(entry_lock(cache.path(), "used"), LockKind::kShared);
  REQUIRE(use);
  trim_cache(cache.path(), 0);
  sweep_cache(cache.path());
  CHECK(fs::exists(cache.path() / "used/thing"));
  CHECK_FALSE(fs::exists(cache.path() / "unused"));
  for (const char* const other : {"somebody/thing", "run-abcdef/thing", ".somebody.partial-1/thing"}) {
    CHECK(fs::exists(cache.path() / other));
  }
}

TEST_CASE("what a killed process was building goes, what a living one builds stays") {
  const ChainFolder cache;
  cache.write(".dead.partial-1/thing", "x");
  cache.write("dead.lock", "");
  cache.write(".alive.partial-1/thing", "x");
  const Result<FileLock> builder = FileLock::wait(entry_lock(cache.path(), "alive"), LockKind::kAlone);
  REQUIRE(builder);
  sweep_cache(cache.path());
  CHECK_FALSE(fs::exists(cache.path() / ".dead.partial-1"));
  CHECK(fs::exists(cache.path() / ".alive.partial-1/thing"));
}

TEST_CASE("a cache that is not there has nothing to remove") {
  trim_cache("/nonexistent", 0);
  sweep_cache("/nonexistent");
  SUCCEED();
}
