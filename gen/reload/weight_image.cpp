#include "gen/reload/weight_image.hpp"

#include <fmt/format.h>

#include "gen/reload/reload_words.hpp"

namespace rtl4ml {
namespace {

/// Calls `visit` for the bytes of each word, the lowest first.
template <class Visit>
void for_each_byte(const std::vector<std::uint32_t>& words, Visit visit) {
  for (const std::uint32_t word : words) {
    for (unsigned byte = 0; byte < 4; ++byte) visit(static_cast<unsigned char>(word >> (8 * byte)));
  }
}

std::string in_c(const std::vector<std::uint32_t>& image, const std::string& name, const std::string& comment) {
  constexpr std::size_t kWordsALine = 8;
  std::string text =
      fmt::format("/* {} */\n#include <stdint.h>\n\nconst uint32_t {}[{}] = {{", comment, name, image.size());
  for (std::size_t i = 0; i < image.size(); ++i)
    text += fmt::format("{}0x{:08x}u,", i % kWordsALine == 0 ? "\n    " : " ", image[i]);
  return text + "\n};\n";
}

}  // namespace

std::uint32_t reload_map_identity(const Graph& graph, const QuantizedModel& model) {
  std::string text;
  for (const Node& node : graph.nodes) {
    for (const ReloadSource& source : node.reload)
      text += fmt::format("{} {} {};", source.first_address, source.rows, source.width);
    if (node.reload.empty()) continue;
    const auto& op = std::get<LinearOp>(model.layers[*node.model_layer].op);
    text += fmt::format("{} {} {} {};", to_string(op.weight_type), to_string(op.bias_type), op.in_features,
                        op.out_features);
  }
  std::uint32_t hash = 0x811C9DC5U;  // FNV-1a
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x01000193U;
  return hash;
}

std::uint32_t check_word(const std::vector<std::uint32_t>& words) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for_each_byte(words, [&crc](unsigned char byte) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  });
  return ~crc;
}

std::vector<std::uint32_t> weight_image(const Graph& graph, const QuantizedModel& model) {
  const std::vector<BusWord> words = reload_words(graph, model);
  std::vector<std::uint32_t> image = {kImageMagic, kImageVersion, reload_map_identity(graph, model),
                                      static_cast<std::uint32_t>(words.size())};
  for (const BusWord& word : words) image.push_back(word.data);
  image.push_back(check_word(image));
  return image;
}

std::string image_text(const Graph& graph, const QuantizedModel& model, ImageForm form, const std::string& name,
                       const std::string& comment) {
  std::string text;
  if (form == ImageForm::kHex) {
    for (const BusWord& word : reload_words(graph, model))
      text += fmt::format("{:08x} {:08x}\n", word.address, word.data);
    return text;
  }
  const std::vector<std::uint32_t> image = weight_image(graph, model);
  if (form == ImageForm::kC) return in_c(image, name, comment);
  for_each_byte(image, [&text](unsigned char byte) { text += static_cast<char>(byte); });
  return text;
}

}  // namespace rtl4ml
