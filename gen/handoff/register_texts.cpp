#include "gen/handoff/register_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace rtl4ml {
namespace {

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::uint32_t mask_of(const RegisterField& field) {
  return static_cast<std::uint32_t>((std::uint64_t{1} << static_cast<unsigned>(field.bits)) - 1)
         << static_cast<unsigned>(field.lowest_bit);
}

/// How a register is reached: in C and IP-XACT, in IP-XACT's words, in a table.
struct Access {
  const char *words, *ipxact, *letters;
};

Access access_of(const Register& one) {
  switch (one.kind) {
    case RegisterKind::kControl:
      return {"read and written", "read-write", "RW"};
    case RegisterKind::kCommand:
      return {"written", "read-write", "W"};
    default:
      return {"read only", "read-only", "R"};
  }
}

bool is_volatile(const Register& one) {
  return one.kind == RegisterKind::kStatus || one.kind == RegisterKind::kCommand;
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string ipxact_field(const Register& one, const RegisterField& field) {
  const std::uint32_t reset = (one.value & mask_of(field)) >> static_cast<unsigned>(field.lowest_bit);
  return fmt::format(
      "          <ipxact:field><ipxact:name>{}</ipxact:name><ipxact:description>{}</ipxact:description>"
      "<ipxact:bitOffset>{}</ipxact:bitOffset><ipxact:resets><ipxact:reset><ipxact:value>'h{:x}</ipxact:value>"
      "</ipxact:reset></ipxact:resets><ipxact:bitWidth>{}</ipxact:bitWidth><ipxact:volatile>{}</ipxact:volatile>"
      "<ipxact:access>{}</ipxact:access></ipxact:field>\n",
      field.name, escaped(field.text), field.lowest_bit, reset, field.bits, is_volatile(one), access_of(one).ipxact);
}

std::string bits_of(const RegisterField& field) {
  const int highest = field.lowest_bit + field.bits - 1;
  return field.bits == 1 ? fmt::format("bit {}", highest) : fmt::format("bits {} to {}", highest, field.lowest_bit);
}

}  // namespace

std::string registers_in_c(const std::vector<Register>& map, const std::string& prefix) {
  std::string text;
  for (const Register& one : map) {
    const std::string name = fmt::format("{}_{}", prefix, one.name);
    text += fmt::format("#define {} 0x{:03X}u /* {}: {} */\n", name, one.address, access_of(one).words, one.text);
    if (one.kind == RegisterKind::kConstant) text += fmt::format("#define {}_VALUE 0x{:08X}u\n", name, one.value);
    for (const RegisterField& field : one.fields) {
      const std::string field_name = fmt::format("{}_{}", name, upper(field.name));
      text += fmt::format("#define {}_SHIFT {}u\n#define {}_MASK 0x{:08X}u /* {} */\n", field_name, field.lowest_bit,
                          field_name, mask_of(field), field.text);
    }
  }
  if (!text.empty()) text.pop_back();  // the template ends the line
  return text;
}

std::string registers_in_ipxact(const std::vector<Register>& map) {
  std::string text;
  for (const Register& one : map) {
    text += fmt::format(
        "        <ipxact:register><ipxact:name>{}</ipxact:name><ipxact:description>{}</ipxact:description>"
        "<ipxact:addressOffset>'h{:x}</ipxact:addressOffset><ipxact:size>32</ipxact:size>"
        "<ipxact:volatile>{}</ipxact:volatile><ipxact:access>{}</ipxact:access>\n",
        one.name, escaped(one.text), one.address, is_volatile(one), access_of(one).ipxact);
    if (one.fields.empty()) text += ipxact_field(one, {"value", 0, 32, one.text});
    for (const RegisterField& field : one.fields) text += ipxact_field(one, field);
    text += "        </ipxact:register>\n";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

std::string registers_in_markdown(const std::vector<Register>& map, bool values) {
  std::string text;
  for (const Register& one : map) {
    const bool unknown = one.kind == RegisterKind::kConstant && !values;
    text += fmt::format("| `0x{:03X}` | `{}` | {} | {} | {}", one.address, one.name, access_of(one).letters,
                        unknown ? "constant" : fmt::format("`0x{:08X}`", one.value), one.text);
    for (const RegisterField& field : one.fields) {
      text += fmt::format("; {} `{}`: {}", bits_of(field), field.name, field.text);
    }
    text += " |\n";
  }
  if (!text.empty()) text.pop_back();
  return text;
}

std::string constants_in_systemverilog(const std::vector<Register>& map) {
  std::string text;
  for (auto one = map.rbegin(); one != map.rend(); ++one) {
    if (one->kind != RegisterKind::kConstant) continue;
    text += fmt::format("{}\n      32'h{:08x}", text.empty() ? "{" : ",", one->value);
  }
  return text + "\n  }";
}

std::string register_checks(const std::vector<Register>& map) {
  std::string text;
  for (const Register& one : map) {
    text += fmt::format("    expect_register(12'h{:03x}, 32'h{:08x});  // {}\n", one.address, one.value, one.name);
  }
  if (!text.empty()) text.pop_back();
  return text;
}

}  // namespace rtl4ml
