#include "sw/report/plot_data.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <string_view>
#include <utility>

#include "sw/report/html.hpp"

namespace rtl4ml {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kSeriesColours = kColours;

const char* kind_name(PlotKind kind) {
  switch (kind) {
    case PlotKind::kLine:
      return "line";
    case PlotKind::kBar:
      return "bar";
    case PlotKind::kScatter:
      return "scatter";
    case PlotKind::kHeatmap:
      break;
  }
  assert(false && "a heatmap is a table");
  return "";
}

void check_shapes(const Plot& plot, const Series& series) {
  const std::size_t count = series.y.size();
  assert(count == (plot.kind == PlotKind::kBar ? plot.categories.size() : series.x.size()));
  assert(series.low.size() == series.high.size() && (series.low.empty() || series.low.size() == count));
  assert(series.links.empty() || series.links.size() == count);
  assert(series.notes.empty() || series.notes.size() == count);
  (void)count;
}

/// Its points from left to right: Chart.js takes the first and the last for the ends of the axis.
Series from_left(const Series& series) {
  std::vector<std::size_t> order(series.x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::isnan(series.x[b]) ? !std::isnan(series.x[a]) : series.x[a] < series.x[b];
  });
  const auto arranged = [&](const auto& values) {
    auto result = values;
    for (std::size_t i = 0; i < values.size(); ++i) result[i] = values[order[i]];
    return result;
  };
  return {series.name,           arranged(series.x),     arranged(series.y),     arranged(series.low),
          arranged(series.high), arranged(series.links), arranged(series.notes), series.control};
}

Json series_json(const Series& series, int colour) {
  Json links = Json::array();
  for (const std::string& link : series.links) links.push_back(html_link(link));
  return {{"name", series.name}, {"colour", colour},    {"x", series.x},  {"y", series.y},
          {"low", series.low},   {"high", series.high}, {"links", links}, {"notes", series.notes}};
}

bool has_value(const Plot& plot, const Series& series, std::size_t i) {
  return std::isfinite(series.y[i]) && (plot.kind == PlotKind::kBar || std::isfinite(series.x[i]));
}

/// Whether a logarithmic axis has no place for the point.
bool is_off(const Plot& plot, const Series& series, std::size_t i) {
  const bool x_off = plot.log_x && plot.kind != PlotKind::kBar && series.x[i] <= 0.0;
  return x_off || (plot.log_y && series.y[i] <= 0.0);
}

}  // namespace

std::vector<std::vector<int>> series_colours(const std::vector<Plot>& plots) {
  std::map<std::string, int> colour_of;  // by name, over the page
  std::vector<std::vector<int>> all;
  for (const Plot& plot : plots) {
    std::array<bool, kSeriesColours> taken{};
    std::vector<int> colours(plot.series.size(), -1);
    // Names that have a colour come first, so that no new one takes it away.
    for (const bool known : {true, false}) {
      for (std::size_t s = 0; s < plot.series.size(); ++s) {
        const Series& series = plot.series[s];
        if (series.control || colours[s] >= 0 || (known && !colour_of.contains(series.name))) continue;
        const auto own = colour_of.find(series.name);
        const auto* const free = std::find(taken.begin(), taken.end(), false);
        int colour = static_cast<int>(s) % kColours + kColours;  // all are taken
        if (own != colour_of.end() && own->second < kColours && !taken[static_cast<std::size_t>(own->second)]) {
          colour = own->second;
        } else if (free != taken.end()) {
          colour = static_cast<int>(free - taken.begin());
        }
        if (colour < kColours) taken[static_cast<std::size_t>(colour)] = true;
        colours[s] = colour;
        colour_of.emplace(series.name, colour);
      }
    }
    all.push_back(std::move(colours));
  }
  return all;
}

bool is_drawn(const Plot& plot) {
  if (plot.kind == PlotKind::kHeatmap) return false;
  for (const Series& series : plot.series) {
    check_shapes(plot, series);
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      if (has_value(plot, series, i) && !is_off(plot, series, i)) return true;
    }
  }
  return false;
}

std::string plots_json(const std::vector<Plot>& plots) {
  const std::vector<std::vector<int>> colours = series_colours(plots);
  Json all = Json::array();
  for (std::size_t p = 0; p < plots.size(); ++p) {
    const Plot& plot = plots[p];
    if (!is_drawn(plot)) continue;
    Json series = Json::array();
    for (std::size_t s = 0; s < plot.series.size(); ++s) {
      const Series& given = plot.series[s];
      series.push_back(series_json(plot.kind == PlotKind::kBar ? given : from_left(given), colours[p][s]));
    }
    all.push_back({{"element", "plot-" + std::to_string(p)},
                   {"kind", kind_name(plot.kind)},
                   {"x_label", plot.x_label},
                   {"y_label", plot.y_label},
                   {"log_x", plot.log_x},
                   {"log_y", plot.log_y},
                   {"categories", plot.categories},
                   {"series", std::move(series)}});
  }
  // Pure ASCII without "<": nothing in it can end the element that holds it.
  const std::string text = all.dump(-1, ' ', true, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::size_t points_off_the_axis(const Plot& plot) {
  std::size_t count = 0;
  for (const Series& series : plot.series) {
    for (std::size_t i = 0; i < series.y.size(); ++i) {
      if (has_value(plot, series, i) && is_off(plot, series, i)) ++count;
    }
  }
  return count;
}

}  // namespace rtl4ml
