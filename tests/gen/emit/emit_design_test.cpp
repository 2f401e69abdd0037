#include "gen/emit/emit_design.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>

#include "sw/base/interrupt.hpp"
#include "sw/base/process.hpp"
#include "tests/catch.hpp"
#include "tests/environment.hpp"
#include "tests/gen/designs.hpp"

namespace rtl4ml {
namespace {

namespace fs = std::filesystem;

/// Names that clash with everything, odd sizes, every operator, casts and resizes.
CompiledDesign awkward() {
  HardwareConfig config = test::config("awkward");
  config.parallelism.in = 2;
  config.parallelism.out = 3;
  config.layer_precision["x"].data_out = test::spec(6, 2, false);
  config.layer_precision["data_in_0"].data_in = test::spec(5, 1);
  config.layer_precision["X"].data_out = test::spec(7, 5);
  return test::compiled(
      config,
      {{{"top", test::linear(5, 7)},
        {"module", LeakyReluLayer{0.3}},
        {"data_in_0", test::linear(7, 3, false)},
        {"net.0", PReluLayer{{0.1F, 0.2F, -0.7F}}},
        {"scale", AffineLayer{{0.3, -1.25, 0.0}, {0.5, 0.0, -1.0}}},
        {"卷积", test::linear(3, 9)},
        {"x", ClipLayer{0, 6}},
        {"X", TableLayer{TableFunction::kTanh}},
        {"relu", ReluLayer{}},
        {"steps", ThresholdLayer{2,
                                 {0.1, 0.3, -1, 1, 0, 0, 0.2, 0.2, 0.3, 9, 0.1, 0.4, 0.2, 0.7, 0.5, 0.6, 0.1, 0.9},
                                 {0, 1, 0, 0, 1, 1, 0, 0, 1},
                                 -1.0,
                                 0.5}}}});
}

/// One element a beat, one bit wide, unsigned.
CompiledDesign smallest() {
  HardwareConfig config = test::config("smallest");
  config.precision.data_in = test::spec(1, 0, false);
  return test::compiled(config,
                        {{{"a", test::linear(1, 1)}, {"b", LeakyReluLayer{0.25}}, {"c", test::linear(1, 1, false)}}});
}

/// Sums of the products in registered stages, over several beats and over one.
CompiledDesign wide() {
  HardwareConfig config = test::config("wide");
  config.parallelism.in = 20;
  config.parallelism.out = 2;
  config.layer_parallelism["b"].in = 6;
  return test::compiled(config,
                        {{{"a", test::linear(20, 12)}, {"b", test::linear(12, 20)}, {"c", test::linear(20, 3)}}});
}

/// No linear layer at all.
CompiledDesign wires_only() {
  HardwareConfig config = test::config("wires");
  config.input_shape = {5};
  config.parallelism.in = 2;
  return test::compiled(config, {{{"relu", ReluLayer{}}}});
}

/// Memories in files, a table in one too.
CompiledDesign large() {
  HardwareConfig config = test::config("large");
  config.precision.data_out = test::spec(13, 8);
  config.parallelism.in = config.parallelism.out = 8;
  return test::compiled(
      config,
      {{{"a", test::linear(64, 200)}, {"s", TableLayer{TableFunction::kSigmoid}}, {"b", test::linear(200, 10)}}});
}

/// Weights on the reload bus: memories of one row, of rows in several parts, a layer without a bias, a constant one.
CompiledDesign reloadable() {
  HardwareConfig config = test::config("reloadable");
  config.weights = {Weights::kReloadable, ""};
  config.layer_weights["c"] = {Weights::kConstant, ""};
  config.parallelism = {3, 2, ""};
  config.layer_parallelism["b"] = {7, 9, ""};
  return test::compiled(config, {{{"a", test::linear(5, 7)},
                                  {"b", test::linear(7, 9, false)},
                                  {"c", test::linear(9, 4)},
                                  {"d", test::linear(4, 3)}}});
}

/// The class of five scores, three a beat: the second is padded.
CompiledDesign classes() {
  HardwareConfig config = test::config("classes");
  config.parallelism.in = 2;
  config.parallelism.out = 3;
  config.layer_precision["fc"].data_out = test::spec(3, 1);  // so that some are equal
  return test::compiled(config, {{{"fc", test::linear(4, 5)}, {"relu", ReluLayer{}}, {"class", ArgmaxLayer{}}}});
}

/// All scores in one beat, and nothing else in the design.
CompiledDesign only_classes() {
  HardwareConfig config = test::config("only_classes");
  config.input_shape = {16};
  config.precision.data_in = test::spec(2, 0, false);
  config.parallelism.in = 16;
  return test::compiled(config, {{{"class", ArgmaxLayer{}}}});
}

/// Weights of one magnitude: signs, on data of one bit and of several.
CompiledDesign bipolar() {
  HardwareConfig config = test::config("bipolar");
  config.parallelism.in = 4;
  config.parallelism.out = 3;
  config.layer_precision["a"].weight = test::spec(2, 1);
  config.layer_precision["b"].weight = test::spec(3, 1);
  config.layer_precision["a"].data_out = test::spec(12, 4);
  const auto signs = [](int in, int out) {
    LinearLayer layer = test::linear(in, out);
    for (float& weight : layer.weight) weight = weight < 0.0F ? -0.5F : 0.5F;
    return layer;
  };
  ThresholdLayer sign{1, std::vector<double>(7, 0.3), {0, 1, 0, 0, 0, 1, 0}, 0.0, 1.0};
  return test::compiled(config, {{{"a", signs(10, 7)}, {"sign", sign}, {"b", signs(7, 5)}}});
}

std::vector<CompiledDesign> designs() {
  std::vector<CompiledDesign> all;
  all.push_back(test::compiled(test::config("small"), test::small_network()));
  all.push_back(awkward());
  all.push_back(smallest());
  all.push_back(wide());
  all.push_back(wires_only());
  all.push_back(large());
  all.push_back(reloadable());
  all.push_back(bipolar());
  all.push_back(classes());
  all.push_back(only_classes());
  return all;
}

ProcessResult run(const std::vector<std::string>& command, const fs::path& folder) {
  const Result<ProcessResult> result = run_process(command, folder, 120.0);
  REQUIRE(result);
  return *result;
}

std::map<std::string, std::string> contents(const fs::path& folder) {
  std::map<std::string, std::string> result;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) result[fs::relative(entry.path(), folder).string()] = test::text_of(entry.path());
  }
  return result;
}

