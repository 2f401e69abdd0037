// What has to be written to a design's reload bus so that it computes with the weights of a model.
#pragma once

#include <cstdint>
#include <vector>

#include "gen/graph/graph.hpp"
#include "sw/base/bus_word.hpp"
#include "sw/model/quantized_model.hpp"

namespace rtl4ml {

/// Words at addresses that follow each other: one part of all rows of a memory.
struct ReloadRun {
  std::int64_t first_address = 0;
  std::int64_t words = 0;
};

/// All runs of the bus in the order of their addresses, which is the order of reload_words(): memory by memory, part
/// by part.
[[nodiscard]] std::vector<ReloadRun> reload_runs(const Graph& graph);

/// How many words reload_words() gives.
[[nodiscard]] std::int64_t reload_word_count(const Graph& graph);

/// All words of the bus, run by run. Precondition: `model` has the layers and types of the graph's own.
[[nodiscard]] std::vector<BusWord> reload_words(const Graph& graph, const QuantizedModel& model);

}  // namespace rtl4ml
