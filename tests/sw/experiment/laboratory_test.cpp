#include "sw/experiment/laboratory.hpp"

#include "sw/base/file.hpp"
#include "tests/catch.hpp"
#include "tests/sw/experiment/small.hpp"

namespace rtl4ml {

TEST_CASE("layers are called as the trainer calls them") {
  const auto names = [](const ModelPlan& model) {
    std::string text;
    for (const LayerRequest& request : layer_requests(model)) text += request.op + ":" + request.name + " ";
    return text;
  };
  CHECK(names({{64, 32}, "relu", 0.01, true, 0.0}) ==
        "linear:fc1 batch_norm1d:bn1 relu:relu1 linear:fc2 batch_norm1d:bn2 relu:relu2 linear:fc3 ");
  CHECK(names({{8}, "leaky_relu", 0.125, false, 0.0}) == "linear:fc1 leaky_relu:leaky_relu1 linear:fc2 ");
  CHECK(layer_requests({{8}, "leaky_relu", 0.125, false, 0.0})[1].attributes.at("negative_slope") == 0.125);
}

TEST_CASE("a network with batch normalisation and leaky ReLU is kept and read again") {
  const SmallLaboratory small("");
  Experiment experiment = small.experiment;
  experiment.model = {{5, 4}, "leaky_relu", 0.125, true, 0.0};
  const Laboratory laboratory{experiment, small.store, small.data, {}};
  const Result<Record> record = float_task(laboratory, 1).measure();
  INFO((record ? std::string() : to_string(record.error())));
  REQUIRE(record);
  const Result<Network> network = laboratory.float_network(1);
  REQUIRE(network);
  CHECK(network->layers.size() == 7);
}

TEST_CASE("a design's config names its data, and is refused as hardware refuses it") {
  const SmallLaboratory small;
  (void)small.float_record();
  const Network network = *small.laboratory.float_network(1);
  const Result<Record> record = measure_design(small.laboratory, "a variant", 1, network, {6, 3, {}});
  REQUIRE(record);
  const Result<std::string> text = read_file(small.store.folder() / record->config, 1 << 20);
  REQUIRE(text);
  CHECK(text->find("data: {inputs: two_class, count: 500}") != std::string::npos);
  CHECK(text->find("checkpoint: ../checkpoints/a_variant-s1.safetensors") != std::string::npos);
  const Laboratory refusing{small.experiment, small.store, small.data,
                            [](const std::filesystem::path&, const Dataset&) -> Result<std::map<std::string, double>> {
                              return fault("test.refused", "", "no");
                            }};
  CHECK(measure_design(refusing, "a variant", 1, network, {}).error().front().code == "test.refused");
}

TEST_CASE("without a float network there is nothing to go on from") {
  const SmallLaboratory small;
  CHECK(!small.laboratory.float_network(1));
}

}  // namespace rtl4ml
