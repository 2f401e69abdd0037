// What a plot is made of: texts, colours, error bars, axes. render.cpp puts it before page.js, into the same function.

const kMarkers = ['circle', 'rect', 'triangle', 'rectRot'];
const kColours = 8;      // --series-0 to --series-7 of page.css
const kManyPoints = 24;  // more in one line: no markers, and a band instead of whiskers
const kFewPlaces = 12;   // as many different x or fewer: each gets its tick
const kFont = 12;

let theme = {};  // the colours of page.css, as they are now

// --- Texts -------------------------------------------------------------------------------------------------------

/// As number_text() of html.cpp.
function numberText(value) {
  if (value === null) return '–';
  const size = Math.abs(value);
  if (size < 1e15 && Number.isInteger(value)) return value.toLocaleString('en-US');
  if (size < 1e-4 || size >= 1e15) return Number(value.toPrecision(4)).toExponential();
  if (size >= 1e4) return Math.round(value).toLocaleString('en-US');
  return value.toLocaleString('en-US', {maximumSignificantDigits: 5});
}

/// Lines of at most `width` characters, broken at spaces, and in words that are longer.
function wrap(text, width) {
  const lines = [];
  const words = text.split(/\s+/).flatMap((word) => word.match(new RegExp('.{1,' + width + '}', 'gu')) || ['']);
  for (const word of words) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= width) {
      lines[last] += ' ' + word;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

// --- Colours -----------------------------------------------------------------------------------------------------

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  theme = {
    ink: colour('--ink'), muted: colour('--muted'), grid: colour('--grid'), line: colour('--line'),
    surface: colour('--surface'), control: colour('--control'),
    series: Array.from({length: kColours}, (_, k) => colour('--series-' + k)),
  };
}

function colourOf(series) {
  return series.colour < 0 ? theme.control : theme.series[series.colour % kColours];
}

function isHollow(series) { return series.colour < 0 || series.colour >= kColours; }

function markerOf(series) { return series.colour < 0 ? 'circle' : kMarkers[series.colour % kMarkers.length]; }

// --- Error bars: a plugin of Chart.js ------------------------------------------------------------------------------

/// An end at or below zero is where a logarithmic axis starts.
function pixelOf(scale, value) {
  return scale.getPixelForValue(scale.type === 'logarithmic' && value <= 0 ? scale.min : value);
}

function drawWhiskers(chart, meta, series, valueScale) {
  const context = chart.ctx;
  const cap = 4;
  const stroke = (colour, width) => {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  };
  meta.data.forEach((element, i) => {
    const low = series.low[i], high = series.high[i];
    if (low === null || high === null || series.y[i] === null || element.skip) return;
    const from = pixelOf(valueScale, low), to = pixelOf(valueScale, high);
    const line = valueScale.isHorizontal()
      ? [from, element.y, to, element.y, from, element.y - cap, from, element.y + cap, to, element.y - cap, to, element.y + cap]
      : [element.x, from, element.x, to, element.x - cap, from, element.x + cap, from, element.x - cap, to, element.x + cap, to];
    context.beginPath();
    for (let k = 0; k < line.length; k += 4) {
      context.moveTo(line[k], line[k + 1]);
      context.lineTo(line[k + 2], line[k + 3]);
    }
    if (meta.type === 'bar') stroke(theme.surface, 4);  // stands out from the bar and from what is around it
    stroke(meta.type === 'bar' ? theme.ink : colourOf(series), 1.5);
  });
}

/// One band for each stretch of points that have an interval.
function drawBand(chart, meta, series, valueScale) {
  const context = chart.ctx;
  context.fillStyle = colourOf(series);
  context.globalAlpha = 0.18;
  let stretch = [];
  const fill = () => {
    if (stretch.length > 1) {
      context.beginPath();
      for (const i of stretch) context.lineTo(meta.data[i].x, pixelOf(valueScale, series.high[i]));
      for (const i of stretch.reverse()) context.lineTo(meta.data[i].x, pixelOf(valueScale, series.low[i]));
      context.fill();
    }
    stretch = [];
  };
  meta.data.forEach((element, i) => {
    const there = series.low[i] !== null && series.high[i] !== null && series.y[i] !== null && !element.skip;
    if (there) {
      stretch.push(i);
    } else {
      fill();
    }
  });
  fill();
}

function hasIntervals(series) { return series.low.length > 0; }

function isCrowded(plot, series) { return plot.kind === 'line' && series.y.length > kManyPoints; }

/// What is drawn may not leave the axes.
function drawIntervals(chart, plot, crowded, draw) {
  const area = chart.chartArea, context = chart.ctx;
  context.save();
  context.beginPath();
  context.rect(area.left - 6, area.top - 6, area.width + 12, area.height + 12);
  context.clip();
  for (const meta of chart.getSortedVisibleDatasetMetas()) {
    const series = plot.series[meta.index];
    if (hasIntervals(series) && isCrowded(plot, series) === crowded) draw(chart, meta, series, meta.vScale);
  }
  context.restore();
}

