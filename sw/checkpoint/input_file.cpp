#include "sw/checkpoint/input_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace rtl4ml {

InputFile::InputFile(std::string path, int descriptor, std::span<const std::byte> bytes, std::uint64_t size)
    : path_(std::move(path)), descriptor_(descriptor), bytes_(bytes), size_(size) {}

InputFile::InputFile(InputFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      bytes_(other.bytes_),
      size_(other.size_) {}

InputFile::~InputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<InputFile> InputFile::open(const std::string& path) {
  // O_NONBLOCK: opening a pipe that nobody writes to must not wait for ever.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) {
    if (errno == ENOENT) return fault("file.missing", path, "there is no such file", "check the path");
    return fault("file.unreadable", path, std::string("cannot be read: ") + std::strerror(errno),
                 "check its permissions");
  }
  InputFile file(path, descriptor, {}, 0);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    const char* what = S_ISDIR(status.st_mode) ? "is a folder, not a file" : "is not a regular file";
    return fault("file.unreadable", path, what, "name a checkpoint file");
  }
  file.size_ = static_cast<std::uint64_t>(status.st_size);
  return file;
}

InputFile InputFile::from_bytes(std::span<const std::byte> bytes, std::string name) {
  return {std::move(name), -1, bytes, bytes.size()};
}

bool InputFile::read(std::uint64_t offset, std::span<std::byte> into) const {
  if (offset > size_ || into.size() > size_ - offset) return false;
  if (descriptor_ < 0) {
    std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
    return true;
  }
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t got = ::pread(descriptor_, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace rtl4ml
