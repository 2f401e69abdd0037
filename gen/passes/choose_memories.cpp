#include "gen/passes/choose_memories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gen/cost/family.hpp"
#include "gen/emit/rom_source.hpp"
#include "gen/ops/built_parameters.hpp"
#include "gen/ops/common.hpp"
#include "gen/ops/linear.hpp"

namespace rtl4ml {
namespace {

/// The weights of a node.
struct Rom {
  Node* node;
  std::int64_t words, bits;
  std::int64_t stored;  ///< bits of a word that take memory
  MemoryKind wanted;
  double blocks = 0.0;  ///< that its corner takes

  [[nodiscard]] std::int64_t in_blocks() const {
    return node->weight_memory.block_words * node->weight_memory.block_bits;
  }
  [[nodiscard]] std::int64_t in_tables() const { return words * bits - in_blocks(); }
};

/// The first words and low bits of a ROM.
struct Corner {
  std::int64_t words = 0, bits = 0;
  double blocks = 0.0;
};

/// Look-up tables that the corner saves: what it holds, less the multiplexers between blocks above each other and
/// behind them.
double tables_saved(const BlockRule& rule, const Rom& rom, const Corner& corner, std::int64_t deep) {
  const std::int64_t choices = deep - 1 + (corner.words < rom.words ? 1 : 0);
  return static_cast<double>(corner.bits) *
         (static_cast<double>(corner.words) * rule.rom_bit - static_cast<double>(choices));
}

/// The corner that saves most look-up tables, of those that fill at most so many blocks, and fill them well; else none.
Corner best_corner(const BlockRule& rule, const Rom& rom, double most_blocks) {
  const auto most = static_cast<std::int64_t>(most_blocks);
  Corner best;
  double most_saved = 0.0;
  for (const auto& [width, depth] : rule.shapes) {
    for (std::int64_t deep : {rom.words / depth, ceil_div(rom.words, depth)}) {
      deep = std::min(deep, most);
      if (deep == 0) continue;
      for (std::int64_t across : {rom.bits / width, ceil_div(rom.bits, width)}) {
        across = std::min(across, most / deep);
        const Corner corner{std::min(rom.words, deep * depth), std::min(rom.bits, across * width),
                            static_cast<double>(across * deep)};
        const double room = corner.blocks * static_cast<double>(std::int64_t{width} * depth);
        if (static_cast<double>(corner.words * corner.bits) < kWellUsed * room) continue;
        const double saved = tables_saved(rule, rom, corner, deep);
        if (saved <= most_saved) continue;
        most_saved = saved;
        best = corner;
      }
    }
  }
  return best;
}

RomPlacement placement_of(const Corner& corner) {
  return corner.blocks > 0.0 ? RomPlacement{MemoryKind::kBlock, corner.words, corner.bits}
                             : RomPlacement{MemoryKind::kLut, 0, 0};
}

void place(Rom& rom, const Corner& corner) {
  rom.blocks = corner.blocks;
  rom.node->weight_memory = placement_of(corner);
}

Corner whole(const BlockRule& rule, const Rom& rom) {
  return {rom.words, rom.bits, blocks_of(rule, rom.words, rom.stored)};
}

/// What the ROM is to get of the blocks that are left.
Corner chosen_corner(const BlockRule& rule, const Rom& rom, double blocks_left) {
  if (rom.words * rom.stored > kLargeRomBits) return best_corner(rule, rom, blocks_left);
  const bool fits = rom.words >= kLeastRomWords && rom_blocks(rule, rom.words, rom.stored) > 0.0 &&
                    whole(rule, rom).blocks <= blocks_left;
  return fits ? whole(rule, rom) : Corner{};
}

/// Of a part's look-up tables, those that a design can take and still be routed.
constexpr double kUsableTables = 0.8;

/// Look-up tables of a linear node beside its weights, roughly: products without a DSP block, and the adders.
double tables_beside(const NodeView& view, const Target& target) {
  const double data = view.data_in.type.width, weight = built_weight_type(view).width;
  const int hard = target.resources.dsp > 0 ? view.node.dsp_lanes : 0;
  return static_cast<double>(view.data_in.parallelism) *
         (view.data_out.parallelism * (data + weight) + (view.data_out.parallelism - hard) * 2.0 * data * weight);
}

/// Blocks that Yosys puts the vector buffer and the biases of a linear node into.
double blocks_beside(const NodeView& view, const Family& family) {
  const std::int64_t beats = view.data_in.beats(), tiles = view.data_out.beats();
  double cells = 0.0;
  if (beats > 1 && tiles > 1)
    cells += ring_memory(family, std::int64_t{2} << address_width(beats), view.data_in.beat_width()).cost.bram;
  if (tiles >= kLeastRomWords)
    cells += rom_blocks(family.block, tiles, std::int64_t{view.data_out.parallelism} * built_bias(view).type.width);
  return cells / family.block.blocks_a_cell;
}

std::string kbit(std::int64_t bits) { return fmt::format("{:.1f} kbit", static_cast<double>(bits) / 1024.0); }

class Chooser {
 public:
  Chooser(const HardwareConfig& config, std::vector<std::string>& warnings)
      : config_(config), warnings_(warnings), rule_(block_rule(config.target)) {}

