#include "gen/emit/table_source.hpp"

#include <fmt/format.h>

#include "gen/emit/file_writer.hpp"
#include "gen/emit/hex_word.hpp"
#include "gen/emit/memory_text.hpp"

namespace rtl4ml {

Result<std::vector<std::string>> write_table_source(const TableSource& source, const std::filesystem::path& folder) {
  const auto words = static_cast<std::int64_t>(source.entries.size());
  const bool large = words * source.data_width > kMaxCaseBits;
  std::vector<std::string> files = {source.module + ".sv"};
  FileWriter file(folder / files.front());
  const std::int64_t address_bits = source.lanes * source.address_width;
  const std::int64_t data_bits = source.lanes * source.data_width;
  HexWord word(source.data_width, 1);
  const auto digits = [&](std::int64_t index) {
    word.clear();
    word.append(source.entries[static_cast<std::size_t>(index)]);
    return word.digits();
  };
  write_comment(file, source.comment);
  file.line(fmt::format("module {} (", source.module));
  file.line("    input  logic clk,");
  file.line("    input  logic enable,  // the entries are at the output in the next cycle");
  file.line(fmt::format("    input  logic {} address,  // {} lanes of {} bits", bit_range(address_bits), source.lanes,
                        source.address_width));
  file.line(fmt::format("    output logic {} data  // {} lanes of {} bits", bit_range(data_bits), source.lanes,
                        source.data_width));
  file.line(");");
  file.line("");
  std::string entry;  // how a lane reads
  if (large) {
    write_memory(file, source.module, source.data_width, words, MemoryKind::kBlock);
    entry = "rom[address[{1}:{0}]]";
  } else {
    file.line(fmt::format("  function automatic logic {} entry(input logic {} code);", bit_range(source.data_width),
                          bit_range(source.address_width)));
    file.line("    case (code)");
    for (std::int64_t index = 0; index < words; ++index) {
      const std::string label = index + 1 == words ? "default" : fmt::format("{}'d{}", source.address_width, index);
      file.line(fmt::format("      {}: entry = {}'h{};", label, source.data_width, digits(index)));
    }
    file.line("    endcase");
    file.line("  endfunction");
    file.line("");
    entry = "entry(address[{1}:{0}])";
  }
  file.line("  always_ff @(posedge clk) begin");
  file.line("    if (enable) begin");
  for (std::int64_t lane = 0; lane < source.lanes; ++lane) {
    const std::int64_t at = lane * source.address_width;
    const std::int64_t to = lane * source.data_width;
    file.line(fmt::format("      data[{}:{}] <= {};", to + source.data_width - 1, to,
                          fmt::format(fmt::runtime(entry), at, at + source.address_width - 1)));
  }
  file.line("    end");
  file.line("  end");
  file.line("");
  file.line("endmodule");
  Result<void> closed = file.close();
  if (closed && large) {
    files.push_back(source.module + ".mem");
    FileWriter memory(folder / files.back());
    for (std::int64_t index = 0; index < words; ++index) memory.line(digits(index));
    closed = memory.close();
  }
  if (!closed) return faults(std::move(closed.error()));
  return files;
}

}  // namespace rtl4ml
