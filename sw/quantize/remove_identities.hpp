// Transforms the network: layers that compute nothing on a vector (flatten, dropout, identity) leave it.
#pragma once

#include "sw/model/network.hpp"

namespace rtl4ml {

[[nodiscard]] Network remove_identities(Network network);

}  // namespace rtl4ml
