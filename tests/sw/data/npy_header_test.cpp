#include "sw/data/npy_header.hpp"

#include "tests/sw/data/common.hpp"

namespace rtl4ml::test {
namespace {

/// A version 1 file with this dictionary and `data_bytes` zero bytes.
std::string file_with(const std::string& dictionary, std::size_t data_bytes) {
  std::string content("\x93NUMPY\x01\x00", 8);
  content += static_cast<char>(dictionary.size() & 0xFF);
  content += static_cast<char>(dictionary.size() >> 8);
  return content + dictionary + std::string(data_bytes, '\0');
}

}  // namespace

TEST_CASE("npy header: what NumPy and others write", "[data]") {
  const NpyHeader header =
      parse_npy_header("x", file_with("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }  \n", 48)).value();
  CHECK(header.kind == 'f');
  CHECK(header.item_size == 4);
  CHECK_FALSE(header.fortran_order);
  CHECK(header.shape == std::vector<std::int64_t>{3, 4});
  CHECK(header.elements == 12);
  const NpyHeader other =
      parse_npy_header("x", file_with(R"({"shape":(5,),"fortran_order":True,"descr":"|i1"})", 5)).value();
  CHECK(other.fortran_order);
  CHECK(other.shape == std::vector<std::int64_t>{5});
  CHECK(parse_npy_header("x", file_with("{'descr': '<f8', 'fortran_order': False, 'shape': ()}", 8)).value().elements ==
        1);
  CHECK(parse_npy_header("x", file_with("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 4)}", 0))
            .value()
            .elements == 0);
}

TEST_CASE("npy header: hostile input", "[data]") {
  const auto code = [](const std::string& content) { return code_of(parse_npy_header("x.npy", content)); };
  const std::string good = file_with("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }", 48);
  REQUIRE(code(good).empty());
  for (std::size_t size = 0; size < good.size(); ++size) CHECK(code(good.substr(0, size)) == "data.npy");
  CHECK(code(good + "x") == "data.npy");
  std::string wrong = good;
  wrong[0] = 'N';
  CHECK(code(wrong) == "data.npy");
  wrong = good;
  wrong[6] = 4;
  CHECK(code(wrong) == "data.npy");
  wrong = good;
  wrong[8] = wrong[9] = '\xFF';
  CHECK(code(wrong) == "data.npy");
  const std::string version_4 =
      std::string("\x93NUMPY\x04\x00", 8) + good.substr(8, 2) + std::string(2, '\0') + good.substr(10);
  CHECK(code(version_4) == "data.npy");
  std::string version_2 = version_4;
  version_2[6] = 2;
  CHECK(code(version_2).empty());
  std::string padded = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}" + std::string(70000, ' ');
  std::string long_header("\x93NUMPY\x02\x00", 8);
  for (int byte = 0; byte < 4; ++byte) long_header += static_cast<char>(padded.size() >> (8 * byte) & 0xFF);
  CHECK(code(long_header + padded + std::string(4, '\0')) == "data.npy");
  CHECK(code(file_with("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 0)}", 0)) == "data.npy");
  CHECK(code(file_with("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", 0)) ==
        "data.npy");
  std::string huge("\x93NUMPY\x02\x00\xFF\xFF\xFF\xFF", 12);
  CHECK(code(huge) == "data.npy");
  for (const std::string dictionary : {
           "",
           "{",
           "}",
           "{}",
           "{'descr'",
           "{'descr':",
           "{'descr': '<f4",
           "[1]",
           "{'descr': '<f4', 'fortran_order': False}",                                     // no shape
           "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",      // twice
           "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'more': 1}",           // unknown
           "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}",                          // not a bool
           "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",                     // negative
           "{'descr': '<f4', 'fortran_order': False, 'shape': (1 1)}",                     // no comma
           "{'descr': '<f4', 'fortran_order': False, 'shape': (1,",                        // open
           "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",   // beyond 64 bits
           "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",  // product overflows
           "{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387905,)}",    // bytes overflow to 4
           "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}",             // records
           "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}",                       // pickled objects
           "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}",                      // complex
           "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} extra",
       }) {
    INFO(dictionary);
    CHECK(code(file_with(dictionary, 4)) == "data.npy");
  }
  std::string many = "{'descr': '<f4', 'fortran_order': False, 'shape': (";
  for (int i = 0; i < 33; ++i) many += "1,";
  CHECK(code(file_with(many + ")}", 4)) == "data.npy");
}

}  // namespace rtl4ml::test
