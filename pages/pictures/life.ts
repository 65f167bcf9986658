/**
 * Draws the life of one VPC endpoint in the local world: its states in EC2, Atlas and the registry, second by second.
 */
import { type Chapter, LANES, type ObservedLife, type Span } from './observed-life.js';
import { Colour } from './palette.js';
import { drawing, element, line, rect, text, texts, widthOf } from './svg.js';

const LABELS_WIDTH = 156;
const BEGINNING_WIDTH = 520;
const BETWEEN_WIDTH = 84;
const END_WIDTH = 280;
const MARGIN = 18;
const HEADING_Y = 26;
const EVENTS_Y = 78;
const POLLS_Y = 108;
const LANES_Y = 134;
const LANE = 40;
const BAR = 26;
const SMALL = 11;
const AXIS_HEIGHT = 42;

interface Place {
  readonly x: number;
  readonly width: number;
  readonly seconds: number;
}

export function drawLife({ beginning, end }: ObservedLife): string {
  const first = { x: MARGIN + LABELS_WIDTH, width: BEGINNING_WIDTH, seconds: beginning.seconds };
  const second = { x: first.x + BEGINNING_WIDTH + BETWEEN_WIDTH, width: END_WIDTH, seconds: end.seconds };
  const height = LANES_Y + LANES.length * LANE + AXIS_HEIGHT;
  return drawing({
    width: second.x + END_WIDTH + MARGIN,
    height,
    title: `The life of a link: ${spokenOf(beginning)}; later: ${spokenOf(end)}`,
    body: [
      heading(first, 'A VPC endpoint is created: seconds since then'),
      heading(second, 'Hours later, it is deleted'),
      ...laneNames(),
      ...drawChapter(beginning, first),
      ...between(first.x + BEGINNING_WIDTH),
      ...drawChapter(end, second),
    ],
  });
}

function spokenOf({ happenings }: Chapter): string {
  return happenings.map(({ at, what }) => `${what} after ${Math.round(at)} s`).join(', ');
}

/** Distances grow with the square root of the time, because most changes happen early. */
function xOf(second: number, { x, width, seconds }: Place): number {
  return x + Math.sqrt(Math.min(second, seconds) / seconds) * width;
}

function heading({ x }: Place, content: string): string {
  return text({ x, y: HEADING_Y }, content, { 'font-weight': 600 });
}

function laneNames(): string[] {
  const name = (content: string, y: number) =>
    text({ x: MARGIN, y }, content, { 'font-size': SMALL + 1, fill: Colour.MUTED });
  return [
    name('what happens', EVENTS_Y - 8),
    name('polls of the workflow', POLLS_Y),
    ...LANES.map((lane, index) => name(lane, middleOf(index))),
  ];
}

function middleOf(laneIndex: number): number {
  return LANES_Y + (laneIndex + 0.5) * LANE;
}

function drawChapter(chapter: Chapter, place: Place): string[] {
  const polls = chapter.polls.map((second) => {
    const x = xOf(second, place);
    return line({ x, y: POLLS_Y - 5 }, { x, y: POLLS_Y + 5 }, { stroke: Colour.BLUE, 'stroke-width': 2 });
  });
  const lanes = LANES.flatMap((lane, index) =>
    chapter.lanes[lane].map((span) => drawSpan(span, middleOf(index), place)),
  );
  return [...axis(place), ...happenings(chapter, place), ...polls, ...lanes];
}

/** Labels alternate between two heights, so that neighbours do not overlap. */
function happenings(chapter: Chapter, place: Place): string[] {
  return chapter.happenings.map(({ at, what }, index) => {
    const x = xOf(at, place);
    const y = EVENTS_Y - ((index + 1) % 2) * 16;
    const words = text({ x: x + 7, y: y - 8 }, what, { 'font-size': SMALL, 'font-weight': 600 });
    const stem = line({ x, y: y - 8 }, { x, y: POLLS_Y - 14 }, { 'stroke-width': 1 });
    return stem + element('circle', { cx: x, cy: y - 8, r: 4, fill: Colour.INK }) + words;
  });
}

const LOOK: Readonly<Record<string, { readonly fill: string; readonly stroke: string }>> = {
  available: { fill: Colour.GREEN_FILL, stroke: Colour.GREEN },
  AVAILABLE: { fill: Colour.GREEN_FILL, stroke: Colour.GREEN },
  stored: { fill: Colour.GREEN_FILL, stroke: Colour.GREEN },
  DELETING: { fill: Colour.RED_FILL, stroke: Colour.RED },
  deleting: { fill: Colour.RED_FILL, stroke: Colour.RED },
  unlinking: { fill: Colour.RED_FILL, stroke: Colour.RED },
  rejected: { fill: Colour.RED_FILL, stroke: Colour.RED },
};
const UNSETTLED = { fill: Colour.AMBER_FILL, stroke: Colour.AMBER };

function drawSpan({ from, to, value }: Span, middle: number, place: Place): string {
  if (value === '') return '';
  const x = xOf(from, place);
  const width = xOf(to, place) - x;
  const bar = rect({ x, y: middle - BAR / 2, width, height: BAR }, { ...(LOOK[value] ?? UNSETTLED), rx: 4 });
  const words = [[value], value.split(WORD_END)].find((lines) =>
    lines.every((one) => widthOf(one, sizeOf(lines)) <= width - 4),
  );
  // A label that does not fit is omitted; another row shows a label for the same time.
  if (words === undefined) return bar;
  const size = sizeOf(words);
  return bar + texts({ x: x + width / 2, y: middle }, words, { 'font-size': size, 'text-anchor': 'middle' });
}

/** Splits `PENDING_ACCEPTANCE` after the underscore and `pendingAcceptance` before the capital letter. */
const WORD_END = /(?<=_)|(?<=[a-z])(?=[A-Z])/;

function sizeOf(lines: readonly string[]): number {
  return lines.length === 1 ? SMALL : SMALL - 1.5;
}

const TICKS = [0, 5, 20, 50, 100, 200, 300, 400];

function axis(place: Place): string[] {
  const bottom = LANES_Y + LANES.length * LANE + 6;
  return TICKS.filter((second) => second <= place.seconds).flatMap((second) => {
    const x = xOf(second, place);
    return [
      line({ x, y: LANES_Y - 4 }, { x, y: bottom }, { stroke: Colour.FRAME, 'stroke-width': 1 }),
      text({ x, y: bottom + 10 }, `${second} s`, {
        ...{ 'font-size': SMALL, fill: Colour.MUTED },
        'text-anchor': 'middle',
      }),
    ];
  });
}

/** The hours without changes, in which reconciliations compare everything. */
function between(x: number): string[] {
  const middle = x + BETWEEN_WIDTH / 2;
  const words = ['each hour:', 'compared,', 'repaired'];
  const dots = LANES.map((_, index) =>
    line(
      { x: x + 10, y: middleOf(index) },
      { x: x + BETWEEN_WIDTH - 10, y: middleOf(index) },
      { 'stroke-dasharray': '2 5', stroke: Colour.MUTED },
    ),
  );
  const explained = words.map((word, index) =>
    text({ x: middle, y: EVENTS_Y - 22 + index * 15 }, word, {
      ...{ 'font-size': SMALL, fill: Colour.MUTED },
      'text-anchor': 'middle',
    }),
  );
  return [...dots, ...explained];
}
