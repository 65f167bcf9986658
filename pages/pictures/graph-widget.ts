/** Draws a graph of a dashboard: lines or stacked areas, with the legend below. */
import { type GraphProperties, type Series, seriesOf } from './dashboard-body.js';
import { clock, hoursIn, type Scale, scaleOf, xOf, yOf } from './graph-scale.js';
import type { Datapoint, MetricData, Window } from './metric-data.js';
import { Colour, SERIES } from './palette.js';
import { type Box, element, line, type Point, rect, rounded, text, widthOf } from './svg.js';

const TITLE_HEIGHT = 38;
const AXIS_WIDTH = 34;
const CLOCK_HEIGHT = 18;
const LEGEND_LINE = 16;
const SMALL = 10.5;
const DOT = 2.2;
/** A run with fewer points is drawn as dots, because its line would be too short to see. */
const SHORT_RUN = 4;

interface Drawn extends Series {
  readonly colour: string;
  readonly points: readonly Datapoint[];
}

export function graphWidget(box: Box, properties: GraphProperties, data: MetricData, window: Window): string {
  const drawn = properties.metrics.map(seriesOf).map(
    (series, index): Drawn => ({
      ...series,
      colour: SERIES[index % SERIES.length] ?? Colour.INK,
      points: data.points(series.id, series.statistic, series.periodSeconds, window),
    }),
  );
  const legend = legendRows(drawn, box.width - 24);
  const plot = plotIn(
    box,
    legend.length,
    drawn.some(({ isRight }) => isRight),
  );
  const { stacked = false } = properties;
  const shown = stacked ? stack(drawn) : drawn;
  const left = scaleOf(greatest(shown.filter(({ isRight }) => !isRight)));
  const right = scaleOf(greatest(shown.filter(({ isRight }) => isRight)));
  // Drawn in reverse order, so that the first series is on top.
  const graphs = [...shown].reverse().map((one, index) => {
    const below = stacked ? shown[shown.length - index - 2] : undefined;
    return draw(one, {
      plot,
      window,
      scale: one.isRight ? right : left,
      ...(stacked ? { below } : {}),
      stacked,
    });
  });
  return [
    text({ x: box.x + 12, y: box.y + 17 }, properties.title, { 'font-weight': 600 }),
    ...grid(plot, window, left),
    ...(drawn.some(({ isRight }) => isRight) ? rightAxis(plot, right) : []),
    ...graphs,
    ...legend.flatMap((row, index) => drawLegend(row, box, legend.length - index)),
  ].join('\n');
}

function plotIn({ x, y, width, height }: Box, legendRowCount: number, hasRight: boolean): Box {
  const top = y + TITLE_HEIGHT;
  const bottom = y + height - CLOCK_HEIGHT - legendRowCount * LEGEND_LINE - 8;
  const right = hasRight ? AXIS_WIDTH : 16;
  return { x: x + AXIS_WIDTH, y: top, width: width - AXIS_WIDTH - right, height: bottom - top };
}

function greatest(series: readonly Drawn[]): number {
  return Math.max(0, ...series.flatMap(({ points }) => points.map(({ value }) => value)));
}

/** Adds to each series the sum of those before it. */
function stack(series: readonly Drawn[]): Drawn[] {
  const sums = new Map<number, number>();
  return series.map((one) => ({
    ...one,
    points: one.points.map(({ at, value }) => {
      const sum = (sums.get(at) ?? 0) + value;
      sums.set(at, sum);
      return { at, value: sum };
    }),
  }));
}

interface Place {
  readonly plot: Box;
  readonly window: Window;
  readonly scale: Scale;
  readonly stacked: boolean;
  /** Series on which this area is stacked; undefined for the axis. */
  readonly below?: Drawn | undefined;
}

