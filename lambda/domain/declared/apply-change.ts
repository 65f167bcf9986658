import type { Applied } from '../../execution-data/change-record.js';
import type { ExecutionKind } from '../../execution-data/workflow-input.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { InvalidWorkflowInputError } from '../model/errors/invalid-workflow-input-error.js';
import type { WorkflowState } from '../model/workflow-state.js';
import { againAfter } from '../polling/again.js';
import type { ChangeDependencies, Round } from './kinds/resource-kind.js';
import { KINDS } from './resource-kinds.js';

/** @throws InvalidWorkflowInputError, ChangeRefusedError; AtlasError of a poll */
export async function applyChange<K extends ExecutionKind>(
  deps: ChangeDependencies,
  state: WorkflowState<K>,
  attempt: Omit<Round<K>, 'prepared'>,
): Promise<Applied> {
  const { prepared } = state;
  if (prepared === undefined)
    throw new InvalidWorkflowInputError(
      'The change was not prepared: start the workflow from its beginning.',
    );
  const { round, creation, unanswered, changed, registering, again } = prepared;
  const sent = { creation, unanswered, changed, registering };
  const nothingDone = { round, retained: false, adopted: false, ...sent };
  // Both cases share one path, so that the usual one needs no further state.
  if (again !== undefined) return { ...nothingDone, again };
  try {
    return { round, ...(await KINDS[state.kind].apply(deps, state.input, { ...attempt, prepared })) };
  } catch (error) {
    const failure = failureOf(error, prepared.conflicts);
    if (failure === undefined) throw error;
    return { ...nothingDone, ...(attempt.isCutOff ? CUT_OFF : {}), ...failure };
  }
}

/** Nothing is known about an attempt that never returned, even after a poll. */
const CUT_OFF = { unanswered: 'open', changed: true } as const;

/** A failure returned as a result, so that what was sent before it is known. */
function failureOf(error: unknown, conflicts: number | undefined): Partial<Applied> | undefined {
  const again = againAfter(error, conflicts);
  if (again !== undefined) return { again };
  return error instanceof AtlasError ? { refusal: `${error.message} ${error.advice}` } : undefined;
}
