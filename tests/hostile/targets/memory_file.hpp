// Bytes under a path, for readers that open their file themselves; no disk is touched.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "tests/hostile/targets/promises.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {

class MemoryFile {
 public:
  explicit MemoryFile(Bytes bytes) : descriptor_(memfd_create("hostile", MFD_CLOEXEC)) {
    promise(descriptor_ >= 0, "a file in memory");
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t wrote = ::write(descriptor_, bytes.data() + done, bytes.size() - done);
      promise(wrote > 0, "a file in memory takes what is written");
      done += static_cast<std::size_t>(wrote);
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(descriptor_); }

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

}  // namespace rtl4ml::hostile
