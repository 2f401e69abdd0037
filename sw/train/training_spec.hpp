// How a network is trained: loss, optimizer, schedule, augmentation, and when it ends.
#pragma once

#include <cstdint>
#include <optional>

#include "sw/model/network.hpp"

namespace rtl4ml {

/// kCrossEntropy: of the softmax. kMse: of the scores against 1 for the label and 0 elsewhere, mean over classes.
/// kHinge: max(0, 1 - score of the label + score), mean over the classes, the label's own left out.
enum class LossKind { kCrossEntropy, kMse, kHinge };

/// A teacher's scores as further targets: (1 - share) * loss + share * temperature^2 * KL(teacher || student), both
/// softened by the temperature. Source: Hinton et al., "Distilling the knowledge in a neural network", 2015
struct Distillation {
  Network teacher{};
  double temperature = 4.0;
  double share = 0.5;
};

struct LossSpec {
  LossKind kind = LossKind::kCrossEntropy;
  double label_smoothing = 0.0;  ///< of kCrossEntropy: this share of every target is spread over all classes
  std::optional<Distillation> distillation{};
};

/// Weight decay: kAdamW takes learning rate * weight_decay off the values, kSgd and kAdam add weight_decay * value to
/// the gradient.
enum class OptimizerKind { kSgd, kAdam, kAdamW };

struct OptimizerSpec {
  OptimizerKind kind = OptimizerKind::kAdamW;
  double learning_rate = 2e-3;
  double weight_decay = 1e-2;
  double momentum = 0.9;  ///< of kSgd
  bool nesterov = false;  ///< of kSgd
  double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  double clip_norm = 0.0;  ///< gradients together are shortened to this length; 0: never
};

enum class ScheduleKind { kConstant, kCosine, kStep };

/// The learning rate of an epoch, as a factor of the optimizer's.
struct ScheduleSpec {
  ScheduleKind kind = ScheduleKind::kCosine;  ///< half a cosine from 1 towards 0
  int warm_up = 0;                            ///< epochs of a linear rise that come first
  int step_epochs = 10;                       ///< of kStep: every so many epochs after the warm-up ...
  double step_factor = 0.1;                   ///< ... the rate is multiplied by this
};

struct AugmentationSpec {
  double noise = 0.0;         ///< standard deviation of what is added to every input
  int shift = 0;              ///< images move by up to so many pixels either way, zeros come in
  int rows = 0, columns = 0;  ///< of an image, where there is a shift
};

struct TrainingSpec {
  LossSpec loss{};
  OptimizerSpec optimizer{};
  ScheduleSpec schedule{};
  AugmentationSpec augmentation{};
  int epochs = 20;
  int batch_size = 64;   ///< more than there are vectors: one batch of all
  double dropout = 0.0;  ///< share of the hidden activations that are zeroed; the others grow by 1 / (1 - dropout)
  /// This share of the training vectors, drawn by the seed, is kept for validation; the weights of the best epoch
  /// (highest validation accuracy, then lowest validation loss) are the result.
  double validation_share = 0.0;
  int patience = 0;  ///< training ends after so many epochs without a better one; 0: never early
  std::uint64_t seed = 1;
  /// One thread: the same bytes every time on the same machine and LibTorch. All cores: faster for layers of some
  /// hundred features; sums may then be taken in another order from run to run, so that only what is measured with a
  /// margin repeats.
  bool all_cores = false;
};

}  // namespace rtl4ml
