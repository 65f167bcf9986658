import { linkParameterName, RegistryPath } from '../../lambda/contract/registry.js';
import { AwsError } from '../../local/aws/protocol/aws-error.js';
import { dieAtAtlas, failAtlas } from '../worlds/atlas-failures.js';
import { HUB_BUS } from '../worlds/forged-events.js';
import { reportLie } from '../worlds/proxy-lies.js';
import { sendForged } from './forgeries.js';
import type { MemberEndpoint } from './member-endpoint.js';
import type { OrganizationCommand } from './organization-commands.js';
import type { OrganizationLife } from './organization-life.js';
import { isHome } from './organization-setting.js';

type Command<Kind extends OrganizationCommand['kind']> = Extract<OrganizationCommand, { kind: Kind }>;

type Player<Kind extends OrganizationCommand['kind']> = (
  life: OrganizationLife,
  command: Command<Kind>,
) => void | Promise<void>;

const PLAYERS: { readonly [Kind in OrganizationCommand['kind']]: Player<Kind> } = {
  create: (life, command) => life.create(command),
  delete: (life, { picks, firstIsRefused }) =>
    life.delete([...new Set(picks.flatMap((number) => picked(life.living, number)))], firstIsRefused),
  'delete all': (life, command) => {
    const place = life.placeAt(command.place);
    life.delete(
      life.living.filter((one) => one.place === place),
      false,
    );
  },
  select: (life, { pick }) => withPicked(life.living, pick, (one) => life.select(one)),
  deselect: (life, { pick }) => withPicked(life.living, pick, (one) => life.deselect(one)),
  'link by hand': (life, { pick }) => withPicked(life.unlinked, pick, (one) => life.linkByHand(one)),
  'by command': async (life, command) => {
    for (const one of picked(life.endpoints, command.pick)) await life.people.run(command, one);
  },
  foreign: (life, { place, project }) => life.linkForeign(place, project),
  abort: (life, { pick }) =>
    withPicked(life.runningLinkExecutions, pick, (one) => life.world.home.aws.executions.abort(one)),
  wait: ({ world }, { seconds }) => world.time.run(seconds),
  reconcile: ({ world }) => world.home.aws.schedules.fireAll(),
  redrive: (life) => life.redrive(),
  join: (life, { member }) => life.memberships.join(life.memberAt(member)),
  leave: (life, command) => life.memberships.leave(life.memberAt(command.member), command),
  'leave and return': (life, command) =>
    life.memberships.leaveForATime(life.memberAt(command.member), command, command.afterSeconds),
  'other strings': (life, { project }) => life.moveClusters(project),
  'role away': (life, { place, seconds }) =>
    life.trouble.takeRoleAway(life.placeAt(place).aws.account, seconds),
  'region off': (life, { place, seconds }) => life.trouble.switchRegionOff(life.placeAt(place), seconds),
  silence: (life, { place, seconds }) => life.trouble.silence(life.placeAt(place), seconds),
  'member throttles': (life, { place, what, seconds }) =>
    // STS is called in the hub.
    life.trouble.throttle(what === 'sts' ? life.world.home : life.placeAt(place), what, seconds),
  'member denies': (life, { place, what, seconds }) => life.trouble.deny(life.placeAt(place), what, seconds),
  'late events': (life, { place, delaysSeconds }) => life.trouble.delay(life.placeAt(place), delaysSeconds),
  'lose events': (life, { place, times }) => life.placeAt(place).loseEvents(times),
  'deliver each event': deliverEach,
  forged: (life, command) =>
    withPicked(life.endpoints, command.pick, (one) => sendForgedEvent(life, command, one)),
  'event again': ({ received, world }, { pick, afterSeconds }) =>
    withPicked(received, pick, (event) => {
      world.time.after(afterSeconds, () => world.home.aws.buses.get(HUB_BUS).receive(event));
    }),
  tamper: (life, command) => withPicked(life.endpoints, command.pick, (one) => tamper(life, command, one)),
  'ec2 hides': async (life, command) => {
    for (const one of picked(life.living, command.pick)) await hideFromEc2(life, one, command);
  },
  'atlas fails': ({ world }, command) => failAtlas(world.atlas, command),
  'proxy lies': ({ world }, command) => reportLie(world.atlas, command),
  'die at Atlas': ({ world }, command) => dieAtAtlas(world.atlas, world.home.aws.functions, command),
  'atlas outage': ({ world: { atlas, time } }, { seconds }) =>
    atlas.faults.outage(time.now(), time.now() + seconds * 1000),
  'atlas throttles': ({ world }, { seconds }) => world.atlas.buckets.block(seconds),
  die: ({ world }, { action, after, times }) => {
    world.cloud.server.faults.push({ action, after, times, effect: 'kill' });
  },
  'AWS refuses': ({ world }, { action, after, times }) => {
    world.cloud.server.faults.push({ action, after, times, effect: refusalOf(action) });
  },
};

