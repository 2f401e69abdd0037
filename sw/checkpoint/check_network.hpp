// What must hold of every network that came from a file.
#pragma once

#include <string>

#include "sw/base/error.hpp"
#include "sw/model/network.hpp"

namespace rtl4ml {

/// Faults of the network, all at once: checkpoint.chain (a layer's size is not that of the data), checkpoint.shape (a
/// layer's vectors disagree), checkpoint.non_finite (a parameter is NaN or infinite, with the first index),
/// checkpoint.variance (a negative running_var), checkpoint.no_layers.
/// `path`: the file, for messages.
[[nodiscard]] Errors check_network(const Network& network, const std::string& path);

}  // namespace rtl4ml
