#include "gen/ops/table.hpp"

#include <fmt/format.h>

#include "gen/emit/table_source.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {
namespace {

bool computes(const LayerKind& kind) { return std::holds_alternative<TableLayer>(kind); }

void check_types(const Layer& layer, const LayerTypes& types, const std::string& place, Errors& errors) {
  if (types.data_in.width <= kMaxTableWidth) return;
  errors.push_back(Error{"precision.table", place,
                         fmt::format("layer {}: data_in of {} has {} bits; its table takes at most {}", layer.name,
                                     operator_name(layer.kind), types.data_in.width, kMaxTableWidth),
                         fmt::format("set precision of layer {} to data_in: {{width: {}}} or less; a cast is inserted",
                                     layer.name, kMaxTableWidth)});
}

QuantizedOp quantize(const LayerKind& kind, int /*in_features*/, const LayerTypes& types,
                     std::vector<ParameterReport>& /*reports*/) {
  return make_table(std::get<TableLayer>(kind), types.data_in, types.data_out, types.rounding, types.overflow);
}

Cost cost(const NodeView& view) {
  const auto entries = static_cast<std::int64_t>(view.op<TableOp>().entries.size());
  return {0, entries * view.data_out.type.width * view.data_in.parallelism};
}

Instantiation instantiate(const NodeView& view) {
  const std::string& name = view.node.identifier;
  // The entries are rounded already: the modes are the defaults' and serve the common interface only.
  Instance table = elementwise_instance(view, Rounding::kHalfEven, Overflow::kSaturate);
  for (const char* port : {"table_enable", "table_address", "table_data"})
    table.ports.push_back({port, name + "_" + port});
  Instantiation result;
  result.wires = {{name + "_table_enable", 1},
                  {name + "_table_address", view.data_in.beat_width()},
                  {name + "_table_data", view.data_out.beat_width()}};
  result.instances = {std::move(table),
                      {name + "_table_source",
                       name + "_table_source",
                       {},
                       {{"clk", "clk"},
                        {"enable", name + "_table_enable"},
                        {"address", name + "_table_address"},
                        {"data", name + "_table_data"}}}};
  return result;
}

Result<std::vector<std::string>> write_sources(const NodeView& view, const std::filesystem::path& folder) {
  const auto& op = view.op<TableOp>();
  TableSource source;
  source.module = view.node.identifier + "_table_source";
  source.comment = {fmt::format("Table of {}: {} -> {}, the correctly rounded value of the function at each code.",
                                view.node.identifier, to_string(op.data_in), to_string(op.data_out))};
  source.address_width = op.data_in.width;
  source.data_width = op.data_out.width;
  source.lanes = view.data_in.parallelism;
  source.entries = op.entries;
  return write_table_source(source, folder);
}

}  // namespace

const Operator& table_operator() {
  static const Operator kTable = {
      .name = "table",
      .module = "fixed_table",
      .computes = computes,
      .implements = has_payload<TableOp>,
      .out_features = same_features,
      .output_rule = OutputRule::kDefault,
      .check_types = check_types,
      .quantize = quantize,
      .cost = cost,
      .interval_cycles = beats_interval,
      .ready = combinational_ready,
      .departures = departures_next_cycle,
      .has_registers = always,
      .instantiate = instantiate,
      .write_sources = write_sources,
  };
  return kTable;
}

}  // namespace rtl4ml
