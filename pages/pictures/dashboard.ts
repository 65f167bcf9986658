/** Draws the synthesized CloudWatch dashboard with the data of a day in the local world. */
import { alarmStates } from './alarm-states.js';
import type { Widget } from './dashboard-body.js';
import { graphWidget } from './graph-widget.js';
import type { ObservedDay } from './observed-day.js';
import { Colour } from './palette.js';
import { type Box, drawing, rect, text, widthOf } from './svg.js';

const COLUMN = 37;
const ROW = 37;
const MARGIN = 16;
const GAP = 8;
const COLUMNS = 24;
const SMALL = 11.5;
const HEADING = 17;
const LINE_HEIGHT = 1.6;

export function drawDashboard(day: ObservedDay): string {
  const { widgets } = day.dashboard;
  const rows = Math.max(...widgets.map(({ y, height }) => y + height));
  return drawing({
    width: COLUMNS * COLUMN + 2 * MARGIN,
    height: rows * ROW + 2 * MARGIN,
    title: 'The CloudWatch dashboard of the automation, with the data of a day on the local world',
    body: widgets.map((widget) => drawWidget(widget, day)),
  });
}

function drawWidget(widget: Widget, day: ObservedDay): string {
  const box = {
    x: MARGIN + widget.x * COLUMN + GAP / 2,
    y: MARGIN + widget.y * ROW + GAP / 2,
    width: widget.width * COLUMN - GAP,
    height: widget.height * ROW - GAP,
  };
  return rect(box, { fill: Colour.PAPER, stroke: Colour.FRAME, rx: 5 }) + contentOf(widget, box, day);
}

function contentOf(widget: Widget, box: Box, { template, data, window }: ObservedDay): string {
  if (widget.type === 'text') return markdownWidget(box, widget.properties.markdown);
  if (widget.type === 'metric') return graphWidget(box, widget.properties, data, window);
  const { title, alarms } = widget.properties;
  return alarmWidget(box, title, alarmStates(alarms, template, data, window));
}

/** Heading and paragraphs; links are shown as plain text. */
function markdownWidget(box: Box, markdown: string): string {
  let y = box.y + 20;
  const written = (content: string, size: number) => {
    const weight = size === HEADING ? { 'font-weight': 600 } : {};
    const drawn = text({ x: box.x + 12, y }, content, { 'font-size': size, ...weight });
    y += size * LINE_HEIGHT;
    return drawn;
  };
  const paragraphs = markdown.split('\n\n').map((paragraph) => {
    const size = paragraph.startsWith('# ') ? HEADING : SMALL;
    const words = paragraph.replace(/^# /, '').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
    return folded(words, box.width - 24, size).map((content) => written(content, size));
  });
  return paragraphs.flat().join('');
}

function folded(words: string, width: number, size: number): string[] {
  const lines = [''];
  for (const word of words.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (widthOf(line, size) > width) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

const BOX_HEIGHT = 22;

function alarmWidget(box: Box, title: string, states: ReturnType<typeof alarmStates>): string {
  let x = box.x + 12;
  let y = box.y + 34;
  const boxes = states.map(({ name, isAlarm }) => {
    const label = `${isAlarm ? 'In alarm' : 'OK'}  ${name}`;
    const width = widthOf(label, SMALL) + 16;
    if (x + width > box.x + box.width - 8) {
      x = box.x + 12;
      y += BOX_HEIGHT + 6;
    }
    const look = isAlarm
      ? { fill: Colour.RED_FILL, stroke: Colour.RED }
      : { fill: Colour.GREEN_FILL, stroke: Colour.GREEN };
    const drawn =
      rect({ x, y, width, height: BOX_HEIGHT }, { ...look, rx: 4 }) +
      text({ x: x + width / 2, y: y + BOX_HEIGHT / 2 }, label, {
        ...{ 'font-size': SMALL, 'text-anchor': 'middle' },
        fill: isAlarm ? Colour.RED : Colour.GREEN,
      });
    x += width + 6;
    return drawn;
  });
  return text({ x: box.x + 12, y: box.y + 17 }, title, { 'font-weight': 600 }) + boxes.join('');
}
