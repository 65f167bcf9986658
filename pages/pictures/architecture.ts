/**
 * The parts of the automation, and the path of an event through them. Positions are set by hand for a simple overview.
 */
import { Colour } from './palette.js';
import { ARROW, type Box, drawing, type Point, polyline, rect, text } from './svg.js';

const WIDTH = 940;
const HEIGHT = 520;
export const BOX = { width: 186, height: 56 } as const;
const NAME_SIZE = 13;
const NOTE_SIZE = 11;

type Look = { readonly fill: string; readonly stroke: string };
const PERSON: Look = { fill: Colour.PANEL, stroke: Colour.MUTED };
const AWS: Look = { fill: Colour.AMBER_FILL, stroke: Colour.AMBER };
const OURS: Look = { fill: Colour.BLUE_FILL, stroke: Colour.BLUE };
const ATLAS: Look = { fill: Colour.GREEN_FILL, stroke: Colour.GREEN };
const ALARM: Look = { fill: Colour.RED_FILL, stroke: Colour.RED };

interface Part extends Point {
  readonly name: string;
  readonly note: string;
  readonly look: Look;
  readonly width?: number;
  readonly height?: number;
}

const COLUMN = { LEFT: 40, MIDDLE: 286, RIGHT: 534, ATLAS: 744 } as const;
const ROW = { LINK: 84, EVENT: 190, FOLLOW: 304, END: 416 } as const;

/** Functions have the names of their constructs, which a test compares with the template. */
export const PARTS = {
  endpoint: part(COLUMN.LEFT, ROW.LINK, 'VPC endpoint', 'a team creates it, tags it', PERSON),
  rule: part(COLUMN.LEFT, ROW.EVENT, 'EventBridge rules', 'select by pattern', AWS),
  receiver: part(COLUMN.MIDDLE, ROW.EVENT, 'ReceiveEndpointEvent', 'asks EC2, checks, registers', OURS),
  queue: part(COLUMN.LEFT, ROW.FOLLOW, 'Dead-letter queue', 'alarm DeadLetters; redrive', ALARM),
  workflow: part(COLUMN.MIDDLE, ROW.FOLLOW, 'Link workflow', 'Step Functions, for each link', OURS),
  poller: part(COLUMN.RIGHT, ROW.FOLLOW - 24, 'PollLink', 'one poll of the link', OURS, 150, 46),
  provisioner: part(COLUMN.RIGHT, ROW.FOLLOW + 34, 'ProvisionTarget', 'tries again, removes', OURS, 150, 46),
  reconciler: part(COLUMN.LEFT, ROW.END, 'ReconcileLinks', 'hourly: Atlas, EC2, registry', OURS),
  finalizer: part(COLUMN.MIDDLE, ROW.END, 'FinalizeLink', 'publishes how it ended', OURS),
  outcome: part(COLUMN.RIGHT, ROW.END, 'Outcome', 'event, tags, metric, strings', AWS, 174),
  service: part(COLUMN.ATLAS, ROW.LINK, 'Endpoint service', 'in front of your clusters', ATLAS, 160),
  api: part(COLUMN.ATLAS, ROW.EVENT, 'Admin API', 'private endpoints', ATLAS, 160, ROW.END + 56 - ROW.EVENT),
} as const;

