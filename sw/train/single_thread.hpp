// One thread for LibTorch and its BLAS: sums are then taken in one order, whatever the number of cores.
#pragma once

namespace rtl4ml {

/// While it lives, LibTorch and OpenBLAS compute on the calling thread with deterministic algorithms.
class SingleThread {
 public:
  SingleThread();
  SingleThread(const SingleThread&) = delete;
  SingleThread& operator=(const SingleThread&) = delete;
  ~SingleThread();

 private:
  int torch_threads_;
  int blas_threads_;
  bool deterministic_;
};

}  // namespace rtl4ml
