#include "sw/train/single_thread.hpp"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("one thread while it lives, the former number afterwards", "[train]") {
  at::set_num_threads(2);
  {
    const SingleThread single_thread;
    CHECK(at::get_num_threads() == 1);
    CHECK(at::globalContext().deterministicAlgorithms());
  }
  CHECK(at::get_num_threads() == 2);
  CHECK_FALSE(at::globalContext().deterministicAlgorithms());
}

}  // namespace rtl4ml
