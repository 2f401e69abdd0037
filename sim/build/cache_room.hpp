// Keeps a cache within its size, and free of what killed processes left in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// Bytes that a cache may hold: RTL4ML_CACHE_SIZE ("500M", "2G", plain bytes), else 2 GiB.
/// Errors: sim.cache_size, where the variable holds no size
[[nodiscard]] Result<std::uint64_t> cache_limit();

/// Removes entries, the least recently used first, until the rest is no larger than `limit` bytes. Entries in use by
/// any process stay, whatever their size. Only folders with a lock file beside them are entries: what else lies in the
/// folder is nobody's business here.
void trim_cache(const std::filesystem::path& cache, std::uint64_t limit);

/// Removes run folders and half-built entries whose process is gone; those of living processes are locked and stay.
void sweep_cache(const std::filesystem::path& cache);

/// The file in a run folder that its process keeps locked.
inline constexpr const char* kRunMark = ".rtl4ml-run";

/// The file whose lock says who uses an entry.
[[nodiscard]] std::filesystem::path entry_lock(const std::filesystem::path& cache, const std::string& name);

}  // namespace rtl4ml
