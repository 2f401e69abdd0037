#include "sw/data/dataset.hpp"

#include "tests/sw/data/common.hpp"

namespace rtl4ml::test {

TEST_CASE("load_data: names and faults", "[data]") {
  CHECK(is_data_set_name("rendered_digits"));
  CHECK_FALSE(is_data_set_name("rendered_digits.npy"));
  CHECK(data_set_names().size() == 6);
  const Result<Dataset> unknown = load_data("digits", "", Split::kTest, 0);
  CHECK(code_of(unknown) == "data.unknown");
  CHECK(unknown.error().front().fix.find("rendered_digits") != std::string::npos);
  CHECK(code_of(load_data("rendered_digits", "", Split::kTest, -1)) == "data.count");
  CHECK(code_of(load_data("rendered_digits", "labels.npy", Split::kTest, 0)) == "data.labels");
  CHECK(code_of(load_data("x.csv", "labels.npy", Split::kTest, 0)) == "data.labels");
}

TEST_CASE("load_data: a count beyond the set is all of it", "[data]") {
  CHECK(load_data("two_class", "", Split::kTest, 1'000'000'000).value().count == 2000);
}

}  // namespace rtl4ml::test
