#include "sw/experiment/networks.hpp"

#include <csignal>

#include "sw/base/interrupt.hpp"
#include "sw/checkpoint/network_tensors.hpp"
#include "tests/catch.hpp"
#include "tests/sw/base/in_child.hpp"
#include "tests/sw/experiment/small.hpp"

namespace rtl4ml {
namespace {

bool same_network(const Network& one, const Network& other) {
  const std::vector<Tensor> a = network_tensors(one), b = network_tensors(other);
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].name != b[i].name || a[i].data != b[i].data) return false;
  }
  return true;
}

const std::vector<float>& first_weights(const Network& network) {
  return std::get<LinearLayer>(network.layers.front().kind).weight;
}

}  // namespace

TEST_CASE("the float network of a seed is trained, kept, and read again as it was, the same every time") {
  const SmallLaboratory small;
  const Record record = small.float_record();
  CHECK(record.figure("accuracy") > 0.6);
  CHECK(record.figure("macs") == 32 * 6 + 6 * 2);
  CHECK(record.figure("weight_bits") == 32.0 * (32 * 6 + 6 + 6 * 2 + 2));
  CHECK(record.curves.at("loss").size() == 10);
  const Result<Network> kept = small.laboratory.float_network(1);
  REQUIRE(kept);
  const Result<TrainedNetwork> again = train_network(small.laboratory, {"a", 1});
  REQUIRE(again);
  CHECK(same_network(*kept, again->network));
  CHECK(!same_network(*kept, train_network(small.laboratory, {"a", 2})->network));
}

TEST_CASE("an experiment may start from a checkpoint") {
  const SmallLaboratory first;
  (void)first.float_record();
  const std::string file = (first.store.folder() / "checkpoints/float32-s1.safetensors").string();
  const SmallLaboratory second("checkpoint: " + file + "\n");
  const Result<TrainedNetwork> network = train_network(second.laboratory, {"a", 5});
  REQUIRE(network);
  CHECK(same_network(network->network, *first.laboratory.float_network(1)));
  CHECK(network->curves.empty());
}

TEST_CASE("a training that is interrupted is told, and its run is made again") {
  const SmallLaboratory whole, parted;
  const Result<TrainedNetwork> expected = train_network(whole.laboratory, {"a run", 1});
  REQUIRE(expected);
  CHECK(in_child([&parted] {
          catch_interrupts();
          raise(SIGINT);
          const Result<TrainedNetwork> stopped = train_network(parted.laboratory, {"a run", 1});
          return !stopped && stopped.error().front().code == "train.interrupted" ? 0 : 1;
        }) == 0);
  const Result<TrainedNetwork> finished = train_network(parted.laboratory, {"a run", 1});
  REQUIRE(finished);
  CHECK(same_network(finished->network, expected->network));
}

TEST_CASE("the state of a run stands under its name: one that is none is told, and after the run it is gone") {
  const SmallLaboratory small;
  const std::string state = small.scratch.write("e/runs/a_run-s1.state", "no state");
  const Result<TrainedNetwork> refused = train_network(small.laboratory, {"a run", 1});
  REQUIRE(!refused);
  CHECK(refused.error().front().place.find("a_run-s1.state") != std::string::npos);
  CHECK(train_network(small.laboratory, {"a run", 2}));
  CHECK(!std::filesystem::exists(small.store.folder() / "runs/a_run-s2.state"));
}

TEST_CASE("finetuning goes on from the float network, and what is masked stays zero") {
  const SmallLaboratory small;
  (void)small.float_record();
  const Network start = *small.laboratory.float_network(1);
  const Result<TrainedNetwork> further = finetune(small.laboratory, {"a", 1}, start);
  REQUIRE(further);
  CHECK(!same_network(further->network, start));
  Network pruned = start;
  auto& weights = std::get<LinearLayer>(pruned.layers.front().kind).weight;
  WeightMasks masks = {{"fc1", std::vector<std::uint8_t>(weights.size(), 1)}};
  for (std::size_t i = 0; i < weights.size(); i += 2) {
    weights[i] = 0.0F;
    masks["fc1"][i] = 0;
  }
  const Result<TrainedNetwork> masked = finetune(small.laboratory, {"a", 1}, pruned, masks);
  REQUIRE(masked);
  for (std::size_t i = 0; i < weights.size(); i += 2) REQUIRE(first_weights(masked->network)[i] == 0.0F);
  CHECK(first_weights(masked->network)[1] != weights[1]);
}

TEST_CASE("quantized networks come with every type that a hardware config says") {
  const SmallLaboratory small;
  (void)small.float_record();
  const Network start = *small.laboratory.float_network(1);
  QuantizationPlan plan = at_width({}, 4);
  plan.score_width = 7;
  for (const std::string method : {"straight_through", "lsq", "pact", ""}) {
    INFO(method);
    plan.method = method;
    const Result<TrainedNetwork> quantized = method.empty() ? quantize_after_training(small.laboratory, start, plan)
                                                            : train_quantized(small.laboratory, {"a", 1}, start, plan);
    INFO((quantized ? std::string() : to_string(quantized.error())));
    REQUIRE(quantized);
    const std::map<std::string, DesignLayerFormats>& layers = quantized->formats.layers;
    REQUIRE(layers.at("fc1").weight);
    CHECK(layers.at("fc1").weight->width == 4);
    CHECK(layers.at("fc1").bias->width == 8);
    CHECK(layers.at("fc1").data_in->width == 4);
    CHECK(layers.at("fc1").data_out->width == 4);
    CHECK(!layers.at("fc1").data_out->is_signed);  // a ReLU is behind it
    CHECK(layers.at("fc2").data_out->width == 7);
    CHECK(layers.at("fc2").data_out->is_signed);
  }
}

TEST_CASE("a quantized network is kept with its config, and hardware is asked about it") {
  const SmallLaboratory small;
  (void)small.float_record();
  const Result<TrainedNetwork> quantized =
      quantize_after_training(small.laboratory, *small.laboratory.float_network(1), at_width({}, 6));
  REQUIRE(quantized);
  const Result<Record> record = design_record(small.laboratory, "PTQ, 6 bits", 1, *quantized);
  REQUIRE(record);
  CHECK(record->figure("accuracy") == 0.5);
  CHECK(record->config == "configs/ptq_6_bits-s1.yaml");
  CHECK(std::filesystem::exists(small.store.folder() / "checkpoints/ptq_6_bits-s1.safetensors"));
}

}  // namespace rtl4ml
