#include "sim/netlist/memories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uint64_t kLimit = std::uint64_t{4} << 30;

/// The bits of a hexadecimal number, the highest first, exactly `width` of them.
std::string bits_of(const std::string& digits, std::size_t width) {
  std::string bits;
  bits.reserve(digits.size() * 4);
  for (const char digit : digits) {
    const int value = digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
    for (int bit = 3; bit >= 0; --bit) bits += static_cast<char>('0' + (value >> bit & 1));
  }
  if (bits.size() < width) bits.insert(0, width - bits.size(), '0');
  return bits.substr(bits.size() - width);
}

Result<std::vector<std::string>> memory_file_words(const fs::path& file) {
  const Result<std::string> text = read_file(file, kLimit);
  if (!text) return faults(text.error());
  std::vector<std::string> words;
  std::istringstream lines(*text);
  for (std::string word; lines >> word;) words.push_back(word);
  return words;
}

/// The files of a folder whose names end as told, sorted.
Result<std::vector<fs::path>> files_ending(const fs::path& folder, const std::string& ending) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.size() > ending.size() && name.ends_with(ending)) files.push_back(entry.path());
  }
  if (failed)
    return fault("sim.design", folder.string(), "cannot be read: " + failed.message(), "generate the design again");
  std::sort(files.begin(), files.end());
  return files;
}

/// A memory with contents, as Yosys read it.
struct Memory {
  std::string module, name;
  std::size_t width = 0, words = 0;
  std::string content;  ///< the last word first, its highest bit first; '0', '1' or 'x'

  [[nodiscard]] std::string word(std::size_t index) const { return content.substr((words - 1 - index) * width, width); }
};

std::int64_t integer(const Json& parameter) {
  if (parameter.is_number()) return parameter.get<std::int64_t>();
  return static_cast<std::int64_t>(std::stoull(parameter.get<std::string>(), nullptr, 2));
}

std::vector<Memory> parse_memories(const Json& json) {
  std::vector<Memory> memories;
  for (const auto& [name, module] : json.at("modules").items()) {
    for (const auto& [cell_name, cell] : module.at("cells").items()) {
      const Json& parameters = cell.at("parameters");
      if (!parameters.contains("INIT")) continue;
      Memory memory;
      memory.module = name;
      memory.name = cell_name;
      memory.width = static_cast<std::size_t>(integer(parameters.at("WIDTH")));
      memory.words = static_cast<std::size_t>(integer(parameters.at("SIZE")));
      memory.content = parameters.at("INIT").get<std::string>();
      // Yosys writes a memory without contents as a single x.
      if (memory.content.size() < memory.width * memory.words)
        memory.content.insert(0, memory.width * memory.words - memory.content.size(), 'x');
      memories.push_back(std::move(memory));
    }
  }
  return memories;
}

/// Compares a memory with its file, word by word; empty: equal.
std::string compare(const Memory& memory, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < memory.words; ++i) {
    const std::string arrived = memory.word(i);
    if (arrived.find('x') != std::string::npos) {
      return fmt::format("ROM {0}: word {1} of {2} has no value; {0}.mem holds {3} words", memory.module, i,
                         memory.words, words.size());
    }
    if (i < words.size() && arrived != bits_of(words[i], memory.width))
      return fmt::format("ROM {0}: word {1} is not the one of {0}.mem", memory.module, i);
  }
  return "";
}

/// Whether one of the library's reloadable memories, whose modules Yosys names after their parameters, has this
/// content.
bool is_in_reloadable(const std::vector<Memory>& memories, const std::vector<std::string>& words) {
  return std::any_of(memories.begin(), memories.end(), [&](const Memory& memory) {
    return memory.module.ends_with("reloadable_source") && memory.words == words.size() &&
           compare(memory, words).empty();
  });
}

