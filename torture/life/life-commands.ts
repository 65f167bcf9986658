/** The possible commands of a sequence, as data, so that a failed sequence can be printed and repeated. */
import fc from 'fast-check';
import { type AtlasFailure, dieAtAtlas, failAtlas } from '../worlds/atlas-failures.js';
import { type ProxyLie, proxyLie, reportLie } from '../worlds/proxy-lies.js';
import { type FederatedCommand, federatedCommand, playFederated } from './federated-commands.js';
import { type ForwardedEvent, forwardEvent, strangerLike } from './forwarded-events.js';
import type { LifeEndpoint, LifeWorld, NewEndpoint } from './life-world.js';

const CALLS_TO_DIE_AT = [
  'secretsmanager:GetSecretValue',
  'states:StartExecution',
  'states:DescribeExecution',
  'ec2:DescribeVpcEndpoints',
  'ec2:CreateTags',
  'events:PutEvents',
  'ssm:PutParameter',
  'ssm:GetParameter',
  'ssm:DeleteParameter',
  'ssm:GetParametersByPath',
] as const;
const REGISTRY_CALLS = [
  'ssm:PutParameter',
  'ssm:GetParameter',
  'ssm:DeleteParameter',
  'ssm:GetParametersByPath',
] as const;

export type LifeCommand =
  | ({ readonly kind: 'create' } & NewEndpoint)
  | { readonly kind: 'delete'; readonly picks: readonly number[]; readonly firstIsRefused: boolean }
  | { readonly kind: 'select' | 'deselect' | 'link by hand' | 'unlink' | 'abort'; readonly pick: number }
  | { readonly kind: 'foreign' | 'delete all'; readonly place: number }
  /** Removes the selecting tags and sets them again, several times. */
  | { readonly kind: 'flap'; readonly pick: number; readonly seconds: number; readonly times: number }
  | ({
      readonly kind: 'forwarded';
      readonly pick: number;
      /** True if the event is about an endpoint of this account. */
      readonly isOurs: boolean;
    } & ForwardedEvent)
  /** Delivers an earlier event a second time. */
  | { readonly kind: 'event again'; readonly pick: number; readonly afterSeconds: number }
  | { readonly kind: 'redrive' }
  | { readonly kind: 'wait' | 'atlas outage' | 'atlas throttles'; readonly seconds: number }
  | { readonly kind: 'lose events' | 'deliver each event'; readonly times: number }
  | ({ readonly kind: 'atlas fails' } & AtlasFailure)
  | {
      readonly kind: 'registry throttles' | 'registry refuses' | 'die';
      readonly action: string;
      readonly times: number;
    }
  /** A proxy between the functions and Atlas responds instead of Atlas. */
  | ({ readonly kind: 'proxy lies' } & ProxyLie)
  /** The calling container crashes after Atlas has carried out its request. */
  | { readonly kind: 'die at Atlas'; readonly method: string; readonly times: number }
  /** EC2 does not show an existing endpoint for a time, in which reconciliations are started. */
  | {
      readonly kind: 'ec2 hides';
      readonly pick: number;
      readonly seconds: number;
      readonly reconciliations: number;
    }
  | { readonly kind: 'reconcile' }
  | FederatedCommand;

const pick = fc.nat({ max: 7 });
const place = fc.nat({ max: 2 });

function kind<Kind extends LifeCommand['kind']>(name: Kind): fc.Arbitrary<Kind> {
  return fc.constant(name);
}

/** True with a probability of 1 in `times`. */
function seldom(times: number): fc.Arbitrary<boolean> {
  return fc.nat({ max: times - 1 }).map((number) => number === times - 1);
}

