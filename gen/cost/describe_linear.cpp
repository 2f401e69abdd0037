#include <algorithm>
#include <utility>

#include "gen/cost/describe_sum.hpp"
#include "gen/cost/describe_weights.hpp"
#include "gen/emit/rom_source.hpp"
#include "gen/ops/built_parameters.hpp"
#include "gen/ops/common.hpp"
#include "gen/ops/linear.hpp"

namespace rtl4ml {
namespace {

constexpr int kLeastBlockProduct = 9;  // bits, as fixed_dot_product has it

class LinearLogic {
 public:
  explicit LinearLogic(const Site& site)
      : site_(site),
        logic_(site.logic),
        family_(site.family),
        view_(site.view),
        op_(site.view.op<LinearOp>()),
        weight_(built_weight_type(site.view)),
        bias_(built_bias(site.view)) {
    beats_ = view_.data_in.beats();
    tiles_ = view_.data_out.beats();
    sum_stages_ = static_cast<int>(sum_stages(view_.data_in.parallelism, view_.node.sum_fan_in));
    stages_ = view_.node.operand_registers + sum_stages_;
    width_ = std::max(2, view_.node.accumulator_width);
    const Handshake shake = site.shake.state.empty() ? lone_handshake() : site.shake;
    if (tiles_ >= kLeastCaseWords && view_.node.reload.size() < 2) {
      bias_blocks_ = rom_blocks(family_.block, tiles_, std::int64_t{view_.data_out.parallelism} * bias_.type.width);
    }
    biases_differ_ = biases_differ();
    control_ = describe_linear_control(
        logic_, view_, shake,
        {stages_, beats_ == 1 && view_.node.weight_slices == 1, biases_differ_ || bias_blocks_ > 0.0});
    advance_ = control_.advance;
    tile_ = control_.tile;
  }

  Lanes describe(const Lanes& data_in) {
    Lanes data = buffer(data_in);
    if (data_before_.empty()) data_before_ = data;
    WeightSource weights = describe_weights(site_, weight_, control_);
    weights_before_ = std::move(weights.before);
    std::vector<Lanes>& weight = weights.read;
    if (view_.node.operand_registers > 0) register_operands(data, weight);
    Tally bias_cost;
    bias_cost.bram = bias_blocks_;
    logic_.always(bias_cost);
    return lanes(data, weight);
  }

 private:
  /// What the bias source gives a lane; beyond the last output zeros.
  [[nodiscard]] std::int64_t bias_code(std::int64_t tile, int lane) const {
    const std::int64_t out = tile * view_.data_out.parallelism + lane;
    return out < std::ssize(bias_.code) ? bias_.code[static_cast<std::size_t>(out)] : 0;
  }

  /// Whether that depends on the tile, as far as it is known.
  [[nodiscard]] bool biases_differ() const {
    if (op_.weight.empty() || view_.node.reload.size() > 1) return true;
    for (std::int64_t tile = 1; tile < tiles_; ++tile) {
      for (int lane = 0; lane < view_.data_out.parallelism; ++lane) {
        if (bias_code(tile, lane) != bias_code(0, lane)) return true;
      }
    }
    return false;
  }

  /// Of a layer by itself: its neighbours are not known.
  [[nodiscard]] Handshake lone_handshake() const {
    Handshake shake = describe_handshake(logic_, view_, logic_.input());
    shake.valid_in = logic_.input();
    return shake;
  }

  Lanes lanes(const Lanes& data, const std::vector<Lanes>& weight) {
    accumulate_first_ = control_.accumulate_first;
    const auto pairs = static_cast<std::size_t>(view_.node.packed_pairs);
    for (std::size_t pair = 0; pair < pairs; ++pair) pair_products(data, weight[2 * pair], weight[2 * pair + 1]);
    Lanes result;
    for (int o = 0; o < view_.data_out.parallelism; ++o)
      result.push_back(lane(o, data, weight[static_cast<std::size_t>(o)]));
    return result;
  }