export async function play(life: OrganizationLife, command: OrganizationCommand): Promise<void> {
  // The compiler does not see that the player of a kind takes the commands of that kind.
  const player = PLAYERS[command.kind] as Player<typeof command.kind>;
  await player(life, command as never);
}

/** An error that SDK clients do not retry, so that no real time passes. */
function refusalOf(action: string): AwsError {
  if (action.startsWith('ec2:')) return new AwsError('UnauthorizedOperation', 'Not now', 403);
  return new AwsError(action.startsWith('sts:') ? 'AccessDenied' : 'AccessDeniedException', 'Not now', 403);
}

/** For the hub's own place, the bus that receives the events of members delivers each of them several times. */
function deliverEach(life: OrganizationLife, { place: index, times }: Command<'deliver each event'>): void {
  const { aws } = life.placeAt(index);
  const bus = isHome(aws) ? aws.buses.get(HUB_BUS) : aws.bus;
  bus.deliveries = times;
}

/**
 * A member that reports the deletion of its own endpoint while EC2 does not show it has the link removed, which is its
 * own doing.
 */
function sendForgedEvent(life: OrganizationLife, command: Command<'forged'>, one: MemberEndpoint): void {
  const sender = life.placeAt(command.place);
  if (one.place === sender && command.about.includes('deletion')) {
    if (one.isInDoubt || life.world.time.now() - one.endpoint.createdAt < NEW_MILLISECONDS) return;
    one.isInDoubt = true;
  }
  sendForged(sender, command, one);
}

/** EC2 may not show a new endpoint everywhere. */
const NEW_MILLISECONDS = 60_000;

function tamper({ tampered }: OrganizationLife, { how }: Command<'tamper'>, one: MemberEndpoint): void {
  const { aws } = one.place;
  if (isHome(aws)) return;
  const { endpointId } = one.endpoint;
  const name = linkParameterName(endpointId);
  tampered.add(endpointId);
  const copy = aws.parameters.get(name)?.value;
  const strings = aws.parameters.below(`${RegistryPath.CONNECTION_STRINGS}/${endpointId}`, true);
  if (how === 'deletes')
    for (const parameter of [name, ...strings.map((one) => one.name)]) aws.parameters.delete(parameter);
  else
    aws.parameters.put({
      ...{ name, type: 'String', overwrite: true },
      value:
        how === 'rewrites'
          ? '{"version":7}'
          : (copy ?? '{}').replaceAll(endpointId, 'vpce-0eeeeeeeeeeeeeeee'),
    });
}

async function hideFromEc2(
  { world }: OrganizationLife,
  one: MemberEndpoint,
  { seconds, reconciliations }: Command<'ec2 hides'>,
): Promise<void> {
  if (one.isInDoubt) return;
  one.isInDoubt = true;
  one.place.aws.endpoints.hide(one.endpoint.endpointId, seconds);
  for (let turn = 0; turn <= reconciliations; turn += 1) {
    if (turn > 0) world.home.aws.schedules.fireAll();
    await world.time.run(seconds / (reconciliations + 1));
  }
}

function withPicked<T>(from: readonly T[], number: number, act: (one: T) => void): void {
  for (const one of picked(from, number)) act(one);
}

function picked<T>(from: readonly T[], number: number): T[] {
  const one = from[number % Math.max(1, from.length)];
  return one === undefined ? [] : [one];
}

/**
 * Ends all failures; every service works normally from here on. Accounts that have left stay outside, unless they left
 * for a time.
 */
export function endTrouble({ world, trouble, memberships, endpoints }: OrganizationLife): void {
  trouble.endAll();
  memberships.endAbsences();
  for (const { endpoint, place } of endpoints) place.aws.endpoints.hide(endpoint.endpointId, 0);
  world.home.aws.buses.get(HUB_BUS).deliveries = 1;
  for (const { aws } of world.allPlaces) aws.bus.deliveries = 1;
  world.atlas.faults.clear();
  world.atlas.buckets.block(0);
  world.cloud.server.faults.length = 0;
}
