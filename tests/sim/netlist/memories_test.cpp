#include "sim/netlist/memories.hpp"

#include "tests/catch.hpp"
#include "tests/sim/chain.hpp"

using namespace rtl4ml;

namespace {

/// memories.json of one ROM of four words of three bits.
std::string memories_json(const std::string& init) {
  return R"({"modules": {"fc1_weight_source": {"cells": {"rom": {"type": "$mem_v2", "parameters": {"WIDTH": )"
         R"("00000000000000000000000000000011", "SIZE": "00000000000000000000000000000100", "INIT": ")" +
         init + R"("}}}}}})";
}

std::vector<std::string> complaints(const ChainFolder& folder, const std::string& init, const std::string& file) {
  folder.write("memories.json", memories_json(init));
  folder.write("rtl/fc1_weight_source.mem", file);
  const Result<std::vector<std::string>> found = check_memories(folder.path() / "memories.json", folder.path() / "rtl");
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_CASE("a ROM's contents are compared with its file, word by word") {
  const ChainFolder folder;
  std::filesystem::create_directories(folder.path() / "rtl");
  CHECK(complaints(folder, "111010001000", "0\n1\n2\n7\n").empty());
  CHECK(complaints(folder, "111010001000", "0\n1\n3\n7\n") ==
        std::vector<std::string>{"ROM fc1_weight_source: word 2 is not the one of fc1_weight_source.mem"});
  const std::vector<std::string> lost = {
      "ROM fc1_weight_source: word 0 of 4 has no value; fc1_weight_source.mem holds 0 words"};
  CHECK(complaints(folder, "xxxxxxxxxxxx", "") == lost);
  CHECK(complaints(folder, "x", "") == lost);
  CHECK(
      complaints(folder, "xxx010001000", "0\n1\n2\n") ==
      std::vector<std::string>{"ROM fc1_weight_source: word 3 of 4 has no value; fc1_weight_source.mem holds 3 words"});
  folder.write("rtl/fc2_weight_source.mem", "0\n");
  CHECK(complaints(folder, "111010001000", "0\n1\n2\n7\n") ==
        std::vector<std::string>{
            "ROM fc2_weight_source: fc2_weight_source.mem is the content of no memory of the netlist"});
}

TEST_CASE("a case of constants beside a memory is not taken for it") {
  const ChainFolder folder;
  std::filesystem::create_directories(folder.path() / "rtl");
  std::string json = memories_json("111010001000");
  const std::string cells = R"("cells": {)";
  json.insert(json.find(cells) + cells.size(),
              R"("$auto$rom": {"type": "$mem_v2", "parameters": {"WIDTH": "1", "SIZE": "10", "INIT": "01"}}, )");
  folder.write("memories.json", json);
  folder.write("rtl/fc1_weight_source.mem", "0\n1\n2\n7\n");
  const Result<std::vector<std::string>> found = check_memories(folder.path() / "memories.json", folder.path() / "rtl");
  REQUIRE(found);
  CHECK(found->empty());
}

TEST_CASE("a reloadable memory is known by its content") {
  const ChainFolder folder;
  std::filesystem::create_directories(folder.path() / "rtl");
  std::string json = memories_json("111010001000");
  json.replace(json.find("fc1_weight_source"), 17, R"($paramod$0123\\reloadable_source)");
  folder.write("memories.json", json);
  folder.write("rtl/fc1_weight_source.mem", "0\n1\n2\n7\n");
  const auto found = [&] { return check_memories(folder.path() / "memories.json", folder.path() / "rtl"); };
  REQUIRE(found());
  CHECK(found()->empty());
  folder.write("rtl/fc1_weight_source.mem", "0\n1\n2\n6\n");
  REQUIRE(found());
  CHECK(found()->size() == 1);
}

TEST_CASE("what a netlist has to hold of the weights") {
  const ChainFolder folder;
  std::filesystem::create_directories(folder.path() / "rtl");
  // Columns: 0011, its opposite, 0011 again, constant 0, 0101; the digits' upper bits are constant.
  folder.write("rtl/a_weight_source.sv",
               "weight <= 5'h08;\n weight <= 5'h09;\n 2'd2: weight <= 5'h14;\n default: weight <= 5'h15;\n");
  folder.write("rtl/b_weight_source.sv", "");
  folder.write("rtl/b_weight_source.mem", "00\n00\n");
  const Result<std::vector<WeightSource>> sources = weight_sources(folder.path() / "rtl");
  REQUIRE(sources);
  REQUIRE(sources->size() == 2);
  CHECK(sources->front().distinct_bits == 2);
  CHECK_FALSE(sources->front().all_zero);
  CHECK(sources->back().distinct_bits == 0);
  CHECK(sources->back().all_zero);
  // A source in two memories: one column of the file, two of the case.
  folder.write("rtl/b_weight_source.mem", "0\n1\n");
  folder.write("rtl/b_weight_source.sv",
               "last_words <= 2'h1;\n last_words <= 2'h2;\n last_words <= 2'h2;\n is_last <= a >= 2'd2;");
  const Result<std::vector<WeightSource>> split = weight_sources(folder.path() / "rtl");
  REQUIRE(split);
  CHECK(split->back().distinct_bits == 2);
  CHECK_FALSE(split->back().all_zero);
}
