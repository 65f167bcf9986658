/**
 * What the states of an execution add to its input, by the version of that input. Our own functions write all parts,
 * possibly those of an earlier deployment: a field that was added later gets the value that its absence meant.
 */
import * as v from 'valibot';
import { fromCloudFormation } from '../contract/cloudformation-spelling.js';
import type { DescriptionByKind } from '../contract/custom-resources.js';
import type { CaughtFailure } from '../contract/task-payload.js';
import { OUTCOMES } from '../contract/workflow.js';
import { DESCRIPTION_SCHEMAS } from '../schemas/description-schemas.js';
import { isoTime } from '../schemas/iso-time.js';
import { atlasRegionSchema } from '../schemas/region-schemas.js';
import {
  type Applied,
  CREATION_EVIDENCE,
  type Prepared,
  type Retried,
  UNANSWERED,
  type Undone,
} from './change-record.js';
import { ENDED_STATUSES, type FailedExecution } from './failed-execution.js';
import type { Observation } from './observation.js';
import { type ExecutionKind, warningSchema } from './workflow-input.js';

const clusterStringsSchema = v.pipe(
  v.object({ Cluster: v.string(), Srv: v.string(), Standard: v.string(), SrvShardOptimized: v.string() }),
  v.transform(fromCloudFormation),
);

/** An execution that an earlier version started has `look` instead of `poll`. */
const noticedBySchema = v.pipe(
  v.picklist(['push', 'poll', 'look']),
  v.transform((by) => (by === 'look' ? 'poll' : by)),
);

const observation = {
  outcome: v.picklist(OUTCOMES),
  waitSeconds: v.number(),
  observedAt: v.string(),
  message: v.string(),
  advice: v.string(),
  connectionStrings: v.optional(
    v.object({
      availableSince: isoTime,
      clusters: v.array(clusterStringsSchema),
      message: v.string(),
      warnings: v.optional(v.array(warningSchema)),
    }),
  ),
  updateSeen: v.optional(v.boolean()),
  acceptance: v.optional(
    v.object({
      acceptedAt: v.optional(isoTime),
      availableAt: v.optional(isoTime),
      pendingAt: v.optional(isoTime),
      noticedBy: v.optional(noticedBySchema),
      unreadSince: v.optional(isoTime),
      cannotBeSeen: v.optional(v.boolean()),
    }),
  ),
  missingSince: v.optional(isoTime),
  endpointMissingSince: v.optional(isoTime),
  unseen: v.optional(v.boolean()),
  notFoundSince: v.optional(isoTime),
} satisfies Record<Exclude<keyof Observation, 'description'>, v.GenericSchema>;

const change = {
  // For executions that an earlier version started.
  round: v.optional(v.number(), 1),
  creation: v.optional(v.object({ endpointServiceId: v.string(), evidence: v.picklist(CREATION_EVIDENCE) })),
  unanswered: v.optional(v.picklist(UNANSWERED)),
  changed: v.optional(v.boolean()),
  again: v.optional(
    v.object({
      reason: v.string(),
      retryAfterSeconds: v.optional(v.number()),
      patienceSeconds: v.optional(v.number()),
      conflicts: v.optional(v.number()),
    }),
  ),
  registering: v.optional(
    v.object({ regionRequests: v.optional(v.number()), endpointMissingSince: v.optional(isoTime) }),
  ),
  endpointServiceId: v.optional(v.string()),
};

const prepared = {
  ...change,
  existed: v.boolean(),
  checkedAt: v.optional(isoTime),
  contradicted: v.optional(v.boolean()),
  conflicts: v.optional(v.number()),
};

export const appliedSchema: v.GenericSchema<unknown, Applied> = v.object({
  ...change,
  retained: v.boolean(),
  adopted: v.boolean(),
  dropped: v.optional(v.string()),
  refusal: v.optional(v.string()),
  at: v.optional(isoTime),
} satisfies Record<keyof Applied, v.GenericSchema>);

const postponedSchema = v.object({ reason: v.string(), waitSeconds: v.number(), since: isoTime });

export const retriedSchema: v.GenericSchema<unknown, Retried> = v.object({
  count: v.number(),
  refusal: v.string(),
  dropped: v.optional(v.string()),
  at: v.optional(isoTime),
  regionRequests: v.optional(v.number()),
  postponed: v.optional(postponedSchema),
});

export const undoneSchema: v.GenericSchema<unknown, Undone> = v.object({
  undone: v.boolean(),
  left: v.optional(v.string()),
  postponed: v.optional(postponedSchema),
});

export const failureSchema: v.GenericSchema<unknown, CaughtFailure> = v.object({
  Error: v.string(),
  Cause: v.optional(v.string(), ''),
});

export const endedSchema: v.GenericSchema<unknown, FailedExecution> = v.pipe(
  v.object({
    status: v.picklist(ENDED_STATUSES),
    error: v.optional(v.string()),
    cause: v.string(),
    quietAt: v.optional(isoTime),
  }),
  v.transform((ended) => ({ ...ended, error: ended.error ?? errorIn(ended.cause) })),
);

/** An earlier version wrote only `<error>: <cause>`. */
function errorIn(cause: string): string {
  const [error = ''] = cause.split(': ', 1);
  return error;
}

/** By kind of target: the poll before a change. */
export const PREPARED_SCHEMAS: { readonly [K in ExecutionKind]: v.GenericSchema<unknown, Prepared<K>> } = {
  link: v.object({ ...prepared, serviceRegionName: v.optional(atlasRegionSchema) }),
  service: v.object({ ...prepared, remoteRegions: v.optional(v.array(atlasRegionSchema)) }),
  'regional-mode': v.object({ ...prepared, wasEnabled: v.optional(v.boolean()) }),
  'data-federation-link': v.object({ ...prepared, comment: v.optional(v.string()) }),
};

/** Of a poll after a change of this kind of target. */
export function observationSchemaOf<K extends ExecutionKind>(
  kind: K,
): v.GenericSchema<unknown, Observation<DescriptionByKind[K]>> {
  const description: v.GenericSchema<unknown, DescriptionByKind[K]> = DESCRIPTION_SCHEMAS[kind];
  return v.object({ ...observation, description });
}
