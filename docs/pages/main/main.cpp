// Writes the pages of docs that hold figures: takes what the rungs left in RESULTS into DOCS/results, then writes
// DOCS/assurance.md and DOCS/performance.md from there.
// usage: write_pages RESULTS DOCS   (make assurance: build/results docs)
// Exit status: 0 no claim fails, 1 one does, 2 a file cannot be read or written.
#include <fmt/format.h>

#include "docs/pages/pages.hpp"
#include "sw/base/file.hpp"

namespace rtl4ml {
namespace {

constexpr std::uint64_t kLimit = std::uint64_t{1} << 20;

Result<Verdicts> write_pages(const std::filesystem::path& from, const std::filesystem::path& docs) {
  const std::filesystem::path claims_path = docs / "pages/claims.json";
  const Result<std::string> claims_text = read_file(claims_path, kLimit);
  if (!claims_text) return faults(claims_text.error());
  const Result<std::vector<Claim>> claims = parse_claims(*claims_text, claims_path.string());
  if (!claims) return faults(claims.error());
  const Result<void> merged = merge_results(from, docs / "results");
  if (!merged) return faults(merged.error());
  const Result<Results> results = read_results(docs / "results");
  if (!results) return faults(results.error());
  Result<void> written = write_file(docs / "assurance.md", assurance_page(*claims, *results));
  if (written) written = write_file(docs / "performance.md", performance_page(*results));
  if (!written) return faults(written.error());
  return verdicts(*claims, *results);
}

int run(const std::string& from, const std::string& docs) {
  const Result<Verdicts> count = write_pages(from, docs);
  if (!count) {
    fmt::print(stderr, "{}", to_string(count.error()));
    return 2;
  }
  fmt::print("assurance: {} claims hold, {} fail, {} not measured\n", count->hold, count->fail, count->not_measured);
  return count->fail == 0 ? 0 : 1;
}

}  // namespace
}  // namespace rtl4ml

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: write_pages RESULTS DOCS\n");
    return 2;
  }
  return rtl4ml::run(argv[1], argv[2]);
}
