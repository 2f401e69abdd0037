#include "sw/data/csv.hpp"

#include "tests/sw/data/common.hpp"

namespace rtl4ml::test {

TEST_CASE("csv: numbers, header, comments, blank lines, line ends", "[data]") {
  const ScratchFolder scratch;
  const std::string path =
      scratch.write("x.csv", "# made by hand\r\n\r\nwidth, height ,label\r\n 1.5, -2e-1 ,3\r\n#note\n+4,5,-1");
  const Dataset data = load_data(path, "", Split::kTest, 0).value();
  CHECK(data.count == 2);
  CHECK(data.features == 2);
  CHECK(data.inputs == std::vector<double>{1.5, -0.2, 4, 5});
  CHECK(data.labels == std::vector<std::int64_t>{3, -1});
  CHECK(load_data(path, "", Split::kTest, 1).value().count == 1);
}

TEST_CASE("csv: bad input is named with line and column", "[data]") {
  const ScratchFolder scratch;
  const auto error = [&](const std::string& content) {
    const Result<Dataset> data = read_csv(scratch.write("x.csv", content), 0);
    REQUIRE_FALSE(data);
    REQUIRE(data.error().size() == 1);
    return data.error().front();
  };
  CHECK(error("").code == "data.csv");
  CHECK(error("a,b,c\n").code == "data.csv");  // a header only
  CHECK(error("1,2,0\n1,two,0\n").code == "data.csv");
  CHECK(error("1,2,0\n1,two,0\n").place == (scratch.path() / "x.csv").string() + ":2:3");
  CHECK(error("a,b,c\nd,e,f\n1,2,0\n").code == "data.csv");  // one header, not two
  CHECK(error("1,2,0\n1,2\n").code == "data.csv");
  CHECK(error("1,2,0\n1,,0\n").code == "data.csv");
  CHECK(error("1\n2\n").code == "data.csv");
  CHECK(error("1,nan,0\n").code == "data.value");
  CHECK(error("1,-inf,0\n").code == "data.value");
  CHECK(error("1,2,0\n1,1e999,0\n").code == "data.csv");  // beyond double
  CHECK(error("1,2,0.5\n").code == "data.labels");
  CHECK(error("1,2,-2\n").code == "data.labels");
  CHECK(error("1,2,1e300\n").code == "data.labels");
  CHECK(error("1,2,0\n1,\x01\x02\xFF" + std::string(1000, 'x') + ",0\n").message.size() < 100);
  CHECK(code_of(read_csv((scratch.path() / "missing.csv").string(), 0)) == "file.missing");
}

}  // namespace rtl4ml::test
