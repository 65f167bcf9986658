/** The possible commands of a sequence over an organization, as data. */
import fc from 'fast-check';
import type { AtlasFailure } from '../worlds/atlas-failures.js';
import { type ProxyLie, proxyLie } from '../worlds/proxy-lies.js';
import { FORGED, type ForgedEvent } from './forgeries.js';
import type { Denied, Throttled } from './member-trouble.js';
import type { Leave } from './memberships.js';
import type { NewMemberEndpoint } from './organization-life.js';
import type { PersonCommand } from './people.js';

const CALLS_TO_DIE_AT = [
  'sts:AssumeRole',
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
const REFUSED_CALLS = [
  'sts:AssumeRole',
  'ec2:DescribeVpcEndpoints',
  'ec2:CreateTags',
  'events:PutEvents',
  'ssm:PutParameter',
  'ssm:GetParameter',
  'ssm:DeleteParameter',
  'ssm:GetParametersByPath',
] as const;

export type OrganizationCommand =
  | ({ readonly kind: 'create' } & NewMemberEndpoint)
  | { readonly kind: 'delete'; readonly picks: readonly number[]; readonly firstIsRefused: boolean }
  | { readonly kind: 'select'; readonly pick: number }
  | { readonly kind: 'deselect'; readonly pick: number }
  | { readonly kind: 'link by hand'; readonly pick: number }
  | ({ readonly kind: 'by command'; readonly pick: number } & PersonCommand)
  | { readonly kind: 'abort'; readonly pick: number }
  | { readonly kind: 'foreign'; readonly place: number; readonly project: number }
  | { readonly kind: 'delete all'; readonly place: number }
  | { readonly kind: 'other strings'; readonly project: number }
  | ({ readonly kind: 'leave and return'; readonly member: number; readonly afterSeconds: number } & Leave)
  | { readonly kind: 'wait'; readonly seconds: number }
  | { readonly kind: 'atlas outage'; readonly seconds: number }
  | { readonly kind: 'atlas throttles'; readonly seconds: number }
  | { readonly kind: 'reconcile' }
  | { readonly kind: 'redrive' }
  | { readonly kind: 'join'; readonly member: number }
  | ({ readonly kind: 'leave'; readonly member: number } & Leave)
  | { readonly kind: 'role away'; readonly place: number; readonly seconds: number }
  | { readonly kind: 'region off'; readonly place: number; readonly seconds: number }
  | { readonly kind: 'silence'; readonly place: number; readonly seconds: number }
  | {
      readonly kind: 'member throttles';
      readonly place: number;
      readonly what: Throttled;
      readonly seconds: number;
    }
  | {
      readonly kind: 'member denies';
      readonly place: number;
      readonly what: Denied;
      readonly seconds: number;
    }
  | { readonly kind: 'late events'; readonly place: number; readonly delaysSeconds: readonly number[] }
  | ({ readonly kind: 'forged'; readonly place: number; readonly pick: number } & ForgedEvent)
  /** The hub's bus receives an earlier event a second time. */
  | { readonly kind: 'event again'; readonly pick: number; readonly afterSeconds: number }
  /** Users of a member write or delete what the hub has written there. */
  | { readonly kind: 'tamper'; readonly pick: number; readonly how: 'deletes' | 'rewrites' | 'names another' }
  | { readonly kind: 'lose events'; readonly place: number; readonly times: number }
  | { readonly kind: 'deliver each event'; readonly place: number; readonly times: number }
  | ({ readonly kind: 'atlas fails' } & AtlasFailure)
  | ({ readonly kind: 'proxy lies' } & ProxyLie)
  | { readonly kind: 'die at Atlas'; readonly method: string; readonly times: number }
  /** A container crashes at the calls of an action, after some of them. */
  | { readonly kind: 'die'; readonly action: string; readonly after: number; readonly times: number }
  | { readonly kind: 'AWS refuses'; readonly action: string; readonly after: number; readonly times: number }
  | {
      readonly kind: 'ec2 hides';
      readonly pick: number;
      readonly seconds: number;
      readonly reconciliations: number;
    };

const pick = fc.nat({ max: 7 });
/** Any of the eight places, the hub's own first. */
const place = fc.nat({ max: 7 });
/** A place of another account. */
const ofMember = fc.integer({ min: 2, max: 7 });
/** A member place: not the hub's own account and Region. */
const member = fc.integer({ min: 1, max: 7 });
const project = fc.nat({ max: 1 });
const times = fc.integer({ min: 1, max: 3 });
const span = fc.constantFrom(60, 600, 2400, 5400);

function kind<Kind extends OrganizationCommand['kind']>(name: Kind): fc.Arbitrary<Kind> {
  return fc.constant(name);
}

/** True with a probability of 1 in `times`. */
function seldom(often: number): fc.Arbitrary<boolean> {
  return fc.nat({ max: often - 1 }).map((number) => number === often - 1);
}

export const creation = fc.record({
  kind: kind('create'),
  place,
  project,
  selected: seldom(5).map((isNot) => !isNot),
  by: fc.nat({ max: 2 }),
  busy: seldom(9),
  byStack: seldom(4),
});
const byCommand = fc.record({
  kind: kind('by command'),
  pick,
  command: fc.constantFrom('link' as const, 'unlink' as const),
  by: seldom(5).map((isMember) => (isMember ? ('member' as const) : ('hub' as const))),
  heldCall: fc.oneof(fc.constant(0), fc.integer({ min: 2, max: 12 })),
  heldSeconds: fc.constantFrom(5, 30, 120, 900),
});
const wait = fc.record({
  kind: kind('wait'),
  seconds: fc.constantFrom(1, 5, 20, 90, 300, 300, 900, 1200, 3600),
});
const deletion = fc.record({
  kind: kind('delete'),
  picks: fc.array(pick, { minLength: 1, maxLength: 3 }),
  firstIsRefused: seldom(5),
});
const forged = fc.record({
  kind: kind('forged'),
  place: member,
  pick,
  about: fc.constantFrom(...FORGED),
  names: fc.constantFrom('sender' as const, 'endpoint' as const),
  source: fc.constantFrom(
    'as AWS' as const,
    'as AWS' as const,
    'AWS with capitals' as const,
    'custom' as const,
  ),
});
const leaving = {
  member: fc.nat({ max: 2 }),
  what: fc.constantFrom('organization' as const, 'unit' as const),
  keepsRole: fc.boolean(),
};
const leave = fc.record({ kind: kind('leave'), ...leaving });
const absence = fc.record({
  kind: kind('leave and return'),
  ...leaving,
  afterSeconds: fc.constantFrom(300, 1200, 4000, 9000),
});
const atlasFailure = fc.record({
  kind: kind('atlas fails'),
  method: fc.constantFrom('GET', 'POST', 'DELETE'),
  times: fc.integer({ min: 1, max: 5 }),
  afterEffect: fc.boolean(),
  response: fc.constantFrom(
    'none' as const,
    'hangs' as const,
    '500' as const,
    '503' as const,
    '429' as const,
  ),
});
const gap = fc.record({
  kind: kind('ec2 hides'),
  pick,
  seconds: fc.constantFrom(3, 40, 120, 600),
  reconciliations: fc.nat({ max: 2 }),
});

/** Actions of users, and failures. */
export const organizationCommand: fc.Arbitrary<OrganizationCommand> = fc.oneof(
  { weight: 16, arbitrary: creation },
  { weight: 16, arbitrary: wait },
  { weight: 8, arbitrary: deletion },
  {
    weight: 5,
    arbitrary: fc.oneof(
      fc.record({ kind: kind('select'), pick }),
      fc.record({ kind: kind('deselect'), pick }),
    ),
  },
  { weight: 4, arbitrary: byCommand },
  { weight: 1, arbitrary: fc.record({ kind: kind('delete all'), place }) },
  { weight: 4, arbitrary: fc.record({ kind: kind('reconcile') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('redrive') }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('foreign'), place, project }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('link by hand'), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('abort'), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('join'), member: fc.nat({ max: 2 }) }) },
  { weight: 2, arbitrary: leave },
  { weight: 3, arbitrary: absence },
  { weight: 1, arbitrary: fc.record({ kind: kind('other strings'), project }) },
  { weight: 3, arbitrary: fc.record({ kind: kind('role away'), place: ofMember, seconds: span }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('region off'), place: ofMember, seconds: span }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('silence'), place, seconds: span }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('member throttles'),
      place: member,
      what: fc.constantFrom<Throttled>('ec2', 'parameter store', 'parameter writes', 'events', 'sts'),
      seconds: fc.constantFrom(5, 60, 600),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('member denies'),
      place: member,
      what: fc.constantFrom<Denied>('ec2', 'parameter store', 'parameter writes', 'events'),
      seconds: span,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('late events'),
      place,
      delaysSeconds: fc.array(fc.constantFrom(1, 30, 120, 600, 4000), { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 6, arbitrary: forged },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('event again'),
      pick: fc.nat({ max: 40 }),
      afterSeconds: fc.constantFrom(0, 2, 60, 1000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('tamper'),
      pick,
      how: fc.constantFrom('deletes' as const, 'rewrites' as const, 'names another' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('lose events'), place, times }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('deliver each event'), place, times }) },
  { weight: 3, arbitrary: atlasFailure },
  { weight: 2, arbitrary: proxyLie.map((one) => ({ kind: 'proxy lies' as const, ...one })) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind('die at Atlas'),
      method: fc.constantFrom('GET', 'POST', 'DELETE'),
      times,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('atlas outage'), seconds: fc.constantFrom(60, 300, 900) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind('atlas throttles'), seconds: fc.constantFrom(10, 60, 120) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: kind('die'),
      action: fc.constantFrom(...CALLS_TO_DIE_AT),
      after: fc.nat({ max: 3 }),
      times,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('AWS refuses'),
      action: fc.constantFrom(...REFUSED_CALLS),
      after: fc.nat({ max: 3 }),
      times: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 2, arbitrary: gap },
);
