// Ctrl-C as a question that long work asks, so that nothing is left half-written.
#pragma once

namespace rtl4ml {

/// From now on SIGINT and SIGTERM set a flag instead of killing the process.
void catch_interrupts();

/// Whether a signal came since catch_interrupts().
[[nodiscard]] bool interrupted();

}  // namespace rtl4ml
