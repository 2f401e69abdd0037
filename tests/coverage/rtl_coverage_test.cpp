#include <algorithm>

#include "tests/catch.hpp"
#include "tests/coverage/report/html.hpp"

namespace rtl4ml::coverage {
namespace {

const Sources kSources = {{"a/cell.sv",
                           {"module cell (", "  input logic x,", ");", "  always_ff @(posedge clk) begin",
                            "    if (x) y_q <= 1 | z;", "    else y_q <= 0;", "  end", "endmodule"}},
                          {"a/cell_pkg.sv", {"package cell_pkg;", "endpackage"}}};

/// A line as Verilator writes it.
std::string point(const std::string& page, int line, const std::string& name, std::uint64_t hits,
                  const std::string& lines = "", const std::string& file = "/r/a/cell.sv", int column = 5) {
  const auto field = [](const std::string& key, const std::string& value) {
    return value.empty() ? "" : "\1" + key + "\2" + value;
  };
  return "C '" + field("f", file) + field("l", std::to_string(line)) + field("n", std::to_string(column)) +
         field("page", page + "/cell__W8") + field("o", name) + field("S", lines) + field("h", "top.dut") + "' " +
         std::to_string(hits) + "\n";
}

Points points_of(const std::string& text) {
  Points points;
  const Result<void> added = add_points(points, "x.dat", "# SystemC::Coverage-3\n" + text, "/r/");
  INFO((added ? "" : to_string(added.error())));
  REQUIRE(added);
  return points;
}

std::vector<Exception> exceptions_of(const std::string& text) {
  const auto list = read_exceptions("list", text);
  REQUIRE(list);
  return *list;
}

std::vector<std::string> codes(const Verdict& verdict) {
  std::vector<std::string> all;
  for (const Error& error : verdict.errors) all.push_back(error.code);
  return all;
}

const std::string kGood = point("v_line", 4, "block", 9, "4") + point("v_branch", 5, "if", 3, "5") +
                          point("v_branch", 5, "else", 4, "6", "/r/a/cell.sv", 6) + point("v_toggle", 2, "x", 2);

}  // namespace

TEST_CASE("coverage: what is reached in any instance counts, with the most hits of one of them") {
  const Points points =
      points_of(kGood + point("v_toggle", 2, "x", 1) + point("v_line", 1, "block", 1, "", "/b/top.sv"));
  CHECK(points.size() == 4);
  const Verdict verdict = judge(points, kSources, {}, 95.0);
  CHECK(codes(verdict).empty());
  CHECK(verdict.lines.total == 3);
  CHECK(verdict.lines.reached == 3);
  CHECK(verdict.toggles.total == 1);
  CHECK(verdict.toggles.percent() == 100.0);
}

TEST_CASE("coverage: a line that was not reached, and a bit that only rose, are faults") {
  const Verdict missed = judge(points_of(kGood + point("v_branch", 6, "elsif", 0, "6")), kSources, {}, 0.0);
  CHECK(codes(missed) == std::vector<std::string>{"coverage.line"});
  CHECK(missed.errors.front().place == "rtl_templates/a/cell.sv:6");
  const Verdict risen = judge(points_of(kGood + point("v_toggle", 2, "w[7]", 1)), kSources, {}, 50.0);
  CHECK(codes(risen) == std::vector<std::string>{"coverage.toggle"});
  const Verdict few = judge(points_of(kGood + point("v_toggle", 2, "w[7]", 1)), kSources, {}, 95.0);
  CHECK(codes(few) == std::vector<std::string>{"coverage.toggle", "coverage.toggles"});
  CHECK(html_report(few, kSources).find("do not toggle: w[7]") != std::string::npos);
}

TEST_CASE("coverage: a module that no test instantiates is a fault, a package is not") {
  const Verdict verdict = judge(points_of(point("v_line", 4, "block", 9, "4")), kSources, {}, 0.0);
  CHECK(codes(verdict) == std::vector<std::string>{"coverage.file"});
}

TEST_CASE("coverage: exceptions excuse by text and name, and are faults once they excuse nothing") {
  const Points points =
      points_of(kGood + point("v_branch", 5, "if", 0, "5", "/r/a/cell.sv", 9) + point("v_toggle", 2, "w[7]", 0));
  const std::string list =
      "# comment\na/cell.sv | if (x) y_q <= 1 | z; | line | never\na/cell.sv | input logic x, | w[7] | constant\n";
  const Verdict excused = judge(points, kSources, exceptions_of(list), 50.0);
  CHECK(codes(excused).empty());
  CHECK(excused.lines.excused == 1);
  CHECK(excused.lines.percent() < 100.0);
  CHECK(codes(judge(points, kSources, exceptions_of("a/cell.sv | * | line | all\na/cell.sv | * | w[*] | too"), 50.0))
            .empty());
  const std::string good = "a/cell.sv | else y_q <= 0; | line | why\na/cell.sv | input logic x, | w[*] | constant\n";
  const Verdict stale = judge(points, kSources, exceptions_of(good), 50.0);
  CHECK(codes(stale) == std::vector<std::string>{"coverage.line", "coverage.stale"});
  CHECK(stale.errors.back().place == "list:1");
  CHECK(stale.toggles.excused == 1);
}

TEST_CASE("coverage: damaged data and lists are refused with their line") {
  Points points;
  for (const std::string& bad :
       {std::string(), std::string("nothing"), std::string("# SystemC::Coverage-3\nC 'x"),
        std::string("# SystemC::Coverage-3\nC 'x' 1"), std::string("# SystemC::Coverage-3\nC '\1l\0023' many")}) {
    INFO(bad);
    const Result<void> added = add_points(points, "x.dat", bad, "/r/");
    REQUIRE_FALSE(added);
    CHECK(added.error().front().code == "coverage.data");
  }
  const auto list = read_exceptions("list", "a | b | c\n\na | b | c | \n");
  REQUIRE_FALSE(list);
  CHECK(list.error().size() == 2);
  CHECK(list.error().back().place == "list:3");
  CHECK(list.error().front().code == "coverage.exceptions");
}

TEST_CASE("coverage: stars stand for any characters") {
  CHECK(matches("x", "x"));
  CHECK(matches("x[*]", "x[12]"));
  CHECK(matches("*", ""));
  CHECK(matches("a*b*c", "axxbyyc"));
  CHECK_FALSE(matches("x[*]", "xy[1]"));
  CHECK_FALSE(matches("a*b", "a"));
}

}  // namespace rtl4ml::coverage
