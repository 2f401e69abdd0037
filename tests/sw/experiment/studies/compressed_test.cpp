#include "sw/experiment/studies/compressed.hpp"

#include "tests/catch.hpp"
#include "tests/sw/experiment/small.hpp"

namespace rtl4ml {

TEST_CASE("a compressed network is measured as it was read back, and its bytes are those of the file") {
  const SmallLaboratory small;
  const Record whole = small.float_record();
  const auto compressed = [&small](CompressionScheme scheme, int bits, const char* name) {
    const Result<Record> record = compression_task(small.laboratory, 1, name, {scheme, bits, {}, {}}).measure();
    if (!record) throw std::runtime_error(to_string(record.error()));
    return *record;
  };
  const Record exact = compressed(CompressionScheme::kFloat32, 32, "float");
  CHECK(exact.figure("accuracy") == whole.figure("accuracy"));
  CHECK(exact.figure("mean_squared_error") == 0.0);
  CHECK(exact.figure("compression") == 1.0);
  const Record few = compressed(CompressionScheme::kCluster, 2, "k-means");
  CHECK(few.figure("mean_squared_error") > 0.0);
  CHECK(few.figure("bytes") < exact.figure("bytes"));
  CHECK(few.figure("compression") == exact.figure("bytes") / few.figure("bytes"));
  const auto file = small.store.folder() / "compressed/k-means-s1.safetensors";
  CHECK(static_cast<double>(std::filesystem::file_size(file)) == few.figure("file_bytes"));
}

}  // namespace rtl4ml
