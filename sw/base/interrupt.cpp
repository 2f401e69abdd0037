#include "sw/base/interrupt.hpp"

#include <csignal>

namespace rtl4ml {
namespace {

// The one mutable global of the project: a signal handler has no other way to speak.
volatile std::sig_atomic_t signal_seen = 0;

void remember_signal(int /*signal*/) { signal_seen = 1; }

}  // namespace

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = remember_signal;  // no SA_RESTART: blocked reads and waits return at once
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return signal_seen != 0; }

}  // namespace rtl4ml
