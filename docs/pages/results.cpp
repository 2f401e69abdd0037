#include "docs/pages/results.hpp"

#include <fmt/chrono.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;  // figures stay in the order in which the rung wrote them

constexpr std::uint64_t kLimit = std::uint64_t{1} << 20;

/// The .json files of the folder, sorted; none where there is no such folder.
std::vector<fs::path> json_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".json") files.push_back(it->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string text_of(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

RungResult to_result(const Json& json) {
  RungResult result{json.at("rung"),           json.at("command"),
                    json.at("summary"),        json.value("date", ""),
                    json.at("passed"),         {},
                    json.value("machine", ""), {}};
  const Json figures = json.value("figures", Json::object());  // items() refers to it
  for (const auto& [name, value] : figures.items()) {
    result.figures.emplace_back(name, text_of(value));
  }
  const Json rows = json.value("rows", Json::array());
  for (const Json& row : rows) {
    result.rows.push_back(
        {row.at("part"), row.at("what"), row.at("measured"), row.at("bound"), row.at("reference"), row.at("verdict")});
  }
  return result;
}

/// The day on which the file was last written, in UTC.
std::string date_of(const fs::path& path) {
  const auto written = std::chrono::file_clock::to_sys(fs::last_write_time(path));
  return fmt::format("{:%F}", fmt::gmtime(std::chrono::system_clock::to_time_t(
                                  std::chrono::time_point_cast<std::chrono::system_clock::duration>(written))));
}

}  // namespace

Result<RungResult> parse_result(const std::string& text, const std::string& place) {
  try {
    RungResult result = to_result(Json::parse(text));
    if (result.rung == fs::path(place).stem()) return result;
    return fault("pages.result", place, "is the result of " + result.rung, "name the file after its rung");
  } catch (const Json::exception& exception) {
    return fault("pages.result", place, std::string("no result of a rung: ") + exception.what(),
                 "run the command that writes it again");
  }
}

Result<Results> read_results(const fs::path& folder) {
  Results results;
  for (const fs::path& path : json_files(folder)) {
    const Result<std::string> text = read_file(path, kLimit);
    if (!text) return faults(text.error());
    Result<RungResult> result = parse_result(*text, path.string());
    if (!result) return faults(result.error());
    results[path.stem().string()] = std::move(*result);
  }
  return results;
}

Result<std::vector<Claim>> parse_claims(const std::string& text, const std::string& place) {
  try {
    std::vector<Claim> claims;
    std::set<std::string> rungs;
    for (const Json& claim : Json::parse(text)) {
      claims.push_back({claim.at("claim"), claim.at("rung"), claim.at("command")});
      if (rungs.insert(claims.back().rung).second) continue;
      return fault("pages.claims", place, "two claims rest on the rung " + claims.back().rung, "make them one claim");
    }
    return claims;
  } catch (const Json::exception& exception) {
    return fault("pages.claims", place, std::string("no list of claims: ") + exception.what(),
                 "each entry has claim, rung and command, all text");
  }
}

Result<void> merge_results(const fs::path& from, const fs::path& into) {
  std::error_code ignored;
  fs::create_directories(into, ignored);
  for (const fs::path& path : json_files(from)) {
    const Result<std::string> text = read_file(path, kLimit);
    if (!text) return faults(text.error());
    const Result<RungResult> result = parse_result(*text, path.string());
    if (!result) return faults(result.error());
    Json json = Json::parse(*text);
    json["date"] = date_of(path);
    const Result<void> written = write_file(into / path.filename(), json.dump(1) + "\n");
    if (!written) return faults(written.error());
  }
  return {};
}

}  // namespace rtl4ml
