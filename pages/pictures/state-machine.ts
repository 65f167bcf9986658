/** Draws the link workflow with a layout computed from its synthesized definition. */
import dagre, { type Edge } from '@dagrejs/dagre';
import type { Definition, State } from '../../local/aws/step-functions/definition.js';
import { Colour } from './palette.js';
import { ARROW, drawing, element, type Point, polyline, rect, text, texts, widthOf } from './svg.js';

/** A transition between two states, and its conditions. */
export interface Transition {
  readonly from: string;
  readonly to: string;
  /** Values that select the transition; empty for the only one. */
  readonly labels: readonly string[];
  /** True if the transition is taken after an error that retries did not resolve. */
  readonly isCatch: boolean;
}

const ANY_ERROR = 'any error';
const OTHERWISE = 'otherwise';

/** Merges transitions between the same two states into one with several labels. */
export function transitionsOf({ States }: Definition): Transition[] {
  const found = new Map<string, { from: string; to: string; labels: string[]; isCatch: boolean }>();
  for (const [from, state] of Object.entries(States)) {
    for (const { to, label, isCatch } of waysOutOf(state)) {
      const key = `${from} -> ${to} ${isCatch}`;
      const transition = found.get(key) ?? { from, to, labels: [], isCatch };
      if (label !== '' && !transition.labels.includes(label)) transition.labels.push(label);
      found.set(key, transition);
    }
  }
  return [...found.values()];
}

interface WayOut {
  readonly to: string;
  readonly label: string;
  readonly isCatch: boolean;
}

function waysOutOf(state: State): WayOut[] {
  const way = (to: string | undefined, label = '', isCatch = false): WayOut[] =>
    to === undefined ? [] : [{ to, label, isCatch }];
  if (state.Type === 'Choice')
    return [
      ...state.Choices.flatMap((choice) => way(choice.Next, conditionOf(choice))),
      ...way(state.Default, OTHERWISE),
    ];
  const next = 'Next' in state ? way(state.Next) : [];
  const caught = state.Type === 'Task' ? (state.Catch ?? []) : [];
  return [...next, ...caught.flatMap(({ Next }) => way(Next, ANY_ERROR, true))];
}

/** The compared value, or the name of the field that must be present. */
function conditionOf(choice: object): string {
  const [, value] = Object.entries(choice).find(([name]) => name.endsWith('Equals')) ?? [];
  if (value !== undefined) return String(value);
  const variable = 'Variable' in choice ? String(choice.Variable) : '';
  return `${variable.split('.').at(-1)} given`;
}

const NODE_HEIGHT = 34;
const NODE_PADDING = 30;
const LABEL_SIZE = 11;
const MARGIN = 24;
const LEGEND_HEIGHT = 40;
/** Height of the arrow into the first state. */
const START_HEIGHT = 26;

const LOOK: Readonly<Record<State['Type'], { readonly fill: string; readonly stroke: string }>> = {
  Task: { fill: Colour.BLUE_FILL, stroke: Colour.BLUE },
  Choice: { fill: Colour.AMBER_FILL, stroke: Colour.AMBER },
  Wait: { fill: Colour.PURPLE_FILL, stroke: Colour.PURPLE },
  Pass: { fill: Colour.PANEL, stroke: Colour.MUTED },
  Fail: { fill: Colour.RED_FILL, stroke: Colour.RED },
  Succeed: { fill: Colour.GREEN_FILL, stroke: Colour.GREEN },
};

export function drawStateMachine(definition: Definition): string {
  const graph = layOut(definition);
  const { width = 0, height = 0 } = graph.graph();
  const transitions = graph.edges().map((edge: Edge): DrawnTransition => graph.edge(edge));
  const states = Object.entries(definition.States).map(([name, { Type }]) =>
    drawState(name, Type, graph.node(name)),
  );
  return drawing({
    width: width + 2 * MARGIN,
    height: height + 2 * MARGIN + START_HEIGHT + LEGEND_HEIGHT,
    title: 'State machine of a link: every state and every transition of the synthesized definition',
    body: [
      element(
        'g',
        { transform: `translate(${MARGIN},${MARGIN + START_HEIGHT})` },
        ...transitions.map(drawWay),
        // Drawn last, so that no line crosses a label.
        ...transitions.map(drawLabels),
        ...states,
        drawStart(graph.node(definition.StartAt)),
      ),
      ...legend(height + 2 * MARGIN + START_HEIGHT + LEGEND_HEIGHT / 2 - 6),
    ],
  });
}

