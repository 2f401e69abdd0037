#include <cstddef>

#include "tests/catch.hpp"
#include "tests/sw/experiment/small.hpp"
#include "tests/sw/experiment/studies/records.hpp"

namespace rtl4ml {

TEST_CASE("storage: every form is measured: accuracy, bytes and time") {
  const SmallLaboratory small("study: {storage: [dynamic_int8, dynamic_int4, half]}\n");
  const Record whole = small.float_record();
  const Result<PlannedStudy> plan = plan_study(small.laboratory, *small.experiment.study);
  REQUIRE(plan);
  std::vector<Record> records = {whole};
  records.front().variant = kFloatVariant;
  for (const Task& task : plan->tasks) {
    INFO(task.variant);
    Result<Record> record = task.measure();
    REQUIRE(record);
    record->variant = task.variant;
    record->seed = 1;
    CHECK(record->figure("accuracy") > 0.5);
    records.push_back(std::move(*record));
  }
  REQUIRE(records.size() == 5);
  const double parameters = 32 * 6 + 6 + 6 * 2 + 2;
  CHECK(records[1].variant == "original");
  CHECK(records[1].figure("accuracy") == whole.figure("accuracy"));
  CHECK(records[1].figure("bytes") == 4.0 * parameters);
  CHECK(records[1].figure("time_us") > 0.0);
  CHECK(records[2].figure("bytes") == 204 + 4.0 * 8 + 4.0 * 8);  // codes, scales and biases of 8 outputs
  CHECK(records[3].figure("bytes") == 102 + 4.0 * 8 + 4.0 * 8);
  CHECK(records[4].figure("bytes") == 2.0 * parameters);
  for (const std::size_t form : {3U, 4U}) CHECK(records[form].figure("time_us") > 0.0);
  const Page page = plan->page(records);
  CHECK(page.findings.size() == 3);
  CHECK(page.plots[0].series.size() == 1);
  CHECK(page.plots[0].series[0].y == whole.curves.at("loss"));
}

}  // namespace rtl4ml
