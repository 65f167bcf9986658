import * as v from 'valibot';
import { fromCloudFormation } from '../contract/cloudformation-spelling.js';
import type { DescriptionByKind } from '../contract/custom-resources.js';
import { atlasRegionSchema } from '../contract/region-schemas.js';
import {
  CREATION_EVIDENCE,
  type KeptByKind,
  OUTCOMES,
  type Prepared,
  StatePath,
  UNANSWERED,
} from '../contract/workflow.js';
import { RUN_SCHEMAS, type RunByKind, type RunKind } from '../contract/workflow-input.js';
import { KINDS } from '../domain/declared/kinds/kinds.js';
import { InvalidWorkflowInputError } from '../domain/model/errors/invalid-workflow-input-error.js';
import { executionNameOf } from '../domain/model/execution-name.js';
import { ENDED_STATUSES } from '../domain/model/verdict.js';
import type { KnownRun, StateOf, WorkflowState } from '../domain/model/workflow-state.js';

// Written by our own Lambdas in the states before: checked for the fields that decide, not for every attribute.
const clusterStringsSchema = v.pipe(
  v.object({ Cluster: v.string(), Srv: v.string(), Standard: v.string(), SrvShardOptimized: v.string() }),
  v.transform(fromCloudFormation),
);
const observation = {
  outcome: v.picklist(OUTCOMES),
  waitSeconds: v.number(),
  observedAt: v.string(),
  message: v.string(),
  advice: v.string(),
  connectionStrings: v.optional(
    v.looseObject({
      availableSince: v.string(),
      clusters: v.array(clusterStringsSchema),
      message: v.string(),
    }),
  ),
  updateSeen: v.optional(v.boolean()),
  missingSince: v.optional(v.string()),
  endpointMissingSince: v.optional(v.string()),
  unseen: v.optional(v.boolean()),
  notFoundSince: v.optional(v.string()),
};
function observationSchema<K extends RunKind>() {
  const description = v.pipe(
    v.unknown(),
    v.transform((attributes): unknown => fromCloudFormation(attributes)),
    v.custom<DescriptionByKind[K]>((value) => typeof value === 'object' && value !== null),
  );
  return v.looseObject({ ...observation, description });
}
const failureSchema = v.object({ Error: v.string(), Cause: v.optional(v.string(), '') });
const endedSchema = v.object({
  status: v.picklist(ENDED_STATUSES),
  cause: v.string(),
  quietAt: v.optional(v.string()),
});
const changeRecord = {
  // Of runs that an earlier version started.
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
  endpointServiceId: v.optional(v.string()),
};
const preparedSchema = v.object({
  ...changeRecord,
  existed: v.boolean(),
  lookedAt: v.optional(v.string()),
  contradicted: v.optional(v.boolean()),
  conflicts: v.optional(v.number()),
});
const KEPT_SCHEMAS: { readonly [K in RunKind]: v.GenericSchema<unknown, KeptByKind[K]> } = {
  link: v.object({ serviceRegionName: v.optional(atlasRegionSchema) }),
  service: v.object({ remoteRegions: v.optional(v.array(atlasRegionSchema)) }),
  'regional-mode': v.object({ wasEnabled: v.optional(v.boolean()) }),
};
const appliedSchema = v.object({
  ...changeRecord,
  kept: v.boolean(),
  adopted: v.boolean(),
  dropped: v.optional(v.string()),
  refusal: v.optional(v.string()),
  at: v.optional(v.string()),
});
const postponedSchema = v.object({ reason: v.string(), waitSeconds: v.number(), since: v.string() });
const undoneSchema = v.object({
  undone: v.boolean(),
  left: v.optional(v.string()),
  postponed: v.optional(postponedSchema),
});
const retriedSchema = v.object({
  count: v.number(),
  refusal: v.string(),
  at: v.optional(v.string()),
  postponed: v.optional(postponedSchema),
});

/** @throws InvalidWorkflowInputError naming each field that is wrong */
export function readWorkflowState(state: unknown): WorkflowState {
  const { kind } = recordOf(recordOf(state).target);
  return READERS[isRunKind(kind) ? kind : 'link'](state);
}

const READERS: { readonly [K in RunKind]: (state: unknown) => StateOf<K> } = {
  link: readerOf('link'),
  service: readerOf('service'),
  'regional-mode': readerOf('regional-mode'),
};

function isRunKind(kind: unknown): kind is RunKind {
  return typeof kind === 'string' && Object.hasOwn(RUN_SCHEMAS, kind);
}

function readerOf<K extends RunKind>(kind: K): (state: unknown) => StateOf<K> {
  const schema: v.GenericSchema<unknown, RunByKind[K]> = RUN_SCHEMAS[kind];
  return (state) => ({
    kind,
    input: read(schema, state),
    prepared: readPrepared(kind, recordOf(state)[StatePath.PREPARED]),
    observation: readIfThere(observationSchema<K>(), recordOf(state)[StatePath.OBSERVATION]),
    ...readCommon(recordOf(state)),
  });
}

function readPrepared<K extends RunKind>(kind: K, value: unknown): Prepared<K> | undefined {
  const schema: v.GenericSchema<unknown, KeptByKind[K]> = KEPT_SCHEMAS[kind];
  const record = readIfThere(preparedSchema, value);
  const kept = v.safeParse(schema, value);
  return record !== undefined && kept.success ? { ...record, ...kept.output } : undefined;
}

function readCommon(added: Readonly<Record<string, unknown>>) {
  const undone = readIfThere(undoneSchema, added[StatePath.UNDONE]);
  return {
    applied: readIfThere(appliedSchema, added[StatePath.APPLIED]),
    connectionStringsLook: readIfThere(observationSchema<'link'>(), added[StatePath.CONNECTION_STRINGS]),
    retried: readIfThere(retriedSchema, added[StatePath.RETRIED]),
    failure: readIfThere(failureSchema, added[StatePath.FAILURE]),
    undone: undone?.postponed === undefined ? undone : undefined,
    undoPostponed: undone?.postponed,
    undoFailure: readIfThere(failureSchema, added[StatePath.UNDO_FAILURE]),
    ended: readIfThere(endedSchema, added[StatePath.ENDED]),
    isPublished: added[StatePath.CONCLUSION] !== undefined,
    isRecorded: added[StatePath.RECORDED] !== undefined,
  };
}

/** The ids that every log line of a run carries. */
export function correlationOf<K extends RunKind>(
  executionArn: string,
  run: KnownRun<K>,
): Record<string, string> {
  return {
    ...KINDS[run.kind].idsOf(run.input),
    projectId: run.input.target.projectId,
    executionName: executionNameOf(executionArn),
  };
}

function read<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown): Output {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const issues = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'input'}: ${issue.message}`);
  throw new InvalidWorkflowInputError(`The workflow input is not valid. ${issues.join(' ')}`);
}

function readIfThere<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> | undefined {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : undefined;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