function layOut(definition: Definition) {
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 34, edgesep: 18 });
  for (const name of Object.keys(definition.States))
    graph.setNode(name, { width: widthOf(name) + NODE_PADDING, height: NODE_HEIGHT });
  for (const { from, to, labels, isCatch } of transitionsOf(definition)) {
    const width = Math.max(0, ...labels.map((label) => widthOf(label, LABEL_SIZE))) + 8;
    const label = { labels, isCatch, width, height: labels.length * LABEL_SIZE * 1.4, labelpos: 'c' };
    graph.setEdge(from, to, label, String(isCatch));
  }
  dagre.layout(graph);
  return graph;
}

function drawWay({ points, isCatch }: DrawnTransition): string {
  return polyline(points, {
    ...ARROW,
    ...(isCatch ? { stroke: Colour.RED, 'stroke-dasharray': '4 3' } : {}),
  });
}

function drawLabels({ labels, isCatch, x, y, width, height }: DrawnTransition): string {
  if (labels.length === 0) return '';
  const box = { x: x - width / 2, y: y - height / 2, width, height };
  const words = texts({ x, y }, labels, {
    ...{ 'font-size': LABEL_SIZE, 'text-anchor': 'middle' },
    fill: isCatch ? Colour.RED : Colour.MUTED,
  });
  return rect(box, { fill: Colour.PAPER, opacity: 0.9 }) + words;
}

function drawStart({ x, y }: Point): string {
  const top = y - NODE_HEIGHT / 2;
  const dot = element('circle', { cx: x, cy: top - START_HEIGHT + 4, r: 4, fill: Colour.INK });
  return (
    dot +
    polyline(
      [
        { x, y: top - START_HEIGHT + 8 },
        { x, y: top },
      ],
      ARROW,
    )
  );
}

interface DrawnTransition extends Point {
  readonly points: readonly Point[];
  readonly labels: readonly string[];
  readonly isCatch: boolean;
  readonly width: number;
  readonly height: number;
}

function drawState(name: string, type: State['Type'], { x, y, width, height }: DrawnState): string {
  const rx = type === 'Choice' ? NODE_HEIGHT / 2 : 5;
  const box = { x: x - width / 2, y: y - height / 2, width, height };
  return (
    rect(box, { ...LOOK[type], rx, 'stroke-width': 1.5 }) + text({ x, y }, name, { 'text-anchor': 'middle' })
  );
}

interface DrawnState extends Point {
  readonly width: number;
  readonly height: number;
}

const LEGEND: readonly (readonly [State['Type'], string])[] = [
  ['Task', 'a function is invoked'],
  ['Choice', 'a choice'],
  ['Wait', 'a wait'],
  ['Succeed', 'succeeds'],
  ['Fail', 'fails'],
];

function legend(y: number): string[] {
  let x = MARGIN;
  const words = (content: string) => {
    const label = text({ x: x + 30, y }, content, { 'font-size': LABEL_SIZE + 1, fill: Colour.MUTED });
    x += 54 + widthOf(content, LABEL_SIZE + 1);
    return label;
  };
  const states = LEGEND.map(([type, content]) => {
    const box = { x, y: y - 8, width: 22, height: 16 };
    return rect(box, { ...LOOK[type], rx: type === 'Choice' ? 8 : 3 }) + words(content);
  });
  const caught = polyline(
    [
      { x, y },
      { x: x + 22, y },
    ],
    { stroke: Colour.RED, 'stroke-dasharray': '4 3' },
  );
  return [...states, caught + words('after an error that no retry has mended')];
}
