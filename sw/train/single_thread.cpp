#include "sw/train/single_thread.hpp"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>

namespace rtl4ml {
namespace {

/// OpenBLAS keeps threads of its own, which LibTorch does not know; other BLAS libraries have no such function.
void set_blas_threads(int threads) {
  if (void* const found = dlsym(RTLD_DEFAULT, "openblas_set_num_threads"))
    reinterpret_cast<void (*)(int)>(found)(threads);
}

int blas_threads() {
  void* const found = dlsym(RTLD_DEFAULT, "openblas_get_num_threads");
  return found == nullptr ? 1 : reinterpret_cast<int (*)()>(found)();
}

}  // namespace

SingleThread::SingleThread()
    : torch_threads_(at::get_num_threads()),
      blas_threads_(blas_threads()),
      deterministic_(at::globalContext().deterministicAlgorithms()) {
  at::set_num_threads(1);
  set_blas_threads(1);
  at::globalContext().setDeterministicAlgorithms(true, false);
}

SingleThread::~SingleThread() {
  at::globalContext().setDeterministicAlgorithms(deterministic_, false);
  set_blas_threads(blas_threads_);
  at::set_num_threads(torch_threads_);
}

}  // namespace rtl4ml
