/**
 * Plots the mean detection lag against requests to Atlas, as recorded by the benchmark, with the lower bound of
 * polling.
 */
import type { LagRow } from '../../bench/lag.js';
import { Colour } from './palette.js';
import { drawing, element, line, polyline, text } from './svg.js';

export interface LagPlot {
  readonly ours: readonly LagRow[];
  readonly peers: readonly LagRow[];
}

const WIDTH = 760;
const HEIGHT = 420;
const LEFT = 64;
const RIGHT = 24;
const TOP = 48;
const BOTTOM = 56;
const LARGEST_LAG = 12;
/** Ends of the logarithmic axis: numbers of requests range from about ten to a hundred. */
const FEWEST = 5;
const MOST = 150;
const REQUEST_TICKS = [5, 10, 20, 50, 100];
const LAG_TICKS = [0, 2, 4, 6, 8, 10, 12];
const SMALL = 11;
/**
 * Least product of mean lag and mean number of polls, for equidistant polls of links that take 30 to 300 s (165 s on
 * average).
 */
const LEAST_PRODUCT = 60;

export function drawLagPlot({ ours, peers }: LagPlot): string {
  return drawing({
    width: WIDTH,
    height: HEIGHT,
    title: `Mean seconds until an available link is noticed, against requests to Atlas: ${[...ours, ...peers].map(spoken).join('; ')}`,
    body: [
      text({ x: LEFT, y: 22 }, 'Mean lag against requests to Atlas, links that take 30 to 300 s', {
        'font-weight': 600,
      }),
      ...axes(),
      ...bound(),
      ...ours.flatMap((row, index) => marked(row, Colour.BLUE, String.fromCharCode(97 + index))),
      ...peers.flatMap((row) => marked(row, Colour.MUTED, row.name)),
      ...legend(ours),
    ],
  });
}

function spoken({ name, meanLagSeconds, meanRequests }: LagRow): string {
  return `${name}: ${meanLagSeconds.toFixed(1)} s, ${Math.round(meanRequests)} requests`;
}

function xOf(requests: number): number {
  const share = Math.log(requests / FEWEST) / Math.log(MOST / FEWEST);
  return LEFT + share * (WIDTH - LEFT - RIGHT);
}

function yOf(lagSeconds: number): number {
  return HEIGHT - BOTTOM - (lagSeconds / LARGEST_LAG) * (HEIGHT - TOP - BOTTOM);
}

function axes(): string[] {
  const floor = yOf(0);
  return [
    line({ x: LEFT, y: floor }, { x: WIDTH - RIGHT, y: floor }),
    line({ x: LEFT, y: TOP }, { x: LEFT, y: floor }),
    ...REQUEST_TICKS.map((tick) =>
      text({ x: xOf(tick), y: floor + 16 }, String(tick), { 'text-anchor': 'middle', 'font-size': SMALL }),
    ),
    ...LAG_TICKS.map((tick) =>
      text({ x: LEFT - 8, y: yOf(tick) }, `${tick} s`, { 'text-anchor': 'end', 'font-size': SMALL }),
    ),
    text({ x: WIDTH - RIGHT, y: floor + 36 }, 'requests to Atlas for one link, no cluster, API key', {
      'text-anchor': 'end',
      'font-size': SMALL,
      fill: Colour.MUTED,
    }),
  ];
}

/** The lower bound of a client that only polls Atlas. */
function bound(): string[] {
  const points = [];
  for (let polls = LEAST_PRODUCT / LARGEST_LAG; polls <= MOST; polls *= 1.1)
    points.push({ x: xOf(polls), y: yOf(LEAST_PRODUCT / polls) });
  return [
    polyline(points, { 'stroke-dasharray': '5 4' }),
    text({ x: xOf(5.4), y: yOf(11.4) }, 'the least of polls alone: lag × polls = 60', {
      'font-size': SMALL,
      fill: Colour.MUTED,
    }),
  ];
}

function marked({ meanLagSeconds, meanRequests }: LagRow, fill: string, label: string): string[] {
  const at = { x: xOf(meanRequests), y: yOf(meanLagSeconds) };
  return [
    element('circle', { cx: at.x, cy: at.y, r: 4, fill }),
    text({ x: at.x + 8, y: at.y - 8 }, label, { 'font-size': SMALL }),
  ];
}

const LEGEND_X = 430;

function legend(ours: readonly LagRow[]): string[] {
  return ours.map((row, index) =>
    text(
      { x: LEGEND_X, y: TOP + 8 + index * 15 },
      `${String.fromCharCode(97 + index)}  ${row.name}: ${row.meanLagSeconds.toFixed(1)} s`,
      {
        'font-size': SMALL,
      },
    ),
  );
}
