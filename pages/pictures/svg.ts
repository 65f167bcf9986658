/**
 * Creates the few SVG elements of the pictures as text. Numbers are rounded, so that all machines write the same file.
 */
import { Colour, SANS } from './palette.js';

type Attributes = Readonly<Record<string, string | number | undefined>>;

export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : String(value))}"`,
    );
  const start = `<${name}${written.join('')}`;
  // One element per line, so that a diff names the changed element.
  const between = children.length > 1 ? '\n' : '';
  return children.length === 0 ? `${start}/>` : `${start}>${children.join(between)}</${name}>`;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export function rect({ x, y, width, height }: Box, attributes: Attributes = {}): string {
  return element('rect', { x, y, width, height, ...attributes });
}

export function line(from: Point, to: Point, attributes: Attributes = {}): string {
  return element('line', {
    ...{ x1: from.x, y1: from.y, x2: to.x, y2: to.y },
    ...{ stroke: Colour.LINE, 'stroke-width': 1.5 },
    ...attributes,
  });
}

/** Text whose middle is at `y`, and whose left end is at `x` unless `text-anchor` says otherwise. */
export function text(at: Point, content: string, attributes: Attributes = {}): string {
  const size = Number(attributes['font-size'] ?? FONT_SIZE);
  const defaults = { fill: Colour.INK, 'font-size': size, 'xml:space': 'preserve' };
  // Renderers without `dominant-baseline` need this offset: the middle is a third of the font size above the baseline.
  return element('text', { x: at.x, y: at.y + size * 0.35, ...defaults, ...attributes }, escaped(content));
}

/** Lines of text, centred vertically. */
export function texts(at: Point, lines: readonly string[], attributes: Attributes = {}): string {
  const step = Number(attributes['font-size'] ?? FONT_SIZE) * LINE_HEIGHT;
  const top = at.y - (step * (lines.length - 1)) / 2;
  return lines.map((one, index) => text({ x: at.x, y: top + index * step }, one, attributes)).join('');
}

/** A line through all points, with rounded corners. */
export function polyline(points: readonly Point[], attributes: Attributes = {}): string {
  return element('path', {
    d: pathThrough(points),
    ...{ fill: 'none', stroke: Colour.LINE, 'stroke-width': 1.5, 'stroke-linejoin': 'round' },
    ...attributes,
  });
}

export const ARROW = { 'marker-end': 'url(#arrow)' } as const;
export const FONT_SIZE = 13;
const LINE_HEIGHT = 1.3;
/** Mean width of a character, relative to the font size, in the widest of the usual sans-serif fonts. */
const SANS_WIDTH = 0.56;

/** Approximate width of a text, because renderers have different fonts. */
export function widthOf(content: string, fontSize: number = FONT_SIZE): number {
  return content.length * fontSize * SANS_WIDTH;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Text that a screen reader reads instead of the picture. */
  readonly title: string;
  readonly body: readonly string[];
  readonly style?: string;
  readonly font?: string;
}

/** A complete SVG file. */
export function drawing({ width, height, title, body, style, font = SANS }: Drawing): string {
  const frame = rect(
    { x: 0.5, y: 0.5, width: width - 1, height: height - 1 },
    { rx: 8, fill: Colour.PAPER, stroke: Colour.FRAME },
  );
  const parts = [
    element('title', {}, escaped(title)),
    ...(style === undefined ? [] : [element('style', {}, style)]),
    element('defs', {}, arrowHead()),
    frame,
    ...body,
  ];
  const size = { width: rounded(width), height: rounded(height) };
  const root = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${size.width} ${size.height}`, ...size };
  const content = parts.map((part) => `\n${part}`).join('');
  return `${element('svg', { ...root, role: 'img', 'font-family': font }, `${content}\n`)}\n`;
}

function arrowHead(): string {
  const head = element('path', { d: 'M0,0 L8,4 L0,8 z', fill: Colour.LINE });
  const size = { markerWidth: 8, markerHeight: 8, refX: 7, refY: 4 };
  return element('marker', { id: 'arrow', ...size, orient: 'auto', markerUnits: 'userSpaceOnUse' }, head);
}

const CORNER = 12;

/** A path of straight lines with a curve at each corner. */
function pathThrough(points: readonly Point[]): string {
  const [first, ...others] = points;
  if (first === undefined) return '';
  const pieces = others.map((point, index) => {
    const before = points[index];
    const after = points[index + 2];
    if (before === undefined || after === undefined) return `L${pair(point)}`;
    return `L${pair(towards(point, before))} Q${pair(point)} ${pair(towards(point, after))}`;
  });
  return [`M${pair(first)}`, ...pieces].join(' ');
}

/** A point on the way to another one, at a short distance and at most half of the way. */
function towards(from: Point, to: Point): Point {
  const distance = Math.hypot(to.x - from.x, to.y - from.y);
  const part = distance === 0 ? 0 : Math.min(CORNER, distance / 2) / distance;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function pair({ x, y }: Point): string {
  return `${rounded(x)},${rounded(y)}`;
}

export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
