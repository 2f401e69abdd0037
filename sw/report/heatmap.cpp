#include "sw/report/heatmap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "sw/report/html.hpp"

namespace rtl4ml {
namespace {

using Colour = std::array<double, 3>;  ///< sRGB, 0 to 255

/// From the least to the greatest value, evenly spaced: dark blue to pale yellow, so that those who see few hues still
/// see the lightness.
constexpr std::array<Colour, 5> kRamp = {
    {{27, 31, 94}, {35, 86, 148}, {47, 146, 152}, {140, 199, 120}, {250, 240, 165}}};

Colour colour_at(double share) {
  const double place = share * static_cast<double>(kRamp.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), kRamp.size() - 2);
  const double part = place - static_cast<double>(below);
  Colour colour{};
  for (std::size_t k = 0; k < colour.size(); ++k)
    colour[k] = std::round(kRamp[below][k] + part * (kRamp[below + 1][k] - kRamp[below][k]));
  return colour;
}

std::string hexadecimal(const Colour& colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", static_cast<int>(colour[0]), static_cast<int>(colour[1]),
                     static_cast<int>(colour[2]));
}

/// Source: WCAG 2.1, "relative luminance"
double luminance(const Colour& colour) {
  constexpr std::array<double, 3> kWeights = {0.2126, 0.7152, 0.0722};
  double sum = 0.0;
  for (std::size_t k = 0; k < colour.size(); ++k) {
    const double share = colour[k] / 255.0;
    sum += kWeights[k] * (share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4));
  }
  return sum;
}

/// White and black contrast alike with this luminance: (1.05 / (l + 0.05) = (l + 0.05) / 0.05).
const char* text_colour(const Colour& background) { return luminance(background) < 0.179 ? "#fff" : "#000"; }

/// Where the finite values lie.
class Scale {
 public:
  explicit Scale(const Plot& plot) {
    for (const std::vector<double>& row : plot.cells) {
      for (const double value : row) {
        if (!std::isfinite(value)) continue;
        least_ = std::min(least_, value);
        greatest_ = std::max(greatest_, value);
      }
    }
    logarithmic_ = plot.log_y && least_ > 0.0;
    const double size = std::max(std::abs(least_), std::abs(greatest_));
    if (!empty() && size > 0.0) decimals_ = std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 6);
  }

  [[nodiscard]] bool empty() const { return least_ > greatest_; }
  [[nodiscard]] bool logarithmic() const { return logarithmic_; }
  [[nodiscard]] double least() const { return least_; }
  [[nodiscard]] double greatest() const { return greatest_; }

  /// 0 to 1; 1 where all values are the same.
  [[nodiscard]] double share(double value) const {
    if (least_ == greatest_) return 1.0;
    if (logarithmic_) return std::log(value / least_) / std::log(greatest_ / least_);
    return (value - least_) / (greatest_ - least_);
  }

  /// All with as many decimals, unless they span decades.
  [[nodiscard]] std::string text(double value) const {
    if (!std::isfinite(value)) return number_text(value);
    if (logarithmic_ || std::abs(greatest_) >= 1e6) return number_text(value, 3);
    return fmt::format("{:.{}f}", value, decimals_);
  }

 private:
  double least_ = std::numeric_limits<double>::infinity();
  double greatest_ = -std::numeric_limits<double>::infinity();
  bool logarithmic_ = false;
  int decimals_ = 0;
};

std::string value_cell(const Scale& scale, double value) {
  if (!std::isfinite(value)) return fmt::format("<td class=\"none\">{}</td>", scale.text(value));
  const Colour colour = colour_at(scale.share(value));
  return fmt::format("<td style=\"background:{};color:{}\" title=\"{}\">{}</td>", hexadecimal(colour),
                     text_colour(colour), number_text(value), scale.text(value));
}

std::string scale_html(const Scale& scale) {
  if (scale.empty()) return "";
  std::string stops;
  for (const Colour& colour : kRamp) stops += ", " + hexadecimal(colour);
  return fmt::format(
      "<p class=\"ramp\"><span>{}</span><span class=\"colours\" style=\"background:linear-gradient(to "
      "right{})\"></span><span>{}{}</span></p>\n",
      scale.text(scale.least()), stops, scale.text(scale.greatest()), scale.logarithmic() ? " (logarithmic)" : "");
}

}  // namespace

std::string heatmap_html(const Plot& plot) {
  assert(plot.cells.size() == plot.rows.size());
  const Scale scale(plot);
  std::string html = fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\">\n<table class=\"heat\">\n"
      "<thead><tr><td></td><th class=\"axis\" scope=\"colgroup\" colspan=\"{1}\">{2}</th></tr>\n"
      "<tr><th class=\"axis\" scope=\"col\">{3}</th>",
      html_text(plot.title), plot.categories.size(), html_text(plot.x_label), html_text(plot.y_label));
  for (const std::string& category : plot.categories)
    html += fmt::format("<th scope=\"col\">{}</th>", html_text(category));
  html += "</tr></thead>\n<tbody>\n";
  for (std::size_t r = 0; r < plot.rows.size(); ++r) {
    assert(plot.cells[r].size() == plot.categories.size());
    html += fmt::format("<tr><th scope=\"row\">{}</th>", html_text(plot.rows[r]));
    for (const double value : plot.cells[r]) html += value_cell(scale, value);
    html += "</tr>\n";
  }
  return html + "</tbody>\n</table>\n</div>\n" + scale_html(scale);
}

}  // namespace rtl4ml
