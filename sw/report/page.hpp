// A report page as data: what is shown, not how. sw/report/render.hpp makes a self-contained HTML page of it.
// Texts may hold anything; they are escaped where they are written. Links are paths relative to the page.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace rtl4ml {

/// One line, one colour of bars, or one set of points. Shapes: y as many as x (line, scatter) or as the plot's
/// categories (bar); NaN: no value there (a gap in a line); low, high, links, notes as many as y, or empty.
struct Series {
  std::string name{};  ///< the same name has the same colour in all plots of a page
  std::vector<double> x{}, y{};
  std::vector<double> low{}, high{};  ///< ends of the error bars, as values of y; NaN: none there
  std::vector<std::string> links{};   ///< a click on a point opens it; empty text: none
  std::vector<std::string> notes{};   ///< shown with a point's values
  bool control = false;               ///< what the others are compared with: dashed, grey
};

enum class PlotKind { kLine, kBar, kScatter, kHeatmap };

struct Plot {
  PlotKind kind = PlotKind::kLine;
  std::string title{}, caption{};
  std::string x_label{}, y_label{};          ///< with units; of a heatmap: of its columns and of its rows
  bool log_x = false, log_y = false;         ///< of a heatmap log_y: its colours go by the values' logarithms
  std::vector<std::string> categories{};     ///< of bars; columns of a heatmap
  std::vector<std::string> rows{};           ///< of a heatmap
  std::vector<std::vector<double>> cells{};  ///< of a heatmap [rows][categories]; NaN: none
  std::vector<Series> series{};              ///< of the others
};

struct Cell {
  std::string text{};
  std::string link{};
};

/// A column whose texts all start with a number is set to the right.
struct Table {
  std::string title{}, caption{};
  std::vector<std::string> columns{};
  std::vector<std::vector<Cell>> rows{};
};

/// What was expected of the figures, and what came.
struct Finding {
  std::string expectation{};
  bool holds = false;
  std::string figures{};
};

struct Page {
  std::string title{}, lead{};
  std::vector<std::pair<std::string, std::string>> facts{};  ///< how it was made: data, model, seeds, command
  std::vector<Finding> findings{};
  std::vector<Plot> plots{};
  std::vector<Table> tables{};
  std::vector<Cell> files{};  ///< results.csv, results.json, checkpoints
};

}  // namespace rtl4ml