function part(
  x: number,
  y: number,
  name: string,
  note: string,
  look: Look,
  width?: number,
  height?: number,
): Part {
  return {
    x,
    y,
    name,
    note,
    look,
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
}

export function drawArchitecture(): string {
  return drawing({
    width: WIDTH,
    height: HEIGHT,
    title:
      'Events about a VPC endpoint invoke the receiver, which registers the endpoint with Atlas; a state machine follows the link and publishes how it ended',
    body: [...frames(), ...ways(), ...Object.values(PARTS).map(drawPart)],
  });
}

function frames(): string[] {
  const frame = (box: Box, name: string) =>
    rect(box, { fill: 'none', stroke: Colour.FRAME, rx: 8, 'stroke-dasharray': '6 4' }) +
    text({ x: box.x + 12, y: box.y + 18 }, name, { 'font-size': NOTE_SIZE + 1, fill: Colour.MUTED });
  return [
    frame({ x: 20, y: 40, width: 696, height: 456 }, 'your AWS account, one Region'),
    frame({ x: 728, y: 40, width: 192, height: 456 }, 'MongoDB Atlas'),
    text({ x: 20, y: 22 }, 'cdk-atlas-privatelink: from a VPC endpoint to a working private link', {
      'font-size': 15,
      'font-weight': 600,
    }),
  ];
}

function boxOf({ x, y, width = BOX.width, height = BOX.height }: Part): Box {
  return { x, y, width, height };
}

function drawPart(one: Part): string {
  const box = boxOf(one);
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const centred = { 'text-anchor': 'middle' };
  return [
    rect(box, { ...one.look, rx: 6, 'stroke-width': 1.5 }),
    text({ x: middle.x, y: middle.y - 9 }, one.name, {
      ...centred,
      'font-size': NAME_SIZE,
      'font-weight': 600,
    }),
    text({ x: middle.x, y: middle.y + 10 }, one.note, {
      ...centred,
      'font-size': NOTE_SIZE,
      fill: Colour.MUTED,
    }),
  ].join('');
}

const left = (one: Part, dy = 0): Point => ({ x: one.x, y: boxOf(one).y + boxOf(one).height / 2 + dy });
const right = (one: Part, dy = 0): Point => ({ x: one.x + boxOf(one).width, y: left(one, dy).y });
const top = (one: Part, dx = 0): Point => ({ x: one.x + boxOf(one).width / 2 + dx, y: one.y });
const bottom = (one: Part, dx = 0): Point => ({ x: top(one, dx).x, y: one.y + boxOf(one).height });

function ways(): string[] {
  const { endpoint, rule, receiver, queue, workflow, poller, provisioner } = PARTS;
  const { reconciler, finalizer, outcome, service, api } = PARTS;
  const across = (from: Part, to: Part, dy = 0): Point[] => [
    right(from, dy),
    { x: to.x, y: right(from, dy).y },
  ];
  return [
    privateLink(right(endpoint), left(service)),
    way([bottom(endpoint), top(rule)], 'CloudFormation, CloudTrail, tags', 'start'),
    way(across(rule, receiver)),
    way(across(receiver, api), 'register: POST, or adopt what is there'),
    way([bottom(rule), top(queue)], 'not delivered', 'end'),
    way(
      [
        bottom(receiver, -60),
        { x: bottom(receiver, -60).x, y: 276 },
        { x: 190, y: 276 },
        { x: 190, y: queue.y },
      ],
      '',
    ),
    text({ x: 200, y: 288 }, 'given up', { 'font-size': NOTE_SIZE, fill: Colour.MUTED }),
    way([bottom(receiver, 20), top(workflow, 20)], 'start an execution', 'start'),
    way(
      [
        right(workflow, -6),
        { x: poller.x - 24, y: right(workflow, -6).y },
        { x: poller.x - 24, y: left(poller).y },
        left(poller),
      ],
      '',
    ),
    way(
      [
        right(workflow, 6),
        { x: poller.x - 24, y: right(workflow, 6).y },
        { x: poller.x - 24, y: left(provisioner).y },
        left(provisioner),
      ],
      '',
    ),
    way(across(poller, api)),
    way(across(provisioner, api)),
    way([bottom(workflow, 20), top(finalizer, 20)], 'settled', 'start'),
    way(across(finalizer, outcome)),
    way(
      [
        right(reconciler, -8),
        { x: 250, y: right(reconciler, -8).y },
        { x: 250, y: left(workflow).y },
        left(workflow),
      ],
      '',
    ),
    text({ x: 242, y: 396 }, 'starts what was missed', {
      'font-size': NOTE_SIZE,
      fill: Colour.MUTED,
      'text-anchor': 'end',
    }),
  ];
}

function way(points: readonly Point[], label = '', anchor: 'start' | 'middle' | 'end' = 'middle'): string {
  const arrow = polyline(points, ARROW);
  const [from, to] = points;
  if (label === '' || from === undefined || to === undefined) return arrow;
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const beside = { start: 8, middle: 0, end: -8 }[anchor];
  const at = { x: middle.x + beside, y: middle.y - (anchor === 'middle' ? 10 : 0) };
  return arrow + text(at, label, { 'font-size': NOTE_SIZE, fill: Colour.MUTED, 'text-anchor': anchor });
}

/** The private connection that the automation establishes. */
function privateLink(from: Point, to: Point): string {
  const thick = polyline([from, to], { stroke: Colour.GREEN, 'stroke-width': 4 });
  const at = { x: (from.x + to.x) / 2, y: from.y - 14 };
  const look = { 'font-size': NAME_SIZE, 'font-weight': 600, fill: Colour.GREEN, 'text-anchor': 'middle' };
  return thick + text(at, 'the private link: applications reach their clusters', look);
}
