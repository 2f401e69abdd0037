#include "gen/reload/reload_words.hpp"

#include <map>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

CompiledDesign design_of(int parallelism_in, int parallelism_out, std::uint64_t seed) {
  HardwareConfig config = test::config();
  config.weights = {Weights::kReloadable, ""};
  config.precision.weight = test::spec(7, 3);
  config.parallelism = {parallelism_in, parallelism_out, ""};
  return test::compiled(
      config,
      {{{"a", test::linear(7, 11, true, seed)}, {"relu", ReluLayer{}}, {"b", test::linear(11, 5, false, seed + 1)}}});
}

/// The lines of a memory file as numbers, bit by bit: [row][bit].
std::vector<std::vector<bool>> rows_of(const std::filesystem::path& file, std::int64_t width) {
  std::vector<std::vector<bool>> rows;
  std::istringstream lines(test::text_of(file));
  for (std::string line; lines >> line;) {
    std::vector<bool> bits;
    for (std::int64_t bit = 0; bit < width; ++bit) {
      const char digit = line[line.size() - 1 - static_cast<std::size_t>(bit / 4)];
      bits.push_back((std::stoi(std::string(1, digit), nullptr, 16) >> (bit % 4) & 1) != 0);
    }
    rows.push_back(std::move(bits));
  }
  return rows;
}

}  // namespace

TEST_CASE("the words of the bus are the contents of the memories, each word once, in ascending order", "[reload]") {
  for (const auto& [in, out] : {std::pair{3, 2}, std::pair{1, 1}, std::pair{7, 11}, std::pair{4, 4}}) {
    const CompiledDesign design = design_of(in, out, 1);
    const test::ScratchFolder folder;
    REQUIRE(test::emit(design, folder.path() / "d"));
    const std::vector<BusWord> words = reload_words(design.graph, design.model);
    std::map<std::uint32_t, std::uint32_t> by_address;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (i > 0) CHECK(words[i].address > words[i - 1].address);
      by_address[words[i].address] = words[i].data;
    }
    std::size_t expected = 0;
    for (const Node& node : design.graph.nodes) {
      for (const ReloadSource& source : node.reload) {
        const auto rows = rows_of(folder.path() / "d/rtl" / (source.identifier + ".mem"), source.width);
        REQUIRE(static_cast<std::int64_t>(rows.size()) == source.rows);
        expected += static_cast<std::size_t>(source.words());
        for (std::int64_t row = 0; row < source.rows; ++row) {
          for (std::int64_t bit = 0; bit < source.width; ++bit) {
            const auto address =
                static_cast<std::uint32_t>(source.first_address + bit / 32 * source.part_stride() + row);
            REQUIRE(by_address.contains(address));
            REQUIRE((by_address[address] >> (bit % 32) & 1U) ==
                    (rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(bit)] ? 1U : 0U));
          }
        }
      }
    }
    CHECK(words.size() == expected);
  }
}

TEST_CASE("runs have the addresses of the words", "[reload]") {
  const CompiledDesign design = design_of(3, 2, 1);
  std::vector<std::uint32_t> addresses, told;
  for (const BusWord& word : reload_words(design.graph, design.model)) addresses.push_back(word.address);
  for (const ReloadRun& run : reload_runs(design.graph)) {
    for (std::int64_t i = 0; i < run.words; ++i) told.push_back(static_cast<std::uint32_t>(run.first_address + i));
  }
  CHECK(addresses == told);
}

TEST_CASE("other weights are other words at the same addresses", "[reload]") {
  const CompiledDesign one = design_of(3, 2, 1), other = design_of(3, 2, 5);
  const std::vector<BusWord> a = reload_words(one.graph, one.model), b = reload_words(one.graph, other.model);
  REQUIRE(a.size() == b.size());
  std::size_t different = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    CHECK(a[i].address == b[i].address);
    different += a[i].data != b[i].data ? 1 : 0;
  }
  CHECK(different > a.size() / 2);
}

TEST_CASE("constant weights have no words", "[reload]") {
  const CompiledDesign design = test::compiled(test::config(), test::small_network());
  CHECK(reload_words(design.graph, design.model).empty());
  CHECK(reload_runs(design.graph).empty());
}

}  // namespace rtl4ml
