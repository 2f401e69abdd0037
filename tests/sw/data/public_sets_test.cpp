#include "sw/data/public_sets.hpp"

#include "tests/sw/data/common.hpp"

namespace rtl4ml::test {

TEST_CASE("public sets: a message says how to get them", "[data]") {
  for (const std::string name : {"mnist", "optdigits", "jets"}) {
    const Environment unset("RTL4ML_DATA", std::nullopt);
    const Result<Dataset> data = load_data(name, "", Split::kTest, 0);
    REQUIRE_FALSE(data);
    CHECK(data.error().front().code == "data.directory");
    CHECK(data.error().front().fix.find("export RTL4ML_DATA=") != std::string::npos);
    const ScratchFolder scratch;
    const Environment empty_folder("RTL4ML_DATA", scratch.path().string());
    CHECK(code_of(load_data(name, "", Split::kTest, 0)) == "data.directory");
    std::filesystem::create_directory(scratch.path() / name);
    CHECK_FALSE(load_data(name, "", Split::kTest, 0));  // the folder is there, its files are not
  }
}

TEST_CASE("public sets: the jets are a test set", "[data]") {
  CHECK(code_of(load_data("jets", "", Split::kTrain, 0)) == "data.split");
}

TEST_CASE("public sets: files of another shape are refused", "[data]") {
  const ScratchFolder scratch;
  const Environment root("RTL4ML_DATA", scratch.path().string());
  std::filesystem::create_directory(scratch.path() / "optdigits");
  std::filesystem::create_directory(scratch.path() / "mnist");
  scratch.write("optdigits/optdigits.tes", "1,2,3,0\n");
  CHECK(code_of(load_data("optdigits", "", Split::kTest, 0)) == "data.shape");
  scratch.write("mnist/t10k-labels-idx1-ubyte.gz", std::string("\0\0\x08\x01\0\0\0\1\7", 9));
  const std::string one_image("\0\0\x08\x03\0\0\0\1\0\0\0", 11);
  for (const std::string& size : {std::string("\2\0\0\0\x1C", 5), std::string("\x1C\0\0\0\2", 5)}) {
    scratch.write("mnist/t10k-images-idx3-ubyte.gz", one_image + size + std::string(56, 'x'));
    CHECK(code_of(load_data("mnist", "", Split::kTest, 0)) == "data.shape");
  }
}

TEST_CASE("public sets: values are scaled as documented", "[data]") {
  const ScratchFolder scratch;
  const Environment root("RTL4ML_DATA", scratch.path().string());
  std::filesystem::create_directory(scratch.path() / "optdigits");
  std::filesystem::create_directory(scratch.path() / "mnist");
  std::string row;
  for (int i = 0; i < 64; ++i) row += std::to_string(i % 17) + ",";
  scratch.write("optdigits/optdigits.tra", row + "4\n" + row + "5\n");
  const Dataset digits = load_data("optdigits", "", Split::kTrain, 0).value();
  CHECK(digits.labels == std::vector<std::int64_t>{4, 5});
  CHECK(digits.inputs[15] == 15.0 / 16.0);
  CHECK(digits.inputs[16] == 1.0);
  const std::string header("\0\0\x08\x03\0\0\0\1\0\0\0\x1C\0\0\0\x1C", 16);
  scratch.write("mnist/train-images-idx3-ubyte.gz", header + std::string(784, '\xFF'));
  scratch.write("mnist/train-labels-idx1-ubyte.gz", std::string("\0\0\x08\x01\0\0\0\1\7", 9));
  const Dataset images = load_data("mnist", "", Split::kTrain, 0).value();
  CHECK(images.features == 784);
  CHECK(images.inputs == std::vector<double>(784, 1.0));
  CHECK(images.labels == std::vector<std::int64_t>{7});
}

TEST_CASE("public sets: the real files", "[data]") {
  const char* const root = std::getenv("RTL4ML_DATA");
  if (root == nullptr || *root == '\0') {
    WARN("not run: RTL4ML_DATA is not set");
    return;
  }
  struct Expectation {
    std::string name;
    Split split;
    std::int64_t count;
    int features;
  };
  for (const Expectation& expected :
       {Expectation{"mnist", Split::kTest, 10000, 784}, Expectation{"optdigits", Split::kTrain, 3823, 64},
        Expectation{"optdigits", Split::kTest, 1797, 64}, Expectation{"jets", Split::kTest, 1000, 16}}) {
    INFO(expected.name);
    const Dataset data = load_data(expected.name, "", expected.split, 0).value();
    CHECK(data.count == expected.count);
    CHECK(data.features == expected.features);
    CHECK(data.labels.size() == static_cast<std::size_t>(expected.count));
  }
  CHECK(load_data("mnist", "", Split::kTrain, 5).value().labels == std::vector<std::int64_t>{5, 0, 4, 1, 9});
}

}  // namespace rtl4ml::test
