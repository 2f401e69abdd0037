// One function object of several lambdas, for std::visit.
#pragma once

namespace rtl4ml {

/// `std::visit(Overloaded{[](const A&) { ... }, [](const B&) { ... }}, variant)`
template <class... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <class... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

}  // namespace rtl4ml
