#include "gen/ops/feature_constants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "gen/emit/rom_source.hpp"
#include "gen/ops/common.hpp"

namespace rtl4ml {

void connect_feature_constants(const NodeView& view, const FeatureConstants& constants, Instantiation& into) {
  const std::string wire = view.node.identifier + "_" + constants.port, address = wire + "_address";
  std::vector<Connection>& ports = into.instances.front().ports;
  ports.push_back({constants.port + "_address", address});
  ports.push_back({constants.port, wire});
  into.wires.push_back({address, address_width(view.data_in.beats())});
  into.wires.push_back({wire, static_cast<std::int64_t>(view.data_in.parallelism) * constants.each * constants.width});
  into.instances.push_back({wire + "_source", wire + "_source", {}, {{"address", address}, {constants.port, wire}}});
}

Result<std::vector<std::string>> write_feature_constants(const NodeView& view, const FeatureConstants& constants,
                                                         const std::filesystem::path& folder) {
  const std::int64_t parallelism = view.data_in.parallelism, features = view.data_in.features;
  const auto end_of = [=](std::int64_t word) { return std::min((word + 1) * parallelism, features); };
  RomSource source;
  source.module = view.node.identifier + "_" + constants.port + "_source";
  source.port = constants.port;
  source.comment = {constants.comment + "; address = beat."};
  source.element_width = constants.width;
  source.lanes = parallelism * constants.each;
  source.words = view.data_in.beats();
  source.registered = false;
  source.fill = [&](std::int64_t word, std::vector<std::int64_t>& codes) {
    for (std::int64_t feature = word * parallelism; feature < end_of(word); ++feature) {
      for (int which = 0; which < constants.each; ++which)
        codes.push_back(constants.code(static_cast<std::size_t>(feature), which));
    }
  };
  source.word_comment = [=](std::int64_t word) {
    return fmt::format("features {} to {}", word * parallelism, end_of(word) - 1);
  };
  return write_rom_source(source, folder);
}

}  // namespace rtl4ml
