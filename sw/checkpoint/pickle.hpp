// A pickle as plain data: a restricted reader that builds values and never calls anything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sw/base/error.hpp"

namespace rtl4ml {

/// One object of a pickle. Objects name each other by their index in PickleValues::values.
struct PickleValue {
  enum class Kind {
    kNone,
    kBool,     ///< number
    kInt,      ///< number
    kFloat,    ///< real
    kString,   ///< text
    kTuple,    ///< items
    kList,     ///< items
    kDict,     ///< items: key, value, key, value, ... in the file's order
    kGlobal,   ///< text: "module name"
    kCall,     ///< items: the function (kGlobal) and its arguments (kTuple); nothing was called
    kStorage,  ///< items: the fields of torch's persistent id, ("storage", type, key, location, numel)
    kOpaque    ///< bytes, sets, integers beyond 64 bits: skipped over
  };
  Kind kind = Kind::kNone;
  std::int64_t number = 0;
  double real = 0.0;
  std::string text;
  std::vector<std::uint32_t> items;
};

struct PickleValues {
  std::vector<PickleValue> values;
  std::uint32_t root = 0;
};

/// Which globals may be named: a state_dict's, or also the classes of a TorchScript archive ("__torch__...").
enum class PickleGlobals { kStateDict, kTorchScript };

/// Reads a pickle of protocol 2 to 5. `place` is for messages. Memory is bounded by the text's size and by 4 million
/// values. Errors: checkpoint.pickle (damaged, or an opcode that torch.save does not write), checkpoint.forbidden
/// (names code that is not on the list of harmless names), checkpoint.pickled_module (a whole nn.Module),
/// checkpoint.too_large
[[nodiscard]] Result<PickleValues> read_pickle(std::string_view text, const std::string& place, PickleGlobals globals);

}  // namespace rtl4ml
