/**
 * Payloads that the state machines pass to their tasks. A field that a state machine of an earlier version lacks is
 * optional.
 */
import * as v from 'valibot';
import type { OpenRequestsCheck } from '../../contract/open-requests.js';
import type {
  ChangeTaskPayload,
  ConclusionTaskPayload,
  PollTaskPayload,
} from '../../contract/task-payload.js';
import {
  ACCEPTANCE_PHASE,
  CLOSE_PHASE,
  CONNECTION_STRINGS_PHASE,
  ConclusionPhase,
  RELEASE_PHASE,
} from '../../contract/workflow.js';
import { requireInput } from '../../domain/executions/require-input.js';
import { InvalidWorkflowInputError } from '../../domain/model/errors/invalid-workflow-input-error.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import { isoTime } from '../../schemas/iso-time.js';

export const TASK_INPUT = 'The input of the task';
export const executionArn = v.pipe(v.string(), v.nonEmpty('expected an ARN'));

const common = {
  executionArn,
  enteredTime: v.exactOptional(isoTime),
  /** The state of the execution, which is parsed separately. */
  state: v.unknown(),
};
const retryCount = v.pipe(v.number(), v.integer(), v.minValue(0));

const pollTaskSchema: v.GenericSchema<unknown, PollTaskPayload> = v.object({
  ...common,
  phase: v.exactOptional(v.picklist([ACCEPTANCE_PHASE, CLOSE_PHASE, CONNECTION_STRINGS_PHASE])),
  retryCount: v.exactOptional(retryCount),
  taskToken: v.exactOptional(v.pipe(v.string(), v.nonEmpty())),
});

/** @throws InvalidWorkflowInputError */
export function readPollTask(payload: unknown): PollTaskPayload {
  return requireInput(TASK_INPUT, pollTaskSchema, payload);
}

const conclusionTaskSchema: v.GenericSchema<unknown, ConclusionTaskPayload> = v.object({
  ...common,
  phase: v.exactOptional(
    v.picklist([CONNECTION_STRINGS_PHASE, RELEASE_PHASE, ...Object.values(ConclusionPhase)]),
  ),
  retryCount: v.exactOptional(retryCount),
});

/** @throws InvalidWorkflowInputError */
export function readConclusionTask(payload: unknown): ConclusionTaskPayload {
  return requireInput(TASK_INPUT, conclusionTaskSchema, payload);
}

/** For a phase that only executions of links have. */
export function phaseOfLinks(phase: string, kind: ExecutionKind): InvalidWorkflowInputError {
  return new InvalidWorkflowInputError(
    `phase: expected none for an execution of kind ${kind}, received ${phase}, which only links have. Redeploy the stack, and start the execution again (New execution).`,
  );
}

const changeTaskSchema: v.GenericSchema<unknown, ChangeTaskPayload> = v.object({
  ...common,
  phase: v.picklist(['prepare', 'apply', 'retry', 'undo']),
  retryCount: v.optional(retryCount, 0),
  waits: v.exactOptional(v.boolean()),
});

/** @throws InvalidWorkflowInputError */
export function readChangeTask(payload: unknown): ChangeTaskPayload {
  return requireInput(TASK_INPUT, changeTaskSchema, payload);
}

const openRequestsCheckSchema = v.object({
  trigger: v.literal('open-requests'),
  stateMachineArn: v.pipe(v.string(), v.nonEmpty()),
});

/** True for the schedule's check of open requests. */
export function isOpenRequestsCheck(payload: unknown): payload is OpenRequestsCheck {
  return v.is(openRequestsCheckSchema, payload);
}