function intervalPlugin(plot) {
  return {
    id: 'intervals',
    beforeDatasetsDraw: (chart) => drawIntervals(chart, plot, true, drawBand),
    afterDatasetsDraw: (chart) => drawIntervals(chart, plot, false, drawWhiskers),
  };
}

// --- Axes --------------------------------------------------------------------------------------------------------

/// Room for the error bars of what is shown.
function widenForIntervals(plot, scale) {
  for (const meta of scale.chart.getSortedVisibleDatasetMetas()) {
    const series = plot.series[meta.index];
    for (const end of series.low.concat(series.high)) {
      if (end === null || (plot.log_y && end <= 0)) continue;
      scale.min = Math.min(scale.min, end);
      scale.max = Math.max(scale.max, end);
    }
  }
}

function places(plot) {
  const all = new Set();
  for (const series of plot.series) series.x.forEach((x) => { if (x !== null) all.add(x); });
  return Array.from(all).sort((a, b) => a - b);
}

/// A logarithmic axis from a little before the least value to a little after the greatest one.
function widenLogarithmic(scale) {
  const room = Math.pow(scale.max / scale.min, 0.04) * 1.02;
  scale.min /= room;
  scale.max *= room;
}

/// Powers of ten; where they would be too few, 2 and 5 times them as well, then all there are.
function thinLogarithmic(scale) {
  const decades = Math.log10(scale.max / scale.min);
  const leadings = decades >= 2.5 ? [1] : decades >= 0.7 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
  scale.ticks = scale.ticks.filter(({value}) =>
    value >= scale.min && value <= scale.max &&
    leadings.includes(Number(value.toExponential(3).split('e')[0])));
}

/// As Chart.js does it, but for powers of ten.
function linearTick(value, index, ticks) {
  const small = ticks.every((tick) => Math.abs(tick.value) < 1e-4);
  return small ? numberText(value) : Chart.Ticks.formatters.numeric.call(this, value, index, ticks);
}

/// `across`: the axis lies; `margin`: what is beside it, in pixels.
function axis(label, logarithmic, across, margin) {
  const letters = (chart) => ((across ? chart.width : chart.height) - margin) / (0.6 * kFont);
  const scale = {
    type: logarithmic ? 'logarithmic' : 'linear',
    title: {
      display: label !== '', color: () => theme.ink, font: {size: kFont},
      text: (context) => wrap(label, Math.max(12, Math.floor(letters(context.chart)))),
    },
    grid: {color: () => theme.grid, borderColor: () => theme.line},
    ticks: {
      maxRotation: 0, font: {size: kFont}, color: () => theme.muted,
      callback: logarithmic ? (value) => numberText(value) : linearTick,
    },
  };
  if (logarithmic) {
    Object.assign(scale, {bounds: 'data', afterDataLimits: widenLogarithmic, afterBuildTicks: thinLogarithmic});
  }
  return scale;
}

function valueAxis(plot, horizontal) {
  const scale = axis(plot.y_label, plot.log_y, horizontal, horizontal ? 190 : 60);
  scale.afterDataLimits = (built) => {
    widenForIntervals(plot, built);
    if (plot.log_y) widenLogarithmic(built);
  };
  scale.beginAtZero = plot.kind === 'bar';
  return scale;
}

function placeAxis(plot) {
  const scale = axis(plot.x_label, plot.log_x, true, 70);
  const ticks = places(plot);
  if (plot.kind === 'scatter') {
    scale.grace = '4%';  // of a linear axis
  } else if (ticks.length > 0 && ticks.length <= kFewPlaces) {
    scale.bounds = 'data';
    scale.afterDataLimits = () => {};
    scale.afterBuildTicks = (built) => { built.ticks = ticks.map((value) => ({value})); };
    scale.ticks.callback = (value) => numberText(value);
  }
  return scale;
}

function categoryAxis(plot, horizontal) {
  const scale = axis(plot.x_label, false, !horizontal, 70);
  scale.type = 'category';
  scale.ticks.autoSkip = false;
  scale.ticks.maxRotation = horizontal ? 0 : 50;
  scale.grid.display = false;
  scale.ticks.callback = function (value) { return wrap(this.getLabelForValue(value), horizontal ? 22 : 14); };
  return scale;
}

/// Bars lie where their names would not fit beneath them on a phone.
function isHorizontal(plot) {
  if (plot.kind !== 'bar') return false;
  const letters = plot.categories.reduce((sum, name) => sum + Math.max(4, name.length), 0);
  return letters > 36 || plot.categories.length * plot.series.length > 24;
}
