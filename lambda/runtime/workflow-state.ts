import * as v from 'valibot';
import type { LinkDescription } from '../contract/attributes.js';
import {
  type Applied,
  type CaughtFailure,
  CREATION_EVIDENCE,
  type Observation,
  OUTCOMES,
  type Postponed,
  type Prepared,
  type Retried,
  StatePath,
  UNANSWERED,
  type Undone,
} from '../contract/workflow.js';
import {
  type LinkRun,
  linkRunSchema,
  type RegionalModeRun,
  regionalModeRunSchema,
  type ServiceRun,
  serviceRunSchema,
  type WorkflowInput,
} from '../contract/workflow-input.js';
import { executionNameOf } from '../domain/model/execution-name.js';
import { ENDED_STATUSES, type EndedRun } from '../domain/model/verdict.js';

/** The workflow's state as a task receives it: its input, and what earlier states have added. */
export interface WorkflowState<Input extends WorkflowInput = WorkflowInput> {
  readonly input: Input;
  readonly prepared: Prepared | undefined;
  readonly applied: Applied | undefined;
  readonly observation: Observation<Input extends LinkRun ? LinkDescription : unknown> | undefined;
  readonly connectionStringsLook: Observation | undefined;
  readonly retried: Retried | undefined;
  readonly failure: CaughtFailure | undefined;
  /** Once it is over. */
  readonly undone: Undone | undefined;
  /** Until then, of the last call. */
  readonly undoPostponed: Postponed | undefined;
  readonly undoFailure: CaughtFailure | undefined;
  /** Of a run that takes back what another has made, which was cut off. */
  readonly ended: EndedRun | undefined;
  /** The conclusion has been published; and registry and CloudFormation have been told of it. */
  readonly isPublished: boolean;
  readonly isRecorded: boolean;
}

/** Somebody started the machine with an input that is not its own. */
export class InvalidWorkflowInputError extends Error {
  override readonly name = 'InvalidWorkflowInputError';
}

// Written by our own Lambdas in the states before: checked for the fields that decide, not for every attribute.
const clusterStringsSchema = v.object({
  Cluster: v.string(),
  Srv: v.string(),
  Standard: v.string(),
  SrvShardOptimized: v.string(),
});
const observationSchema = v.looseObject({
  outcome: v.picklist(OUTCOMES),
  waitSeconds: v.number(),
  observedAt: v.string(),
  description: v.looseObject({}),
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
});
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
  serviceRegionName: v.optional(v.string()),
  remoteRegions: v.optional(v.array(v.string())),
  wasEnabled: v.optional(v.boolean()),
});
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
  const added = recordOf(state);
  const undone = readIfThere(undoneSchema, added[StatePath.UNDONE]);
  return {
    input: readInput(state, recordOf(added.target).kind),
    prepared: readIfThere(preparedSchema, added[StatePath.PREPARED]),
    applied: readIfThere(appliedSchema, added[StatePath.APPLIED]),
    observation: readIfThere(observationSchema, added[StatePath.OBSERVATION]),
    connectionStringsLook: readIfThere(observationSchema, added[StatePath.CONNECTION_STRINGS]) as
      | Observation
      | undefined,
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

function readInput(state: unknown, kind: unknown): WorkflowInput {
  switch (kind) {
    case 'service':
      return read(serviceRunSchema, state);
    case 'regional-mode':
      return read(regionalModeRunSchema, state);
    default:
      return read(linkRunSchema, state);
  }
}

export function isLinkState(state: WorkflowState): state is WorkflowState<LinkRun> {
  return state.input.target.kind === 'link';
}

export function isServiceState(state: WorkflowState): state is WorkflowState<ServiceRun> {
  return state.input.target.kind === 'service';
}

export function isRegionalModeState(state: WorkflowState): state is WorkflowState<RegionalModeRun> {
  return state.input.target.kind === 'regional-mode';
}

/** The ids that every log line of a run carries. */
export function correlationOf(executionArn: string, { target }: WorkflowInput): Record<string, string> {
  return {
    ...(target.kind === 'link' ? { endpointId: target.endpointId } : {}),
    ...(target.kind === 'service' ? { regionName: target.regionName } : {}),
    projectId: target.projectId,
    executionName: executionNameOf(executionArn),
  };
}

function read<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
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
