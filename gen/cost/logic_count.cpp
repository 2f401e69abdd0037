#include <algorithm>

#include "gen/cost/logic.hpp"
#include "gen/cost/table_function.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {

void Logic::sweep(bool whole_loops) {
  const std::size_t nodes = gates_.nodes().size();
  driver_.assign(nodes, -1);
  live_.assign(nodes, false);
  reader_.assign(nodes, kNobody);
  std::vector<std::size_t> waiting;
  const auto read = [&](Bit bit, std::int32_t by) {
    if (is_constant(bit)) return;
    const std::size_t node = node_of(bit);
    std::int32_t& reader = reader_[node];
    reader = reader == kNobody || reader == by ? by : kMany;
    if (live_[node]) return;
    live_[node] = true;
    waiting.push_back(node);
  };
  for (std::size_t index = 0; index < ops_.size(); ++index) {
    for (const Bit bit : ops_[index].outputs) driver_[node_of(bit)] = static_cast<std::int32_t>(index);
  }
  const auto read_all = [&](std::size_t op) {
    for (const Bit bit : ops_[op].inputs) read(bit, static_cast<std::int32_t>(op));
  };
  for (std::size_t index = 0; index < ops_.size(); ++index) {
    if (ops_[index].kind == Kind::kOutput) read_all(index);
  }
  std::vector<std::size_t> done(ops_.size(), 0);  // inputs of each operand that were read already
  while (!waiting.empty()) {
    const std::size_t node = waiting.back();
    waiting.pop_back();
    const Gate& gate = gates_.nodes()[node];
    for (std::size_t i = 0; i < gate.count(); ++i) read(gate.inputs[i], kMany);
    if (driver_[node] < 0) continue;
    const auto index = static_cast<std::size_t>(driver_[node]);
    const Op& op = ops_[index];
    if (op.split > 0) {
      const std::size_t wanted = node - node_of(op.outputs.front()) + 1;
      for (std::size_t i = done[index]; i < wanted; ++i) {
        read(op.inputs[i], driver_[node]);
        read(op.inputs[op.split + i], driver_[node]);
      }
      if (done[index] == 0) read(op.inputs.back(), driver_[node]);
      done[index] = std::max(done[index], wanted);
    } else if (done[index] == 0) {
      done[index] = 1;
      read_all(index);
      if (op.kind != Kind::kLoop || !whole_loops) continue;
      for (const Bit bit : loops_[op.sum]) read(bit, driver_[node]);
    }
  }
}

bool Logic::is_live(const Op& op) const {
  return op.kind == Kind::kOutput || op.kind == Kind::kAlways ||
         std::any_of(op.outputs.begin(), op.outputs.end(), [&](Bit output) { return live(output); });
}

std::size_t Logic::bits_made(const Op& adder) const {
  std::size_t made = adder.outputs.size();
  while (made > 0 && !live(adder.outputs[made - 1])) --made;
  return made;
}

Tally Logic::carry_cells(const Op& adder) const {
  Tally result;
  const std::size_t made = bits_made(adder);
  if (fabric_.carry_takes_logic) return result;  // its tables are those of its sums' gates
  if (fabric_.carry_needs_table) {
    result[LutPart::kAdder] =
        static_cast<double>(ceil_div(static_cast<std::int64_t>(made), fabric_.carry_step) * fabric_.carry_step);
  } else {
    result[LutPart::kAdder] = static_cast<double>(
        std::count_if(adder.outputs.begin(), adder.outputs.end(), [&](Bit output) { return live(output); }));
  }
  return result;
}

void Logic::find_shift_registers() {
  const auto next_of = [&](const Op& op) -> Op* {
    const Bit output = op.outputs.front();
    if (!live(output) || !read_once(output)) return nullptr;
    Op& reader = ops_[static_cast<std::size_t>(reader_[node_of(output)])];
    const bool fits = reader.kind == Kind::kRegister && reader.enable == op.enable && live(reader.outputs.front());
    return fits ? &reader : nullptr;
  };
  const auto begins = [&](const Op& op) {
    if (op.kind != Kind::kRegister || op.enable == kZero || !live(op.outputs.front())) return false;
    const std::int32_t driver = driver_[node_of(op.inputs.front())];
    if (driver < 0) return true;
    const Op& before = ops_[static_cast<std::size_t>(driver)];
    return before.kind != Kind::kRegister || before.enable == kZero || next_of(before) != &op;
  };
  for (Op& first : ops_) {
    if (!begins(first)) continue;
    std::vector<Op*> chain{&first};
    while (Op* const next = next_of(*chain.back())) chain.push_back(next);
    if (static_cast<int>(chain.size()) < fabric_.least_shift) continue;
    for (Op* const op : chain) op->cost = {};
    chain.back()->cost[LutPart::kFunction] = 1.0;
  }
}