/// Feeds the golden vectors without a pause, compares every beat that is not padding, and tells the cycles of the first
/// beat in and of the last beats of all vectors out.
std::string bench(const CompiledDesign& design, int vectors) {
  const Stream& in = design.graph.stream(design.graph.inputs.front());
  const Stream& out = design.graph.stream(design.graph.outputs.front());
  const int rest = (out.features - 1) % out.parallelism + 1;
  return fmt::format(R"(
module bench;
  logic clk = 0, rst = 1;
  logic [{0}:0] stimulus [0:{1}];
  logic [{2}:0] expected [0:{3}];
  logic [{2}:0] data_out_0, mask;
  logic data_in_0_valid, data_in_0_ready, data_out_0_valid;
  int sent = 0, got = 0, cycle = 0, first = -1, wrong = 0;
  top dut (.clk(clk), .rst(rst), .data_in_0(stimulus[sent]), .data_in_0_valid(data_in_0_valid), .data_in_0_ready(data_in_0_ready),
           .data_out_0(data_out_0), .data_out_0_valid(data_out_0_valid), .data_out_0_ready(1'b1){6});
  assign data_in_0_valid = !rst && sent <= {1};
  assign mask = (got % {4} == {4} - 1) ? {{{5}{{1'b1}}}} : '1;
  always #1 clk = !clk;
  initial begin
    $readmemh("../vectors/data_in_0.mem", stimulus);
    $readmemh("../vectors/data_out_0.mem", expected);
    #8 rst = 0;  // not at a clock edge
    #200000 $display("hang: %0d of %0d beats", got, {3} + 1);
    $finish;
  end
  always @(posedge clk) if (!rst) begin
    cycle <= cycle + 1;
    if (data_in_0_valid && data_in_0_ready) begin
      if (first < 0) first <= cycle;
      sent <= sent + 1;
    end
    if (data_out_0_valid) begin
      if ((data_out_0 & mask) !== (expected[got] & mask)) wrong <= wrong + 1;
      if (got % {4} == {4} - 1) $display("%0d", cycle - (first < 0 ? cycle : first) + 1);
      got <= got + 1;
      if (got == {3}) begin
        #0.5 $display("wrong %0d", wrong);
        $finish;
      end
    end
  end
endmodule
)",
                     in.beat_width() - 1, vectors * in.beats() - 1, out.beat_width() - 1, vectors * out.beats() - 1,
                     out.beats(), rest * out.type.width,
                     design.graph.reload_address_width > 0 ? ", .reload_valid(1'b0)" : "");
}

}  // namespace

TEST_CASE("every tool reads the emitted design as it stands", "[emit]") {
  for (const CompiledDesign& design : designs()) {
    const test::ScratchFolder folder;
    REQUIRE(test::emit(design, folder.path() / "d"));
    const fs::path rtl = folder.path() / "d/rtl";
    INFO(design.config.name);
    const ProcessResult verilator =
        run({"verilator", "--lint-only", "-Wall", "--top-module", "top", "-f", "filelist.f"}, rtl);
    INFO(verilator.output);
    CHECK(verilator.exit_status == 0);
    const ProcessResult icarus =
        run({"iverilog", "-g2012", "-Wall", "-t", "null", "-s", "top", "-f", "filelist.f"}, rtl);
    INFO(icarus.output);
    CHECK(icarus.exit_status == 0);
    CHECK(icarus.output.empty());
    std::string files = test::text_of(rtl / "filelist.f");
    std::replace(files.begin(), files.end(), '\n', ' ');
    const ProcessResult yosys = run(
        {"yosys", "-q", "-p", "read_verilog -sv " + files + "; hierarchy -check -top top; proc; check -assert"}, rtl);
    INFO(yosys.output);
    CHECK(yosys.exit_status == 0);
    CHECK(yosys.output.find("Warning") == std::string::npos);
  }
}

TEST_CASE("Icarus gets the golden outputs, with the latency and the interval that the signature says", "[emit]") {
  for (const CompiledDesign& design : designs()) {
    if (design.config.name == "large") continue;  // slow in Icarus
    const test::ScratchFolder folder;
    constexpr int kVectors = 12;
    REQUIRE(test::emit(design, folder.path() / "d", kVectors));
    const fs::path rtl = folder.path() / "d/rtl";
    REQUIRE(write_file(rtl / "bench.sv", bench(design, kVectors)));
    const ProcessResult built =
        run({"iverilog", "-g2012", "-o", "bench.vvp", "-s", "bench", "-f", "filelist.f", "bench.sv"}, rtl);
    INFO(design.config.name << "\n" << built.output);
    REQUIRE(built.exit_status == 0);
    const ProcessResult ran = run({"vvp", "bench.vvp"}, rtl);
    INFO(ran.output);
    CHECK(ran.output.find("wrong 0\n") != std::string::npos);
    std::vector<std::int64_t> cycles;
    for (std::size_t at = 0; at < ran.output.size() && ran.output[at] >= '0' && ran.output[at] <= '9';) {
      cycles.push_back(std::stoll(ran.output.substr(at)));
      at = ran.output.find('\n', at) + 1;
    }
    REQUIRE(cycles.size() == kVectors);
    CHECK(cycles.front() == design.graph.latency_cycles);
    CHECK(cycles[kVectors - 1] - cycles[kVectors - 2] == design.graph.interval_cycles);
  }
}

TEST_CASE("the same design gives the same bytes, and only the files it names", "[emit]") {
  const test::ScratchFolder folder;
  REQUIRE(test::emit(awkward(), folder.path() / "one"));
  REQUIRE(test::emit(awkward(), folder.path() / "two"));
  const auto one = contents(folder.path() / "one");
  CHECK(one == contents(folder.path() / "two"));
  const std::string& signature = one.at("signature.json");
  for (const auto& [name, text] : one) CHECK(signature.find("\"" + name + "\"") != std::string::npos);
  CHECK(one.at("rtl/filelist.f").ends_with("top.sv\n"));
}

TEST_CASE("a design replaces the one before it as a whole", "[emit]") {
  const test::ScratchFolder folder;
  REQUIRE(test::emit(large(), folder.path() / "d"));
  CHECK(fs::exists(folder.path() / "d/rtl/a_weight_source.mem"));
  REQUIRE(test::emit(wires_only(), folder.path() / "d"));
  CHECK_FALSE(fs::exists(folder.path() / "d/rtl/a_weight_source.mem"));
}

TEST_CASE("what is not a design folder is not replaced", "[emit]") {
  const test::ScratchFolder folder;
  REQUIRE(write_file(folder.path() / "file", "mine"));
  REQUIRE(write_file(folder.path() / "other/thesis.tex", "mine"));
  fs::create_directory(folder.path() / "empty");
  CHECK(test::emit(wires_only(), folder.path() / "file").error()[0].code == "emit.foreign_folder");
  CHECK(test::emit(wires_only(), folder.path() / "other").error()[0].code == "emit.foreign_folder");
  CHECK(test::emit(wires_only(), folder.path() / "empty"));
  CHECK(test::text_of(folder.path() / "file") == "mine");
  CHECK(test::text_of(folder.path() / "other/thesis.tex") == "mine");
}

TEST_CASE("Ctrl-C stops the emission and leaves nothing behind", "[emit]") {
  const test::ScratchFolder folder;
  const CompiledDesign design = wires_only();
  const pid_t child = fork();  // the flag of an interrupt stays set: in a process of its own
  if (child == 0) {
    catch_interrupts();
    static_cast<void>(raise(SIGINT));
    const Result<void> emitted = test::emit(design, folder.path() / "d");
    _exit(!emitted && emitted.error()[0].code == "emit.interrupted" ? 0 : 1);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(contents(folder.path()).empty());
}

TEST_CASE("faults leave nothing behind", "[emit]") {
  const test::ScratchFolder folder;
  const CompiledDesign design = wires_only();
  const std::vector<std::int64_t> torn(7);
  const Result<void> vectors = emit_design(design, folder.path() / "d", torn, torn);
  REQUIRE_FALSE(vectors);
  CHECK(vectors.error()[0].code == "emit.vectors");
  REQUIRE(write_file(folder.path() / "file", "x"));
  CHECK(test::emit(design, folder.path() / "file/d").error()[0].code == "file.unwritable");
  const test::Environment elsewhere("RTL4ML_RTL", "/nonexistent");
  const Result<void> library = test::emit(design, folder.path() / "d");
  REQUIRE_FALSE(library);
  CHECK(library.error()[0].code == "emit.library");
  CHECK(contents(folder.path()).size() == 1);
}

}  // namespace rtl4ml