  /// A vector of several beats that is shown again lies in a memory.
  [[nodiscard]] bool has_ring() const { return beats_ > 1 && tiles_ > 1; }

  Lanes buffer(const Lanes& data_in) {
    const int lanes = view_.data_in.parallelism;
    const int last_lanes = view_.data_in.features - (beats_ - 1) * lanes;
    Lanes masked = data_in;
    for (int lane = last_lanes; lane < lanes; ++lane) {
      for (Bit& bit : masked[static_cast<std::size_t>(lane)]) bit = logic_.conjunction(bit, inverse(control_.in_last));
    }
    if (has_ring()) return ring(masked);
    Lanes data;
    for (const Word& word : masked) data.push_back(logic_.registered(word, control_.take));
    data_before_ = std::move(masked);
    return data;
  }

  Lanes ring(const Lanes& data_in) {
    std::int64_t width = 0;
    for (const Word& word : data_in) width += static_cast<std::int64_t>(word.size());
    const int beat_bits = address_width(beats_);
    const Memory memory = ring_memory(family_, std::int64_t{2} << beat_bits, width);
    Tally whole = memory.cost;
    if (!memory.takes_address) whole.ff += beat_bits;  // step_beat_q
    logic_.always(whole);
    Lanes data;
    for (const Word& word : data_in) {
      Word out;
      for (const Bit bit : word) {
        // Only registers are seen to hold a constant.
        out.push_back(
            is_constant(bit) && memory.of_registers ? bit : logic_.block(memory.cost_a_bit, {{bit}}, 1, false).front());
      }
      data.push_back(std::move(out));
    }
    return data;
  }

  void register_operands(Lanes& data, std::vector<Lanes>& weight) {
    data_before_ = data;
    weights_before_ = weight;
    for (Word& word : data) word = logic_.registered(word, advance_);
    if (has_ring() && family_.multiplier.leaves_memories) data_before_ = data;
    for (Lanes& lane : weight) {
      for (Word& word : lane) {
        const bool highest = &word == &weight.back().back();
        word = highest ? logic_.registered(word, advance_) : registered_apart(word);
      }
    }
  }

  /// That two bits of a register are the same synthesis sees late, but for the highest ones of the whole.
  Word registered_apart(const Word& word) {
    Word result = logic_.registered(word, advance_);
    for (std::size_t i = result.size(); i-- > 1;) {
      if (result[i] == result[i - 1] && !is_constant(result[i])) result[i] = logic_.late(result[i]);
    }
    return result;
  }

  /// Behind a register: that of the block which makes it, or one of its own.
  Word registered(const Product& sum) { return sum.in_block ? sum.word : logic_.registered(sum.word, advance_); }

  /// of_products: the first of the sums of a beat, where planes are counted.
  Product sum(const Lanes& operands, const std::vector<bool>& blocks, int chain, bool of_products, int width) {
    if (of_products && sums_planes(view_))
      return {describe_plane_sum(logic_, family_, operands, product_signed(), width)};
    return describe_sum(logic_, operands, blocks, chain, product_signed(), width);
  }

  [[nodiscard]] bool product_signed() const { return op_.data_in.is_signed || slice_signed_; }

  /// Element i of a beat as a multiplier's signed factor.
  [[nodiscard]] Factor data_factor(const Lanes& data, std::size_t i) const {
    const bool is_signed = op_.data_in.is_signed;
    const int bits = op_.data_in.width + (is_signed ? 0 : 1);
    return {resized(data[i], bits, is_signed), resized(data_before_[i], bits, is_signed)};
  }

