#include "sw/experiment/run_store.hpp"

#include <fmt/format.h>

#include <cctype>
#include <system_error>

#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxRecordBytes = std::uint64_t{16} << 20;

}  // namespace

std::string slug(const std::string& text) {
  std::string name;
  for (const char character : text) {
    const auto byte = static_cast<unsigned char>(character);
    if (byte < 128 && (std::isalnum(byte) != 0 || character == '.' || character == '-')) {
      name += static_cast<char>(std::tolower(byte));
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

Result<RunStore> RunStore::open(const fs::path& folder, const std::string& settings, bool fresh) {
  std::error_code failure;
  if (fresh) fs::remove_all(folder, failure);
  if (!failure) fs::create_directories(folder / "runs", failure);
  if (failure) {
    return fault("file.unwritable", folder.string(), failure.message(),
                 "free the folder, or name another with --build");
  }
  const fs::path kept = folder / "settings.json";
  if (fs::exists(kept)) {
    const Result<std::string> before = read_file(kept, kMaxRecordBytes);
    if (!before) return faults(before.error());
    if (*before != settings) {
      return fault("experiment.other_settings", folder.string(),
                   "it holds runs that were made with other settings than the experiment has now",
                   "--fresh removes them; or give the experiment another name");
    }
  } else if (auto written = write_file(kept, settings); !written) {
    return faults(written.error());
  }
  return RunStore(folder);
}

fs::path RunStore::path_of(const std::string& variant, std::uint64_t seed) const {
  return folder_ / "runs" / fmt::format("{}-s{}.json", slug(variant), seed);
}

std::optional<Record> RunStore::find(const std::string& variant, std::uint64_t seed) const {
  const fs::path path = path_of(variant, seed);
  std::error_code failure;
  if (!fs::exists(path, failure)) return std::nullopt;
  const Result<std::string> text = read_file(path, kMaxRecordBytes);
  if (!text) return std::nullopt;
  Result<Record> record = parse_record(*text, path.string());
  if (!record || record->variant != variant || record->seed != seed) return std::nullopt;
  return std::move(*record);
}

Result<void> RunStore::save(const Record& record) const {
  return write_file(path_of(record.variant, record.seed), to_json(record));
}

}  // namespace rtl4ml
