#include "sim/build/file_lock.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "sw/base/interrupt.hpp"
#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

/// How often the process has the file open.
int times_open(pid_t process, const std::filesystem::path& path) {
  int times = 0;
  for (const auto& open : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
    std::error_code closed_meanwhile;
    times += std::filesystem::read_symlink(open.path(), closed_meanwhile) == path ? 1 : 0;
  }
  return times;
}

}  // namespace

TEST_CASE("many share a lock, one holds it alone") {
  const ChainFolder folder;
  const std::filesystem::path path = folder.path() / "lock";
  CHECK_FALSE(FileLock::attempt(path, LockKind::kShared));  // there is no such file yet
  {
    const Result<FileLock> first = FileLock::wait(path, LockKind::kShared);
    REQUIRE(first);
    CHECK(FileLock::attempt(path, LockKind::kShared));
    CHECK_FALSE(FileLock::attempt(path, LockKind::kAlone));
  }
  const Result<FileLock> alone = FileLock::wait(path, LockKind::kAlone);
  REQUIRE(alone);
  CHECK_FALSE(FileLock::attempt(path, LockKind::kShared));
}

TEST_CASE("a lock goes with its process") {
  const ChainFolder folder;
  const std::filesystem::path path = folder.path() / "lock";
  const pid_t child = fork();
  if (child == 0) {
    const Result<FileLock> held = FileLock::wait(path, LockKind::kAlone);
    _exit(held && !FileLock::attempt(path, LockKind::kShared) ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(FileLock::attempt(path, LockKind::kAlone));
}

TEST_CASE("who waited for a lock whose file was removed holds the new file's") {
  const ChainFolder folder;
  const std::filesystem::path path = folder.path() / "lock";
  Result<FileLock> remover = FileLock::wait(path, LockKind::kAlone);
  REQUIRE(remover);
  const pid_t child = fork();
  if (child == 0) {
    const Result<FileLock> waited = FileLock::wait(path, LockKind::kAlone);
    _exit(waited && std::filesystem::exists(path) ? 0 : 1);
  }
  for (int tries = 0; times_open(child, path) < 2; ++tries) {  // the inherited one and the one that it waits with
    REQUIRE(tries < 60'000);
    usleep(1'000);
  }
  std::filesystem::remove(path);
  { const FileLock given_back = std::move(*remover); }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("waiting for a lock ends with Ctrl-C, a lock that cannot be made is told") {
  const ChainFolder folder;
  const std::filesystem::path path = folder.path() / "lock";
  const Result<FileLock> held = FileLock::wait(path, LockKind::kAlone);
  REQUIRE(held);
  const pid_t child = fork();  // the flag of a signal stays set, so in a process of its own
  if (child == 0) {
    catch_interrupts();
    raise(SIGINT);
    const Result<FileLock> waited = FileLock::wait(path, LockKind::kShared);
    _exit(!waited && waited.error().front().code == "sim.interrupted" ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  const Result<FileLock> nowhere = FileLock::wait(folder.path() / "no/such/lock", LockKind::kShared);
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error().front().code == "file.unwritable");
}
