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
#include <span>
#include <vector>

#include "gen/cost/tally.hpp"

namespace rtl4ml {

/// One bit of a signal: constant 0 or 1, or the number of what drives it.
using Bit = std::int32_t;
inline constexpr Bit kZero = 0;
inline constexpr Bit kOne = 1;
[[nodiscard]] constexpr bool is_constant(Bit bit) { return bit <= kOne; }

/// Bit 0 first.
using Word = std::vector<Bit>;

[[nodiscard]] Word constant_word(std::int64_t code, int width);
/// Longer by copies of the top bit, or by zeros; shorter by what is cut off.
[[nodiscard]] Word resized(Word word, int width, bool is_signed);
/// To the left, within `width` bits.
[[nodiscard]] Word shifted_left(const Word& word, int count, int width);

/// How a family builds what it builds.
struct Fabric {
  int function_inputs = 4;             ///< of the largest function that is made as one where there is time
  int fast_inputs = 4;                 ///< the same where it would make the design slower
  int lut_inputs = 4;                  ///< of a table; a larger function takes two, four, ... of them
  int carry_step = 1;                  ///< bits of a carry cell, which is taken as a whole
  bool carry_takes_logic = false;      ///< an adder's table also holds what one of its operands is made of
  bool carry_needs_table = true;       ///< a bit whose sum nobody reads takes a table all the same
  bool carry_hides_constants = false;  ///< what carry cells make of constants, synthesis does not see
  int free_mux_inputs = 0;  ///< functions of so many inputs are tables behind multiplexers that cost no table
  int least_shift = 0;      ///< registers in a row that become one table; 0: none do
};

class Logic {
 public:
  /// `read`: what read_of_remembered() says of a draft of the same design.
  explicit Logic(const Fabric& fabric, std::vector<int> read = {});

  /// Everything that is added from now on belongs to this layer.
  void enter(std::size_t layer) { layer_ = layer; }

  [[nodiscard]] Bit input() { return next_++; }
  [[nodiscard]] Word input(int width);
  /// A function of the bits, one output. `key`: what tells it from other functions of the same bits; 0: there is no
  /// other one like it. Without inputs: a constant is expected instead.
  [[nodiscard]] Bit function(std::vector<Bit> inputs, std::uint64_t key = 0);
  /// AND, OR and the like of any number of bits. `neutral`: the constant that changes nothing; the other one decides.
  [[nodiscard]] Bit reduce(std::vector<Bit> inputs, Bit neutral);
  [[nodiscard]] Bit multiplexer(Bit select, Bit when_set, Bit when_clear);
  [[nodiscard]] Word multiplexer(Bit select, const Word& when_set, const Word& when_clear);
  /// a + b modulo 2^width; both are at least so wide. Signed ones are as narrow as their operands allow. Where an
  /// operand is what another adder gives, as it stands or with zeros above, synthesis makes carry-save adders of the
  /// two.
  [[nodiscard]] Word add(const Word& a, const Word& b, int width, bool is_signed = false);
  /// Registers; two that hold the same are one. `reset`: clears them, kZero: nothing does.
  [[nodiscard]] Word registered(const Word& word, Bit enable, Bit reset = kZero);
  /// A block that is counted as such: it is there while any output is read, and then reads all its inputs.
  [[nodiscard]] Word block(const Tally& cost, const std::vector<Word>& inputs, int width, bool shared = true);
  /// The design has paths of so many tables behind each other, whatever else it has.
  void deepen(int depth) { deepest_ = std::max(deepest_, depth); }
  /// Counted in any case.
  void always(const Tally& cost) { ops_.push_back({Kind::kAlways, layer_, {}, {}, cost}); }
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
  enum class Kind { kFunction, kAdder, kRegister, kBlock, kAlways, kOutput };
  struct Op {
    Kind kind;
    std::size_t layer;
    Word inputs, outputs;
    Tally cost;
    std::size_t split = 0;  ///< of an adder: where the second operand begins
    bool merged = false;    ///< of an adder: into one that takes its whole output
    Bit enable = kZero;     ///< of a register; kZero: it is never part of a shift register
  };
  struct Key {
    Kind kind;
    std::uint64_t key;
    Word inputs;
    friend auto operator<=>(const Key&, const Key&) = default;
  };

  using Columns = std::vector<std::set<Bit>>;  ///< [place] the bits that are added there

  static constexpr std::int32_t kNobody = -1, kMany = -2;

  std::size_t add_op(Op op);
  void sweep();
  /// After a sweep: puts carry-save adders in place of the adders that are merged into others. Result: whether there
  /// are such, and another sweep is due.
  [[nodiscard]] bool save_carries();
  /// Adds to `columns` what operand `word` of the adder number `reader` brings to each place.
  void gather(const Word& word, std::size_t reader, Columns& columns) const;
  /// The two operands that carry-save adders leave of all. Shapes: [place] -> [2 * places], one operand after the other
  [[nodiscard]] Word carry_saved(const Columns& columns);
  /// The sum and the carry of up to three bits.
  [[nodiscard]] std::array<Bit, 2> full_adder(const Word& bits);
  void cover();
  [[nodiscard]] bool is_function(Bit bit) const;
  [[nodiscard]] Word leaves(Bit bit) const;
  /// The op's inputs, of which those functions that are at least so deep are replaced by their cuts while there is
  /// room.
  [[nodiscard]] Word expanded(const Op& op, const std::vector<Word>& cuts, std::size_t most, int deepest) const;
  [[nodiscard]] int depth_over(const Word& cut) const;
  [[nodiscard]] bool live(Bit bit) const { return bit > kOne && live_[static_cast<std::size_t>(bit)]; }
  [[nodiscard]] bool read_once(Bit bit) const { return reader_[static_cast<std::size_t>(bit)] >= 0; }
  [[nodiscard]] Tally adder(const Op& op) const;
  void find_shift_registers();
  /// A one beside a bit inverts it: a table for all adders that do so.
  void count_inverters(const Op& op, std::set<Bit>& inverted, Tally& layer) const;
  /// Whether the adder's own tables hold what makes this bit of its second operand.
  [[nodiscard]] bool takes_logic(const Op& op, std::size_t input) const;

  Fabric fabric_;
  std::vector<int> read_;  ///< [remembered word]
  std::vector<Word> remembered_;
  std::size_t layer_ = 0;
  int deepest_ = 1;
  Bit next_ = 2;
  std::vector<Op> ops_;
  std::map<Key, std::size_t> known_;
  std::map<Word, std::size_t> sums_;  ///< whole outputs of adders
  std::vector<std::int32_t> driver_;  ///< [bit] the op that drives it, or -1
  std::vector<bool> live_;            ///< [bit]
  std::vector<std::int32_t> reader_;  ///< [bit] the op that reads it, kNobody or kMany
  std::vector<Word> cut_;             ///< [bit] of functions: the bits that its table reads
  std::vector<bool> table_;           ///< [bit] of functions: whether it is a table of its own
  std::vector<int> depth_;            ///< [bit] of functions: tables behind each other down to it, at least
};

}  // namespace rtl4ml
