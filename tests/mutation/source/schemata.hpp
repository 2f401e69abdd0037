// One copy of a file that holds all of its run-time mutants, each behind a number.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/mutation/source/mutant.hpp"

namespace rtl4ml::mutation {

/// A mutant and the number that chooses it, from 1 on.
using NumberedMutant = std::pair<int, const Mutant*>;

/// The text in which every place of a mutant is "(number == 17) ? (mutant) : (original)". The number is a variable of a
/// package that stands at the head of every such file and is read from the environment variable RTL4ML_MUTANT when a
/// Verilator model starts; 0, or none, is the original. Warnings are off: the values that are never chosen cause them.
/// `shared`: all instances with the same parameters share one copy of the code. With many mutants it pays, as a copy of
/// each for every instance would make models without end; with few, a class of C++ per instance costs more.
[[nodiscard]] std::string schemata(std::string_view text, const std::vector<NumberedMutant>& mutants, bool shared);

}  // namespace rtl4ml::mutation
