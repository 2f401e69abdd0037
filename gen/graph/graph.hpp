// The compiler's intermediate representation: typed streams between nodes, each node one hardware module.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gen/config/hardware_config.hpp"
#include "sw/number/fixed_type.hpp"

namespace rtl4ml {

struct Operator;  // gen/ops/operator.hpp

/// Index of a stream in its graph; a type of its own so that it is not mixed with other indices.
enum class StreamId : std::size_t {};

/// A valid/ready stream: vectors of `features` elements, `parallelism` elements a beat, the last beat padded.
struct Stream {
  std::string identifier;  ///< in top.sv: "data_in_0", "fc1_data_out_0"; set by the pass legalise_names
  int features = 0;
  int parallelism = 1;
  FixedType type;

  [[nodiscard]] int beats() const { return (features + parallelism - 1) / parallelism; }
  /// Bits of one beat.
  [[nodiscard]] int beat_width() const { return parallelism * type.width; }
};

/// How data_in_ready depends on data_out_ready: on the same cycle's (chains of those grow long) or on registers only.
enum class ReadyBehaviour { kCombinational, kRegistered };

/// Clock cycles of a node on its own, nothing stalled.
struct Timing {
  std::int64_t latency_cycles =
      0;  ///< first input beat taken to last output beat given, both included, beats back to back
  std::int64_t interval_cycles = 0;  ///< between the same beats of successive vectors
  ReadyBehaviour ready = ReadyBehaviour::kCombinational;
};

/// Where the words of a ROM are kept: a corner of it in block RAM and what is left in look-up tables, or where the tool
/// likes (kAuto).
struct RomPlacement {
  MemoryKind kind = MemoryKind::kAuto;
  std::int64_t block_words = 0, block_bits = 0;  ///< of kBlock: the first words, the lowest bits of each
};

/// A memory of a node that the reload bus writes: rows that the node reads, each in parts of 32 bits. Part p of row r
/// is the word at first_address + p * part_stride() + r; between the parts there may be addresses without a word.
struct ReloadSource {
  std::string identifier;  ///< of its instance: "fc1_weight_source"
  std::int64_t width = 1;  ///< bits of a row
  std::int64_t rows = 1;
  bool registered = true;          ///< read in the cycle after
  std::int64_t first_address = 0;  ///< a multiple of span()
  int bus_address_width = 1;       ///< bits of an address of the bus

  [[nodiscard]] std::int64_t parts() const { return (width + 31) / 32; }
  [[nodiscard]] std::int64_t part_stride() const {
    return static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(std::max<std::int64_t>(rows, 2))));
  }
  /// Addresses it takes, a power of two.
  [[nodiscard]] std::int64_t span() const {
    return part_stride() * static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>(parts())));
  }
  /// Words of the bus that it holds.
  [[nodiscard]] std::int64_t words() const { return parts() * rows; }
};

/// One module of the design.
struct Node {
  std::string name;        ///< the layer's, as the network spells it; adapters are named after their producer
  std::string identifier;  ///< legal and unique in SystemVerilog; set by the pass legalise_names
  const Operator* operation = nullptr;  ///< what it computes and how it is built; never null, one of gen/ops
  std::optional<std::size_t>
      model_layer;  ///< its typed payload is QuantizedModel::layers[*model_layer].op; adapters have none
  std::vector<StreamId> data_in, data_out;  ///< one each in a chain
  Strategy strategy = Strategy::kFolded;
  int accumulator_width = 0;     ///< bits; of operators that accumulate; set by the pass derive_accumulators
  bool bipolar_weights = false;  ///< of linear nodes: built of signs, see gen/ops/built_parameters.hpp; set by the same
  int dsp_lanes = 0;      ///< output lanes whose multipliers may take DSP blocks; set by the pass choose_multipliers
  int packed_pairs = 0;   ///< pairs of these lanes, the lowest first, that share their multipliers
  int weight_slices = 1;  ///< multipliers that a weight is split over; of the other lanes where there are both
  int operand_registers = 0;   ///< between the weights' source and the multipliers; set by the pass choose_registers
  int sum_fan_in = 8;          ///< operands that are added between two registers; set by the same
  bool bias_register = false;  ///< behind the memory of the biases; set by the same
  RomPlacement weight_memory;  ///< of linear nodes; set by the pass choose_memories
  std::vector<ReloadSource>
      reload;     ///< its weights, then its biases; empty: they are constants; set by reload_addresses
  Timing timing;  ///< set by the pass schedule
};

/// Nodes in the order of the data flow.
struct Graph {
  std::vector<Stream> streams;
  std::vector<Node> nodes;
  std::vector<StreamId> inputs, outputs;  ///< the design's ports
  std::int64_t latency_cycles = 0;        ///< of the empty design, see docs/contracts.md; set by the pass schedule
  std::int64_t interval_cycles = 0;       ///< of the slowest node
  int reload_address_width = 0;           ///< bits of an address of the reload bus; 0: there is none

  [[nodiscard]] const Stream& stream(StreamId id) const { return streams[static_cast<std::size_t>(id)]; }
  [[nodiscard]] Stream& stream(StreamId id) { return streams[static_cast<std::size_t>(id)]; }
  [[nodiscard]] StreamId add(Stream stream) {
    streams.push_back(std::move(stream));
    return static_cast<StreamId>(streams.size() - 1);
  }
};

}  // namespace rtl4ml
