#include "sw/data/npy.hpp"

#include "tests/sw/data/common.hpp"

namespace rtl4ml::test {
namespace {

std::vector<double> values_of(const std::string& name) { return read_npy(fixture(name)).value().values; }

}  // namespace

TEST_CASE("npy: files that NumPy wrote", "[data]") {
  std::vector<double> x;
  for (int i = 0; i < 12; ++i) x.push_back(i / 4.0 - 1.0);
  for (const std::string name : {"c_order_f4.npy", "fortran_order_f8.npy", "version_2.npy", "version_3.npy"}) {
    INFO(name);
    CHECK(read_npy(fixture(name)).value().shape == std::vector<std::int64_t>{2, 3, 2});
    CHECK(values_of(name) == x);
  }
  CHECK(values_of("half_f2.npy") == std::vector<double>{0.5, -2.0, 0x1p-14, 0x1p-24, 65504.0, 0.0});
  CHECK(values_of("bytes_i1.npy") == std::vector<double>{-128, 127, 0, 1});
  CHECK(values_of("bytes_u1.npy") == std::vector<double>{255, 0});
  CHECK(values_of("words_u2.npy") == std::vector<double>{65535, 1});
  CHECK(values_of("words_i4.npy") == std::vector<double>{-2147483648.0, 7});
  CHECK(values_of("bools.npy") == std::vector<double>{1, 0});
  CHECK(values_of("labels_i8.npy") == std::vector<double>{3, -1});
}

TEST_CASE("npy: inputs and labels as a data set", "[data]") {
  const Dataset data = load_data(fixture("c_order_f4.npy"), fixture("labels_i8.npy"), Split::kTest, 0).value();
  CHECK(data.count == 2);
  CHECK(data.features == 6);
  CHECK(data.labels == std::vector<std::int64_t>{3, -1});
  CHECK(load_data(fixture("c_order_f4.npy"), "", Split::kTest, 9).value().count == 2);
  const Dataset one = load_data(fixture("c_order_f4.npy"), fixture("labels_i8.npy"), Split::kTrain, 1).value();
  CHECK(one.count == 1);
  CHECK(one.inputs.size() == 6);
  CHECK(one.labels == std::vector<std::int64_t>{3});
}

TEST_CASE("npy: what is written is read again", "[data]") {
  const ScratchFolder scratch;
  const std::string path = (scratch.path() / "x.npy").string();
  const std::vector<double> values = {0.1, -2.5, 3e300, 4, 5, 6};
  REQUIRE(write_npy(path, {2, 3}, std::span<const double>(values)));
  CHECK(read_npy(path).value().values == values);
  CHECK(read_npy(path).value().shape == std::vector<std::int64_t>{2, 3});
  CHECK(std::filesystem::file_size(path) == 128 + 48);  // NumPy aligns the data to 64 bytes
  const std::vector<std::int64_t> labels = {-1, 7};
  REQUIRE(write_npy(path, {2}, std::span<const std::int64_t>(labels)));
  CHECK(read_npy(path).value().values == std::vector<double>{-1, 7});
  CHECK(read_npy(path).value().shape == std::vector<std::int64_t>{2});
  CHECK(read_file(path, 1000).value().find("'shape': (2, )") != std::string::npos);  // a tuple, as Python reads it
  for (int dimensions = 1; dimensions < 32; ++dimensions) {
    std::vector<std::int64_t> shape(static_cast<std::size_t>(dimensions), 1);
    REQUIRE(write_npy(path, shape, std::span<const std::int64_t>(labels).first(1)));
    CHECK(std::filesystem::file_size(path) % 64 == 8);
    CHECK(read_npy(path).value().shape == shape);
  }
}

TEST_CASE("npy: bad input", "[data]") {
  const ScratchFolder scratch;
  const auto path = [&](const std::string& name) { return (scratch.path() / name).string(); };
  const auto code = [](const std::string& inputs, const std::string& labels) {
    return code_of(load_data(inputs, labels, Split::kTest, 0));
  };
  CHECK(code(path("missing.npy"), "") == "file.missing");
  CHECK(code(scratch.write("empty.npy", ""), "") == "data.npy");
  CHECK(code(fixture("big_endian.npy"), "") == "data.npy");
  CHECK(code(fixture("one_dimension.npy"), "") == "data.npy");
  CHECK(code(fixture("nan.npy"), "") == "data.value");
  const std::vector<double> none;
  REQUIRE(write_npy(path("none.npy"), {0, 4}, std::span<const double>(none)));
  CHECK(code(path("none.npy"), "") == "data.npy");
  REQUIRE(write_npy(path("flat.npy"), {4, 0}, std::span<const double>(none)));
  CHECK(code(path("flat.npy"), "") == "data.npy");
  const std::vector<double> fraction = {0.5, 1.0};
  REQUIRE(write_npy(path("fraction.npy"), {2}, std::span<const double>(fraction)));
  CHECK(code(fixture("c_order_f4.npy"), path("fraction.npy")) == "data.labels");
  const std::vector<std::int64_t> three = {0, 1, 2};
  REQUIRE(write_npy(path("three.npy"), {3}, std::span<const std::int64_t>(three)));
  CHECK(code(fixture("c_order_f4.npy"), path("three.npy")) == "data.labels");
  REQUIRE(write_npy(path("row.npy"), {1, 2}, std::span<const std::int64_t>(three).first(2)));
  CHECK(code(fixture("c_order_f4.npy"), path("row.npy")) == "data.labels");
  CHECK(code(fixture("c_order_f4.npy"), path("missing.npy")) == "file.missing");
}

}  // namespace rtl4ml::test
