#include "sw/yaml/yaml_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <istream>
#include <limits>
#include <map>
#include <optional>
#include <streambuf>

namespace rtl4ml {
namespace {

using Kind = YamlNode::Kind;

bool all_digits(std::string_view text, std::string_view digits) {
  return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

/// Decimal with a sign, 0x or 0o. False where the text is no integer.
bool read_integer(const std::string& text, YamlNode& node) {
  const bool negative = text.front() == '-';
  std::string_view digits = text;
  if (negative || text.front() == '+') digits.remove_prefix(1);
  int base = 10;
  if (digits.size() == text.size() && digits.substr(0, 2) == "0x") base = 16;
  if (digits.size() == text.size() && digits.substr(0, 2) == "0o") base = 8;
  if (base != 10) digits.remove_prefix(2);
  if (!all_digits(digits, base == 16 ? "0123456789abcdefABCDEF" : base == 8 ? "01234567" : "0123456789")) return false;
  std::uint64_t magnitude = 0;
  constexpr std::uint64_t kLimit = std::numeric_limits<std::int64_t>::max();
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), magnitude, base);
  if (error != std::errc{}) magnitude = kLimit;  // more than 64 bits: saturated, out of every range
  node.integer = static_cast<std::int64_t>(std::min(magnitude, kLimit));
  if (negative) node.integer = -node.integer;
  node.number = static_cast<double>(node.integer);
  node.kind = Kind::kInteger;
  return true;
}

/// Decimal fractions, exponents, .inf and .nan. False where the text is no number.
bool read_number(const std::string& text, YamlNode& node) {
  std::string_view rest = text;
  const bool negative = rest.front() == '-';
  if (negative || rest.front() == '+') rest.remove_prefix(1);
  if (rest == ".inf" || rest == ".Inf" || rest == ".INF") {
    node.number = negative ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::infinity();
  } else if (text == ".nan" || text == ".NaN" || text == ".NAN") {
    node.number = std::numeric_limits<double>::quiet_NaN();
  } else {
    // from_chars also takes "inf" and "nan", which YAML writes with a dot.
    const std::string_view kFirst = "0123456789.";
    if (rest.empty() || kFirst.find(rest.front()) == std::string_view::npos) return false;
    double value = 0.0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (end != rest.data() + rest.size() || error == std::errc::invalid_argument) return false;
    if (error == std::errc::result_out_of_range) value = std::strtod(std::string(rest).c_str(), nullptr);
    node.number = negative ? -value : value;
  }
  node.kind = Kind::kNumber;
  return true;
}

void read_plain(const std::string& text, YamlNode& node) {
  node.kind = Kind::kText;
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
    node.kind = Kind::kNull;
  } else if (text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" ||
             text == "FALSE") {
    node.kind = Kind::kBool;
    node.boolean = text.front() == 't' || text.front() == 'T';
  } else if (!read_integer(text, node)) {
    read_number(text, node);
  }
}

/// yaml-cpp's marks count bytes from zero; places count characters from one.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {
    starts_.push_back(text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0);
    continuations_.reserve(text.size() + 1);
    continuations_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      continuations_.push_back(continuations_.back() +
                               ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U ? 1 : 0));
      // YAML takes \n, \r and \r\n for one line break.
      if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
        starts_.push_back(i + 1);
    }
  }

  void set_place(const YAML::Mark& mark, YamlNode& node) const {
    node.line = std::max(mark.line, 0) + 1;
    node.column = std::max(mark.column, 0) + 1;
    if (static_cast<std::size_t>(node.line) > starts_.size()) return;
    const std::size_t start = starts_[static_cast<std::size_t>(node.line) - 1];
    const std::size_t end = std::min(text_.size(), start + static_cast<std::size_t>(node.column) - 1);
    if (end > start) node.column -= continuations_[end] - continuations_[start];
  }

  [[nodiscard]] std::string_view line(int number) const {
    if (number < 1 || static_cast<std::size_t>(number) > starts_.size()) return {};
    const std::string_view rest = text_.substr(starts_[static_cast<std::size_t>(number) - 1]);
    return rest.substr(0, rest.find_first_of("\r\n"));
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;  ///< of each line
  std::vector<int> continuations_;   ///< second to fourth bytes of characters before each byte
};

