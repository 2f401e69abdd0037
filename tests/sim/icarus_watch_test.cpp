#include "sim/icarus_watch.hpp"

#include "tests/catch.hpp"

using namespace rtl4ml;

TEST_CASE("what Icarus saw becomes a watch file: values, and where they are X") {
  Job job;
  job.watches = {{"a_data", "a_valid", "a_ready", 2, 2}, {"b_data", "b_valid", "b_ready", 1, 1}};
  const std::string written =
      "beat 0 0 1000000001\n"
      "beat 0 1 0x1z1\n"
      "beat 7 0 1\n"
      "stream 0 9 1 0\n"
      "stream 1 4 x 1\n";
  CHECK(watched_lines(job, written) == "1 9 1 0 01020500 00000a00\n1 4 0 1 00 00\n");
  CHECK(watched_lines(job, "") == "1 0 0 0 00000000 00000000\n1 0 0 0 00 00\n");
}

TEST_CASE("the watching module reads the streams by their names in the design") {
  Job job;
  job.top = "design";
  job.watch_vector = std::int64_t{1} << 40;  // no vector: further than Verilog counts
  job.watches = {{"a_data", "a_valid", "a_ready", 2, 2}};
  const std::string module = icarus_watch_module(job, "/run");
  CHECK(module.find("rtl4ml_testbench.design.a_valid === 1'b1 && rtl4ml_testbench.design.a_ready === 1'b1") !=
        std::string::npos);
  CHECK(module.find("count_0 / 2 == 2147483647") != std::string::npos);
  CHECK(module.find("$fopen(\"/run/watched_bits.txt\", \"w\")") != std::string::npos);
  CHECK(icarus_watch_vector(job) == 2147483647);
}
