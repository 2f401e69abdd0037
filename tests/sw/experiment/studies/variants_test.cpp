#include "sw/experiment/studies/variants.hpp"

#include "tests/catch.hpp"
#include "tests/sw/experiment/small.hpp"

namespace rtl4ml {

TEST_CASE("the runs that studies share are measured from the seed's float network") {
  const SmallLaboratory small;
  const Task longer = longer_task(small.laboratory, 1);
  CHECK(!longer.measure());  // there is no float network yet
  (void)small.float_record();
  const Result<Record> trained = longer.measure();
  REQUIRE(trained);
  CHECK(trained->figure("accuracy") > 0.5);
  CHECK(trained->config.empty());
  const Result<Record> ptq = ptq_task(small.laboratory, 1, "PTQ", at_width({}, 6)).measure();
  REQUIRE(ptq);
  CHECK(ptq->config == "configs/ptq-s1.yaml");
  const Result<Record> qat = qat_task(small.laboratory, 1, "QAT", at_width({}, 6)).measure();
  REQUIRE(qat);
  CHECK(qat->config == "configs/qat-s1.yaml");
  CHECK(!qat->curves.empty());
}

}  // namespace rtl4ml