  /// fixed_multiplier_pair.sv, for each element of a beat; appends to packed_.
  void pair_products(const Lanes& data, const Lanes& lower, const Lanes& upper) {
    const int product_width = op_.data_in.width + op_.weight_type.width, upper_width = op_.weight_type.width + 1;
    const bool weights_signed = op_.weight_type.is_signed, products_signed = weights_signed || op_.data_in.is_signed;
    Lanes lower_products, upper_products;
    for (std::size_t i = 0; i < data.size(); ++i) {
      const Word extended = resized(upper[i], upper_width, weights_signed);
      const Word borrow(static_cast<std::size_t>(upper_width), weights_signed ? lower[i].back() : kZero);
      const Word above = logic_.add(extended, borrow, upper_width);
      Word both = resized(lower[i], product_width, weights_signed);
      both.insert(both.end(), above.begin(), above.end());
      const Word made =
          describe_product(logic_, family_, data_factor(data, i), {both, both}, 2 * product_width, advance_).word;
      lower_products.emplace_back(made.begin(), made.begin() + product_width);
      const Word back = {products_signed ? lower_products.back().back() : kZero};
      upper_products.push_back(logic_.add(Word(made.begin() + product_width, made.end()),
                                          resized(back, product_width, false), product_width));
    }
    packed_.push_back(std::move(lower_products));
    packed_.push_back(std::move(upper_products));
  }

  /// fixed_product_sum.sv
  Product product_sum(const Lanes& data, const Lanes& slices, const Lanes& before, int slice_width, int sum_width,
                      int chain, const Lanes* packed) {
    const bool bipolar = view_.node.bipolar_weights;
    const int product_width = std::min(op_.data_in.width + (bipolar ? 0 : slice_width), sum_width);
    Lanes operands;
    std::vector<bool> blocks;
    for (std::size_t i = 0; i < data.size(); ++i) {
      if (packed != nullptr) {
        operands.push_back(resized((*packed)[i], product_width, product_signed()));
        blocks.push_back(false);
        continue;
      }
      if (bipolar) {
        Word inverted;
        for (int bit = 0; bit < product_width; ++bit)
          inverted.push_back(logic_.parity(data[i][static_cast<std::size_t>(bit)], slices[i].front()));
        operands.push_back(logic_.registered(inverted, advance_));
        blocks.push_back(false);
        continue;
      }
      const int bits_b = slice_width + (slice_signed_ ? 0 : 1);
      const Factor a = data_factor(data, i);
      const Factor b{resized(slices[i], bits_b, slice_signed_), resized(before[i], bits_b, slice_signed_),
                     !family_.multiplier.opaque};
      const Product product =
          soft_
              ? Product{logic_.registered(
                    describe_soft_product(logic_, data[i], slices[i], op_.data_in.is_signed, product_width), advance_)}
              : describe_product(logic_, family_, a, b, product_width, advance_);
      operands.push_back(product.word);
      blocks.push_back(family_.multiplier.takes_adder && product.in_block);
    }
    for (int stage = 1; stage <= sum_stages_; ++stage) {
      const std::size_t before = operands.size();
      const auto count = static_cast<std::size_t>(ceil_div(static_cast<std::int64_t>(before), view_.node.sum_fan_in));
      const auto largest = static_cast<std::int64_t>((before + count - 1) / count);
      const int width =
          std::min(static_cast<int>(operands.front().size()) + (largest > 1 ? address_width(largest) : 0), sum_width);
      Lanes sums;
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t from = i * before / count, to = (i + 1) * before / count;
        const Lanes group(operands.begin() + static_cast<std::ptrdiff_t>(from),
                          operands.begin() + static_cast<std::ptrdiff_t>(to));
        const std::vector<bool> group_blocks(blocks.begin() + static_cast<std::ptrdiff_t>(from),
                                             blocks.begin() + static_cast<std::ptrdiff_t>(to));
        sums.push_back(registered(sum(group, group_blocks, chain, stage == 1, width)));
      }
      operands = std::move(sums);
      blocks.assign(operands.size(), false);
    }
    return sum(operands, blocks, chain, sum_stages_ == 0, sum_width);
  }

