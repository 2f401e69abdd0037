// The shipped board from its pins: images go in on the serial line, the classes that come out are the oracle's.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "cli/pipeline.hpp"
#include "sw/base/file.hpp"
#include "sw/base/source_tree.hpp"
#include "tests/program.hpp"

namespace rtl4ml::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConfig = "hw/configs/digits_uart.yaml";
constexpr std::size_t kFeatures = 64;
constexpr std::size_t kClasses = 10;

/// The test images as bytes, and what the oracle answers.
struct Images {
  std::string bytes;
  std::vector<int> classes;
};

Images load_images() {
  const Result<CompiledDesign> design = load_design(kConfig);
  if (!design) FAIL(to_string(design.error()));
  const Result<Stimulus> stimulus = load_stimulus(*design, "", 0, 1);
  if (!stimulus) FAIL(to_string(stimulus.error()));
  const Result<std::vector<std::int64_t>> outputs = integer_oracle(design->model, *stimulus);
  if (!outputs) FAIL(to_string(outputs.error()));
  Images images;
  for (const std::int64_t code : stimulus->codes) images.bytes += static_cast<char>(code);
  for (auto row = outputs->begin(); row != outputs->end(); row += kClasses)
    images.classes.push_back(static_cast<int>(std::max_element(row, row + kClasses) - row));
  return images;
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// The board with the design of `folder`, a file of which a changed copy may stand in for the original.
class Board {
 public:
  Board(const fs::path& design, fs::path folder, int clocks_per_bit, const fs::path& changed = {})
      : folder_(std::move(folder)), rtl_(design / "rtl") {
    fs::create_directories(folder_);
    // The design's own files first; the board's list names some of them again.
    std::map<std::string, fs::path> paths;
    std::vector<std::string> order;
    const auto add = [&](const fs::path& path) {
      const std::string name = path.filename().string();
      if (paths.emplace(name, name == changed.filename() ? changed : path).second) order.push_back(name);
    };
    for (const std::string& name : lines_of(rtl_ / "filelist.f")) add(rtl_ / name);
    for (const std::string& name : lines_of(source_tree() / "hw/boards/uart_classifier.f")) add(source_tree() / name);
    add(source_tree() / "hw/boards/hx8k_breakout.sv");
    std::vector<std::string> command = {"verilator",
                                        "--cc",
                                        "--exe",
                                        "--build",
                                        "-Wall",
                                        "-O3",
                                        "--x-initial",
                                        "unique",
                                        "--noassert",
                                        "--prefix",
                                        "Vboard",
                                        "--top-module",
                                        "hx8k_breakout",
                                        "-GCLOCKS_PER_BIT=" + std::to_string(clocks_per_bit),
                                        "-CFLAGS",
                                        "-O1",
                                        "--Mdir",
                                        folder_.string(),
                                        "-o",
                                        "uart_bench"};
    for (const std::string& name : order) command.push_back(paths.at(name).string());
    command.push_back((source_tree() / "tests/hw/boards/uart_bench.cpp").string());
    const Result<ProcessResult> built = run_process(command, rtl_.string(), 400.0);
    if (!built) FAIL(to_string(built.error()));
    INFO(built->output);
    REQUIRE(built->exit_status == 0);
  }

  struct Answers {
    std::vector<int> classes;
    unsigned leds = 0;
    int exit_status = 0;
  };

  [[nodiscard]] Answers ask(const std::string& bytes, const std::string& clocks_per_bit,
                            const std::string& mode) const {
    std::ofstream(folder_ / "images", std::ios::binary) << bytes;
    const Result<ProcessResult> ran = run_process({(folder_ / "uart_bench").string(), (folder_ / "images").string(),
                                                   std::to_string(kFeatures), clocks_per_bit, mode},
                                                  rtl_.string(), 400.0);  // where $readmemh finds its files
    if (!ran) FAIL(to_string(ran.error()));
    Answers answers;
    answers.exit_status = ran->exit_status;
    std::istringstream text(ran->output);
    for (std::string word; text >> word;) {
      if (word == "leds") {
        text >> std::hex >> answers.leds;
      } else {
        answers.classes.push_back(std::stoi(word));
      }
    }
    return answers;
  }

 private:
  fs::path folder_, rtl_;
};

fs::path generate(const fs::path& build) {
  const ProcessResult generated = run_rtl4ml({"generate", kConfig, "--build", build.string()});
  INFO(generated.output);
  REQUIRE(generated.exit_status == 0);
  return build / "digits_uart";
}

std::string first(const Images& images, std::size_t count) { return images.bytes.substr(0, count * kFeatures); }
std::vector<int> first_classes(const Images& images, std::size_t count) {
  return {images.classes.begin(), images.classes.begin() + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace

TEST_CASE("from the pins of the board: every test image is answered with the oracle's class", "[long]") {
  const ScratchFolder scratch;
  const fs::path design = generate(scratch.path());
  const Images images = load_images();
  REQUIRE(images.classes.size() == 2000);
  const std::size_t classes_seen = std::set<int>(images.classes.begin(), images.classes.end()).size();
  CHECK(classes_seen == kClasses);

  // A line that is 26 times as fast for its clock as the board's, for the sake of the test's time.
  const Board fast(design, scratch.path() / "fast", 4);
  const Board::Answers all = fast.ask(images.bytes, "4", "stream");
  CHECK(all.exit_status == 0);
  CHECK(all.classes == images.classes);
  CHECK((all.leds & 0x0FU) == static_cast<unsigned>(images.classes.back()));
  CHECK((all.leds & 0x60U) == 0U);  // no break, no byte lost

  // Half a vector and a break before every image: the board starts over, and says that it saw a break.
  const Board::Answers restarted = fast.ask(first(images, 40), "4", "restart");
  CHECK(restarted.exit_status == 0);
  CHECK(restarted.classes == first_classes(images, 40));
  CHECK((restarted.leds & 0x60U) == 0x20U);

  // As the board is, and with the other end up to 3.5 % off.
  const Board shipped(design, scratch.path() / "shipped", 104);
  for (const char* clocks_per_bit : {"104.1667", "100.4", "107.6"}) {
    INFO(clocks_per_bit);
    const Board::Answers some = shipped.ask(first(images, 4), clocks_per_bit, "stream");
    CHECK(some.exit_status == 0);
    CHECK(some.classes == first_classes(images, 4));
  }
  // Twice as fast as the board's line: nothing that comes back may pass for the right answers.
  CHECK(shipped.ask(first(images, 4), "52", "stream").classes != first_classes(images, 4));
}

TEST_CASE("the board's test notices an argmax that takes the last of equal outputs", "[long]") {
  const ScratchFolder scratch;
  const fs::path design = generate(scratch.path());
  const Images images = load_images();
  Result<std::string> text = read_file(source_tree() / "rtl_templates/argmax/fixed_argmax.sv", 1U << 20U);
  REQUIRE(text);
  const std::string from = "element > so_far", to = "element >= so_far";
  REQUIRE(text->find(from) != std::string::npos);
  for (std::size_t at = 0; (at = text->find(from, at)) != std::string::npos;) text->replace(at, from.size(), to);
  const Board board(design, scratch.path() / "board", 4, scratch.write("fixed_argmax.sv", *text));
  const Board::Answers answers = board.ask(images.bytes, "4", "stream");
  CHECK(answers.exit_status == 0);
  CHECK(answers.classes != images.classes);
}

}  // namespace rtl4ml::test
