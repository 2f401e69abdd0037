#include "sw/data/csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "sw/base/file.hpp"
#include "sw/data/labels.hpp"

namespace rtl4ml {
namespace {

constexpr std::uint64_t kMaxFile = std::uint64_t{1} << 30;
constexpr std::size_t kMaxShown = 32;

std::string_view trimmed(std::string_view text) {
  const std::string_view kSpace = " \t\r";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<double> number_in(std::string_view word) {
  if (!word.empty() && word.front() == '+') word.remove_prefix(1);
  double value = 0.0;
  const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (failed != std::errc{} || end != word.data() + word.size()) return std::nullopt;
  return value;
}

/// The word as a message may show it: short and printable.
std::string shown(std::string_view word) {
  std::string text;
  for (const char c : word.substr(0, kMaxShown)) text += c >= ' ' && c < 127 ? c : '?';
  return word.size() > kMaxShown ? text + "..." : text;
}

/// Collects rows; what is wrong is said with line and column.
class CsvReader {
 public:
  explicit CsvReader(const std::string& path) : path_(path) {}

  /// Takes one line; `first` says that it may be a header.
  Result<void> take_line(std::string_view line, std::size_t number, bool first) {
    row_.clear();
    std::size_t start = 0;
    while (true) {
      const std::size_t comma = std::min(line.find(',', start), line.size());
      const std::string_view word = trimmed(line.substr(start, comma - start));
      const auto place = [&] { return path_ + ":" + std::to_string(number) + ":" + std::to_string(start + 1); };
      const std::optional<double> value = number_in(word);
      if (!value && first) return {};
      if (!value)
        return fault("data.csv", place(), "'" + shown(word) + "' is not a number",
                     "separate numbers by commas; start comments with '#'");
      if (!std::isfinite(*value)) {
        return fault("data.value", place(), "'" + shown(word) + "' is not finite",
                     "remove or replace such values; fixed point has none");
      }
      row_.push_back(*value);
      if (comma == line.size()) break;
      start = comma + 1;
    }
    return take_row([&] { return path_ + ":" + std::to_string(number); });
  }

  [[nodiscard]] const Dataset& data() const { return data_; }
  [[nodiscard]] Dataset take() { return std::move(data_); }

 private:
  /// `place`: called where something is wrong.
  template <class Place>
  Result<void> take_row(const Place& place) {
    if (row_.size() < 2 || row_.size() > static_cast<std::size_t>(kMaxFeatures)) {
      return fault("data.csv", place(),
                   "has " + std::to_string(row_.size()) + " columns; features and a label need two or more",
                   "put the label into the last column (-1: unknown)");
    }
    const std::size_t features = row_.size() - 1;
    if (data_.count > 0 && features != static_cast<std::size_t>(data_.features)) {
      return fault("data.csv", place(),
                   "has " + std::to_string(row_.size()) + " columns; the lines before have " +
                       std::to_string(data_.features + 1),
                   "give every line the same columns");
    }
    const std::optional<std::int64_t> label = label_of(row_.back());
    if (!label) return bad_label(place(), row_.back());
    data_.features = static_cast<int>(features);
    data_.inputs.insert(data_.inputs.end(), row_.begin(), row_.end() - 1);
    data_.labels.push_back(*label);
    ++data_.count;
    return {};
  }

  const std::string& path_;
  Dataset data_;
  std::vector<double> row_;
};

}  // namespace

Result<Dataset> read_csv(const std::string& path, std::int64_t count) {
  const Result<std::string> content = read_file(path, kMaxFile);
  if (!content) return faults(content.error());
  const std::string_view text = *content;
  CsvReader reader(path);
  bool first = true;
  std::size_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = trimmed(text.substr(start, end - start));
    ++number;
    start = end + 1;
    if (line.empty() || line.front() == '#') continue;
    if (auto taken = reader.take_line(line, number, first); !taken) return faults(taken.error());
    first = false;
    if (count > 0 && reader.data().count == count) break;
  }
  if (reader.data().count == 0) {
    return fault("data.csv", path, "holds no line of numbers",
                 "one vector per line, separated by commas, the label last");
  }
  return reader.take();
}

}  // namespace rtl4ml
