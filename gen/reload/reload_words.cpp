#include "gen/reload/reload_words.hpp"

#include <cassert>

#include "gen/ops/operator.hpp"

namespace rtl4ml {
namespace {

void append_words(const ReloadSource& place, const RomSource& source, std::vector<BusWord>& words) {
  assert(place.identifier == source.module && place.rows == source.words);
  const std::size_t first = words.size();
  words.resize(first + static_cast<std::size_t>(place.words()));
  RomWords rows(source);
  for (std::int64_t index = 0; index < place.rows; ++index) {
    const HexWord& row = rows.at(index);
    for (std::int64_t part = 0; part < place.parts(); ++part) {
      words[first + static_cast<std::size_t>(part * place.rows + index)] = {
          static_cast<std::uint32_t>(place.first_address + part * place.part_stride() + index), row.part(part)};
    }
  }
}

}  // namespace

std::vector<ReloadRun> reload_runs(const Graph& graph) {
  std::vector<ReloadRun> runs;
  for (const Node& node : graph.nodes) {
    for (const ReloadSource& source : node.reload) {
      for (std::int64_t part = 0; part < source.parts(); ++part)
        runs.push_back({source.first_address + part * source.part_stride(), source.rows});
    }
  }
  return runs;
}

std::int64_t reload_word_count(const Graph& graph) {
  std::int64_t words = 0;
  for (const Node& node : graph.nodes) {
    for (const ReloadSource& source : node.reload) words += source.words();
  }
  return words;
}

std::vector<BusWord> reload_words(const Graph& graph, const QuantizedModel& model) {
  std::vector<BusWord> words;
  for (const Node& node : graph.nodes) {
    if (node.reload.empty()) continue;
    const std::vector<RomSource> sources = node.operation->reloadable(view_of(graph, node, model));
    assert(sources.size() == node.reload.size());
    for (std::size_t i = 0; i < sources.size(); ++i) append_words(node.reload[i], sources[i], words);
  }
  return words;
}

}  // namespace rtl4ml
