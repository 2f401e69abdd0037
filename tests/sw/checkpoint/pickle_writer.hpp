// Pickles and zip archives made by hand, for what PyTorch would never write.
#pragma once

#include <zip.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/sw/checkpoint/fixtures.hpp"

namespace rtl4ml {

/// `bytes` bytes, lowest first.
inline std::string little_endian(std::uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 255);
  return text;
}

namespace opcode {

inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}
inline std::string text(const std::string& value) { return "X" + little_endian(value.size(), 4) + value; }
inline std::string integer(std::int64_t value) {
  return "\x8a\x08" + little_endian(static_cast<std::uint64_t>(value), 8);
}
inline std::string tuple(const std::vector<std::string>& items) {
  std::string all = "(";
  for (const std::string& item : items) all += item;
  return all + "t";
}
inline std::string integers(const std::vector<std::int64_t>& values) {
  std::vector<std::string> items;
  for (const std::int64_t value : values) items.push_back(integer(value));
  return tuple(items);
}
inline std::string dict(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string all = "}(";
  for (const auto& [key, value] : entries) all += text(key) + value;
  return all + "u";
}
inline std::string storage(const std::string& type, const std::string& key, std::int64_t numel) {
  return tuple({text("storage"), global("torch", type), text(key), text("cpu"), integer(numel)}) + "Q";
}
inline std::string tensor(const std::string& storage, std::int64_t offset, const std::vector<std::int64_t>& shape,
                          const std::vector<std::int64_t>& strides) {
  return global("torch._utils", "_rebuild_tensor_v2") +
         tuple({storage, integer(offset), integers(shape), integers(strides), "\x89", "}"}) + "R";
}
inline std::string pickle(const std::string& value) { return "\x80\x02" + value + "."; }

}  // namespace opcode

using ZipEntries = std::vector<std::pair<std::string, std::string>>;

/// The archive's bytes; entries stored, or deflated where asked for.
inline std::string zip_of(const ZipEntries& entries, bool deflated = false) {
  const TemporaryFile file("", "zip");
  int code = 0;
  zip_t* const archive = zip_open(file.path().c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  REQUIRE(archive != nullptr);
  for (const auto& [name, content] : entries) {
    zip_source_t* const source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    REQUIRE(index >= 0);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 946684800, 0);
  }
  REQUIRE(zip_close(archive) == 0);
  return bytes_of(file.path());
}

/// A state_dict file with this pickled value and these storages.
inline std::string state_dict_file(const std::string& value, const std::vector<std::string>& storages,
                                   const ZipEntries& more = {}) {
  ZipEntries entries = {{"archive/data.pkl", opcode::pickle(value)}};
  for (std::size_t i = 0; i < storages.size(); ++i)
    entries.emplace_back("archive/data/" + std::to_string(i), storages[i]);
  entries.insert(entries.end(), more.begin(), more.end());
  return zip_of(entries);
}

inline std::string floats(const std::vector<float>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)};
}

/// The text with every `from` replaced; as many bytes as before.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
  REQUIRE(from.size() == to.size());
  bool found = false;
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
    text.replace(at, from.size(), to);
    found = true;
  }
  REQUIRE(found);
  return text;
}

}  // namespace rtl4ml
