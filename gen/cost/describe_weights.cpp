#include "gen/cost/describe_weights.hpp"

#include <algorithm>

#include "gen/emit/rom_source.hpp"
#include "gen/ops/common.hpp"
#include "gen/ops/linear.hpp"

namespace rtl4ml {
namespace {

/// A source of constants.
class ConstantWeights {
 public:
  ConstantWeights(const Site& site, const FixedType& type, const LinearControl& control)
      : logic_(site.logic),
        family_(site.family),
        view_(site.view),
        op_(site.view.op<LinearOp>()),
        width_(type.width),
        address_(control.address),
        load_(control.load) {}

  WeightSource describe() {
    const int lanes_in = view_.data_in.parallelism, lanes_out = view_.data_out.parallelism;
    const std::int64_t words = weight_words(view_);
    put_into_blocks(words);
    WeightSource result;
    result.read.resize(static_cast<std::size_t>(lanes_out));
    result.before.resize(static_cast<std::size_t>(lanes_out));
    const std::size_t hidden = late_bits(words);
    result.choices = words < kLeastCaseWords ? static_cast<std::size_t>(ceil_div(hidden, op_.weight_type.width)) : 0;
    std::size_t at = 0;
    for (std::size_t o = 0; o < result.read.size(); ++o) {
      for (int i = 0; i < lanes_in; ++i) {
        const auto code = [&](std::int64_t word) { return weight_code(view_, word, static_cast<int>(o), i); };
        Word weight, before;
        for (int bit = 0; bit < width_; ++bit, ++at) {
          Bit ahead = kZero;
          const Bit read = bit_of(words, at, bit, code, ahead);
          weight.push_back(at < hidden ? logic_.late(read) : read);
          before.push_back(ahead);
        }
        result.before[o].push_back(words < kLeastCaseWords ? before : weight);
        result.read[o].push_back(std::move(weight));
      }
    }
    return result;
  }

 private:
  /// Blocks that the weight source is put into, and the choice between blocks above each other.
  void put_into_blocks(std::int64_t words) {
    const auto& [kind, block_words, block_bits] = view_.node.weight_memory;
    if (kind == MemoryKind::kLut || words == 1 || op_.weight.empty()) return;
    const bool placed = kind == MemoryKind::kBlock;
    corner_words_ = placed ? block_words : words;
    corner_varies_ = varying_weight_bits(view_, 0, corner_words_);
    if (placed) corner_varies_.resize(static_cast<std::size_t>(block_bits));
    const std::int64_t width = std::count(corner_varies_.begin(), corner_varies_.end(), true);
    Tally cost;
    if (placed) {
      cost.bram = width == 0 ? 0.0 : blocks_of(family_.block, corner_words_, width) * family_.block.blocks_a_cell;
    } else if (words >= kLeastCaseWords) {
      cost.bram = rom_blocks(family_.block, words, width);
    }
    logic_.always(cost);
    if (cost.bram == 0.0) corner_varies_.clear();
    const std::int64_t deep = corner_varies_.empty() ? 1 : blocks_above(family_.block, corner_words_, width);
    for (std::int64_t above = 1; above < deep; ++above)
      block_select_.push_back(logic_.registered({logic_.input()}, load_).front());
    if (corner_words_ < words) {
      const Word high(address_.begin() + address_width(corner_words_) - 1, address_.end());
      is_last_ = logic_.registered({logic_.all_of(high)}, load_).front();
    }
  }

  /// What the weight source gives for a bit of its words whose code is told by `code`; `before`: ahead of its register.
  template <class Code>
  Bit bit_of(std::int64_t words, std::size_t at, int bit, const Code& code, Bit& before) {
    if (op_.weight.empty()) return before = logic_.input();
    const bool in_corner = at < corner_varies_.size();
    const std::int64_t first = in_corner ? corner_words_ : 0, count = words - first;
    Bit tables = kZero;
    if (count == 1) {
      tables = before = static_cast<Bit>((code(first) >> bit) & 1);
    } else if (count > 1) {
      const Word address(address_.begin(), address_.begin() + address_width(count));
      const auto shifted = [&](std::int64_t word) { return code(first + word); };
      const RomInput input = rom_input(logic_, family_.fabric, address, rom_bits(count, bit, shifted), count);
      before = input.before;
      tables = logic_.registered({input.register_in}, load_).front();
    }
    if (!in_corner) return tables;
    Bit block = corner_varies_[at] ? logic_.input() : static_cast<Bit>((code(0) >> bit) & 1);
    if (corner_varies_[at]) {
      for (const Bit select : block_select_) block = logic_.multiplexer(select, logic_.input(), block);
    }
    return before = count > 0 ? logic_.multiplexer(is_last_, tables, block) : block;
  }

  /// Of a word, the bits of which synthesis sees too late that they are constant. It narrows a choice between a few
  /// words to the last bit that differs; what is above is constant at once.
  [[nodiscard]] std::size_t late_bits(std::int64_t words) const {
    const int lanes = view_.data_in.parallelism * view_.data_out.parallelism;
    if (words == 1) return 0;
    if (words >= kLeastCaseWords || op_.weight.empty())
      return static_cast<std::size_t>(lanes) * static_cast<std::size_t>(width_);
    const std::vector<bool> varies = varying_weight_bits(view_, 0, words);
    return static_cast<std::size_t>(std::find(varies.rbegin(), varies.rend(), true).base() - varies.begin());
  }

  Logic& logic_;
  const Family& family_;
  const NodeView& view_;
  const LinearOp& op_;
  const int width_;  // of an element
  const Word address_;
  const Bit load_;
  std::int64_t corner_words_ = 0;    // in block RAM
  std::vector<bool> corner_varies_;  // which bits of those words are in a block; none: there is no block
  Word block_select_;                // choose between blocks above each other
  Bit is_last_ = kZero;              // the word is beyond the corner
};

WeightSource reloadable_weights(const Site& site, const LinearControl& control) {
  const NodeView& view = site.view;
  const ReloadSource& source = view.node.reload.front();
  const Memory memory = reloadable_memory(site.family, source.rows, source.width);
  site.logic.always(memory.cost);
  WeightSource result;
  for (int o = 0; o < view.data_out.parallelism; ++o) {
    Lanes read, before;
    for (int i = 0; i < view.data_in.parallelism; ++i) {
      Word weight = describe_reloadable_word(site.logic, view.op<LinearOp>().weight_type.width, memory);
      before.push_back(weight);
      read.push_back(memory.takes_address ? std::move(weight) : site.logic.registered(weight, control.load));
    }
    result.read.push_back(std::move(read));
    result.before.push_back(std::move(before));
  }
  return result;
}

}  // namespace

Word describe_reloadable_word(Logic& logic, std::int64_t bits, const Memory& memory) {
  if (!memory.of_registers) return logic.input(static_cast<int>(bits));
  Word word;
  for (std::int64_t bit = 0; bit < bits; ++bit) {
    const Bit written = logic.input();
    word.push_back(logic.block(memory.cost_a_bit, {{written}}, 1, false).front());
  }
  return word;
}

WeightSource describe_weights(const Site& site, const FixedType& type, const LinearControl& control) {
  if (!site.view.node.reload.empty()) return reloadable_weights(site, control);
  return ConstantWeights(site, type, control).describe();
}

}  // namespace rtl4ml
