#include "sw/base/progress.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>

#include "sw/base/file.hpp"
#include "tests/catch.hpp"
#include "tests/scratch_folder.hpp"
#include "tests/sw/base/in_child.hpp"

namespace rtl4ml {
namespace {

using namespace std::chrono_literals;

/// A clock that only moves when it is told to.
class HandClock {
 public:
  void pass(std::chrono::milliseconds time) { *now_ += time; }
  [[nodiscard]] std::function<Progress::Clock::time_point()> read() const {
    return [now = now_] { return *now; };
  }

 private:
  std::shared_ptr<Progress::Clock::time_point> now_ = std::make_shared<Progress::Clock::time_point>();
};

}  // namespace

TEST_CASE("short work says nothing", "[base]") {
  const test::ScratchFolder folder;
  const std::string path = folder.path() / "stderr";
  CHECK(in_child([&] {
          dup2(open(path.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
          Progress progress("simulate", "vectors", 100);
          for (int i = 0; i <= 100; ++i) progress.update(i);
          return 0;
        }) == 0);
  CHECK(read_file(path, 1000) == std::string());
}

TEST_CASE("long work draws one line on a terminal and wipes it", "[base]") {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  REQUIRE(terminal >= 0);
  REQUIRE(grantpt(terminal) == 0);
  REQUIRE(unlockpt(terminal) == 0);
  const int other_end = open(ptsname(terminal), O_RDWR | O_NOCTTY);
  REQUIRE(other_end >= 0);
  CHECK(in_child([&] {
          dup2(other_end, STDERR_FILENO);
          HandClock clock;
          Progress known("simulate", "vectors", 100, clock.read());
          Progress unknown("train", "steps", 0, clock.read());
          clock.pass(1999ms);
          known.update(49);  // too soon after the start
          clock.pass(1ms);
          known.update(50);
          unknown.update(7);
          clock.pass(199ms);
          known.update(51);  // too soon after the last
          clock.pass(1ms);
          known.update(52);
          return 0;
        }) == 0);
  // A terminal hands over what was written to it when it likes, in parts.
  std::string text;
  pollfd readable{terminal, POLLIN, 0};
  while (!(text.find("simulate: 52") != std::string::npos && text.ends_with("\r\033[K")) &&
         poll(&readable, 1, 10'000) == 1) {
    char seen[1000];
    const ssize_t size = read(terminal, seen, sizeof seen);
    REQUIRE(size > 0);
    text.append(seen, static_cast<std::size_t>(size));
  }
  CHECK(text.find("simulate: 50 of 100 vectors, 50 %, 2 s left") != std::string::npos);
  CHECK(text.find("train: 7 steps") != std::string::npos);
  CHECK(text.find("simulate: 52 of 100") != std::string::npos);
  CHECK(text.find("49") == std::string::npos);
  CHECK(text.find("51") == std::string::npos);
  CHECK(text.substr(text.size() - 4) == "\r\033[K");
  close(other_end);
  close(terminal);
}

}  // namespace rtl4ml
