// Every input of the committed corpus, those that once broke a reader among them, through its reader: the part of
// `make hostile` that needs no clang.
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {
namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::function<void(Bytes)>>& targets() {
  static const std::map<std::string, std::function<void(Bytes)>> all = {{"compressed", compressed},
                                                                        {"config", config},
                                                                        {"csv", csv},
                                                                        {"experiment", experiment},
                                                                        {"graph_chain", graph_chain},
                                                                        {"idx", idx},
                                                                        {"npy", npy},
                                                                        {"safetensors", safetensors},
                                                                        {"signature", signature},
                                                                        {"state_dict", state_dict},
                                                                        {"torchscript", torchscript},
                                                                        {"vcd", vcd}};
  return all;
}

}  // namespace

TEST_CASE("every reader stands its corpus") {
  constexpr std::uint64_t kLargest = std::uint64_t{1} << 20;
  const fs::path corpus = source_tree() / "tests" / "hostile" / "corpus";
  for (const auto& [name, target] : targets()) {
    int inputs = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(corpus / name)) {
      INFO(entry.path().string());
      const Result<std::string> content = read_file(entry.path(), kLargest);
      REQUIRE(content);
      // A copy of exactly this size: tools that watch memory see a read beyond its end.
      const std::vector<std::uint8_t> bytes(content->begin(), content->end());
      target(bytes);
      ++inputs;
    }
    INFO(name);
    CHECK(inputs >= 3);
  }
}

TEST_CASE("every folder of the corpus has its reader") {
  std::set<std::string> folders;
  for (const fs::directory_entry& entry : fs::directory_iterator(source_tree() / "tests" / "hostile" / "corpus"))
    folders.insert(entry.path().filename().string());
  for (const auto& [name, target] : targets()) folders.erase(name);
  CHECK(folders.empty());
}

}  // namespace rtl4ml::hostile
