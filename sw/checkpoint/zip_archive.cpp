#include "sw/checkpoint/zip_archive.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace rtl4ml {
namespace {

// What an entry, and what all of them, may unpack to. PyTorch stores its data unpacked; only TorchScript's code, and
// files packed again by hand, are compressed.
constexpr std::uint64_t kMostRatio = 100;
constexpr std::uint64_t kMostTotalRatio = 20;
constexpr std::uint64_t kFreeBytes = std::uint64_t{4} << 20;
constexpr zip_int64_t kMostEntries = 1'000'000;

std::string reason(int code, int system) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  error.sys_err = system;
  std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return text;
}

/// libzip reads through its own descriptor, which it closes.
zip_t* open_zip(const InputFile& file, std::string& why) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = nullptr;
  std::FILE* stream = nullptr;
  if (file.descriptor() >= 0) {
    const int copy = ::dup(file.descriptor());
    stream = copy < 0 ? nullptr : ::fdopen(copy, "rb");
    if (stream == nullptr) {
      if (copy >= 0) ::close(copy);
      why = "too many open files";
      return nullptr;
    }
    source = zip_source_filep_create(stream, 0, static_cast<zip_int64_t>(file.size()), &error);
    if (source == nullptr) std::fclose(stream);
  } else {
    source = zip_source_buffer_create(file.bytes().data(), file.bytes().size(), 0, &error);
  }
  zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) {
    why = zip_error_strerror(&error);
    if (source != nullptr) zip_source_free(source);
  }
  zip_error_fini(&error);
  return archive;
}

tl::unexpected<Errors> corrupt(const std::string& path, const std::string& message) {
  return fault("checkpoint.corrupt", path, message, "copy the file again, or save it again with torch.save");
}

}  // namespace

void ZipArchive::Close::operator()(zip* archive) const { zip_discard(archive); }

bool looks_like_zip(const InputFile& file) {
  std::array<std::byte, 4> magic{};
  return file.read(0, magic) && magic[0] == std::byte{'P'} && magic[1] == std::byte{'K'} &&
         ((magic[2] == std::byte{3} && magic[3] == std::byte{4}) ||
          (magic[2] == std::byte{5} && magic[3] == std::byte{6}));
}

Result<ZipArchive> ZipArchive::open(const InputFile& file) {
  std::string why;
  ZipArchive opened(file.path());
  opened.archive_.reset(open_zip(file, why));
  if (!opened.archive_) {
    return fault("checkpoint.truncated", file.path(),
                 fmt::format("the zip archive's directory is missing or damaged ({}); the file is {} bytes long", why,
                             file.size()),
                 "the file was probably cut off while it was copied or saved: copy or save it again");
  }
  zip_t* const archive = opened.archive_.get();
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count < 1 || count > kMostEntries)
    return corrupt(file.path(), fmt::format("the zip archive has {} entries", count));
  std::uint64_t stored = 0;
  std::uint64_t total = 0;
  for (zip_int64_t index = 0; index < count; ++index) {
    zip_stat_t status;
    zip_stat_init(&status);
    const bool known = zip_stat_index(archive, static_cast<zip_uint64_t>(index), ZIP_FL_ENC_RAW, &status) == 0 &&
                       (status.valid & ZIP_STAT_NAME) != 0 && (status.valid & ZIP_STAT_SIZE) != 0 &&
                       (status.valid & ZIP_STAT_COMP_SIZE) != 0;
    if (!known) return corrupt(file.path(), fmt::format("entry {} of the zip archive has no name or no size", index));
    const std::string name = status.name;
    // Packed entries cannot need more room than the file has, unless they overlap: the other kind of zip bomb.
    if (status.comp_size > file.size() || (stored += status.comp_size) > file.size()) {
      return fault("checkpoint.zip_bomb", file.path(),
                   fmt::format("the entries up to {} claim {} packed bytes in a file of {}", name,
                               std::max(stored, status.comp_size), file.size()),
                   "this is no file that PyTorch wrote; do not use it");
    }
    if (status.size > kFreeBytes && status.size / kMostRatio > status.comp_size) {
      return fault("checkpoint.zip_bomb", file.path(),
                   fmt::format("entry {} unpacks from {} to {} bytes; at most {} times are allowed", name,
                               status.comp_size, status.size, kMostRatio),
                   "if you trust the file, load it with PyTorch and save it again");
    }
    total += status.size;
    if (total > kFreeBytes && total / kMostTotalRatio > file.size()) {
      return fault("checkpoint.zip_bomb", file.path(),
                   fmt::format("the entries up to {} unpack to {} bytes, the file has {}; at most {} times are allowed",
                               name, total, file.size(), kMostTotalRatio),
                   "if you trust the file, load it with PyTorch and save it again");
    }
    const Entry entry{static_cast<std::uint64_t>(index), status.size};
    if (!opened.entries_.emplace(name, entry).second) {
      return fault("checkpoint.duplicate", file.path(), fmt::format("the zip archive holds {} twice", name),
                   "save it again with torch.save");
    }
    if (index == 0) opened.folder_ = name.substr(0, name.find('/') + 1);
  }
  return opened;
}

bool ZipArchive::contains_folder(const std::string& name) const {
  const auto first = entries_.lower_bound(folder_ + name);
  return first != entries_.end() && first->first.starts_with(folder_ + name);
}

Result<void> ZipArchive::read(const std::string& name, std::span<std::byte> into) const {
  const Entry& entry = entries_.at(folder_ + name);
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> stream(zip_fopen_index(archive_.get(), entry.index, 0),
                                                                 &zip_fclose);
  if (!stream) return corrupt(path_, fmt::format("entry {} cannot be read: {}", name, zip_strerror(archive_.get())));
  std::size_t done = 0;
  while (done < into.size()) {
    const zip_int64_t got = zip_fread(stream.get(), into.data() + done, into.size() - done);
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  // The checksum is compared when the end is seen, hence one more read.
  std::byte beyond{};
  const zip_int64_t more = done == into.size() ? zip_fread(stream.get(), &beyond, 1) : -1;
  if (more == 0) return {};
  if (more > 0) return corrupt(path_, fmt::format("entry {} is longer than the {} bytes it claims", name, into.size()));
  const zip_error_t* error = zip_file_get_error(stream.get());
  return corrupt(path_, fmt::format("entry {} cannot be read: {}", name,
                                    zip_error_code_zip(error) == 0
                                        ? fmt::format("it ends after {} of {} bytes", done, into.size())
                                        : reason(zip_error_code_zip(error), zip_error_code_system(error))));
}

Result<std::string> ZipArchive::read_text(const std::string& name, std::uint64_t limit) const {
  const std::uint64_t bytes = size(name);
  if (bytes > limit) {
    return fault("checkpoint.too_large", path_,
                 fmt::format("entry {} has {} bytes, at most {} are read", name, bytes, limit),
                 "save the model's state_dict alone");
  }
  std::string text(bytes, '\0');
  const Result<void> done = read(name, std::as_writable_bytes(std::span(text)));
  if (!done) return faults(done.error());
  return text;
}

}  // namespace rtl4ml
