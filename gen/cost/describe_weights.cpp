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
    words_ = weight_words(view_);
    if (!op_.weight.empty()) kinds_ = weight_bits(view_, 0, words_);
    put_into_blocks();
    WeightSource result;
    std::size_t at = 0;
    for (int o = 0; o < lanes_out; ++o) {
      Lanes read, before;
      for (int i = 0; i < lanes_in; ++i, at += static_cast<std::size_t>(width_)) {
        WeightBits bits = weight(o, i, at);
        read.push_back(std::move(bits.read));
        before.push_back(std::move(bits.before));
      }
      result.read.push_back(std::move(read));
      result.before.push_back(std::move(before));
    }
    return result;
  }

 private:
  struct WeightBits {
    Word read, before;  // behind the source's register and ahead of it
  };

  /// Bits `at` and up of the words.
  WeightBits weight(int o, int i, std::size_t at) {
    if (op_.weight.empty()) {
      const Word unknown = logic_.input(width_);
      return {unknown, unknown};
    }
    WeightBits bits;
    const auto code = [&](std::int64_t word) { return weight_code(view_, word, o, i); };
    for (int bit = 0; bit < width_; ++bit, ++at) {
      const bool in_file = at < corner_kinds_.size() && corner_in_file_;
      const bool copied = bit > 0 && at != corner_kinds_.size() && kinds_[at] == BitKind::kCopy && !in_file;
      if (copied) {
        bits.read.push_back(bits.read.back());
        bits.before.push_back(bits.before.back());
        continue;
      }
      Bit ahead = kZero;
      const Bit read = bit_of(at, bit, code, ahead);
      // That stored bits are constant, or the same as others, synthesis sees late.
      const bool seen = is_constant(read) && !in_file && kinds_[at] != BitKind::kKept;
      bits.read.push_back(seen ? read : logic_.late(read));
      bits.before.push_back(seen || words_ >= kLeastCaseWords ? bits.read.back() : logic_.late(ahead));
    }
    return bits;
  }

  /// Blocks that the weight source is put into, and the choice between blocks above each other.
  void put_into_blocks() {
    const auto& [kind, block_words, block_bits] = view_.node.weight_memory;
    if (kind == MemoryKind::kLut || words_ == 1 || op_.weight.empty()) return;
    const bool placed = kind == MemoryKind::kBlock;
    corner_words_ = placed ? block_words : words_;
    corner_kinds_ = corner_words_ == words_ ? kinds_ : weight_bits(view_, 0, corner_words_);
    if (placed) corner_kinds_.resize(static_cast<std::size_t>(block_bits));
    corner_in_file_ = wants_file(kind, corner_words_, std::ssize(corner_kinds_));
    const std::int64_t width = stored_in_block(corner_kinds_, corner_words_);
    Tally cost;
    if (placed) {
      cost.bram = width == 0 ? 0.0 : blocks_of(family_.block, corner_words_, width) * family_.block.blocks_a_cell;
    } else if (words_ >= kLeastCaseWords) {
      cost.bram = rom_blocks(family_.block, words_, width);
    }
    logic_.always(cost);
    if (cost.bram == 0.0) corner_kinds_.clear();
    const std::int64_t deep = corner_kinds_.empty() ? 1 : blocks_above(family_.block, corner_words_, width);
    for (std::int64_t above = 1; above < deep; ++above)
      block_select_.push_back(logic_.registered({logic_.input()}, load_).front());
    if (corner_words_ < words_) {
      const Word high(address_.begin() + address_width(corner_words_) - 1, address_.end());
      is_last_ = logic_.registered({logic_.all_of(high)}, load_).front();
    }
  }

  /// What the weight source gives for a bit of its words whose code is told by `code`; `before`: ahead of its register.
  template <class Code>
  Bit bit_of(std::size_t at, int bit, const Code& code, Bit& before) {
    const bool in_corner = at < corner_kinds_.size();
    const std::int64_t first = in_corner ? corner_words_ : 0, count = words_ - first;
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
    const bool in_block = varies(corner_kinds_[at]);
    Bit block = in_block ? logic_.input() : static_cast<Bit>((code(0) >> bit) & 1);
    if (in_block) {
      for (const Bit select : block_select_) block = logic_.multiplexer(select, logic_.input(), block);
    }
    return before = count > 0 ? logic_.multiplexer(is_last_, tables, block) : block;
  }

  Logic& logic_;
  const Family& family_;
  const NodeView& view_;
  const LinearOp& op_;
  const int width_;  // of an element
  const Word address_;
  const Bit load_;
  std::int64_t words_ = 1;
  std::vector<BitKind> kinds_;         // of all words
  std::int64_t corner_words_ = 0;      // in block RAM
  std::vector<BitKind> corner_kinds_;  // the low bits of those words, which are in a block; none: there is no block
  bool corner_in_file_ = false;
  Word block_select_;    // choose between blocks above each other
  Bit is_last_ = kZero;  // the word is beyond the corner
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
