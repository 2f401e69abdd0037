// What the targets of checkpoints share.
#pragma once

#include <string>
#include <vector>

#include "sw/base/error.hpp"
#include "sw/checkpoint/tensor.hpp"

namespace rtl4ml::hostile {

/// Of a checkpoint that was read: its tensors are whole, and layers can be made of them or are refused.
void promise_checkpoint(const Result<Checkpoint>& checkpoint);

/// A zip archive of stored entries whose checksums are right, so that the fuzzer gets beyond the container.
class ZipWriter {
 public:
  void add(const std::string& name, const std::string& content);
  [[nodiscard]] std::string finish() const;

 private:
  std::string entries_;
  std::string directory_;
  std::uint64_t count_ = 0;
};

}  // namespace rtl4ml::hostile
