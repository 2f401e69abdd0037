#include "sw/checkpoint/printable.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("hostile text is safe to show", "[checkpoint]") {
  CHECK(printable("fc1.weight") == "fc1.weight");
  CHECK(printable("Gewichte ü") == "Gewichte ü");
  CHECK(printable("\x1b[2J\n") == "\\u001b[2J\\n");
  CHECK(printable("a\x7f") == "a");
  CHECK(printable("\xff") == "\xef\xbf\xbd");
}

}  // namespace rtl4ml
