// An experiment as its YAML file says it: which network on which data, trained and quantized how, varied how.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rtl4ml {

/// What is learned, and what accuracy is measured on.
struct ExperimentData {
  std::string train, train_labels;               ///< a data set's name, or files
  std::string test, test_labels;                 ///< empty: the data set's own test part; of a file its last fifth
  std::int64_t train_count = 0, test_count = 0;  ///< 0: all
  int rows = 0, columns = 0;                     ///< of an image; 0: none
  std::string place;
};

/// A perceptron: Linear fc1, bn1 where asked for, act1, Linear fc2, ...
struct ModelPlan {
  std::vector<int> hidden;
  std::string activation;  ///< "relu", "leaky_relu"
  double negative_slope = 0.01;
  bool batch_norm = false;
  double dropout = 0.0;
};

/// How long and by which rules a network is trained; words and defaults are those of the schema.
struct TrainingPlan {
  int epochs = 20;
  int batch_size = 64;
  std::string loss = "cross_entropy", optimizer = "adamw", schedule = "cosine";
  double label_smoothing = 0.0;
  double rate = 2e-3, momentum = 0.9, weight_decay = 1e-2;
  int warmup_epochs = 0;
  int patience = 0;  ///< epochs; 0: no early stopping
  double noise = 0.0;
  int shift = 0;  ///< pixels
  friend bool operator==(const TrainingPlan&, const TrainingPlan&) = default;
};

/// Widths in bits, and how formats are found.
struct QuantizationPlan {
  int weight_width = 8, data_width = 8, input_width = 8, score_width = 8, bias_width = 8;
  std::map<std::string, int> layer_weight_widths;  ///< of single Linear layers, by name
  std::string method = "straight_through";         ///< trained: "straight_through", "lsq", "pact"
  std::string observer = "mse";        ///< after training: "mse", "min_max", "moving_average", "percentile", "kl"
  std::string scale_rounding = "mse";  ///< after training: "mse", "round", "ceil"
  bool bias_correction = false, equalize = false, adaround = false;
};

/// Every width for weights, data and biases alike, by all of `quantization`'s rules.
[[nodiscard]] QuantizationPlan at_width(QuantizationPlan plan, int width);

struct HardwarePlan {
  std::string target = "xc7a35t";
  int parallelism = 4;
};

/// The studies of `rtl4ml sweep`; the schema tells what each varies.
struct WidthsStudy {
  std::vector<int> widths;
};
struct GridStudy {
  std::vector<int> widths, frac_widths;
};
struct StorageStudy {
  std::vector<std::string> variants;  ///< "dynamic_int8", "dynamic_int4", "half"
};
struct ClusteringStudy {
  std::vector<int> bits, linear_widths;
};
struct GroupsStudy {
  std::vector<int> bits;
  int group_size = 64;
};
struct SensitivityStudy {
  int probe_width = 2;
  std::vector<int> widths;
  double mean_bits = 4.0;
};
struct PruningStudy {
  std::vector<double> sparsities;
  std::vector<std::string> scopes;  ///< "local", "global"
  bool neurons = true, n_m = true;
  int width = 8;
};
struct FormatsStudy {
  std::vector<std::string> formats;  ///< as parse_number_format() takes them
  std::vector<std::string> places;   ///< of each, for messages
};
using Study = std::variant<WidthsStudy, GridStudy, StorageStudy, ClusteringStudy, GroupsStudy, SensitivityStudy,
                           PruningStudy, FormatsStudy>;

struct Experiment {
  std::string path;  ///< of the YAML file, as given
  std::string
      settings;  ///< what it says but seeds and title, as JSON: only runs where it is the same are kept together
  std::string name, title;
  ExperimentData data;
  ModelPlan model;
  std::string checkpoint, checkpoint_place;  ///< to start from; empty: trained
  TrainingPlan training, finetuning;
  std::optional<QuantizationPlan> quantization;
  std::string quantization_place;
  std::vector<std::uint64_t> seeds;
  HardwarePlan hardware;
  std::optional<Study> study;
  std::string study_place;
};

/// The same experiment on another data set by name, whose results are kept apart: <name>_<data>. `train_count`: samples
/// to train on; 0: all.
[[nodiscard]] Experiment on_data_set(Experiment experiment, const std::string& data_set, std::int64_t train_count);

}  // namespace rtl4ml
