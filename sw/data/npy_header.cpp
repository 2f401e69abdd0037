#include "sw/data/npy_header.hpp"

#include <charconv>
#include <limits>
#include <optional>

namespace rtl4ml {
namespace {

constexpr std::size_t kMaxHeader = std::size_t{64} * 1024;
constexpr std::size_t kMaxDimensions = 32;  // NumPy's own limit

/// Reads the dictionary from left to right; any surprise ends it with a fault.
class HeaderParser {
 public:
  HeaderParser(const std::string& path, std::string_view text, std::size_t offset)
      : path_(path), text_(text), offset_(offset) {}

  Result<void> parse(NpyHeader& header) {
    bool seen_descr = false;
    bool seen_order = false;
    bool seen_shape = false;
    if (!take('{')) return malformed("a '{'");
    while (!take('}')) {
      const std::optional<std::string> key = quoted();
      if (!key || !take(':')) return malformed("a key");
      if (*key == "descr" && !seen_descr) {
        seen_descr = true;
        if (auto done = descr(header); !done) return done;
      } else if (*key == "fortran_order" && !seen_order) {
        seen_order = true;
        if (take_word("True")) {
          header.fortran_order = true;
        } else if (!take_word("False")) {
          return malformed("True or False");
        }
      } else if (*key == "shape" && !seen_shape) {
        seen_shape = true;
        if (auto done = shape(header); !done) return done;
      } else {
        return malformed("one each of 'descr', 'fortran_order' and 'shape'");
      }
      if (!take(',') && !peek('}')) return malformed("',' or '}'");
    }
    skip_space();
    if (at_ != text_.size()) return malformed("the end of the header");
    if (!seen_descr || !seen_order || !seen_shape) return malformed("'descr', 'fortran_order' and 'shape'");
    return {};
  }

 private:
  tl::unexpected<Errors> malformed(const std::string& expected) const {
    return fault("data.npy", path_,
                 "the header is malformed at offset " + std::to_string(offset_ + at_) + ": expected " + expected,
                 "write the file with numpy.save");
  }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
  }
  bool peek(char wanted) {
    skip_space();
    return at_ < text_.size() && text_[at_] == wanted;
  }
  bool take(char wanted) {
    if (!peek(wanted)) return false;
    ++at_;
    return true;
  }
  bool take_word(std::string_view word) {
    skip_space();
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  std::optional<std::string> quoted() {
    for (const char quote : {'\'', '"'}) {
      if (!take(quote)) continue;
      const std::size_t end = text_.find(quote, at_);
      if (end == std::string_view::npos) return std::nullopt;
      std::string word(text_.substr(at_, end - at_));
      at_ = end + 1;
      return word;
    }
    return std::nullopt;
  }

  Result<void> descr(NpyHeader& header) {
    const std::optional<std::string> type = quoted();
    if (!type) return malformed("a plain type such as '<f4' (records are not supported)");
    static constexpr std::string_view kKnown[] = {"<f2", "<f4", "<f8", "|i1", "|u1", "<i2", "<u2",
                                                  "<i4", "<u4", "<i8", "|b1", "<i1", "<u1"};
    for (const std::string_view known : kKnown) {
      if (*type != known) continue;
      header.kind = known[1];
      header.item_size = static_cast<std::size_t>(known[2] - '0');
      return {};
    }
    return fault("data.npy", path_, "elements of type '" + *type + "' are not supported",
                 "save the array as float32: numpy.save(path, x.astype('<f4'))");
  }

  Result<void> shape(NpyHeader& header) {
    if (!take('(')) return malformed("'('");
    while (!take(')')) {
      skip_space();
      std::int64_t size = 0;
      const auto [end, failed] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), size);
      if (failed != std::errc{} || size < 0 || header.shape.size() == kMaxDimensions) return malformed("a dimension");
      at_ = static_cast<std::size_t>(end - text_.data());
      header.shape.push_back(size);
      if (!take(',') && !peek(')')) return malformed("',' or ')'");
    }
    return {};
  }

  const std::string& path_;
  std::string_view text_;
  std::size_t offset_;
  std::size_t at_ = 0;
};

std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t size : shape) text += "[" + std::to_string(size) + "]";
  return text.empty() ? "[]" : text;
}

/// Little-endian, `bytes` of them.
std::size_t read_size(std::string_view content, std::size_t offset, std::size_t bytes) {
  std::size_t value = 0;
  for (std::size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(content[offset + i]);
  return value;
}

}  // namespace

Result<NpyHeader> parse_npy_header(const std::string& path, std::string_view content) {
  const std::string fix = "write the file with numpy.save";
  if (content.size() < 10 || content.substr(0, 6) != "\x93NUMPY") {
    return fault("data.npy", path, "is not a .npy file: its first bytes are not \\x93NUMPY", fix);
  }
  const int version = static_cast<unsigned char>(content[6]);
  if (version < 1 || version > 3) {
    return fault("data.npy", path, "version " + std::to_string(version) + " of the format is not known; 1 to 3 are",
                 fix);
  }
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  const std::size_t start = 8 + length_bytes;
  if (content.size() < start) return fault("data.npy", path, "is truncated in its header", fix);
  const std::size_t length = read_size(content, 8, length_bytes);
  if (length > kMaxHeader || length > content.size() - start) {
    return fault("data.npy", path,
                 "the header claims " + std::to_string(length) + " bytes; " + std::to_string(content.size() - start) +
                     " follow, and " + std::to_string(kMaxHeader) + " are the most",
                 fix);
  }
  NpyHeader header;
  HeaderParser parser(path, content.substr(start, length), start);
  if (auto parsed = parser.parse(header); !parsed) return faults(parsed.error());
  header.data_offset = start + length;
  const std::size_t available = content.size() - header.data_offset;
  header.elements = 1;
  for (const std::int64_t size : header.shape) {
    if (__builtin_mul_overflow(header.elements, static_cast<std::size_t>(size), &header.elements)) {
      return fault("data.npy", path, "the shape " + shape_text(header.shape) + " is larger than any file", fix);
    }
  }
  if (header.elements > std::numeric_limits<std::size_t>::max() / header.item_size ||
      header.elements * header.item_size != available) {
    return fault("data.npy", path,
                 "the shape " + shape_text(header.shape) + " of " + std::to_string(header.item_size) +
                     "-byte elements does not fit the " + std::to_string(available) +
                     " bytes of data; the file is truncated or has more than one array",
                 fix);
  }
  return header;
}

}  // namespace rtl4ml
