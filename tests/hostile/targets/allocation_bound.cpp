#include "tests/hostile/targets/allocation_bound.hpp"

#include <cstdio>
#include <cstdlib>
#include <new>

namespace rtl4ml::hostile {
namespace {

struct Account {
  bool open = false;
  std::size_t allocated = 0;
  std::size_t limit = 0;
};
thread_local Account account;  // the fuzzer has threads of its own

void* counted(std::size_t size) {
  if (account.open && (account.allocated += size) > account.limit) {
    account.open = false;
    std::fprintf(stderr, "allocation bound: %zu bytes where %zu are allowed\n", account.allocated, account.limit);
    std::abort();
  }
  return std::malloc(size == 0 ? 1 : size);
}

}  // namespace

AllocationBound::AllocationBound(std::size_t size, std::size_t factor, std::size_t free) {
  account = {true, 0, factor * size + free};
}

AllocationBound::~AllocationBound() { account.open = false; }

}  // namespace rtl4ml::hostile

void* operator new(std::size_t size) {
  void* const memory = rtl4ml::hostile::counted(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void* operator new[](std::size_t size) { return operator new(size); }
void* operator new(std::size_t size, const std::nothrow_t& /*unused*/) noexcept {
  return rtl4ml::hostile::counted(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*unused*/) noexcept {
  return rtl4ml::hostile::counted(size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*unused*/) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t /*unused*/) noexcept { std::free(memory); }
void operator delete(void* memory, const std::nothrow_t& /*unused*/) noexcept { std::free(memory); }
void operator delete[](void* memory, const std::nothrow_t& /*unused*/) noexcept { std::free(memory); }
