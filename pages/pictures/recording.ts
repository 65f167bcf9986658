/** Animates the output of `npm start` as a terminal shows it: each line appears at its time, and stays. */
import { Colour, MONO } from './palette.js';
import { drawing, element, rect, text } from './svg.js';

const FONT = 12.5;
const LINE = 19;
const CHARACTER = FONT * 0.602;
const MARGIN = 18;
const BAR = 34;
/** World seconds for each second of the animation. */
const SPEED = 25;
/** Seconds between lines with the same time. */
const STEP_SECONDS = 0.35;
/** Seconds for which the last line stays before the animation repeats. */
const REST_SECONDS = 8;

export const PROMPT = '$ npm ci && npm start';

export function drawRecording(printed: readonly string[]): string {
  const lines = [PROMPT, '', ...printed];
  const times = timesOf(lines);
  const total = (times.at(-1) ?? 0) + REST_SECONDS;
  const width = Math.max(...lines.map((line) => line.length)) * CHARACTER + 2 * MARGIN;
  const height = BAR + lines.length * LINE + MARGIN;
  const visible = lines.map((line, index) => ({ line, index })).filter(({ line }) => line !== '');
  return drawing({
    width,
    height,
    font: MONO,
    title: `What npm start prints: ${printed.filter((line) => line !== '').join(' / ')}`,
    style: whereWanted(visible.map(({ index }) => appearing(index, times[index] ?? 0, total)).join('')),
    body: [bar(width), ...visible.map(({ line, index }) => printedLine(line, index))],
  });
}

/** Lines of the live account appear at their own time, other lines one after another. */
function timesOf(lines: readonly string[]): number[] {
  const times: number[] = [];
  let begin = 0;
  for (const [index, line] of lines.entries()) {
    const previous = times[index - 1] ?? 0;
    const seconds = secondsIn(line);
    if (seconds === 0) begin = previous + STEP_SECONDS;
    const at = seconds === undefined ? 0 : begin + seconds / SPEED;
    times.push(Math.max(at, index === 0 ? 0 : previous + (line === '' ? 0 : STEP_SECONDS)));
  }
  return times;
}

function secondsIn(line: string): number | undefined {
  const [, seconds] = /^ *\+([\d.]+) s /.exec(line) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}

/** All lines are visible at once if the reader prefers reduced motion or the renderer does not animate. */
function whereWanted(style: string): string {
  return `@media (prefers-reduced-motion: no-preference){${style}}`;
}

function appearing(index: number, seconds: number, total: number): string {
  const percent = Math.round((seconds / total) * 10_000) / 100;
  const frames = `0%,${percent}%{opacity:0}${Math.min(100, percent + 0.4).toFixed(2)}%,100%{opacity:1}`;
  const name = `line${index}`;
  return `@keyframes ${name}{${frames}}#${name}{animation:${name} ${total.toFixed(1)}s infinite}`;
}

function bar(width: number): string {
  const dots = [Colour.RED, Colour.AMBER, Colour.GREEN].map((fill, index) =>
    element('circle', { cx: MARGIN + index * 16, cy: BAR / 2, r: 5, fill, opacity: 0.55 }),
  );
  const panel = { x: 1, y: 1, width: width - 2, height: BAR - 4 };
  return rect(panel, { rx: 7, fill: Colour.PANEL }) + dots.join('');
}

function printedLine(line: string, index: number): string {
  const at = { x: MARGIN, y: BAR + LINE * (index + 0.5) };
  return element('g', { id: `line${index}` }, text(at, line, { 'font-size': FONT, ...look(line) }));
}

/** Style of a line: success is green, input is bold. */
function look(line: string) {
  if (line.startsWith('$ ')) return { 'font-weight': 'bold' };
  if (/ Conclusion |^Linked after/.test(line)) return { fill: Colour.GREEN, 'font-weight': 'bold' };
  if (/^ *\+/.test(line)) return {};
  return { fill: Colour.MUTED };
}
