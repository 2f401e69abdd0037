// The other end of a board's serial line: sends vectors, prints the answers, a line each. Compiled with the verilated
// board. usage: uart_bench FILE FEATURES CLOCKS_PER_BIT stream|restart
//   FILE            the vectors, a byte an element
//   CLOCKS_PER_BIT  the board's clocks that this end takes for a bit; need not be a whole number
//   stream          one vector after the other without a pause, answers taken as they come
//   restart         before every vector a part of one, and a break: the board has to start over
// Prints "leds HEX" last. Exit status 1: an answer is missing, or a stop bit.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "Vboard.h"
#include "verilated.h"

namespace {

/// What this end puts on the line.
class Sender {
 public:
  explicit Sender(double clocks_per_bit) : clocks_per_bit_(clocks_per_bit) {}
  void level(bool high, double bits) { levels_.push_back({high, bits}); }
  void byte(unsigned value) {
    level(false, 1.0);
    for (unsigned bit = 0; bit < 8; ++bit) level(((value >> bit) & 1U) != 0, 1.0);
    level(true, 1.0);
  }
  [[nodiscard]] bool idle() const { return levels_.empty(); }
  bool clock() {
    now_ += 1.0;
    while (!levels_.empty() && now_ >= levels_.front().bits * clocks_per_bit_) {
      now_ -= levels_.front().bits * clocks_per_bit_;
      levels_.pop_front();
    }
    if (levels_.empty()) now_ = 0.0;
    return levels_.empty() || levels_.front().high;
  }

 private:
  struct Level {
    bool high;
    double bits;
  };
  double clocks_per_bit_, now_ = 0.0;
  std::deque<Level> levels_;
};

/// What the board answers.
class Receiver {
 public:
  explicit Receiver(double clocks_per_bit) : clocks_per_bit_(clocks_per_bit) {}
  std::vector<unsigned> bytes;
  bool fault = false;
  void clock(bool line) {
    if (bit_ < 0) {
      if (!line) {
        bit_ = 0;
        left_ = 1.5 * clocks_per_bit_;
        value_ = 0;
      }
      return;
    }
    left_ -= 1.0;
    if (left_ > 0.0) return;
    left_ += clocks_per_bit_;
    if (bit_ == 8) {
      if (line) bytes.push_back(value_);
      fault = fault || !line;
      bit_ = -1;
      return;
    }
    value_ |= static_cast<unsigned>(line) << static_cast<unsigned>(bit_);
    ++bit_;
  }

 private:
  double clocks_per_bit_, left_ = 0.0;
  int bit_ = -1;
  unsigned value_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  std::ifstream file(argv[1], std::ios::binary);
  const std::vector<char> data((std::istreambuf_iterator<char>(file)), {});
  const std::size_t features = std::stoul(argv[2]);
  const double clocks_per_bit = std::stod(argv[3]);
  const bool restart = std::string(argv[4]) == "restart";
  const std::size_t vectors = data.size() / features;

  VerilatedContext context;
  context.randReset(2);  // registers without a start value hold anything
  Vboard board(&context);
  Sender sender(clocks_per_bit);
  Receiver receiver(clocks_per_bit);
  const auto byte = [&](std::size_t at) { sender.byte(static_cast<unsigned char>(data[at])); };
  std::size_t sent = 0;
  std::uint64_t quiet = 0;  // clocks since the last bit was sent
  sender.level(true, 300.0);
  while (receiver.bytes.size() < vectors && quiet < 200'000) {
    if (sender.idle() && sent < vectors && (!restart || receiver.bytes.size() == sent)) {
      if (restart) {
        for (std::size_t i = 0; i < 1 + sent % (features - 1); ++i) byte(i);
        sender.level(false, 12.0);
        sender.level(true, 2.0);
      }
      for (std::size_t i = 0; i < features; ++i) byte(sent * features + i);
      ++sent;
    }
    quiet = sender.idle() ? quiet + 1 : 0;
    board.rx = sender.clock();
    board.clk = 0;
    board.eval();
    board.clk = 1;
    board.eval();
    receiver.clock(board.tx);
  }
  for (const unsigned answer : receiver.bytes) std::printf("%u\n", answer);
  std::printf("leds %02x\n", static_cast<unsigned>(board.led));
  board.final();
  return receiver.fault || receiver.bytes.size() != vectors ? 1 : 0;
}
