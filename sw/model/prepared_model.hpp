// A quantized model made ready for fast evaluation: weights packed once, steps chosen once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sw/model/kernels.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Evaluates like rtl4ml::evaluate, without packing the weights at every call. The model must outlive it.
class PreparedModel {
 public:
  /// `isa`: one of available_isas(); nothing: the fastest.
  explicit PreparedModel(const QuantizedModel& model, std::optional<Isa> isa = std::nullopt);

  /// Shapes: data_in[count][in_features] -> data_out[count][out_features], integer codes of the model's types.
  /// Result: false where progress stopped it.
  bool evaluate(std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out,
                const EvaluationProgress& progress = {}) const;

  /// Layers that run in the 16-bit kernels (those fused into the layer before them included); for tests and for the
  /// curious.
  [[nodiscard]] int fast_layers() const;

 private:
  /// How the codes between two steps are held: 16 bits where the type allows it.
  enum class Form { kNarrow, kWide };
  enum class Kind {
    kLinear,      ///< 16-bit operands, 32-bit accumulators, narrow in
    kLookup,      ///< an elementwise operator as a table of all its results; narrow in, narrow out
    kWideLinear,  ///< 64-bit accumulators; wide in, wide out
    kPlain,       ///< the plain operator of sw/ops; wide in, wide out
  };
  struct Step {
    Kind kind = Kind::kPlain;
    const QuantizedLayer* layer = nullptr;
    Form form_out = Form::kWide;
    int layers = 1;                     ///< of the model that this step covers
    std::vector<std::int16_t> weight;   ///< kLinear: packed as LinearKernelTask says
    std::vector<std::int32_t> start;    ///< kLinear
    Conversion conversion;              ///< kLinear
    std::vector<std::int16_t> entries;  ///< kLookup: indexed by the low bits of the code
  };
  struct Workspace;

  static std::optional<Step> linear_step(const QuantizedLayer& layer, const LinearOp& op);
  static Step step_for(const QuantizedLayer& layer);
  void run_block(std::span<const std::int64_t> data_in, std::span<std::int64_t> data_out, Workspace& space) const;
  void run_step(const Step& step, int rows, Workspace& space) const;
  void run_linear(const Step& step, int rows, Workspace& space) const;
  void to_narrow(int rows, Workspace& space) const;
  void to_wide(int rows, Workspace& space) const;
  void load_narrow(std::span<const std::int64_t> codes, std::int64_t low, std::int64_t high, Workspace& space) const;
  void store_wide(int rows, std::span<std::int64_t> out, const Workspace& space) const;

  const QuantizedModel* model_;
  const Kernels* kernels_;
  std::vector<Step> steps_;
  int widest_ = 0;         ///< features of the widest codes, in whole tiles
  std::int64_t work_ = 0;  ///< multiplications of one vector, about
};

}  // namespace rtl4ml
