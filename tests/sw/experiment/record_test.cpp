#include "sw/experiment/record.hpp"

#include <cmath>
#include <limits>

#include "tests/catch.hpp"

namespace rtl4ml {
namespace {

Record sample() {
  Record record{.variant = "QAT, 4 bits", .seed = 3, .config = "configs/a.yaml", .note = "a \"note\"\n"};
  record.figures = {{"accuracy", 0.1}, {"bytes", 12345678901.0}, {"third", 1.0 / 3.0}};
  record.curves = {{"loss", {2.5, 0.1}}};
  return record;
}

}  // namespace

TEST_CASE("a record comes back from its text as it was, to the last bit") {
  const Result<Record> back = parse_record(to_json(sample()), "f");
  REQUIRE(back);
  CHECK(*back == sample());
  CHECK(to_json(*back) == to_json(sample()));
}

TEST_CASE("what is no number is null, and comes back as none") {
  Record record = sample();
  record.figures["accuracy"] = std::numeric_limits<double>::quiet_NaN();
  record.curves["loss"] = {std::numeric_limits<double>::infinity()};
  CHECK(to_json(record).find("\"accuracy\": null") != std::string::npos);
  const Result<Record> back = parse_record(to_json(record), "f");
  REQUIRE(back);
  CHECK(std::isnan(back->figure("accuracy")));
  CHECK(std::isnan(back->curves.at("loss").front()));
  CHECK(std::isnan(back->figure("unknown")));
}

TEST_CASE("a text that is no record is a fault with a way out") {
  for (const char* text :
       {"", "{", "[]", "{}", R"({"variant": 1, "seed": 1, "config": "", "note": "", "figures": {}, "curves": {}})",
        R"({"variant": "a", "seed": 1, "config": "", "note": "", "figures": {"x": "y"}, "curves": {}})"}) {
    INFO(text);
    const Result<Record> record = parse_record(text, "runs/a.json");
    REQUIRE(!record);
    CHECK(record.error().front().code == "experiment.record");
    CHECK(record.error().front().place == "runs/a.json");
  }
}

TEST_CASE("the table has a column for every figure that any run has") {
  Record other{.variant = "float", .seed = 3};
  other.figures = {{"loss", 0.5}};
  CHECK(to_csv({sample(), other}) ==
        "variant,seed,accuracy,bytes,loss,third\n\"QAT, 4 "
        "bits\",3,0.1,12345678901,,0.3333333333333333\nfloat,3,,,0.5,\n");
  CHECK(figures_of({sample(), other}, "float", "loss") == std::vector<double>{0.5});
}

}  // namespace rtl4ml
