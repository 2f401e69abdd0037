// A design's logic as its templates describe it, bit by bit: which bits are constant, which are the same as others,
// which nobody reads. What synthesis sweeps away is not counted; what is left is counted by kind.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "gen/cost/gates.hpp"
#include "gen/cost/table_cover.hpp"
#include "gen/cost/tally.hpp"

namespace rtl4ml {

[[nodiscard]] Word constant_word(std::int64_t code, int width);
/// Longer by copies of the top bit, or by zeros; shorter by what is cut off.
[[nodiscard]] Word resized(Word word, int width, bool is_signed);
/// To the left, within `width` bits.
[[nodiscard]] Word shifted_left(const Word& word, int count, int width);
/// Whether every bit is known to be zero.
[[nodiscard]] bool is_zero(const Word& word);

/// How a family builds what it builds.
struct Fabric {
  TableSizes functions;                ///< that are made as one
  bool constant_tables_go = false;     ///< of those that make a function of more inputs than a table has
  int lut_inputs = 4;                  ///< of a table
  int carry_step = 1;                  ///< bits of a carry cell, which is taken as a whole
  bool carry_takes_logic = false;      ///< an adder's table also holds what its operands are made of
  bool carry_takes_reader = false;     ///< an adder's table also holds the only function that reads its sum
  bool carry_needs_table = true;       ///< a bit whose sum nobody reads takes a table all the same
  bool carry_hides_constants = false;  ///< what carry cells make of constants, synthesis does not see
  bool reset_needs_enable = false;     ///< a register with both is cleared only while it is enabled
  bool resets_take_tables = false;     ///< of registers that are cleared only while enabled, each takes a table
  bool joins_comparisons = false;      ///< one with a constant is several functions joined, and no adder
  std::size_t and_group = 2;           ///< bits of a wide AND that become a table, where ABC chooses between structures
  int least_shift = 0;                 ///< registers in a row that become one table; 0: none do
  std::size_t gate_adder_bits = 2;     ///< the widest adder without a carry chain
  bool buffers_hide_constants = true;  ///< synthesis sees none behind a skid buffer
};

class Logic {
 public:
  /// `read`: what read_of_remembered() says of a draft of the same design.
  explicit Logic(const Fabric& fabric, std::vector<int> read = {});

  /// Everything that is added from now on belongs to this layer.
  void enter(std::size_t layer);
  [[nodiscard]] Bit input() { return gates_.input(); }
  [[nodiscard]] Word input(int width);
  /// The bit, for synthesis one that it knows nothing of until it has made adders: neither that it is constant nor that
  /// others are the same.
  [[nodiscard]] Bit late(Bit bit);
  [[nodiscard]] Bit conjunction(Bit a, Bit b) { return gates_.conjunction(a, b); }
  [[nodiscard]] Bit disjunction(Bit a, Bit b) { return gates_.disjunction(a, b); }
  [[nodiscard]] Bit parity(Bit a, Bit b) { return gates_.parity(a, b); }
  [[nodiscard]] Bit all_of(Word bits) { return gates_.all_of(std::move(bits)); }
  [[nodiscard]] Bit any_of(Word bits) { return gates_.any_of(std::move(bits)); }
  [[nodiscard]] Bit multiplexer(Bit select, Bit when_set, Bit when_clear) {
    return gates_.multiplexer(select, when_set, when_clear);
  }
  [[nodiscard]] Word multiplexer(Bit select, const Word& when_set, const Word& when_clear);
  /// a + b + carry modulo 2^width; both are at least so wide. Signed ones are as narrow as their operands allow. Where
  /// an operand is what another adder gives, as it stands or with zeros above, synthesis makes carry-save adders of the
  /// two.
  [[nodiscard]] Word add(const Word& a, const Word& b, int width, bool is_signed = false, Bit carry = kZero);
  /// a * b modulo 2^width, made of partial products, carry-save adders and an adder: signed ones.
  [[nodiscard]] Word multiply(const Word& a, const Word& b, int width);
  /// Whether a < b, both signed and of the same width: an adder of which only the last carries are read.
  [[nodiscard]] Bit is_less(const Word& a, const Word& b);
  /// Registers; two that hold the same are one. `reset`: clears them, kZero: nothing does.
  [[nodiscard]] Word registered(const Word& word, Bit enable, Bit reset = kZero);
  /// A block that is counted as such: it is there while any output is read, and then reads all its inputs.
  [[nodiscard]] Word block(const Tally& cost, const std::vector<Word>& inputs, int width, bool shared = true);
  /// a + b modulo 2^width, of words of one width, in a multiplier block that is there: whoever reads its low bits alone
  /// reads theirs alone.
  [[nodiscard]] Word block_sum(const Word& a, const Word& b);
  /// Counted in any case.
  void always(const Tally& cost);
  /// A register of the control, which is counted elsewhere, takes this bit; kOne: always. cleared: by reset().
  void control(Bit bit, Bit enable, bool cleared);
  [[nodiscard]] Bit reset();
  /// Somebody outside reads these.
  void output(const Word& word);
  /// Registers whose input comes from what they drive: made before their input is known. Result: the bits they drive.
  [[nodiscard]] Word loop(int width) { return input(width); }
  void close_loop(const Word& driven, const Word& from, double registers_a_bit = 1.0);
  /// Of a word that is remembered next: how many of its `width` lowest bits the draft found to be read, at least 1.
  [[nodiscard]] int bits_read(int width) const;
  void remember(Word word) { remembered_.push_back(std::move(word)); }
  /// The bits of each remembered word up to the highest one that is read.
  [[nodiscard]] std::vector<int> read_of_remembered();

