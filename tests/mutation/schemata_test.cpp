#include "tests/mutation/source/schemata.hpp"

#include "tests/catch.hpp"
#include "tests/mutation/source/find_mutants.hpp"

namespace rtl4ml::mutation {

TEST_CASE("each place of the schemata is a choice, the original last, nested ones inside it", "[mutation]") {
  const std::string text = "assign y = a && (b < c);\n";
  const auto mutant = [&](const std::string& original, const std::string& replacement) {
    Mutant one;
    one.begin = text.find(original);
    one.end = one.begin + original.size();
    one.replacement = replacement;
    return one;
  };
  const Mutant whole = mutant("a && (b < c)", "1'b0"), other = mutant("a && (b < c)", "1'b1"),
               part = mutant("b < c", "b <= c");
  const std::string written = schemata(text, {{7, &whole}, {8, &part}, {9, &other}}, false);
  const std::string wanted =
      "assign y = ((rtl4ml_mutation::number == 7) ? (1'b0) : (rtl4ml_mutation::number == 9) ? (1'b1) : "
      "(a && (((rtl4ml_mutation::number == 8) ? (b <= c) : (b < c)))));\n";
  INFO(written);
  CHECK(written.ends_with(wanted));
  CHECK(schemata(text, {}, false).ends_with(text));
  const std::string module = "module a;\nendmodule\nmodule b;\nendmodule\n";
  CHECK(schemata(module, {}, true)
            .ends_with("module a;\n  /*verilator no_inline_module*/\nendmodule\n"
                       "module b;\n  /*verilator no_inline_module*/\nendmodule\n"));
}

}  // namespace rtl4ml::mutation
