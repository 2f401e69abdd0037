#include "sw/experiment/hardware_yaml.hpp"

#include "tests/catch.hpp"

namespace rtl4ml {

TEST_CASE("a hardware config says layers, types, data and part") {
  const Network network{{{"fc1", LinearLayer{2, 2, {1, 2, 3, 4}, {}}},
                         {"bn1", BatchNorm1dLayer{{1, 1}, {0, 0}, {0, 0}, {1, 1}, 0.001}},
                         {"act", LeakyReluLayer{0.125}},
                         {"clip", ClipLayer{-1.0, 1.0}},
                         {"t", ThresholdLayer{1, {1, 2}, {}, -1.0, 0.5}},
                         {"a", AffineLayer{{1, 2}, {1, 2}}},
                         {"fc2", LinearLayer{2, 2, {1, 2, 3, 4}, {}}},
                         {"class", ArgmaxLayer{}}}};
  HardwareYaml config;
  config.comment = "made by a test";
  config.name = "design";
  config.checkpoint = "../checkpoints/design.safetensors";
  config.formats.layers["fc1"].weight = FixedType{4, 3, true};
  config.formats.layers["fc1"].data_out = FixedType{6, -1, false};
  config.target = "xc7a35t";
  config.data = "../data/test.npy";
  config.labels = "../data/test_labels.npy";
  config.calibration = "../data/train.npy";
  CHECK(hardware_yaml(config, network) ==
        "# made by a test\nname: design\ncheckpoint: ../checkpoints/design.safetensors\nmodel:\n"
        "  - {linear: fc1}\n  - {batch_norm1d: bn1, eps: 0.001}\n  - {leaky_relu: act, negative_slope: 0.125}\n"
        "  - {clip: clip, min_value: -1, max_value: 1}\n  - {threshold: t, low: -1, step: 0.5}\n  - {affine: a}\n  - "
        "{linear: fc2}\n  - {argmax: class}\n"
        "precision:\n  default: {width: 8, frac_width: auto}\n  layers:\n"
        "    fc1: {weight: {width: 4, frac_width: 3, signed: true}, data_out: {width: 6, frac_width: -1, signed: "
        "false}}\n"
        "parallelism: 4\ntarget: xc7a35t\ndata: {inputs: ../data/test.npy, labels: ../data/test_labels.npy}\n"
        "calibration: {inputs: ../data/train.npy, count: 1000}\n");
}

TEST_CASE("one type for all layers, and a data set by name") {
  HardwareYaml config;
  config.name = "design";
  config.formats = {6, 3, {}};
  config.data = config.calibration = "rendered_digits";
  config.test_count = 10;
  const std::string text = hardware_yaml(config, {});
  CHECK(text.find("precision:\n  default: {width: 6, frac_width: 3}\nparallelism: 4\n"
                  "data: {inputs: rendered_digits, count: 10}\n") != std::string::npos);
}

TEST_CASE("a layer's rounding, and a config without data") {
  HardwareYaml config;
  DesignLayerFormats& fc1 = config.formats.layers["fc1"];
  fc1.data_out = FixedType{6, 2, false};
  fc1.rounding = Rounding::kFloor;
  const std::string text = hardware_yaml(config, {});
  CHECK(text.find("    fc1: {data_out: {width: 6, frac_width: 2, signed: false}, rounding: floor}\n") !=
        std::string::npos);
  CHECK(text.find("data:") == std::string::npos);
  CHECK(text.find("calibration:") == std::string::npos);
}

}  // namespace rtl4ml
