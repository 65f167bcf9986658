import * as v from 'valibot';
import type { CaughtFailure, ConclusionResult } from '../../contract/task-payload.js';
import { type Conclusion, type Outcome, REQUEST_CANCELLED } from '../../contract/workflow.js';
import type { FailedExecution } from '../../execution-data/failed-execution.js';
import type { Observation } from '../../execution-data/observation.js';
import { jsonText } from '../../json/json-text.js';
import { validate } from '../../json/validate.js';

/** How an execution ended, whatever its target. */
export interface FinalOutcome {
  readonly outcome: Conclusion;
  readonly message: string;
  readonly advice: string;
}

export interface ExecutionOutcome {
  /** Why the state, or a part of it, cannot be read: the other parts are then not sufficient. */
  readonly unreadable?: string | undefined;
  readonly observation?: Observation<unknown> | undefined;
  /** A failure of a poll itself, which takes precedence over the last observation. */
  readonly failure?: CaughtFailure | undefined;
  /** Set if the execution ended without its own conclusion. */
  readonly ended?: FailedExecution | undefined;
}

export function finalOutcomeOf({ unreadable, ended, failure, observation }: ExecutionOutcome): FinalOutcome {
  if (unreadable !== undefined) return { outcome: 'failed', message: unreadable, advice: '' };
  if (ended !== undefined) return finalOutcomeOfEnded(ended);
  if (failure !== undefined) return finalOutcomeOfFailure(failure);
  const outcome = observation?.outcome ?? 'pending';
  if (observation === undefined || !isReported(outcome)) {
    return finalOutcomeOfFailure({
      Error: 'NoObservation',
      Cause: 'The execution ended before it had checked Atlas.',
    });
  }
  return { outcome, message: observation.message, advice: observation.advice };
}

export function conclusionOf({ outcome, message, advice }: FinalOutcome): ConclusionResult {
  return { outcome, cause: [message, advice].filter((text) => text !== '').join(' ') };
}

function isReported(outcome: Outcome): outcome is Conclusion {
  return outcome !== 'pending' && outcome !== 'again' && outcome !== 'retry' && outcome !== 'dropped';
}

function finalOutcomeOfEnded(ended: FailedExecution): FinalOutcome {
  const advice =
    'The link itself may still become available: check in Atlas, then start the execution again with the same input.';
  switch (ended.status) {
    case 'ABORTED':
      if (ended.error === REQUEST_CANCELLED)
        return { outcome: 'failed', message: 'CloudFormation has cancelled the request.', advice: '' };
      return {
        outcome: 'failed',
        message: `The execution was stopped by hand. ${ended.cause}`.trim(),
        advice,
      };
    case 'TIMED_OUT':
      return {
        outcome: 'timed-out',
        message: 'The execution reached the time-out of the state machine.',
        advice,
      };
    case 'FAILED':
      return { outcome: 'failed', message: `The execution failed on its own. ${ended.cause}`.trim(), advice };
  }
}

function finalOutcomeOfFailure(failure: CaughtFailure): FinalOutcome {
  return {
    outcome: 'failed',
    message: `The execution could not be carried out: ${messageOf(failure)}`,
    advice:
      'Follow the message; then redrive the execution in Step Functions. The link may have become available meanwhile.',
  };
}

/** Lambda puts `{"errorType", "errorMessage", "trace"}` into the cause; the trace does not help the reader. */
const lambdaCause = jsonText(v.object({ errorMessage: v.string() }));

/** If the cause is not from a Lambda function, or is cut, its text is used as it is. */
export function messageOf({ Error: name, Cause: cause }: CaughtFailure): string {
  const ofLambda = validate(lambdaCause, cause);
  if (ofLambda.kind === 'valid') return ofLambda.value.errorMessage;
  return cause === '' ? name : cause;
}
