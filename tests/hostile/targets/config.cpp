#include <nlohmann/json.hpp>
#include <string_view>

#include "gen/config/read_config.hpp"
#include "gen/config/schema.hpp"
#include "sw/yaml/validate.hpp"
#include "tests/hostile/targets/allocation_bound.hpp"
#include "tests/hostile/targets/promises.hpp"
#include "tests/hostile/targets/targets.hpp"

namespace rtl4ml::hostile {

void config(Bytes bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  (void)target_schema();  // parsed once, whatever the text
  (void)config_schema();
  // Aliases may expand to kMaxYamlNodes values.
  const AllocationBound bound(bytes.size(), 20'000, std::size_t{256} << 20);
  const Result<HardwareConfig> config = parse_config(text, "fuzz.yaml");
  if (!config) promise_faults(config.error());
  const Result<YamlNode> tree = parse_yaml(text, "fuzz.yaml");
  if (!tree) return promise_faults(tree.error());
  const Errors errors = validate(*tree, target_schema(), "fuzz.yaml");
  if (!errors.empty()) promise_faults(errors);
}

}  // namespace rtl4ml::hostile