  /// The lane's biases, as fixed_linear has them at its accumulator.
  Word bias(int o) {
    const int width = bias_.type.width;
    const auto code = [&](std::int64_t tile) { return bias_code(tile, o); };
    if (bias_blocks_ > 0.0) return logic_.input(width);
    if (view_.node.reload.size() > 1) {
      const ReloadSource& source = view_.node.reload.back();
      const Memory memory = reloadable_memory(family_, source.rows, source.width);
      if (o == 0) logic_.always(memory.cost);
      return describe_reloadable_word(logic_, width, memory);
    }
    Word result;
    for (int bit = 0; bit < width; ++bit) {
      if (tiles_ == 1) {
        result.push_back(static_cast<Bit>((code(0) >> bit) & 1));
        continue;
      }
      const Column column = rom_bits(tiles_, bit, code);
      Bit read = kZero;
      if (view_.node.bias_register) {
        read = rom_input(logic_, family_.fabric, tile_, column, tiles_).register_in;
        read = logic_.registered({read}, control_.bias_taken).front();
      } else {
        read = rom_column(logic_, tile_, column);
        if (last_word_is_beside(tiles_) && !is_constant(read))
          read = logic_.multiplexer(tile_.back(), logic_.input(), read);
      }
      result.push_back(biases_differ_ && tiles_ >= kLeastCaseWords ? logic_.late(read) : read);
    }
    return result;
  }

  /// The start value of a lane: bias and rounding offset.
  Word start(int o, int bias_shift, int round_shift, bool half_added) {
    const Word aligned = shifted_left(resized(bias(o), width_, bias_.type.is_signed), bias_shift, width_);
    if (!half_added || bias_.holds_half) return aligned;
    Word offset(static_cast<std::size_t>(width_), kZero);
    offset[static_cast<std::size_t>(round_shift - 1)] = kOne;
    return logic_.add(aligned, offset, width_);
  }

  /// Whether synthesis finds that the lane gives its biases: its weights are zero, which is seen at once.
  [[nodiscard]] static bool gives_bias(const Lanes& weight) {
    return std::all_of(weight.begin(), weight.end(), is_zero);
  }

  /// The addend on top of the base, as fixed_dot_product adds them: the addend's highest bit apart.
  Word accumulated(Word addend, Word base) {
    base.back() = logic_.parity(base.back(), std::exchange(addend.back(), kZero));
    return logic_.add(addend, base, width_);
  }

  /// The same of a lane with one product, written as one addition of what is above the product's lowest bit: a block
  /// that has an adder takes all of it, with the choice of the base.
  Word accumulated_in_block(const Word& addend, bool in_block, const Word& begin, int product_shift) {
    const int above = width_ - product_shift;
    const Word product(addend.begin() + product_shift, addend.end()), base(begin.begin() + product_shift, begin.end());
    Word total = logic_.registered(Word(begin.begin(), begin.begin() + product_shift), accumulate_first_);
    Word sum;
    if (in_block) {
      sum = logic_.block({}, {product, base, {accumulate_first_}}, above);
    } else {
      sum = logic_.loop(above);
      logic_.close_loop(sum, logic_.add(product, logic_.multiplexer(accumulate_first_, base, sum), above));
    }
    total.insert(total.end(), sum.begin(), sum.end());
    return total;
  }

