#include "tests/mutation/source/find_mutants.hpp"

#include <algorithm>

#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/mutation/run/library.hpp"

namespace rtl4ml::mutation {
namespace {

constexpr const char* kCell = R"(module cell #(
    parameter int WIDTH = 8,
    parameter int TWICE = 2 * WIDTH
) (
    input  logic             clk,
    input  logic             rst,
    input  logic [WIDTH-1:0] data,
    output logic             valid
);
  localparam bit BAD = WIDTH < 1;
`ifndef __ICARUS__
  if (BAD) begin : gen_bad
    $error("cell: WIDTH is at least 1");
  end
`else
  initial if (BAD) $fatal(1, "cell: WIDTH is at least 1");
`endif
  logic signed [WIDTH-1:0] total_q;  // a < comment
  logic valid_q, unused;
  assign valid = valid_q && data[0];
  assign unused = ^data;
  always_ff @(posedge clk) begin
    if (rst) valid_q <= 1'b0;
    else total_q <= total_q + WIDTH'(1);
  end
endmodule
)";

std::vector<Mutant> mutants_of(const std::string& text) {
  Ports ports;
  REQUIRE(add_ports("cell.sv", text, ports));
  const auto found = find_mutants("cell.sv", text, ports);
  if (!found) FAIL(to_string(found.error()));
  return *found;
}

/// Whether there is a mutant with this statement, and what it is.
const Mutant* find(const std::vector<Mutant>& mutants, const std::string& statement) {
  const auto found = std::find_if(mutants.begin(), mutants.end(),
                                  [&](const Mutant& mutant) { return mutant.statement == "cell.sv: " + statement; });
  return found == mutants.end() ? nullptr : &*found;
}

void check(const std::vector<Mutant>& mutants, const std::string& statement, Moment moment, const std::string& kind) {
  INFO(statement);
  const Mutant* mutant = find(mutants, statement);
  REQUIRE(mutant != nullptr);
  CHECK(mutant->moment == moment);
  CHECK(mutant->kind == kind);
}

}  // namespace

TEST_CASE("values, constants and what only Icarus sees are told apart", "[mutation]") {
  const std::vector<Mutant> mutants = mutants_of(kCell);
  check(mutants, "assign valid = [[valid_q && data[0] => (valid_q || data[0])]] ;", Moment::kRunTime, "logic");
  check(mutants, "assign valid = [[valid_q && data[0] => data[0]]] ;", Moment::kRunTime, "operand");
  check(mutants, "assign valid = [[valid_q && data[0] => 1'b1]] ;", Moment::kRunTime, "stuck");
  check(mutants, "if ( [[rst => 1'b0]] ) valid_q <= 1'b0;", Moment::kRunTime, "condition");
  check(mutants, "valid_q <= [[1'b0 => valid_q]] ;", Moment::kRunTime, "hold");
  check(mutants, "total_q <= total_q + WIDTH'( [[1 => 2]] );", Moment::kRunTime, "constant");
  check(mutants, "logic signed [ [[WIDTH-1 => (WIDTH-1) - 1]] :0] total_q;", Moment::kElaboration, "width");
  check(mutants, "logic [[signed => ]] [WIDTH-1:0] total_q;", Moment::kElaboration, "sign");
  check(mutants, "parameter int TWICE = [[2 * WIDTH => (2 + WIDTH)]]", Moment::kElaboration, "arithmetic");
  check(mutants, "if ( [[BAD => 0]] )", Moment::kElaboration, "condition");
  check(mutants, "if ( [[BAD => 0]] ) $fatal(1, \"cell: WIDTH is at least 1\");", Moment::kIcarus, "condition");
  CHECK(find(mutants, "parameter int WIDTH = [[8 => 9]]") == nullptr);  // every user gives a value of its own
  for (const Mutant& mutant : mutants) {
    CHECK(mutant.statement.find("unused") == std::string::npos);
    CHECK(mutant.statement.find("comment") == std::string::npos);
  }
}

TEST_CASE("a mutant knows its place and changes nothing else", "[mutation]") {
  const std::string text = kCell;
  const std::vector<Mutant> mutants = mutants_of(text);
  const Mutant* mutant = find(mutants, "assign valid = [[valid_q && data[0] => (valid_q || data[0])]] ;");
  REQUIRE(mutant != nullptr);
  CHECK(mutant->place() == "cell.sv:20:18 logic: valid_q && data[0] => (valid_q || data[0])");
  std::string expected = text;
  expected.replace(text.find("valid_q && data[0]"), 18, "(valid_q || data[0])");
  CHECK(applied(text, *mutant) == expected);
}

TEST_CASE("operands are balanced: what binds tighter stays together", "[mutation]") {
  const std::vector<Mutant> mutants = mutants_of(
      "module cell (input logic a, input logic b, output logic y);\n"
      "  assign y = a || b && !(a == b) || {a, b} >>> 1 <= (b ? a : 2);\nendmodule\n");
  check(mutants, "assign y = a || [[b && !(a == b) => (b || !(a == b))]] || {a, b} >>> 1 <= (b ? a : 2);",
        Moment::kRunTime, "logic");
  check(mutants, "assign y = a || b && !(a == b) || [[{a, b} >>> 1 <= (b ? a : 2) => ({a, b} >>> 1 < (b ? a : 2))]] ;",
        Moment::kRunTime, "relation");
  check(mutants, "assign y = a || b && !(a == b) || [[{a, b} >>> 1 => ({a, b} >> 1)]] <= (b ? a : 2);",
        Moment::kRunTime, "shift");
  check(mutants, "assign y = a || b && !(a == b) || {a, b} >>> 1 <= ( [[b ? a : 2 => b ? 2 : a]] );", Moment::kRunTime,
        "choice");
}

TEST_CASE("inputs of an instance are values, its outputs and parameters are not", "[mutation]") {
  Ports ports;
  REQUIRE(add_ports("cell.sv", kCell, ports));
  CHECK(ports["cell"].all == std::vector<std::string>{"clk", "rst", "data", "valid"});
  CHECK(ports["cell"].outputs == std::set<std::string>{"valid"});
  CHECK(ports["cell"].scalars == std::set<std::string>{"clk", "rst", "valid"});
  const std::string text =
      "module user (input logic clk, input logic rst, output logic [3:0] y);\n"
      "  cell #(.WIDTH(4 + 1)) one (.clk(clk), .rst(rst), .data({y, rst}), .valid(y[1 - 1]));\nendmodule\n";
  REQUIRE(add_ports("cell.sv", text, ports));
  const auto mutants = find_mutants("cell.sv", text, ports);
  REQUIRE(mutants);
  check(*mutants, ".WIDTH( [[4 + 1 => (4 - 1)]] )", Moment::kElaboration, "arithmetic");
  check(*mutants, ".rst( [[rst => '0]] )", Moment::kRunTime, "stuck");
  check(*mutants, ".data( [[{y, rst} => {rst, y}]] )", Moment::kRunTime, "order");
  check(*mutants, ".valid(y[ [[1 - 1 => (1 + 1)]] ])", Moment::kElaboration, "arithmetic");
  CHECK(find(*mutants, ".clk( [[clk => '0]] )") == nullptr);
}

TEST_CASE("text beyond the subset is a fault with its line", "[mutation]") {
  Ports ports;
  for (const char* text :
       {"module cell;\n  assign a = ;\nendmodule\n", "module cell;\n  what #(1) is (this);\nendmodule\n",
        "module cell;\n`define X\nendmodule\n", "module cell; \n \"open\n", "module cell;\n/* open\n"}) {
    INFO(text);
    const auto mutants = find_mutants("cell.sv", text, ports);
    REQUIRE_FALSE(mutants);
    CHECK(mutants.error()[0].code == "mutation.syntax");
    CHECK(mutants.error()[0].place == "cell.sv:2");
  }
}

TEST_CASE("the whole library is understood, each mutant has a name of its own", "[mutation]") {
  const auto library = MutatedLibrary::read(source_tree() / "rtl_templates");
  if (!library) FAIL(to_string(library.error()));
  CHECK(library->mutants().size() >= 1000);
  std::set<std::string> names;
  for (const Mutant& mutant : library->mutants()) names.insert(mutant.statement);
  CHECK(names.size() == library->mutants().size());
  for (const LibraryFile& file : library->files()) {
    INFO(file.path);
    CHECK(std::any_of(library->mutants().begin(), library->mutants().end(),
                      [&](const Mutant& mutant) { return mutant.file == file.path; }));
  }
}

}  // namespace rtl4ml::mutation
