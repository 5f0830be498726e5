// Draws the charts, lets tables be sorted, and follows a training. Without it the page still has every number.
(() => {
  'use strict';
  document.documentElement.classList.add('script');
  const announcer = document.getElementById('announcer');
  const say = text => { announcer.textContent = text; };

  // ---- Tables: a button in each heading, so that keys and screen readers find it where the mouse does. ----
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const textOf = (row, column) => row.cells[column].textContent.trim();
  const numberOf = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.value ?? cell.textContent.replace(/,/g, '').replace('−', '-');
    const value = parseFloat(text);
    return Number.isNaN(value) ? null : value;
  };

  const sort = (table, column, direction) => {
    const header = table.tHead.rows[0].cells[column], number = header.classList.contains('number');
    const rows = [...table.tBodies[0].rows];
    const order = number
      ? (a, b) => {
          const x = numberOf(a, column), y = numberOf(b, column);
          // What has no value comes last, whichever way is sorted.
          return x === null || y === null ? (x === null) - (y === null) : (x - y) * direction;
        }
      : (a, b) => collator.compare(textOf(a, column), textOf(b, column)) * direction;
    rows.sort(order);
    table.tBodies[0].append(...rows);
    for (const cell of table.tHead.rows[0].cells) cell.removeAttribute('aria-sort');
    header.setAttribute('aria-sort', direction > 0 ? 'ascending' : 'descending');
    say(`Sorted by ${header.textContent}, ${direction > 0 ? 'ascending' : 'descending'}.`);
  };

  for (const table of document.querySelectorAll('table[data-sortable]')) {
    [...table.tHead.rows[0].cells].forEach((header, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...header.childNodes);
      header.append(button);
      button.addEventListener('click', () => {
        const before = header.getAttribute('aria-sort');
        // Numbers are asked for from the largest, names from the first letter.
        const first = header.classList.contains('number') ? -1 : 1;
        sort(table, column, before === null ? first : before === 'ascending' ? -1 : 1);
      });
    });
  }

  // ---- Charts. ----
  const style = () => getComputedStyle(document.documentElement);
  const color = name => style().getPropertyValue(name).trim();
  const write = (format, value) => value === null || value === undefined ? '' : format === 'percent' ? `${(100 * value).toFixed(2)}%`
    : Math.abs(value) >= 1000 ? value.toLocaleString('en-US') : String(Number(value.toPrecision(4)));
  const tick = (format, value) => format === 'percent' ? `${Number((100 * value).toFixed(2))}%` : String(Number(value.toPrecision(3)));

  const mark = {
    id: 'mark',
    afterDatasetsDraw(chart, _, options) {
      if (options.at === undefined || options.at === null) return;
      const x = chart.scales.x.getPixelForValue(options.at), { top, bottom, right } = chart.chartArea, context = chart.ctx;
      context.save();
      context.strokeStyle = context.fillStyle = color('--soft');
      context.setLineDash([3, 3]);
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x, bottom);
      context.stroke();
      context.font = `11px ${getComputedStyle(document.body).fontFamily}`;
      const width = context.measureText(options.name).width, left = x + 5 + width < right ? x + 5 : x - 5 - width;
      // Losses fall and accuracies rise: the other corner is free.
      context.fillText(options.name, left, options.low ? bottom - 6 : top + 11);
      context.restore();
    },
  };

  // The legend of many runs would leave the curves no room: the figure grows by what it needs beyond one line.
  const room = {
    id: 'room',
    afterLayout(chart) {
      const legend = chart.legend?.options.display ? chart.legend.height : 0;
      chart.canvas.parentElement.style.setProperty('--legend', `${Math.max(0, Math.ceil(legend) - 30)}px`);
    },
  };

  // Past the eighth run colours come again; the points do not.
  const points = ['circle', 'rectRot', 'triangle', 'rect', 'star', 'crossRot'];
  const point = color => points[(color % 2 + 2 * Math.floor(color / 8)) % points.length];

  const diagonal = {
    id: 'diagonal',
    afterDatasetsDraw(chart, _, options) {
      if (!options.show) return;
      const { left, right, top, bottom } = chart.chartArea, context = chart.ctx;
      context.save();
      context.strokeStyle = color('--ink');
      context.setLineDash([5, 4]);
      context.beginPath();
      context.moveTo(left, bottom);
      context.lineTo(right, top);
      context.stroke();
      context.restore();
    },
  };

  const axis = (title, format, rest) => ({
    title: { display: true, text: title, color: color('--soft') }, border: { color: color('--line') }, grid: { color: color('--grid') },
    ticks: { color: color('--soft'), maxRotation: 0, autoSkipPadding: 14, callback: value => tick(format, value) }, ...rest,
  });

  // A run with two lines has one entry in the legend.
  const sameGroup = (a, b) => a.group !== undefined && a.group === b.group;
  const legend = (chart, series) => Chart.defaults.plugins.legend.labels.generateLabels(chart)
    .filter(item => series.findIndex(other => other === series[item.datasetIndex] || sameGroup(other, series[item.datasetIndex])) === item.datasetIndex)
    .map(item => ({ ...item, text: series[item.datasetIndex].group ?? item.text, lineDash: [] }));

  const line = data => ({
    type: 'line',
    data: {
      datasets: data.series.map(series => ({
        label: series.name, data: data.x.map((x, i) => ({ x, y: series.y[i] })), borderColor: color(`--c${series.color % 8}`), backgroundColor: color(`--c${series.color % 8}`),
        clip: false, borderWidth: series.dashed ? 1.5 : 2, borderDash: series.dashed ? [5, 4] : [], pointRadius: data.x.length > 30 ? 0 : 2.5, pointHoverRadius: 5, pointStyle: point(series.color), spanGaps: true,
      })),
    },
    options: {
      interaction: { mode: 'index', intersect: false, axis: 'x' },
      scales: {
        x: axis(data.xTitle, 'number', { type: 'linear', min: data.x[0], max: data.x.length > 1 ? data.x[data.x.length - 1] : data.x[0] + 1, ticks: { color: color('--soft'), precision: 0, maxRotation: 0, autoSkipPadding: 14 } }),
        y: axis(data.yTitle, data.format, data.logarithmic ? { type: 'logarithmic' } : {}),
      },
      plugins: {
        legend: {
          display: data.series.length > 1, align: 'start', maxHeight: 10000,
          labels: { color: color('--ink'), usePointStyle: true, boxHeight: 7, generateLabels: chart => legend(chart, data.series) },
          onClick: (_, item, { chart }) => {
            const hide = chart.isDatasetVisible(item.datasetIndex);
            data.series.forEach((series, i) => { if (i === item.datasetIndex || sameGroup(series, data.series[item.datasetIndex])) chart.setDatasetVisibility(i, !hide); });
            chart.update();
          },
        },
        tooltip: { callbacks: { title: items => items.length ? `${data.xTitle} ${items[0].parsed.x}` : '', label: item => `${item.dataset.label}: ${write(data.format, item.parsed.y)}` } },
        mark: { at: data.mark, name: data.markName, low: data.format === 'percent' },
      },
    },
  });

  const reliability = data => ({
    type: 'bar',
    data: {
      datasets: [{
        label: data.series[0].name, data: data.x.map((x, i) => ({ x, y: data.series[0].y[i] })), backgroundColor: color('--c0'), borderRadius: 2, barPercentage: 1, categoryPercentage: 1, barThickness: 'flex', maxBarThickness: 60,
      }],
    },
    options: {
      interaction: { mode: 'nearest', intersect: false, axis: 'x' },
      scales: {
        x: axis(data.xTitle, data.format, { type: 'linear', min: 0, max: 1, offset: false, grid: { display: false } }),
        y: axis(data.yTitle, data.format, { min: 0, max: 1 }),
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            title: items => items.length ? `${data.xTitle} ${tick('percent', items[0].parsed.x - .05)} to ${tick('percent', items[0].parsed.x + .05)}` : '',
            label: item => `${write('percent', item.parsed.y)} right of ${data.series[1].y[item.dataIndex].toLocaleString('en-US')} images`,
          },
        },
        diagonal: { show: true },
      },
    },
  });

  const describe = (data, index) => data.kind === 'line'
    ? `${data.xTitle} ${data.x[index]}: ${data.series.filter(series => series.y[index] !== null).map(series => `${series.name} ${write(data.format, series.y[index])}`).join(', ')}`
    : `${data.xTitle} ${tick('percent', data.x[index] - .05)} to ${tick('percent', data.x[index] + .05)}: ${data.series[1].y[index]} images${data.series[0].y[index] === null ? '' : `, ${write('percent', data.series[0].y[index])} right`}`;

  // Keys move the same mark that the mouse moves, and what it stands on is read aloud.
  const listen = (canvas, drawing, data) => {
    let index = -1;
    const show = () => {
      const chart = drawing();
      const active = chart.data.datasets.map((dataset, i) => ({ datasetIndex: i, index })).filter(item => chart.data.datasets[item.datasetIndex].data[index].y !== null);
      chart.setActiveElements(active);
      if (active.length) {
        const { x, y } = chart.getDatasetMeta(active[0].datasetIndex).data[index];
        chart.tooltip.setActiveElements(active, { x, y });
      }
      chart.update('none');
      say(describe(data, index));
    };
    canvas.addEventListener('keydown', event => {
      const last = data.x.length - 1;
      const next = { ArrowRight: Math.min(last, index + 1), ArrowLeft: index < 0 ? last : Math.max(0, index - 1), Home: 0, End: last }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      index = next;
      show();
    });
    canvas.addEventListener('blur', () => {
      const chart = drawing();
      chart.setActiveElements([]);
      chart.tooltip.setActiveElements([], { x: 0, y: 0 });
      chart.update('none');
    });
  };

  const charts = JSON.parse(document.getElementById('charts').textContent);
  Chart.register(mark, room, diagonal);
  Chart.defaults.animation = false;
  Chart.defaults.responsive = true;
  Chart.defaults.maintainAspectRatio = false;
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const drawn = [];
  const draw = () => {
    for (const chart of drawn.splice(0)) chart.destroy();
    for (const data of charts) {
      const canvas = document.getElementById(data.id);
      const chart = new Chart(canvas, data.kind === 'line' ? line(data) : reliability(data));
      // At once in the size that the legend asked for.
      chart.resize();
      drawn.push(chart);
    }
  };
  draw();
  charts.forEach((data, i) => listen(document.getElementById(data.id), () => drawn[i], data));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);

  // ---- While a training runs: the file is written anew after every epoch; the page loads it again, unless it was paused. ----
  const live = document.getElementById('live');
  if (live) {
    const key = 'cnntools-report-paused';
    const stored = () => { try { return sessionStorage.getItem(key) === 'yes'; } catch { return false; } };
    const store = value => { try { sessionStorage.setItem(key, value ? 'yes' : 'no'); } catch { /* The page works without a memory. */ } };
    let timer = 0, paused = stored();
    const apply = () => {
      clearTimeout(timer);
      live.setAttribute('aria-pressed', String(paused));
      if (!paused) timer = setTimeout(() => location.reload(), 1000 * Number(live.dataset.seconds));
    };
    live.hidden = false;
    live.addEventListener('click', () => { paused = !paused; store(paused); apply(); });
    apply();
  }
})();
