/** The state of an execution, as its tasks and later readers parse it. */
import * as v from 'valibot';
import { StatePath } from '../../contract/workflow.js';
import {
  appliedSchema,
  endedSchema,
  failureSchema,
  observationSchemaOf,
  PREPARED_SCHEMAS,
  retriedSchema,
  undoneSchema,
} from '../../execution-data/state-schemas.js';
import {
  EXECUTION_KINDS,
  EXECUTION_SCHEMAS,
  type ExecutionByKind,
  type ExecutionKind,
} from '../../execution-data/workflow-input.js';
import { jsonText } from '../../json/json-text.js';
import { type JsonRecord, record } from '../../json/record.js';
import { validate } from '../../json/validate.js';
import { InvalidWorkflowInputError } from '../model/errors/invalid-workflow-input-error.js';
import type { ExecutionFacts } from '../model/ports/executions.js';
import type { StateOf, WorkflowState } from '../model/workflow-state.js';
import { reportUnreadable, requireInput } from './require-input.js';

const WHAT = 'The state of the execution';

/**
 * Reads the whole state, or throws: an unreadable part does not count as absent.
 *
 * @throws InvalidWorkflowInputError that names each invalid field
 */
export function readWorkflowState(state: unknown): WorkflowState {
  const read = readConcludedState(state);
  if (read.unreadable !== undefined) throw new InvalidWorkflowInputError(read.unreadable);
  return read;
}

/**
 * For functions that report the end of an execution. If a part cannot be read, it is omitted, `unreadable` says why,
 * and the execution is reported as failed.
 *
 * @throws InvalidWorkflowInputError if the input itself cannot be read, so that the recipient of the report is unknown
 */
export function readConcludedState(state: unknown): WorkflowState {
  const fields = requireInput(WHAT, record, state, { whole: 'state' });
  const { kind } = requireInput(WHAT, kindSchema, fields).target;
  // Each part is read by the schema of this one kind, which the type of a call with any kind does not say.
  return readState(kind, fields) as WorkflowState;
}

/**
 * Input of an execution that has not reached its first step.
 *
 * @throws InvalidWorkflowInputError
 */
export function readExecutionInput(execution: Pick<ExecutionFacts, 'input'>): WorkflowState {
  return readWorkflowState(executionInput(execution));
}

/** @throws InvalidWorkflowInputError if it is not JSON */
export function executionInput({ input }: Pick<ExecutionFacts, 'input'>): unknown {
  return requireInput('The input of the execution', jsonText(v.unknown()), input);
}

const kindSchema = v.object({ target: v.object({ kind: v.picklist(EXECUTION_KINDS) }) });

function readState<K extends ExecutionKind>(kind: K, state: JsonRecord): StateOf<K> {
  const schema: v.GenericSchema<unknown, ExecutionByKind[K]> = EXECUTION_SCHEMAS[kind];
  const input = requireInput(WHAT, schema, state);
  const parts = new Parts(state);
  const prepared = parts.read(StatePath.PREPARED, PREPARED_SCHEMAS[kind]);
  const observation = parts.read(StatePath.OBSERVATION, observationSchemaOf(kind));
  const common = readCommon(parts);
  const { issues } = parts;
  const unreadable = issues.length === 0 ? undefined : reportUnreadable(WHAT, issues);
  return { kind, input, prepared, observation, ...common, unreadable };
}

function readCommon(parts: Parts) {
  const undone = parts.read(StatePath.UNDONE, undoneSchema);
  return {
    applied: parts.read(StatePath.APPLIED, appliedSchema),
    connectionStringsPoll: parts.read(StatePath.CONNECTION_STRINGS, observationSchemaOf('link')),
    retried: parts.read(StatePath.RETRIED, retriedSchema),
    failure: parts.read(StatePath.FAILURE, failureSchema),
    undone: undone?.postponed === undefined ? undone : undefined,
    undoPostponed: undone?.postponed,
    undoFailure: parts.read(StatePath.UNDO_FAILURE, failureSchema),
    ended: parts.read(StatePath.ENDED, endedSchema),
    isPublished: parts.has(StatePath.CONCLUSION),
    isRecorded: parts.has(StatePath.RECORDED),
  };
}

/** What the states have added to the input, parsed one by one. */
class Parts {
  readonly issues: string[] = [];

  constructor(private readonly state: JsonRecord) {}

  has(path: string): boolean {
    return this.state[path] !== undefined;
  }

  /** @returns undefined if it is absent, or malformed: then its issues are recorded */
  read<Output>(path: string, schema: v.GenericSchema<unknown, Output>): Output | undefined {
    if (!this.has(path)) return undefined;
    const part = validate(schema, this.state[path], { path });
    if (part.kind === 'valid') return part.value;
    this.issues.push(...part.issues);
    return undefined;
  }
}
