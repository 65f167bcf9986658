/**
 * A hub and its members: what each account has, and the paths of events, sessions and requests between them. Positions are
 * set by hand for a simple overview.
 */
import {
  DEFAULT_NAMESPACE,
  forwarderRoleName,
  hubBusName,
  memberRoleName,
} from '../../lambda/contract/members.js';
import { Colour } from './palette.js';
import { ARROW, type Box, drawing, type Point, polyline, rect, text } from './svg.js';

const WIDTH = 940;
const HEIGHT = 500;
export const BOX_WIDTH = 250;
const BOX_HEIGHT = 46;
export const NAME_SIZE = 12;
export const NOTE_SIZE = 11;

type Look = { readonly fill: string; readonly stroke: string };
const PERSON: Look = { fill: Colour.PANEL, stroke: Colour.MUTED };
const AWS: Look = { fill: Colour.AMBER_FILL, stroke: Colour.AMBER };
const OURS: Look = { fill: Colour.BLUE_FILL, stroke: Colour.BLUE };
const ATLAS: Look = { fill: Colour.GREEN_FILL, stroke: Colour.GREEN };
const ALARM: Look = { fill: Colour.RED_FILL, stroke: Colour.RED };

interface Part extends Box {
  readonly name: string;
  readonly note: string;
  readonly look: Look;
}

const MEMBER_X = 44;
const HUB_X = 440;
const ATLAS_X = 756;
const ROW = { ONE: 92, TWO: 166, THREE: 240, FOUR: 314 } as const;

/** Names of roles and buses are those of the namespace that a hub has by default. */
export const ORGANIZATION_PARTS = {
  endpoint: part(MEMBER_X, ROW.ONE, 'VPC endpoint', 'a team creates, tags or deletes it', PERSON),
  rules: part(MEMBER_X, ROW.TWO, 'Rules', `by ${forwarderRoleName(DEFAULT_NAMESPACE)}`, AWS),
  queue: part(MEMBER_X, ROW.THREE, 'Dead-letter queue', 'events that were not delivered', ALARM),
  role: part(MEMBER_X, ROW.FOUR, 'Role', memberRoleName(DEFAULT_NAMESPACE), AWS),
  stackSet: part(HUB_X, 424, 'StackSets', 'give every account of the unit its stack', AWS),
  bus: part(HUB_X, ROW.TWO, 'Event bus', hubBusName(DEFAULT_NAMESPACE), AWS),
  secret: part(HUB_X, ROW.ONE, 'Secret, records, alarms', 'the only copy of the credentials', AWS),
  functions: part(HUB_X, ROW.THREE, 'Functions', 'check, register, conclude, reconcile', OURS),
  workflow: part(HUB_X, ROW.FOUR, 'State machine', 'follows each link to its end', OURS),
  atlas: { ...part(ATLAS_X, ROW.ONE, 'Admin API', 'links of all accounts', ATLAS), width: 140, height: 268 },
} as const satisfies Record<string, Part>;

function part(x: number, y: number, name: string, note: string, look: Look): Part {
  return { x, y, width: BOX_WIDTH, height: BOX_HEIGHT, name, note, look };
}

export function drawOrganization(): string {
  return drawing({
    width: WIDTH,
    height: HEIGHT,
    title:
      'Rules in each member account forward events of VPC endpoints to the bus of the hub; its functions read and tag the endpoints with a role in the member, and register them with Atlas',
    body: [...frames(), ...ways(), ...Object.values(ORGANIZATION_PARTS).map(drawPart)],
  });
}

function frames(): string[] {
  const label = { 'font-size': NAME_SIZE, fill: Colour.MUTED };
  const frame = (box: Box, name: string, look: Readonly<Record<string, string>> = {}) =>
    rect(box, { fill: 'none', stroke: Colour.FRAME, rx: 8, 'stroke-dasharray': '6 4', ...look }) +
    text({ x: box.x + 12, y: box.y + 18 }, name, label);
  const behind = { fill: Colour.PAPER };
  const member = { x: 24, y: 56, width: 290, height: 324 };
  return [
    text({ x: 24, y: 24 }, 'One hub for an organization: members have no function and no secret', {
      'font-size': 15,
      'font-weight': 600,
    }),
    // Members are many: two more of them behind the one that is shown.
    rect({ ...member, x: 36, y: 68 }, { ...behind, stroke: Colour.FRAME, rx: 8, 'stroke-dasharray': '6 4' }),
    rect({ ...member, x: 30, y: 62 }, { ...behind, stroke: Colour.FRAME, rx: 8, 'stroke-dasharray': '6 4' }),
    frame(member, 'member accounts, each Region', behind),
    frame({ x: 420, y: 56, width: 290, height: 430 }, 'hub account, home Region'),
    frame({ x: 736, y: 56, width: 180, height: 324 }, 'MongoDB Atlas'),
  ];
}

function drawPart({ name, note, look, ...box }: Part): string {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const centred = { 'text-anchor': 'middle' };
  const small = { 'font-size': NOTE_SIZE, fill: Colour.MUTED };
  return [
    rect(box, { ...look, rx: 6, 'stroke-width': 1.5 }),
    text({ x: middle.x, y: middle.y - 8 }, name, {
      ...centred,
      'font-size': NAME_SIZE,
      'font-weight': 600,
    }),
    text({ x: middle.x, y: middle.y + 10 }, note, { ...centred, ...small }),
  ].join('');
}

const left = (one: Box, dy = 0): Point => ({ x: one.x, y: one.y + one.height / 2 + dy });
const right = (one: Box, dy = 0): Point => ({ x: one.x + one.width, y: left(one, dy).y });
const top = (one: Box): Point => ({ x: one.x + one.width / 2, y: one.y });
const bottom = (one: Box): Point => ({ x: top(one).x, y: one.y + one.height });

function ways(): string[] {
  const { endpoint, rules, queue, role, stackSet, bus, functions, workflow, atlas } = ORGANIZATION_PARTS;
  const turn = 352;
  return [
    way([bottom(endpoint), top(rules)]),
    way([bottom(rules), top(queue)]),
    way([right(rules), left(bus)]),
    label(turn, left(bus).y - 10, 'events'),
    way([bottom(bus), top(functions)]),
    way([bottom(functions), top(workflow)]),
    // From the functions to the role: the hub enters the account.
    way([left(functions), { x: 380, y: left(functions).y }, { x: 380, y: right(role).y }, right(role)]),
    label(turn - 6, right(role).y - 10, 'sessions'),
    // The role is what reads and tags the endpoint.
    way([left(role), { x: 32, y: left(role).y }, { x: 32, y: left(endpoint).y }, left(endpoint)]),
    way([right(functions), { x: atlas.x, y: right(functions).y }]),
    way([left(stackSet), { x: 180, y: left(stackSet).y }, { x: 180, y: 392 }]),
    label(300, left(stackSet).y - 10, 'also for accounts that join'),
  ];
}

function way(points: readonly Point[]): string {
  return polyline(points, ARROW);
}

function label(x: number, y: number, words: string): string {
  return text({ x, y }, words, { 'font-size': NOTE_SIZE, fill: Colour.MUTED, 'text-anchor': 'middle' });
}
