// The hardware config of a network that an experiment made, as text for `rtl4ml sim`.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"
#include "sw/number/fixed_type.hpp"
#include "sw/number/input_scale.hpp"

namespace rtl4ml {

/// The types of one layer; what is empty is left to the compiler: the design's width, fitted to the data.
struct DesignLayerFormats {
  std::optional<FixedType> data_in, weight, bias, data_out;
  std::optional<Rounding> rounding;
};

/// The types of a design.
struct DesignFormats {
  int width = 8;                                     ///< of what no layer says
  std::optional<int> frac_width;                     ///< empty: fitted by the compiler
  std::map<std::string, DesignLayerFormats> layers;  ///< by the layer's name
};

/// What the config says beside the network.
struct HardwareYaml {
  std::string comment;     ///< one line: what made the network
  std::string name;        ///< of the design
  std::string checkpoint;  ///< relative to the config
  InputScale input;
  int input_features = 0;  ///< told beside its scale
  DesignFormats formats;
  int parallelism = 4;
  std::string target;
  std::string data, labels;  ///< a data set's name, or a .npy relative to the config, and its labels or ""; empty: none
  std::string calibration;   ///< the same
  int calibration_count = 1000;
  int test_count = 0;  ///< 0: all
};

/// Errors: none; layers of kinds that `model:` does not know are bugs
[[nodiscard]] std::string hardware_yaml(const HardwareYaml& config, const Network& network);

}  // namespace rtl4ml
