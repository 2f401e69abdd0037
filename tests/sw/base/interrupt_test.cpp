#include "sw/base/interrupt.hpp"

#include <csignal>

#include "tests/catch.hpp"
#include "tests/sw/base/in_child.hpp"

namespace rtl4ml {

TEST_CASE("signals become a question with an answer", "[base]") {
  for (const int signal : {SIGINT, SIGTERM}) {
    CHECK(in_child([signal] {
            catch_interrupts();
            if (interrupted()) return 1;
            raise(signal);
            return interrupted() ? 0 : 2;
          }) == 0);
  }
}

TEST_CASE("without catch_interrupts a signal kills, as ever", "[base]") {
  CHECK(in_child([] {
          signal(SIGINT, SIG_DFL);
          raise(SIGINT);
          return 0;
        }) == -1);
}

}  // namespace rtl4ml
