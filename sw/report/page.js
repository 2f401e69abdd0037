// Draws the plots that the page describes (element plots-data, written by plot_data.cpp) with Chart.js 3.

const plots = JSON.parse(document.getElementById('plots-data').textContent);
const charts = [];

// --- Series ------------------------------------------------------------------------------------------------------

function withinAxes(plot, x, y) {
  return x !== null && y !== null && !(plot.log_x && x <= 0) && !(plot.log_y && y <= 0);
}

function pointsOf(plot, series, horizontal) {
  if (plot.kind === 'bar') {
    const values = series.y.map((y) => (plot.log_y && y !== null && y <= 0 ? null : y));
    return values.map((y, i) => (horizontal ? {x: y, y: i} : {x: i, y: y}));
  }
  return series.y.map((y, i) => {
    const x = series.x[i];
    return {x: x === null ? NaN : x, y: withinAxes(plot, x, y) ? y : NaN};
  });
}

function dataset(plot, series, horizontal) {
  const colour = () => colourOf(series);
  const inside = () => (isHollow(series) ? theme.surface : colourOf(series));
  const scatter = plot.kind === 'scatter';
  const radius = isCrowded(plot, series) ? 0 : scatter ? 6 : 4.5;
  return {
    label: series.name,
    data: pointsOf(plot, series, horizontal),
    borderColor: colour,
    borderWidth: plot.kind === 'bar' ? 0 : 2,
    borderDash: series.colour < 0 ? [6, 4] : [],
    backgroundColor: plot.kind === 'bar' ? colour : inside,
    pointBackgroundColor: inside,
    pointBorderColor: scatter && !isHollow(series) ? () => theme.surface : colour,
    pointBorderWidth: isHollow(series) ? 2 : 1,
    pointStyle: markerOf(series),
    pointRadius: radius,
    pointHoverRadius: scatter ? 8 : 6,
    pointHitRadius: 8,
    maxBarThickness: 44,
    minBarLength: plot.log_y ? 0 : 1,
    order: plot.kind !== 'bar' && series.colour < 0 ? 1 : 0,  // controls beneath the others
    clip: 8,
    spanGaps: false,
  };
}

// --- Pointing at a point -----------------------------------------------------------------------------------------

function linkAt(chart, plot, event) {
  const hits = chart.getElementsAtEventForMode(event, 'nearest', {intersect: true}, false);
  for (const hit of hits) {
    const link = plot.series[hit.datasetIndex].links[hit.index];
    if (link) return link;
  }
  return '';
}

function tooltip(plot) {
  const labelled = (label, text) => (label ? wrap(label + ': ' + text, 42) : text);
  return {
    backgroundColor: () => theme.ink,
    titleColor: () => theme.surface, bodyColor: () => theme.surface, footerColor: () => theme.surface,
    usePointStyle: true,
    boxPadding: 4,
    callbacks: {
      title: (items) => {
        if (items.length === 0) return '';
        const {datasetIndex, dataIndex} = items[0];
        if (plot.kind === 'bar') return wrap(plot.categories[dataIndex], 42);
        return labelled(plot.x_label, numberText(plot.series[datasetIndex].x[dataIndex]));
      },
      label: (item) => {
        const series = plot.series[item.datasetIndex], i = item.dataIndex;
        const interval = hasIntervals(series) && series.low[i] !== null && series.high[i] !== null
          ? ' (' + numberText(series.low[i]) + ' to ' + numberText(series.high[i]) + ')' : '';
        return wrap(series.name + ': ' + numberText(series.y[i]) + interval, 42);
      },
      afterLabel: (item) => wrap(plot.series[item.datasetIndex].notes[item.dataIndex] || '', 42).filter(Boolean),
      labelColor: (item) => {
        const colour = colourOf(plot.series[item.datasetIndex]);
        return {borderColor: colour, backgroundColor: colour};
      },
      footer: (items) => {
        const linked = items.some((item) => plot.series[item.datasetIndex].links[item.dataIndex]);
        return linked ? 'A click opens its file.' : '';
      },
    },
  };
}

// --- The plot ----------------------------------------------------------------------------------------------------

function legend(chart, plot) {
  const box = document.createElement('div');
  box.className = 'legend';
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', 'Series shown');
  plot.series.forEach((series, s) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'true');
    const mark = document.createElement('span');
    const dashed = series.colour < 0 ? ' dashed' : '';
    mark.className = 'mark ' + plot.kind + ' ' + (plot.kind === 'bar' ? 'rect' : markerOf(series)) + dashed +
      (plot.kind !== 'bar' && isHollow(series) ? ' hollow' : '') + (isCrowded(plot, series) ? ' bare' : '');
    mark.style.setProperty(
      '--mark', series.colour < 0 ? 'var(--control)' : 'var(--series-' + series.colour % kColours + ')');
    button.append(mark, series.name);
    button.addEventListener('click', () => {
      const show = !chart.isDatasetVisible(s);
      chart.setDatasetVisibility(s, show);
      button.setAttribute('aria-pressed', String(show));
      chart.update();
    });
    box.append(button);
  });
  return box;
}

function draw(plot) {
  const canvas = document.getElementById(plot.element);
  const horizontal = isHorizontal(plot);
  if (horizontal) {
    const bars = plot.categories.length * plot.series.length;
    canvas.parentElement.style.height = Math.max(240, 80 + bars * 14 + plot.categories.length * 10) + 'px';
  }
  const names = plot.kind === 'bar' ? categoryAxis(plot, horizontal) : placeAxis(plot);
  const values = valueAxis(plot, horizontal);
  const chart = new Chart(canvas, {
    type: plot.kind,
    data: {
      labels: plot.kind === 'bar' ? plot.categories : undefined,
      datasets: plot.series.map((series) => dataset(plot, series, horizontal)),
    },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      indexAxis: horizontal ? 'y' : 'x',
      locale: 'en-US',
      layout: {padding: {top: 8, right: 12}},
      interaction: {mode: 'nearest', intersect: plot.kind !== 'line'},
      scales: horizontal ? {x: values, y: names} : {x: names, y: values},
      plugins: {legend: {display: false}, tooltip: tooltip(plot)},
      onHover: (event) => { canvas.style.cursor = linkAt(chart, plot, event) ? 'pointer' : ''; },
      onClick: (event) => {
        const link = linkAt(chart, plot, event);
        if (link) window.open(link, event.native.ctrlKey || event.native.metaKey ? '_blank' : '_self');
      },
    },
    plugins: [intervalPlugin(plot)],
  });
  charts.push(chart);
  if (plot.series.length > 1) canvas.parentElement.after(legend(chart, plot));
}

function recolour() {
  readTheme();
  charts.forEach((chart) => chart.update());
}

document.querySelectorAll('details.values').forEach((details) => { details.open = false; });
Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
readTheme();
plots.forEach(draw);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
matchMedia('print').addEventListener('change', recolour);
window.addEventListener('beforeprint', () => charts.forEach((chart) => chart.resize()));