Word Logic::roots() {
  Word result;
  for (const Op& op : ops_) {
    if (op.kind == Kind::kAlways || !is_live(op)) continue;
    if (op.split == 0) {
      result.insert(result.end(), op.inputs.begin(), op.inputs.end());
      continue;
    }
    if (op.kind == Kind::kBlock) {
      for (const std::size_t operand : {std::size_t{0}, op.split}) {
        const auto begin = op.inputs.begin() + static_cast<std::ptrdiff_t>(operand);
        result.insert(result.end(), begin, begin + static_cast<std::ptrdiff_t>(bits_made(op)));
      }
      continue;
    }
    result.push_back(op.inputs.back());
    gates_.enter(op.layer);
    for (std::size_t i = 0; i < bits_made(op); ++i) {
      Bit a = op.inputs[i], b = op.inputs[op.split + i];
      // Of two operands that are as wide Yosys takes either as the first, by a hash of their names: as likely as not,
      // so that here each is it in half of the places.
      if (op.tied && i % 2 == 1) std::swap(a, b);
      result.push_back(a);
      result.push_back(fabric_.carry_takes_logic ? gates_.parity(a, b) : b);
    }
  }
  return result;
}

namespace {

LutPart part_of(std::size_t inputs) { return inputs <= 3 ? LutPart::kFunction : LutPart::kWideFunction; }

}  // namespace

void Logic::take_readers(const std::vector<Table>& tables, const Word& roots, std::vector<Tally>& layers) const {
  std::vector<std::uint32_t> readers(tables.size(), 0), reader(tables.size(), 0);
  for (const Bit bit : roots) readers[node_of(bit)] += 2;
  for (std::size_t node = 0; node < tables.size(); ++node) {
    for (std::size_t i = 0; i < tables[node].count; ++i) {
      ++readers[tables[node].nodes[i]];
      reader[tables[node].nodes[i]] = static_cast<std::uint32_t>(node);
    }
  }
  std::vector<bool> taken(tables.size(), false);
  for (const Op& op : ops_) {
    for (std::size_t i = 0; op.kind == Kind::kAdder && i < bits_made(op); ++i) {
      const std::size_t sum = node_of(op.outputs[i]);
      if (readers[sum] != 1 || taken[reader[sum]]) continue;
      const Bit carry = i == 0 ? op.inputs.back() : op.outputs[i - 1];
      std::size_t own = 0;
      for (const Bit bit : {op.inputs[i], op.inputs[op.split + i], carry}) own += is_constant(bit) ? 0 : 1;
      const std::size_t inputs = tables[reader[sum]].count;
      if (own + inputs - 1 > static_cast<std::size_t>(fabric_.lut_inputs)) continue;
      taken[reader[sum]] = true;
      layers[gates_.nodes()[reader[sum]].layer][part_of(inputs)] -= 1.0;
    }
  }
}

void Logic::count_tables(std::vector<Tally>& layers) {
  const Word needed = roots();
  std::vector<std::size_t> nodes;
  std::vector<std::array<bool, 2>> wanted(gates_.nodes().size());  // as it is, inverted
  for (const Bit bit : needed) {
    if (is_constant(bit)) continue;
    std::array<bool, 2>& polarities = wanted[node_of(bit)];
    if (!polarities[0] && !polarities[1]) nodes.push_back(node_of(bit));
    polarities[is_inverted(bit) ? 1 : 0] = true;
  }
  const std::vector<Table> tables = cover_with_tables(gates_.nodes(), nodes, fabric_.functions);
  if (fabric_.carry_takes_reader) take_readers(tables, needed, layers);
  TableFunctions functions(gates_.nodes());
  const auto tables_of = [&](std::size_t node, const Table& table) {
    if (table.count <= fabric_.lut_inputs) return 1;
    return fabric_.constant_tables_go ? functions.not_constant(node, table, fabric_.lut_inputs)
                                      : 1 << (table.count - fabric_.lut_inputs);
  };
  for (std::size_t node = 0; node < tables.size(); ++node) {
    const Gate& gate = gates_.nodes()[node];
    const std::size_t inputs = tables[node].count;
    if (inputs > 0) layers[gate.layer][part_of(inputs)] += tables_of(node, tables[node]);
    const bool is_gate = gate.kind != GateKind::kNone;
    if (wanted[node][1] && (wanted[node][0] || !is_gate)) layers[gate.layer][LutPart::kFunction] += 1.0;
  }
}

std::vector<Tally> Logic::count(std::size_t layers) {
  sweep(true);
  mark_merged();
  return settled().count_settled(layers);
}

std::vector<Tally> Logic::count_settled(std::size_t layers) {
  sweep(false);
  if (fabric_.least_shift > 0) find_shift_registers();
  std::vector<Tally> result(layers);
  for (const Op& op : ops_) {
    if (!is_live(op)) continue;
    result[op.layer] += op.kind == Kind::kAdder ? carry_cells(op) : op.cost;
  }
  count_tables(result);
  return result;
}

}  // namespace rtl4ml