/// Builds the tree from the parser's events. At the first fault that makes going on pointless (depth, size, aliases) it
/// ignores the rest; the parser goes on to its end, which the size of the text bounds.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Lines& lines, const std::string& path) : lines_(lines), path_(path) {}

  [[nodiscard]] std::optional<YamlNode>& root() { return root_; }
  [[nodiscard]] Errors& errors() { return errors_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(start(mark, Kind::kNull), anchor); }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    YamlNode node = start(mark, Kind::kText);
    node.text = value;
    node.quoted = tag != "?";  // yaml-cpp's tag of plain scalars; "!" for quoted ones
    if (!node.quoted) read_plain(value, node);
    if (tag != "?" && tag != "!") refuse_tag(node, tag);
    add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (stopped_) return;
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) {
      return stop(Error{"config.alias", place_of(path_, start(mark, Kind::kNull)),
                        "an alias inside the value it stands for", "write the value out"});
    }
    nodes_ += found->second.count() - 1;
    YamlNode copy = nodes_ > kMaxYamlNodes ? YamlNode{} : found->second;
    add(std::move(copy), 0);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(start(mark, Kind::kList), tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(start(mark, Kind::kMapping), tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    YamlNode node;
    YAML::anchor_t anchor = 0;
  };

  YamlNode start(const YAML::Mark& mark, Kind kind) const {
    YamlNode node;
    node.kind = kind;
    lines_.set_place(mark, node);
    return node;
  }

  void stop(Error error) {
    if (!stopped_) errors_.push_back(std::move(error));
    stopped_ = true;
  }

  void refuse_tag(const YamlNode& node, const std::string& tag) {
    stop(Error{"config.syntax", place_of(path_, node), fmt::format("the tag {} has no meaning here", tag),
               "remove the tag"});
  }

  void open(YamlNode node, const std::string& tag, YAML::anchor_t anchor) {
    if (stopped_) return;
    if (tag != "?" && tag != "!" && !tag.empty()) return refuse_tag(node, tag);
    if (stack_.size() >= static_cast<std::size_t>(kMaxYamlDepth)) {
      return stop(Error{"config.depth", place_of(path_, node),
                        fmt::format("lists and mappings are nested more than {} deep", kMaxYamlDepth), ""});
    }
    stack_.push_back(Frame{std::move(node), anchor});
  }

  void close() {
    if (stopped_) return;
    Frame frame = std::move(stack_.back());
    stack_.pop_back();
    add(std::move(frame.node), frame.anchor);
  }

  void add(YamlNode node, YAML::anchor_t anchor) {
    if (stopped_) return;
    nodes_ += anchor == 0 ? 1 : 1 + node.count();  // what an anchor keeps counts as well: anchors may be nested
    if (nodes_ > kMaxYamlNodes) {
      return stop(Error{"config.too_large", place_of(path_, node),
                        fmt::format("more than {} values, aliases expanded", kMaxYamlNodes), ""});
    }
    if (anchor != 0) anchors_[anchor] = node;
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    YamlNode& parent = stack_.back().node;
    if (parent.kind == Kind::kMapping && parent.keys.size() == parent.items.size()) {
      add_key(parent, std::move(node));
    } else {
      // `key:` without a value: yaml-cpp places it at the next line's token.
      if (node.kind == Kind::kNull && node.text.empty() && parent.kind == Kind::kMapping) {
        node.line = parent.keys.back().line;
        node.column = parent.keys.back().column;
      }
      parent.items.push_back(std::move(node));
    }
  }

  void add_key(YamlNode& parent, YamlNode key) {
    if (key.kind == Kind::kList || key.kind == Kind::kMapping || key.kind == Kind::kNull) {
      return stop(Error{"config.syntax", place_of(path_, key), "a key is a word, not a list, a mapping or nothing",
                        "write `key: value`; quote keys such as \"null\""});
    }
    if (key.text == "<<" && !key.quoted) {
      return stop(Error{"config.syntax", place_of(path_, key), "merge keys (<<) are not supported",
                        "write the keys out; a whole value can be an alias"});
    }
    parent.keys.push_back(std::move(key));
  }

  const Lines& lines_;
  const std::string& path_;
  std::optional<YamlNode> root_;
  Errors errors_;
  bool stopped_ = false;
  std::vector<Frame> stack_;
  std::map<YAML::anchor_t, YamlNode> anchors_;
  std::int64_t nodes_ = 0;
};

