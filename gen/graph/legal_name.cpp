#include "gen/graph/legal_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace rtl4ml {
namespace {

// IEEE 1800-2017, annex B.
constexpr std::string_view kSystemVerilog =
    " accept_on alias always always_comb always_ff always_latch and assert assign assume automatic before begin bind "
    "bins "
    "binsof bit break buf bufif0 bufif1 byte case casex casez cell chandle checker class clocking cmos config const "
    "constraint context continue cover covergroup coverpoint cross deassign default defparam design disable dist do "
    "edge "
    "else end endcase endchecker endclass endclocking endconfig endfunction endgenerate endgroup endinterface "
    "endmodule "
    "endpackage endprimitive endprogram endproperty endspecify endsequence endtable endtask enum event eventually "
    "expect "
    "export extends extern final first_match for force foreach forever fork forkjoin function generate genvar global "
    "highz0 "
    "highz1 if iff ifnone ignore_bins illegal_bins implements implies import incdir include initial inout input inside "
    "instance int integer interconnect interface intersect join join_any join_none large let liblist library local "
    "localparam logic longint macromodule matches medium modport module nand negedge nettype new nexttime nmos nor "
    "noshowcancelled not notif0 notif1 null or output package packed parameter pmos posedge primitive priority program "
    "property protected pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent pure rand randc randcase "
    "randsequence rcmos real realtime ref reg reject_on release repeat restrict return rnmos rpmos rtran rtranif0 "
    "rtranif1 "
    "s_always s_eventually s_nexttime s_until s_until_with scalared sequence shortint shortreal showcancelled signed "
    "small "
    "soft solve specify specparam static string strong strong0 strong1 struct super supply0 supply1 sync_accept_on "
    "sync_reject_on table tagged task this throughout time timeprecision timeunit tran tranif0 tranif1 tri tri0 tri1 "
    "triand "
    "trior trireg type typedef union unique unique0 unsigned until until_with untyped use uwire var vectored virtual "
    "void "
    "wait wait_order wand weak weak0 weak1 while wildcard wire with within wor xnor xor ";

// Verilator turns instances into C++ members; VHDL wrappers of the design meet the second half.
constexpr std::string_view kOtherLanguages =
    " alignas alignof asm auto bool catch char char16_t char32_t char8_t compl concept consteval constexpr constinit "
    "const_cast co_await co_return co_yield decltype delete double dynamic_cast explicit false float friend goto "
    "inline long "
    "mutable namespace noexcept nullptr operator private public register reinterpret_cast requires short sizeof "
    "static_assert static_cast switch template thread_local throw true try typeid typename using volatile wchar_t std "
    "main "
    "abs access after all architecture array attribute block body buffer bus component configuration constant "
    "disconnect "
    "downto elsif entity exit file generic group guarded impure in inertial is label linkage literal loop map mod next "
    "nor null of on open others out port postponed procedure process pure range record reject rem report return rol "
    "ror "
    "select severity shared signal sla sll sra srl subtype then to transport unaffected units variable when ";

constexpr std::string_view kDesign = " top vtop clk rst ";
constexpr std::array<std::string_view, 5> kReservedPrefixes = {"data_in_0", "data_out_0", "fixed_", "stream_",
                                                               "reload"};

// Every name that top.sv, the sources and their files make out of a node's identifier.
constexpr std::array<std::string_view, 21> kDerived = {"",
                                                       "_data_out_0",
                                                       "_data_out_0_valid",
                                                       "_data_out_0_ready",
                                                       "_weight",
                                                       "_weight_enable",
                                                       "_weight_address",
                                                       "_weight_source",
                                                       "_bias",
                                                       "_bias_address",
                                                       "_bias_source",
                                                       "_slope",
                                                       "_slope_address",
                                                       "_slope_source",
                                                       "_threshold",
                                                       "_threshold_address",
                                                       "_threshold_source",
                                                       "_table_enable",
                                                       "_table_address",
                                                       "_table_data",
                                                       "_table_source"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// The code point at `at` and its length in bytes; length 1 and code point 0 where the bytes are not UTF-8.
struct CodePoint {
  std::uint32_t value = 0;
  std::size_t length = 1;
};

CodePoint decode(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
  if (length == 1 || at + length > text.size()) return {};
  std::uint32_t value = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (next & 0x3FU);
  }
  return {value, length};
}

bool contains_word(std::string_view words, std::string_view word) {
  return words.find(fmt::format(" {} ", word)) != std::string_view::npos;
}

}  // namespace

std::string plain_identifier(std::string_view name) {
  std::string result;
  // Double underscores are kept for tools (Verilator's own encoding), underscores at the ends read badly with suffixes.
  const auto append = [&result](char c) {
    if (c != '_' || (!result.empty() && result.back() != '_')) result.push_back(c);
  };
  for (std::size_t at = 0; at < name.size() && result.size() < kMaxIdentifier;) {
    const char c = name[at];
    if (is_letter(c) || is_digit(c)) {
      append(c);
      ++at;
      continue;
    }
    append('_');
    const CodePoint point = (static_cast<unsigned char>(c) < 0x80) ? CodePoint{} : decode(name, at);
    if (point.value != 0) result += fmt::format("u{:04x}_", point.value);
    at += point.length;
  }
  if (result.size() > kMaxIdentifier) result.resize(kMaxIdentifier);
  while (!result.empty() && result.back() == '_') result.pop_back();
  if (result.empty()) return "layer";
  if (is_digit(result.front())) result.insert(0, "layer_");
  return result;
}

bool is_reserved(std::string_view identifier) {
  const std::string word = lower(identifier);
  for (const std::string_view words : {kSystemVerilog, kOtherLanguages, kDesign}) {
    if (contains_word(words, word)) return true;
  }
  return std::any_of(kReservedPrefixes.begin(), kReservedPrefixes.end(),
                     [&word](std::string_view prefix) { return word.starts_with(prefix); });
}

bool NameTable::take(const std::string& identifier) {
  const std::string base = lower(identifier);
  for (const std::string_view suffix : kDerived) {
    if (taken_.contains(base + std::string(suffix))) return false;
  }
  for (const std::string_view suffix : kDerived) taken_.insert(base + std::string(suffix));
  return true;
}

std::string NameTable::claim(std::string_view name) {
  std::string base = plain_identifier(name);
  // A prefix in front, because "data_in_0_layer" would still read like the port.
  if (is_reserved(base)) base = "layer_" + base;
  std::string identifier = base;
  for (int number = 2; !take(identifier); ++number) identifier = fmt::format("{}_{}", base, number);
  return identifier;
}

}  // namespace rtl4ml
