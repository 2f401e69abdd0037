#include "gen/emit/library.hpp"

#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/catch.hpp"
#include "tests/environment.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

std::vector<std::string> names(const Result<std::vector<std::filesystem::path>>& files) {
  std::vector<std::string> result;
  for (const auto& file : files.value()) result.push_back(file.filename().string());
  return result;
}

}  // namespace

TEST_CASE("identifiers are found outside of comments and strings", "[emit]") {
  CHECK(identifiers_of("a b_1; // c\n/* d\n e */ f \"g \\\" h\" i$j") ==
        std::vector<std::string>{"a", "b_1", "f", "i$j"});
  CHECK(identifiers_of("/* never ended") == std::vector<std::string>{});
  CHECK(identifiers_of("\"never ended") == std::vector<std::string>{});
}

TEST_CASE("files come after what they use, each once", "[emit]") {
  const test::ScratchFolder folder;
  const auto write = [&](const char* name, const char* text) { REQUIRE(write_file(folder.path() / name, text)); };
  write("ops/adder.sv", "module adder; pkg::X; cell_a c(); endmodule");
  write("ops/other.sv", "module other; endmodule");
  write("cells/cell_a.sv", "module cell_a; pkg::X; endmodule // adder");
  write("cells/pkg.sv", "package pkg; endpackage");
  const Result<Library> library = Library::open(folder.path());
  REQUIRE(library);
  CHECK(names(library->files_of({"adder", "cell_a"})) == std::vector<std::string>{"pkg.sv", "cell_a.sv", "adder.sv"});
  const auto missing = library->files_of({"adder", "nothing"});
  REQUIRE_FALSE(missing);
  CHECK(missing.error()[0].code == "emit.library");
  write("more/adder.sv", "module adder; endmodule");
  CHECK(Library::open(folder.path()).error()[0].code == "emit.library");
}

TEST_CASE("a folder without a library is told, with the variable that names one", "[emit]") {
  const Result<Library> library = Library::open("/nonexistent");
  REQUIRE_FALSE(library);
  CHECK(library.error()[0].fix.find("RTL4ML_RTL") != std::string::npos);
}

TEST_CASE("RTL4ML_RTL names the library, from the root on or from here", "[emit]") {
  const test::Environment here("RTL4ML_RTL", "rtl_templates");
  CHECK(library_folder() == std::filesystem::current_path() / "rtl_templates");
  const test::Environment nowhere("RTL4ML_RTL", "");
  CHECK(library_folder() == source_tree() / "rtl_templates");
}

TEST_CASE("a proof beside its cell is no part of the library", "[emit]") {
  const test::ScratchFolder folder;
  REQUIRE(write_file(folder.path() / "cell_a.sv", "module cell_a; endmodule"));
  REQUIRE(write_file(folder.path() / "cell_a_formal.sv", "module cell_a_formal; cell_a dut(); endmodule"));
  const Result<Library> library = Library::open(folder.path());
  REQUIRE(library);
  CHECK(library->files_of({"cell_a"}));
  CHECK_FALSE(library->files_of({"cell_a_formal"}));
}

TEST_CASE("the project's own library resolves", "[emit]") {
  const Result<Library> library = Library::open(library_folder());
  REQUIRE(library);
  const auto files = names(library->files_of({"fixed_relu"}));
  CHECK(files.front() == "fixed_number_pkg.sv");
  CHECK(files.back() == "fixed_relu.sv");
}

}  // namespace rtl4ml
