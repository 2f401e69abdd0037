#include "sim/build/cache.hpp"

#include <sys/wait.h>

#include <atomic>
#include <thread>

#include "tests/catch.hpp"
#include "tests/environment.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

TEST_CASE("fingerprints tell apart what differs, pieces included") {
  CHECK(Fingerprint().add("ab").add("c").text() != Fingerprint().add("a").add("bc").text());
  CHECK(Fingerprint().add("FAULT = 1").text() != Fingerprint().add("FAULT = 2").text());
  CHECK(Fingerprint().add("x").text() == Fingerprint().add("x").text());
  CHECK(Fingerprint().text().size() == 32);
}

TEST_CASE("a thing is built once, also by several at a time, a failed build leaves nothing") {
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

TEST_CASE("a thing in use stays, one that is not may go and is then built again") {
  const ChainFolder folder;
  const std::filesystem::path cache = folder.path() / "cache";
  const test::Environment tiny("RTL4ML_CACHE_SIZE", "0");
  const auto build = [](const std::filesystem::path& staged) { return write_file(staged / "thing", "12345"); };
  const Result<Cached> held = cached(cache, "held", build);
  REQUIRE(held);
  REQUIRE(cached(cache, "dropped", build));  // nobody uses it when the next thing is built
  REQUIRE(cached(cache, "next", build));
  CHECK(std::filesystem::exists(cache / "held/thing"));
  CHECK_FALSE(std::filesystem::exists(cache / "dropped"));
  const Result<Cached> again = cached(cache, "dropped", build);
  REQUIRE(again);
  CHECK(again->built);

  const test::Environment nonsense("RTL4ML_CACHE_SIZE", "much");
  const Result<Cached> refused = cached(cache, "held", build);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().front().code == "sim.cache_size");
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
}

TEST_CASE("the cache lies beside the design, or where RTL4ML_CACHE says") {
  const test::Environment unset("RTL4ML_CACHE", std::nullopt);
  CHECK(cache_folder("/x/build/design") == "/x/build/cache");
  CHECK(cache_folder("/x/build/design/") == "/x/build/cache");
  const test::Environment elsewhere("RTL4ML_CACHE", "/y");
  CHECK(cache_folder("/x/build/design") == "/y");
}

TEST_CASE("the run folder of a killed process goes with the next run, a living one's stays") {
  const ChainFolder folder;
  const Result<RunFolder> living = RunFolder::create(folder.path());
  REQUIRE(living);
  const pid_t child = fork();
  if (child == 0) {
    const Result<RunFolder> run = RunFolder::create(folder.path());
    if (run && !write_file(run->path() / "data", "x")) _exit(1);
    _exit(run ? 0 : 1);  // without a destructor, as when it is killed
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
  const auto runs = [&] {
    return std::distance(std::filesystem::directory_iterator(folder.path()), std::filesystem::directory_iterator());
  };
  REQUIRE(runs() == 2);
  const Result<RunFolder> next = RunFolder::create(folder.path());
  REQUIRE(next);
  CHECK(runs() == 2);
  CHECK(std::filesystem::exists(living->path()));
}
