#include "sw/train/tensors.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("views share memory, copies do not", "[train]") {
  Matrix matrix{.rows = 2, .columns = 3, .values = {1, 2, 3, 4, 5, 6}};
  const at::Tensor view = view_of(matrix);
  const at::Tensor copy = tensor_of(matrix.values, {3, 2});
  matrix.values[5] = 7.0F;
  CHECK(view.size(1) == 3);
  CHECK(floats_of(view) == std::vector<float>{1, 2, 3, 4, 5, 7});
  CHECK(copy.size(1) == 2);
  CHECK(floats_of(copy) == std::vector<float>{1, 2, 3, 4, 5, 6});
  CHECK(floats_of(view.t()) == std::vector<float>{1, 4, 2, 5, 3, 7});
  assign(view, floats_of(copy));
  CHECK(matrix.values[5] == 6.0F);
  CHECK(floats_of({}).empty());
  CHECK(span_of({}).empty());
  const std::vector<std::int64_t> labels = {4, 5};
  CHECK(view_of(labels).sum().item<std::int64_t>() == 9);
}

}  // namespace rtl4ml
