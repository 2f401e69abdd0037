#include "sim/build/cache.hpp"

#include <atomic>
#include <thread>

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("fingerprints tell apart what differs, pieces included") {
  CHECK(Fingerprint().add("ab").add("c").text() != Fingerprint().add("a").add("bc").text());
  CHECK(Fingerprint().add("FAULT = 1").text() != Fingerprint().add("FAULT = 2").text());
  CHECK(Fingerprint().add("x").text() == Fingerprint().add("x").text());
  CHECK(Fingerprint().text().size() == 32);
}

TEST_CASE("a thing is built once, also by several at a time; a failed build leaves nothing") {
  const ChainFolder folder;
  const std::filesystem::path cache = folder.path() / "cache";
  std::atomic<int> builds{0};
  const auto build = [&](const std::filesystem::path& staged) -> Result<void> {
    ++builds;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    return write_file(staged / "thing", "x");
  };
  std::vector<std::thread> users;
  std::atomic<int> built{0};
  for (int i = 0; i < 4; ++i) {
    users.emplace_back([&] {
      const Result<Cached> got = cached(cache, "thing", build);
      if (got && got->built) ++built;
    });
  }
  for (std::thread& user : users) user.join();
  CHECK(builds == 1);
  CHECK(built == 1);

  const auto fail = [](const std::filesystem::path&) -> Result<void> { return fault("sim.tool_failed", "", "no"); };
  REQUIRE_FALSE(cached(cache, "other", fail));
  CHECK_FALSE(std::filesystem::exists(cache / "other"));
  for (const auto& entry : std::filesystem::directory_iterator(cache)) {
    CHECK(entry.path().filename().string().find("partial") == std::string::npos);
  }
}

TEST_CASE("run folders are new each time and go with their object") {
  const ChainFolder folder;
  std::filesystem::path path;
  {
    const Result<RunFolder> run = RunFolder::create(folder.path());
    REQUIRE(run);
    path = run->path();
    CHECK(std::filesystem::is_directory(path));
  }
  CHECK_FALSE(std::filesystem::exists(path));
  unsetenv("RTL4ML_CACHE");
  CHECK(cache_folder("/x/build/design") == "/x/build/cache");
  CHECK(cache_folder("/x/build/design/") == "/x/build/cache");
}
