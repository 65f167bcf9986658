/** The resources of a declared stack in each deployment, and the failures during it, as data. */
import fc from 'fast-check';
import { LastLink } from '../../lib/index.js';
import type { Fault, FaultEffect } from '../../local/atlas/index.js';
import type { Declared } from '../worlds/declared-stack.js';
import { type ProxyLie, proxyLie } from '../worlds/proxy-lies.js';
import { type Surroundings, surroundings } from '../worlds/surroundings.js';
import { type NeighbourAct, neighbourAct } from './neighbour.js';

/** Settings of the whole sequence. */
export interface StackSetting extends Surroundings {
  /** CloudFormation invokes the function twice for each request. */
  readonly deliverTwice: boolean;
  /** The stack's Region already has an endpoint service of another owner, which the stack adopts. */
  readonly isThereBefore: boolean;
  /** Whether CloudFormation accepts a response after it has cancelled the request. Its behaviour is not documented. */
  readonly takesLateResponses: boolean;
  /**
   * Whether the rollback of a replacement sends an Update with the old physical id. CloudFormation's behaviour is not
   * documented.
   */
  readonly updatesReplaced: boolean;
}

/** One deployment, with its failures. */
export interface StackStep {
  readonly state: Declared;
  readonly faults: readonly Fault[];
  readonly lies: readonly ProxyLie[];
  /** Actions of AWS APIs during which the calling container crashes. */
  readonly kills: readonly string[];
  /** Seconds until a user stops the running execution; null for never. */
  readonly stopAfterSeconds: number | null;
  /** Actions of another user of the Atlas project. */
  readonly neighbour: readonly NeighbourAct[];
  /** Seconds until CloudFormation cancels the resource in progress and rolls back; null for never. */
  readonly cancelAfterSeconds: number | null;
}

const state: fc.Arbitrary<Declared> = fc.record(
  {
    region: fc.constantFrom('eu-west-1', 'eu-central-1'),
    remoteRegions: fc.constantFrom([], ['us-east-1']),
    links: fc.subarray(['A', 'B']),
    lookup: fc.boolean(),
    lastLink: fc.constant(LastLink.REMOVE),
  },
  { requiredKeys: ['links', 'lastLink', 'region'] },
);

const unclear: fc.Arbitrary<FaultEffect> = fc.constantFrom(
  { kind: 'drop' as const },
  { kind: 'response' as const, status: 500 },
);
/** Atlas refuses the request without an effect. */
const refusal: fc.Arbitrary<FaultEffect> = fc.constantFrom(
  { kind: 'response' as const, status: 429, headers: { 'Retry-After': '7' } },
  { kind: 'response' as const, status: 409, body: '{"error":409,"errorCode":"CONFLICT","detail":"not now"}' },
  {
    kind: 'response' as const,
    status: 400,
    body: '{"error":400,"errorCode":"ATLAS_GENERAL_ERROR","detail":"Reason: No Capacity."}',
  },
  { kind: 'response' as const, status: 403, body: '{"errorCode":"USER_UNAUTHORIZED","detail":"no"}' },
);
const where = {
  method: fc.constantFrom('GET', 'POST', 'DELETE', 'PATCH'),
  times: fc.integer({ min: 1, max: 3 }),
};
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ ...where, afterEffect: fc.boolean(), effect: unclear }),
  fc.record({ ...where, afterEffect: fc.constant(false), effect: refusal }),
);
const kill = fc.constantFrom('secretsmanager:GetSecretValue', 'states:StartExecution');

export const stackStep: fc.Arbitrary<StackStep> = fc.record({
  state,
  faults: fc.array(fault, { maxLength: 2 }),
  lies: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(proxyLie, { maxLength: 2 })),
  kills: fc.array(kill, { maxLength: 1 }),
  stopAfterSeconds: fc.option(fc.integer({ min: 1, max: 300 })),
  neighbour: fc.array(neighbourAct, { maxLength: 3 }),
  cancelAfterSeconds: fc.option(fc.integer({ min: 0, max: 400 })),
});

export const stackSetting: fc.Arbitrary<StackSetting> = fc
  .tuple(
    fc.record({
      deliverTwice: fc.boolean(),
      isThereBefore: fc.boolean(),
      takesLateResponses: fc.boolean(),
      updatesReplaced: fc.boolean(),
    }),
    surroundings,
  )
  .map(([stack, where]) => ({ ...stack, ...where }));