const create = fc.record({
  kind: kind('create'),
  place: fc.option(place, { nil: undefined, freq: 8 }),
  selected: seldom(5).map((isNot) => !isNot),
  by: fc.constantFrom('first' as const, 'second' as const, 'both' as const),
  busy: seldom(7),
  byStack: fc.boolean(),
});
const wait = fc.record({
  kind: kind('wait'),
  seconds: fc.constantFrom(1, 3, 5, 10, 20, 45, 90, 200, 600, 3600, 7200),
});
const deletion = fc.record({
  kind: kind('delete'),
  picks: fc.array(pick, { minLength: 1, maxLength: 3 }),
  firstIsRefused: seldom(5),
});
const onEndpoint = fc.record({ kind: fc.oneof(kind('select'), kind('deselect')), pick });
const flap = fc.record({
  kind: kind('flap'),
  pick,
  seconds: fc.constantFrom(0, 1, 3, 5, 8),
  times: fc.integer({ min: 1, max: 3 }),
});
const onPlace = fc.record({ kind: kind('delete all'), place });
const foreign = fc.record({ kind: kind('foreign'), place });
const forwarded = fc.record({
  kind: kind('forwarded'),
  about: fc.constantFrom(
    ...(['creation', 'deletion', 'tags', "a stack's creation", "a stack's deletion"] as const),
  ),
  from: fc.constantFrom('another account' as const, 'another Region' as const, 'both' as const),
  pick,
  isOurs: fc.boolean(),
});
const eventAgain = fc.record({
  kind: kind('event again'),
  pick: fc.nat({ max: 40 }),
  afterSeconds: fc.constantFrom(0, 2, 60, 1000),
});
const byHand = fc.record({ kind: kind('link by hand'), pick });
const unlink = fc.record({ kind: kind('unlink'), pick });
const reconcile = fc.record({ kind: kind('reconcile') });

const lostEvents = fc.record({ kind: kind('lose events'), times: fc.integer({ min: 1, max: 2 }) });
const deliveries = fc.record({ kind: kind('deliver each event'), times: fc.integer({ min: 1, max: 5 }) });
const atlasFailure = fc.record({
  kind: kind('atlas fails'),
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  times: fc.integer({ min: 1, max: 6 }),
  afterEffect: fc.boolean(),
  response: fc.constantFrom('none' as const, '500' as const, '503' as const, '429' as const),
});
/** Failures of a link's DELETE, the one request that cannot be rolled back. */
const deletionFailure = fc.record({
  kind: kind('atlas fails'),
  method: fc.constant('DELETE'),
  times: fc.integer({ min: 1, max: 5 }),
  afterEffect: fc.boolean(),
  response: fc.constantFrom('none' as const, 'hangs' as const, '503' as const, '429' as const),
});
const methods = fc.constantFrom('GET', 'POST', 'DELETE');
const lie = proxyLie.map((one) => ({ kind: 'proxy lies' as const, ...one }));
const deathAtAtlas = fc.record({
  kind: kind('die at Atlas'),
  method: methods,
  times: fc.integer({ min: 1, max: 3 }),
});
const outage = fc.record({ kind: kind('atlas outage'), seconds: fc.constantFrom(60, 300, 900) });
const throttling = fc.record({ kind: kind('atlas throttles'), seconds: fc.constantFrom(10, 60, 120) });
const registryThrottling = fc.record({
  kind: kind('registry throttles'),
  action: fc.constantFrom(...REGISTRY_CALLS),
  // The SDK waits in real time between its attempts, so longer throttling would slow the sequence down. `registry
  // refuses` covers it with errors that the SDK does not retry.
  times: fc.integer({ min: 1, max: 2 }),
});
const registryRefusal = fc.record({
  kind: kind('registry refuses'),
  action: fc.constantFrom(...REGISTRY_CALLS),
  times: fc.integer({ min: 1, max: 12 }),
});
const death = fc.record({
  kind: kind('die'),
  action: fc.constantFrom(...CALLS_TO_DIE_AT),
  times: fc.integer({ min: 1, max: 4 }),
});
/** Shorter than the absence after which the reconciliation takes an endpoint as deleted. */
const gap = fc.record({
  kind: kind('ec2 hides'),
  pick,
  seconds: fc.constantFrom(3, 10, 40, 120, 600),
  reconciliations: fc.nat({ max: 3 }),
});
const abortion = fc.record({ kind: kind('abort'), pick });

/** Actions of users, and failures. */
export const lifeCommand: fc.Arbitrary<LifeCommand> = fc.oneof(
  { weight: 10, arbitrary: create },
  { weight: 12, arbitrary: wait },
  { weight: 6, arbitrary: deletion },
  { weight: 6, arbitrary: onEndpoint },
  { weight: 2, arbitrary: flap },
  { weight: 1, arbitrary: onPlace },
  { weight: 3, arbitrary: forwarded },
  { weight: 2, arbitrary: eventAgain },
  { weight: 1, arbitrary: fc.record({ kind: kind('redrive') }) },
  { weight: 1, arbitrary: foreign },
  { weight: 1, arbitrary: byHand },
  { weight: 2, arbitrary: unlink },
  { weight: 2, arbitrary: reconcile },
  { weight: 4, arbitrary: lostEvents },
  { weight: 1, arbitrary: deliveries },
  { weight: 2, arbitrary: atlasFailure },
  { weight: 2, arbitrary: deletionFailure },
  { weight: 3, arbitrary: lie },
  { weight: 1, arbitrary: deathAtAtlas },
  { weight: 1, arbitrary: outage },
  { weight: 1, arbitrary: throttling },
  { weight: 1, arbitrary: registryThrottling },
  { weight: 2, arbitrary: registryRefusal },
  { weight: 2, arbitrary: death },
  { weight: 1, arbitrary: abortion },
  { weight: 3, arbitrary: gap },
  { weight: 18, arbitrary: federatedCommand },
);