  /// What each layer is made of, now that all is known. Shapes: -> [layer]
  [[nodiscard]] std::vector<Tally> count(std::size_t layers);

 private:
  enum class Kind { kAdder, kRegister, kLoop, kLate, kBlock, kAlways, kOutput };
  struct Op {
    Kind kind;
    std::size_t layer;
    Word inputs, outputs;
    Tally cost;
    std::size_t split = 0;  ///< of an adder, a block that adds: where the second operand begins
    bool merged = false;    ///< of an adder: into one that takes its whole output
    std::size_t sum = 0;    ///< of an adder: its number in sums_; 0: it is no sum; of a loop: in loops_
    bool sees = false;      ///< of an adder: constants are seen in any case
    bool tied = false;      ///< of an adder: either operand may be the first
    Bit enable = kZero;     ///< of a register; kZero: it is never part of a shift register
  };
  struct Key {
    Kind kind;
    std::uint64_t key;
    Word inputs;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  /// An adder as add() was asked for it.
  struct Sum {
    std::array<Word, 2> operands;
    Word total;
    std::size_t below = 0;  ///< places where nothing is added
  };

  using Columns = std::vector<std::set<Bit>>;  ///< [place] the bits that are added there

  static constexpr std::int32_t kNobody = -1, kMany = -2;

  std::size_t add_op(Op op);
  /// split: of a sum, as in Op; 0: it is none.
  Word make_block(const Tally& cost, const std::vector<Word>& inputs, int width, bool shared, std::size_t split);
  /// An adder of its own, as wide as its operands.
  /// sees: constants are seen in any case.
  [[nodiscard]] Word adder(const Word& a, const Word& b, Bit carry, bool sees);
  /// The same of gates, with the last carry above.
  [[nodiscard]] Word ripple(const Word& a, const Word& b, Bit carry);
  /// What outputs read, directly or through others. whole_loops: of a loop all registers, if one of them is read; that
  /// the others only read themselves comes out when words have been taken apart.
  void sweep(bool whole_loops);
  /// Marks the adders whose outputs go, as far as they are read, into one other adder as they stand or with zeros
  /// above.
  void mark_merged();
  /// The same once adders are made: carry-save adders stand in place of those that are merged, late bits are what they
  /// are, what nobody reads is gone. Once swept and marked.
  [[nodiscard]] Logic settled() const;
  void settle_op(const Op& op, std::size_t index, Logic& result, std::vector<Bit>& now) const;
  /// Adds to `columns` what operand `word` of the adder number `reader` brings to each place.
  void gather(const Word& word, std::size_t reader, Columns& columns) const;
  /// The two operands that carry-save adders leave of all. Shapes: [place] -> [2 * places], one operand after the other
  [[nodiscard]] Word carry_saved(const std::vector<Word>& columns);
  /// The sum and the carry of three bits.
  [[nodiscard]] std::array<Bit, 2> full_adder(Bit a, Bit b, Bit c);
  [[nodiscard]] bool live(Bit bit) const { return !is_constant(bit) && live_[node_of(bit)]; }
  [[nodiscard]] bool is_live(const Op& op) const;
  [[nodiscard]] bool read_once(Bit bit) const { return reader_[node_of(bit)] >= 0; }
  [[nodiscard]] std::size_t bits_made(const Op& adder) const;
  [[nodiscard]] Tally carry_cells(const Op& adder) const;
  void find_shift_registers();
  /// What registers, blocks, carry cells and outputs read.
  [[nodiscard]] Word roots();
  void count_tables(std::vector<Tally>& layers);
  /// Of functions that alone read a sum: those that fit into the table of the adder.
  void take_readers(const std::vector<Table>& tables, const Word& roots, std::vector<Tally>& layers) const;
  [[nodiscard]] std::vector<Tally> count_settled(std::size_t layers);

  Fabric fabric_;
  std::vector<int> read_;  ///< [remembered word]
  std::vector<Word> remembered_;
  std::size_t layer_ = 0;
  Bit reset_ = kZero;
  bool settled_ = false;  ///< adders are made
  Gates gates_;
  std::vector<Op> ops_;
  std::map<Key, std::size_t> known_;
  std::vector<Word> loops_;           ///< what the registers of each loop take
  std::vector<Sum> sums_{1};          ///< the first one: of adders that are none
  std::vector<std::int32_t> driver_;  ///< [node] the op that drives it, or -1
  std::vector<bool> live_;            ///< [node]
  std::vector<std::int32_t> reader_;  ///< [node] the op that reads it, kNobody or kMany (a gate reads it as well)
};

}  // namespace rtl4ml