function draw({ points, colour, periodSeconds }: Drawn, place: Place): string {
  const at = ({ at: time, value }: Datapoint): Point => ({
    x: xOf(time, place.window, place.plot),
    y: yOf(value, place.scale, place.plot),
  });
  if (place.stacked) return area(points.map(at), (place.below?.points ?? []).map(at), colour, place.plot);
  return runsOf(points, periodSeconds)
    .map((run) => run.map(at))
    .map((run) =>
      run.length < SHORT_RUN
        ? run.map(({ x, y }) => element('circle', { cx: x, cy: y, r: DOT, fill: colour })).join('')
        : sharp(run, { stroke: colour }),
    )
    .join('');
}

/** Groups points of consecutive periods; no line connects points across missing data. */
function runsOf(points: readonly Datapoint[], periodSeconds: number): Datapoint[][] {
  const runs: Datapoint[][] = [];
  for (const point of points) {
    const run = runs.at(-1);
    const previous = run?.at(-1);
    if (previous !== undefined && point.at - previous.at <= periodSeconds * 1000) run?.push(point);
    else runs.push([point]);
  }
  return runs;
}

function area(points: readonly Point[], below: readonly Point[], colour: string, plot: Box): string {
  if (points.length === 0) return '';
  const floor = plot.y + plot.height;
  const base =
    below.length > 0
      ? [...below].reverse()
      : [
          { x: points.at(-1)?.x ?? 0, y: floor },
          { x: points[0]?.x ?? 0, y: floor },
        ];
  const outline = [...points, ...base].map(({ x, y }) => `${rounded(x)},${rounded(y)}`).join(' ');
  return (
    element('polygon', { points: outline, fill: colour, opacity: 0.35 }) + sharp(points, { stroke: colour })
  );
}

function sharp(points: readonly Point[], attributes: { readonly stroke: string }): string {
  const written = corners(points)
    .map(({ x, y }) => `${rounded(x)},${rounded(y)}`)
    .join(' ');
  return element('polyline', { points: written, fill: 'none', 'stroke-width': 1.6, ...attributes });
}

/** Omits the inner points of level stretches, which are most points of a day. */
function corners(points: readonly Point[]): Point[] {
  return points.filter(({ y }, index) => points[index - 1]?.y !== y || points[index + 1]?.y !== y);
}

function grid(plot: Box, window: Window, left: Scale): string[] {
  const { x, y, width, height } = plot;
  const rows = left.ticks.flatMap((tick) => {
    const at = yOf(tick, left, plot);
    return [
      line({ x, y: at }, { x: x + width, y: at }, { stroke: Colour.FRAME, 'stroke-width': 1 }),
      axisText({ x: x - 6, y: at }, String(tick), 'end'),
    ];
  });
  const hours = hoursIn(window).map((hour) =>
    axisText({ x: xOf(hour, window, plot), y: y + height + 11 }, clock(hour), 'middle'),
  );
  return [...rows, ...hours];
}

function rightAxis(plot: Box, scale: Scale): string[] {
  const x = plot.x + plot.width + 6;
  return scale.ticks.map((tick) => axisText({ x, y: yOf(tick, scale, plot) }, String(tick), 'start'));
}

function axisText(at: Point, content: string, anchor: 'start' | 'middle' | 'end'): string {
  return text(at, content, { 'font-size': SMALL, fill: Colour.MUTED, 'text-anchor': anchor });
}

interface LegendEntry {
  readonly label: string;
  readonly colour: string;
  readonly x: number;
}

function legendRows(series: readonly Drawn[], width: number): LegendEntry[][] {
  const rows: LegendEntry[][] = [[]];
  let x = 0;
  for (const { label, colour } of series) {
    const wide = 22 + widthOf(label, SMALL);
    if (x + wide > width) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push({ label, colour, x });
    x += wide;
  }
  return rows;
}

function drawLegend(entries: readonly LegendEntry[], box: Box, rowFromBelow: number): string[] {
  const y = box.y + box.height - rowFromBelow * LEGEND_LINE + 4;
  return entries.flatMap(({ label, colour, x }) => [
    rect({ x: box.x + 12 + x, y: y - 4, width: 9, height: 9 }, { fill: colour, rx: 2 }),
    text({ x: box.x + 25 + x, y }, label, { 'font-size': SMALL, fill: Colour.MUTED }),
  ]);
}
