#include "sw/compress/compress_network.hpp"

#include <cmath>

#include "sw/quantize/parameters.hpp"
#include "tests/catch.hpp"
#include "tests/sw/quantize/common.hpp"

namespace rtl4ml {
namespace {

Network mlp() {
  Random random(test::seed());
  return {{{"fc1", test::normal_linear(random, 30, 20)},
           {"bn1", BatchNorm1dLayer{std::vector<float>(20, 1.5F), std::vector<float>(20), std::vector<float>(20, 0.3F),
                                    std::vector<float>(20, 2.0F), 1e-5}},
           {"relu", ReluLayer{}},
           {"fc2", test::normal_linear(random, 20, 5)}}};
}

CompressionOptions options_of(CompressionScheme scheme, int bits) {
  CompressionOptions options;
  options.scheme = scheme;
  options.bits = bits;
  return options;
}

}  // namespace

TEST_CASE("sizes and errors of every scheme", "[compress]") {
  const Network network = mlp();
  constexpr std::int64_t kOthers = 4 * (20 + 80 + 5);  // biases and batch norm in float32
  const CompressedNetwork plain = compress_network(network, options_of(CompressionScheme::kFloat32, 8)).value();
  CHECK(plain.payload_bytes == 4 * parameter_count(network));
  CHECK(plain.squared_error == 0.0);
  CHECK(plain.weights == 700);
  CHECK(plain.tensors[0].name == "fc1.weight");
  CHECK(plain.tensors[0].shape == std::vector<std::int64_t>{20, 30});
  CHECK(plain.tensors[4].name == "bn1.running_mean");
  CHECK(compress_network(network, options_of(CompressionScheme::kHalf, 8)).value().payload_bytes ==
        2 * parameter_count(network));
  const auto check = [&](CompressionScheme scheme, int bits, std::int64_t weight_bytes) {
    CAPTURE(to_string(scheme), bits);
    const CompressedNetwork result = compress_network(network, options_of(scheme, bits)).value();
    CHECK(result.weight_bytes == weight_bytes);
    CHECK(result.payload_bytes == weight_bytes + kOthers);
    double error = 0.0;
    for (const std::size_t layer : {0U, 3U}) {
      const auto& before = std::get<LinearLayer>(network.layers[layer].kind);
      const auto& after = std::get<LinearLayer>(result.network.layers[layer].kind);
      CHECK(after.bias == before.bias);
      for (std::size_t i = 0; i < before.weight.size(); ++i)
        error += std::pow(after.weight[i] - before.weight[i], 2) / 700.0;
    }
    CHECK(result.squared_error == Approx(error));
    return result.squared_error;
  };
  CHECK(check(CompressionScheme::kLinear, 16, 1400 + 8) < check(CompressionScheme::kLinear, 8, 700 + 8));
  const double four = check(CompressionScheme::kCluster, 4, 350 + 2 * 64);
  CHECK(check(CompressionScheme::kCluster, 8, 700 + 4 * (256 + 100)) < four);  // 100 weights need no more centroids
  CHECK(four < check(CompressionScheme::kCluster, 2, 175 + 2 * 16));
  // Ten groups and two: 8 bits 1 a byte; 4 bits in pairs; 3 bits ten together; 2 bits four together.
  double before = 0.0;
  for (const auto& [bits, words] : {std::pair{8, 12}, {4, 6}, {3, 2 * 4}, {2, 3 + 1}}) {
    const double error = check(CompressionScheme::kGroup, bits, 64 * words + 8 * 12);
    CHECK(error > before);
    before = error;
  }
}

TEST_CASE("layers may have their own bits", "[compress]") {
  CompressionOptions options = options_of(CompressionScheme::kGroup, 4);
  options.layer_bits["fc2"] = 2;
  CHECK(compress_network(mlp(), options).value().weight_bytes == 64 * (5 + 1) + 8 * 12);
  options.layer_bits["relu"] = 2;
  options.layer_bits["fc3"] = 2;
  const auto result = compress_network(mlp(), options);
  REQUIRE(test::code_of(result) == "compress.layer");
  CHECK(result.error().size() == 2);
}

TEST_CASE("faults name their tensor, schemes have their words", "[compress]") {
  Network network = mlp();
  std::get<LinearLayer>(network.layers[3].kind).weight[2] = std::nanf("");
  const auto result = compress_network(network, options_of(CompressionScheme::kCluster, 4));
  REQUIRE(test::code_of(result) == "quantize.non_finite");
  CHECK(result.error().front().place == "fc2.weight");
  CHECK(compress_network(network, options_of(CompressionScheme::kLinear, 5)).error().size() == 2);
  for (const char* word : {"float32", "half", "linear", "cluster", "group"})
    CHECK(to_string(parse_compression_scheme(word, "").value()) == word);
  CHECK(test::code_of(parse_compression_scheme("zip", "here")) == "compress.scheme");
}

}  // namespace rtl4ml