  void choose(Graph& graph, const QuantizedModel& model) {
    const Result<Family> family = family_of(config_.target);
    blocks_left_ = static_cast<double>(config_.target.resources.bram) / rule_.blocks_a_cell;
    tables_left_ = kUsableTables * static_cast<double>(config_.target.resources.lut);
    for (Node& node : graph.nodes) {
      if (payload_of<LinearOp>(node, model) == nullptr) continue;
      const NodeView view = view_of(graph, node, model);
      tables_left_ -= tables_beside(view, config_.target);
      if (family) blocks_left_ -= blocks_beside(view, *family);
      if (!node.reload.empty()) continue;  // no ROM, and where it lies is the tool's choice
      const std::vector<BitKind> kinds = weight_bits(view, 0, weight_words(view));
      roms_.push_back({&node, weight_words(view), static_cast<std::int64_t>(kinds.size()),
                       stored_in_block(kinds, weight_words(view)),
                       of_layer(node.name, config_.layer_memory, config_.memory)});
    }
    const bool known = config_.target.has_resources && !rule_.shapes.empty();
    take_orders(known);
    if (!known) return;
    share_blocks();
    spare_tables();
  }

 private:
  [[nodiscard]] bool is_free(const Rom& rom) const { return rom.wanted == MemoryKind::kAuto && rom.words > 1; }

  /// What the config says. A ROM of one word is a constant: there is nothing to keep.
  void take_orders(bool known) {
    for (Rom& rom : roms_) {
      if (rom.wanted == MemoryKind::kAuto || rom.words == 1) continue;
      Corner corner;
      if (rom.wanted == MemoryKind::kBlock) corner = known ? whole(rule_, rom) : Corner{rom.words, rom.bits, 1.0};
      place(rom, corner);
      blocks_left_ -= rom.blocks;
    }
  }

  /// Blocks go first to the ROM that saves most look-up tables with each.
  void share_blocks() {
    const double all = blocks_left_;
    std::vector<std::pair<double, Rom*>> order;
    for (Rom& rom : roms_) {
      if (!is_free(rom)) continue;
      const Corner corner = chosen_corner(rule_, rom, all);
      const double bits = static_cast<double>(corner.words * corner.bits);
      order.emplace_back(corner.blocks > 0.0 ? bits / corner.blocks : 0.0, &rom);
    }
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& one, const auto& other) { return one.first > other.first; });
    for (auto& [density, rom] : order) {
      const Corner enough = chosen_corner(rule_, *rom, kEnough),
                   corner = chosen_corner(rule_, *rom, std::max(blocks_left_, 0.0));
      place(*rom, corner);
      blocks_left_ -= rom->blocks;
      const std::int64_t missing = enough.words * enough.bits - rom->in_blocks();
      if (missing <= 0) continue;
      warn("memory.blocks", *rom,
           fmt::format("{} of its {} of weights are in look-up tables, because the part has {} block RAMs",
                       kbit(rom->in_tables()), kbit(rom->words * rom->bits), config_.target.resources.bram),
           "take a part with more block RAM, or fewer bits a weight");
    }
  }

  /// While the look-up tables do not suffice: whole ROMs into blocks, those first that give back most tables a block.
  void spare_tables() {
    const auto tables = [&](const Rom& rom) { return static_cast<double>(rom.in_tables()) * rule_.rom_bit; };
    for (const Rom& rom : roms_) tables_left_ -= tables(rom);
    while (tables_left_ < 0.0) {
      Rom* best = nullptr;
      double most = 0.0;
      for (Rom& rom : roms_) {
        const double more = whole(rule_, rom).blocks - rom.blocks;
        if (!is_free(rom) || rom.stored == 0 || rom.in_tables() == 0 || more > blocks_left_) continue;
        if (tables(rom) / more > most) {
          most = tables(rom) / more;
          best = &rom;
        }
      }
      if (best == nullptr) return;
      tables_left_ += tables(*best);
      blocks_left_ += best->blocks;
      place(*best, whole(rule_, *best));
      blocks_left_ -= best->blocks;
      const double room = best->blocks * static_cast<double>(block_capacity(rule_));
      warn(
          "memory.tables", *best,
          fmt::format("its {} of weights fill {:.0f} % of {:g} block RAMs, because the part has too few look-up tables",
                      kbit(best->in_blocks()), 100.0 * static_cast<double>(best->in_blocks()) / room,
                      best->blocks * rule_.blocks_a_cell),
          "take a larger part, or less parallelism");
    }
  }

  void warn(const char* code, const Rom& rom, const std::string& message, const char* fix) {
    warnings_.push_back(
        fmt::format("{}: warning[{}]: layer {}: {}\n  fix: {}", config_.path, code, rom.node->name, message, fix));
  }

  static constexpr double kEnough = 1e9;  // more blocks than any ROM takes

  const HardwareConfig& config_;
  std::vector<std::string>& warnings_;
  BlockRule rule_;
  std::vector<Rom> roms_;
  double blocks_left_ = 0.0, tables_left_ = 0.0;
};

}  // namespace

LoneRom place_alone(const Target& target, MemoryKind wanted, std::int64_t words, std::int64_t bits) {
  const BlockRule rule = block_rule(target);
  if (rule.shapes.empty() || words == 1 || wanted == MemoryKind::kLut) return {placement_of({}), 0.0};
  const Rom rom{nullptr, words, bits, bits, wanted};
  const Corner corner = wanted == MemoryKind::kBlock
                            ? whole(rule, rom)
                            : chosen_corner(rule, rom, static_cast<double>(target.resources.bram) / rule.blocks_a_cell);
  return {placement_of(corner), corner.blocks};
}

Graph choose_memories(Graph graph, const HardwareConfig& config, const QuantizedModel& model,
                      std::vector<std::string>& warnings) {
  Chooser(config, warnings).choose(graph, model);
  return graph;
}

}  // namespace rtl4ml