export async function play(life: LifeWorld, command: LifeCommand): Promise<void> {
  const { world } = life;
  switch (command.kind) {
    case 'create':
      return life.create(command);
    case 'delete': {
      const chosen = command.picks.flatMap((number) => picked(life.living, number));
      return chosen.length === 0 ? undefined : life.delete([...new Set(chosen)], command.firstIsRefused);
    }
    case 'select':
      return withPicked(life.living, command.pick, (chosen) => life.select(chosen));
    case 'deselect':
      return withPicked(life.living, command.pick, (chosen) => life.deselect(chosen));
    case 'flap':
      for (const chosen of picked(life.living, command.pick)) await life.flap(chosen, command);
      return undefined;
    case 'delete all':
      return life.deleteAll(command.place);
    case 'forwarded':
      return withPicked(life.endpoints, command.pick, ({ endpoint }) =>
        forwardEvent(world, command, command.isOurs ? endpoint : strangerLike(endpoint)),
      );
    case 'event again':
      return withPicked(life.receivedEvents, command.pick, (event) => {
        world.time.after(command.afterSeconds, () => world.aws.bus.deliver(event));
      });
    case 'redrive':
      return life.redrive();
    case 'abort':
      return withPicked(life.runningLinkExecutions, command.pick, (execution) =>
        world.aws.executions.abort(execution),
      );
    case 'link by hand':
      return withPicked(life.unlinked, command.pick, (chosen) => life.linkByHand(chosen));
    case 'unlink':
      return withPicked(life.endpoints, command.pick, (chosen) => life.unlink(chosen));
    case 'foreign':
      return life.linkForeign(command.place);
    case 'wait':
      return world.time.run(command.seconds);
    case 'ec2 hides':
      for (const chosen of picked([...life.living, ...life.federated.living], command.pick))
        await hideFromEc2(life, chosen, command);
      return undefined;
    case 'reconcile':
      return world.aws.schedules.fireAll();
    case 'lose events':
      return world.loseEvents(command.times);
    case 'deliver each event':
      world.aws.bus.deliveries = command.times;
      return undefined;
    case 'atlas fails':
      return failAtlas(world.atlas, command);
    case 'proxy lies':
      return reportLie(world.atlas, command);
    case 'die at Atlas':
      return dieAtAtlas(world.atlas, world.aws.functions, command);
    case 'atlas outage':
      return world.atlas.faults.outage(world.time.now(), world.time.now() + command.seconds * 1000);
    case 'atlas throttles':
      return world.atlas.buckets.block(command.seconds);
    case 'registry throttles':
      return world.aws.server.refuse(command.action, 'ThrottlingException', 'Rate exceeded', command.times);
    case 'registry refuses':
      return world.aws.server.refuse(command.action, 'AccessDeniedException', 'Not now', command.times);
    case 'die':
      world.aws.server.faults.push({ action: command.action, times: command.times, effect: 'kill' });
      return undefined;
    default:
      return playFederated(life.federated, command);
  }
}

async function hideFromEc2(
  { world }: LifeWorld,
  { endpoint }: Pick<LifeEndpoint, 'endpoint'>,
  { seconds, reconciliations }: Extract<LifeCommand, { kind: 'ec2 hides' }>,
): Promise<void> {
  world.aws.endpoints.hide(endpoint.endpointId, seconds);
  for (let turn = 0; turn <= reconciliations; turn += 1) {
    if (turn > 0) world.aws.schedules.fireAll();
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

/** Ends all failures; every service works normally from here on. */
export function endTrouble({ world, endpoints, federated }: LifeWorld): void {
  for (const { endpoint } of [...endpoints, ...federated.all])
    world.aws.endpoints.hide(endpoint.endpointId, 0);
  world.aws.bus.deliveries = 1;
  world.atlas.faults.clear();
  world.atlas.buckets.block(0);
  world.aws.server.faults.length = 0;
}