/// The words of a source, by the memories that it keeps them in: those of its memory file, and the constants that its
/// cases assign to a signal each.
Result<std::vector<std::vector<std::string>>> source_memories(const fs::path& source) {
  std::map<std::string, std::vector<std::string>> memories;
  const fs::path file = fs::path(source).replace_extension(".mem");
  if (fs::exists(file)) {
    Result<std::vector<std::string>> words = memory_file_words(file);
    if (!words) return faults(words.error());
    memories[""] = std::move(*words);
  }
  const Result<std::string> text = read_file(source, kLimit);
  if (!text) return faults(text.error());
  const std::regex constant(R"((\w+) <= \d+'h([0-9a-fA-F]+);)");
  for (std::sregex_iterator match(text->begin(), text->end(), constant), end; match != end; ++match)
    memories[(*match)[1]].push_back((*match)[2]);
  std::vector<std::vector<std::string>> result;
  for (auto& [signal, words] : memories) result.push_back(std::move(words));
  return result;
}

/// Columns of the words that are neither constant nor the same as, or the opposite of, another one.
std::int64_t distinct_columns(const std::vector<std::string>& words) {
  std::size_t digits = 0;
  for (const std::string& word : words) digits = std::max(digits, word.size());
  std::vector<std::string> columns(digits * 4, std::string(words.size(), '0'));
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string bits = bits_of(words[i], digits * 4);
    for (std::size_t column = 0; column < columns.size(); ++column) columns[column][i] = bits[column];
  }
  std::set<std::string> distinct;
  for (std::string& column : columns) {
    if (column.find_first_not_of(column.front()) == std::string::npos) continue;
    if (column.front() == '1') {
      for (char& bit : column) bit = bit == '1' ? '0' : '1';
    }
    distinct.insert(column);
  }
  return static_cast<std::int64_t>(distinct.size());
}

}  // namespace

Result<std::vector<std::string>> check_memories(const fs::path& memories_json, const fs::path& rtl) {
  const Result<std::string> text = read_file(memories_json, kLimit);
  if (!text) return faults(text.error());
  std::vector<Memory> memories;
  try {
    memories = parse_memories(Json::parse(*text));
  } catch (const std::exception& error) {
    return fault("netlist.json", memories_json.string(), std::string("is no JSON of Yosys: ") + error.what(),
                 "synthesise again");
  }
  const Result<std::vector<fs::path>> files = files_ending(rtl, ".mem");
  if (!files) return faults(files.error());
  std::vector<std::string> complaints;
  for (const fs::path& file : *files) {
    const std::string module = file.stem().string();
    // Cases of constants beside it are memories too, of names that Yosys made up.
    const auto memory = std::find_if(memories.begin(), memories.end(), [&](const Memory& each) {
      return each.module == module && !each.name.starts_with("$");
    });
    const Result<std::vector<std::string>> words = memory_file_words(file);
    if (!words) return faults(words.error());
    if (memory == memories.end() && is_in_reloadable(memories, *words)) continue;
    if (memory == memories.end()) {
      complaints.push_back(fmt::format("ROM {0}: {0}.mem is the content of no memory of the netlist", module));
      continue;
    }
    std::string complaint = compare(*memory, *words);
    if (!complaint.empty()) complaints.push_back(std::move(complaint));
  }
  return complaints;
}

Result<std::vector<WeightSource>> weight_sources(const fs::path& rtl) {
  const Result<std::vector<fs::path>> files = files_ending(rtl, "_weight_source.sv");
  if (!files) return faults(files.error());
  std::vector<WeightSource> sources;
  for (const fs::path& file : *files) {
    const Result<std::vector<std::vector<std::string>>> memories = source_memories(file);
    if (!memories) return faults(memories.error());
    const auto zero = [](const std::string& word) { return word.find_first_not_of('0') == std::string::npos; };
    WeightSource source{file.stem().string(), 0, !memories->empty()};
    for (const std::vector<std::string>& words : *memories) {
      source.distinct_bits += distinct_columns(words);
      source.all_zero = source.all_zero && std::all_of(words.begin(), words.end(), zero);
    }
    sources.push_back(std::move(source));
  }
  return sources;
}

}  // namespace rtl4ml