/// Length of the UTF-8 character at `text[0]`, 0 where it is none.
std::size_t utf8_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first < 0x80                    ? 1
                             : first >= 0xC2 && first < 0xE0 ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  if (length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

/// yaml-cpp ends silently at some control characters and reads other encodings by guess: refused before it sees them.
Result<void> check_encoding(std::string_view text, const std::string& path) {
  int line = 1, column = 1;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0 || byte == 0x7F || (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t')) {
      return fault("config.encoding", fmt::format("{}:{}:{}", path, line, column),
                   fmt::format("byte 0x{:02x} is not text in UTF-8", byte), "save the file as plain UTF-8");
    }
    ++column;
    if (text[i] == '\n') {
      ++line;
      column = 1;
    }
    i += length;
  }
  return {};
}

tl::unexpected<Errors> syntax_fault(const YAML::Exception& problem, const Lines& lines, const std::string& path) {
  YamlNode node;
  lines.set_place(problem.mark, node);
  const bool tab = lines.line(node.line).find('\t') != std::string_view::npos;
  return fault("config.syntax", place_of(path, node), "not valid YAML: " + problem.msg,
               tab ? "indent with spaces; YAML takes no tabs"
                   : "look at the indentation, the colons, the quotes and the brackets here and just above");
}

/// A stream that reads the text where it is.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());  // a streambuf's get area is never written to
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].text == key) return &items[i];
  }
  return nullptr;
}

std::int64_t YamlNode::count() const {
  std::int64_t sum = 1 + static_cast<std::int64_t>(keys.size());
  for (const YamlNode& item : items) sum += item.count();
  return sum;
}

std::string place_of(const std::string& path, const YamlNode& node) {
  return fmt::format("{}:{}:{}", path, node.line, node.column);
}

Result<YamlNode> parse_yaml(std::string_view text, const std::string& path) {
  if (text.size() > kMaxYamlBytes) {
    return fault("config.too_large", path, fmt::format("{} bytes; at most {} are read", text.size(), kMaxYamlBytes),
                 "");
  }
  Result<void> encoding = check_encoding(text, path);
  if (!encoding) return faults(std::move(encoding.error()));
  const Lines lines(text);
  TreeBuilder builder(lines, path);
  try {
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    TreeBuilder second(lines, path);
    if (parser.HandleNextDocument(second) && second.root()) {
      return fault("config.syntax", place_of(path, *second.root()), "a second document begins",
                   "one file is one config: remove the `---`");
    }
  } catch (const YAML::Exception& problem) {
    if (!builder.errors().empty()) return faults(std::move(builder.errors()));
    return syntax_fault(problem, lines, path);
  }
  if (!builder.errors().empty()) return faults(std::move(builder.errors()));
  if (!builder.root() || builder.root()->kind == Kind::kNull) {
    return fault("config.empty", path, "the file holds nothing", "a config needs at least `checkpoint: <file>`");
  }
  return std::move(*builder.root());
}

}  // namespace rtl4ml
