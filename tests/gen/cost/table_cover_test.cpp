#include "gen/cost/table_cover.hpp"

#include <algorithm>

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Word inputs(Gates& gates, int count) {
  Word bits;
  for (int i = 0; i < count; ++i) bits.push_back(gates.input());
  return bits;
}

std::vector<std::size_t> sizes_of(const std::vector<Table>& tables) {
  std::vector<std::size_t> sizes;
  for (const Table& table : tables) {
    if (table.count > 0) sizes.push_back(table.count);
  }
  std::sort(sizes.begin(), sizes.end());
  return sizes;
}

}  // namespace

TEST_CASE("gates are covered with as few tables as their inputs need", "[cost]") {
  for (const auto& [count, tables] : {std::pair{4, 1U}, std::pair{7, 2U}, std::pair{16, 5U}}) {
    Gates gates;
    const Bit all = gates.all_of(inputs(gates, count));
    INFO(count << " inputs");
    CHECK(sizes_of(cover_with_tables(gates.nodes(), {node_of(all)}, {})).size() == tables);
  }
}

TEST_CASE("a full adder is two tables, whose inner gate is none", "[cost]") {
  Gates gates;
  const Word in = inputs(gates, 3);
  const Bit differ = gates.parity(in[0], in[1]);
  const Bit sum = gates.parity(differ, in[2]), carry = gates.multiplexer(differ, in[2], in[0]);
  const auto tables = cover_with_tables(gates.nodes(), {node_of(sum), node_of(carry)}, {});
  CHECK(sizes_of(tables) == std::vector<std::size_t>{3, 3});
  CHECK(tables[node_of(sum)].nodes[2] == node_of(in[2]));
}

TEST_CASE("a large function is taken where the design would become slower, and only there", "[cost]") {
  const TableSizes sizes{.most_inputs = 7, .price = {0, 1, 1, 1, 1, 2, 4, 8}};
  Gates gates;
  const Bit seven = gates.all_of(inputs(gates, 7)), many = gates.all_of(inputs(gates, 14));
  CHECK(sizes_of(cover_with_tables(gates.nodes(), {node_of(seven)}, sizes)) == std::vector<std::size_t>{7});
  const auto tables = cover_with_tables(gates.nodes(), {node_of(seven), node_of(many)}, sizes);
  CHECK(tables[node_of(seven)].count <= 4);  // beside what takes two tables behind each other
}

TEST_CASE("a share of more depth gives time everywhere", "[cost]") {
  TableSizes sizes{.most_inputs = 7, .price = {0, 1, 1, 1, 1, 2, 4, 8}};
  Gates gates;
  const Bit seven = gates.all_of(inputs(gates, 7));
  sizes.more_depth = 99;
  CHECK(sizes_of(cover_with_tables(gates.nodes(), {node_of(seven)}, sizes)) == std::vector<std::size_t>{7});
  sizes.more_depth = 100;
  CHECK(sizes_of(cover_with_tables(gates.nodes(), {node_of(seven)}, sizes)).size() == 2);
}

TEST_CASE("what nobody reads takes no table", "[cost]") {
  Gates gates;
  const Word in = inputs(gates, 3);
  const Bit read = gates.conjunction(in[0], in[1]);
  CHECK(gates.parity(in[1], in[2]) != read);
  CHECK(sizes_of(cover_with_tables(gates.nodes(), {node_of(read)}, {})) == std::vector<std::size_t>{2});
}

}  // namespace rtl4ml