  Word lane(int o, const Lanes& data, const Lanes& weight) {
    const int product_frac = op_.data_in.frac_width + weight_.frac_width;
    const int accumulator_frac = std::max(product_frac, bias_.type.frac_width);
    const int product_shift = accumulator_frac - product_frac;
    const int round_shift = accumulator_frac - op_.data_out.frac_width;
    const bool half_added = adds_half_unit(view_, bias_.type);
    soft_ = o >= view_.node.dsp_lanes;
    const bool mixed = view_.node.dsp_lanes < view_.data_out.parallelism;
    const bool packed = o < std::ssize(packed_);
    const int slices = packed || (mixed && !soft_) ? 1 : view_.node.weight_slices;
    const int slice_width = static_cast<int>(ceil_div(weight_.width, slices));
    const int sum_width = std::max(1, width_ - product_shift);
    const Word begin = start(o, accumulator_frac - bias_.type.frac_width, round_shift, half_added);

    bool in_block =
        false;  // the sum of a beat comes straight from a multiplier block, which takes its register as well
    Word lower, upper(static_cast<std::size_t>(width_), kZero);
    Word above(static_cast<std::size_t>(sum_width), kZero);
    for (int s = 0; s < slices; ++s) {
      const int from = s * slice_width;
      const int width = std::min(slice_width, weight_.width - from);
      slice_signed_ = s == slices - 1 && weight_.is_signed;
      const auto part = [&](const Lanes& whole) {
        Lanes result;
        for (const Word& word : whole) result.emplace_back(word.begin() + from, word.begin() + from + width);
        return result;
      };
      const Product sum =
          product_sum(data, part(weight), part(weights_before_[static_cast<std::size_t>(o)]), width, sum_width,
                      soft_ || slices > 1 ? 2 : 4, packed ? &packed_[static_cast<std::size_t>(o)] : nullptr);
      if (s == 0) {
        lower = shifted_left(sum.word, product_shift, width_);
        in_block = sum.in_block;
      } else {
        above = logic_.add(above, shifted_left(sum.word, from, sum_width), sum_width);
      }
    }
    if (slices > 1) upper = shifted_left(above, product_shift, width_);

    const bool block_accumulates = !soft_ && !packed && slices == 1 && view_.data_in.parallelism == 1 &&
                                   op_.data_in.width + weight_.width >= kLeastBlockProduct && product_shift < width_;
    Word total;
    if (gives_bias(weight)) {
      total = beats_ == 1 || tiles_ == 1 ? begin : logic_.registered(begin, accumulate_first_);
    } else if (beats_ == 1 && view_.node.weight_slices == 1) {
      total = accumulated(registered({lower, in_block}), begin);
    } else if (beats_ == 1) {
      total = logic_.add(logic_.registered(accumulated(lower, begin), advance_), logic_.registered(upper, advance_),
                         width_);
    } else if (block_accumulates) {
      total = accumulated_in_block(lower, in_block, begin, product_shift);
    } else {
      const Word addend = slices == 1 ? lower : logic_.add(lower, upper, width_);
      // Below the products' lowest bit the sum is what it began with.
      const auto products = begin.begin() + std::min(product_shift, width_);  // all of it where every weight is zero
      const auto fixed = std::find_if_not(begin.begin(), products, is_constant) - begin.begin();
      const Word moving = logic_.loop(width_ - static_cast<int>(fixed));
      Word held(begin.begin(), begin.begin() + fixed);
      held.insert(held.end(), moving.begin(), moving.end());
      const Word next = accumulated(addend, logic_.multiplexer(accumulate_first_, begin, held));
      logic_.close_loop(moving, Word(next.begin() + fixed, next.end()));
      total = held;
    }
    const FixedType accumulator{width_, accumulator_frac, true};
    return logic_.registered(
        describe_convert(logic_, total, accumulator, op_.data_out, op_.rounding, op_.overflow, half_added), advance_);
  }

  const Site& site_;
  Logic& logic_;
  const Family& family_;
  const NodeView& view_;
  const LinearOp& op_;
  const FixedType weight_;  // of the source's elements
  const BuiltBias bias_;
  int beats_ = 1, tiles_ = 1, width_ = 2;
  int sum_stages_ = 0, stages_ = 0;  // stages_: with those of the operands
  bool soft_ = false;                // the lane's multipliers are built of look-up tables
  bool slice_signed_ = true;
  Lanes data_before_;  // ahead of the registers, where there are such
  std::vector<Lanes> weights_before_;
  std::vector<Lanes> packed_;  // [lane out][lane in], products of the lanes that share their multipliers
  LinearControl control_;
  double bias_blocks_ = 0.0;
  bool biases_differ_ = false;  // from tile to tile
  Bit advance_ = kZero, accumulate_first_ = kOne;
  Word tile_;  // of the bias
};

}  // namespace

Lanes describe_linear(const Site& site, const Lanes& data_in) { return LinearLogic(site).describe(data_in); }

}  // namespace rtl4ml
