import {
  type CaughtFailure,
  type Conclusion,
  type ConclusionResult,
  type Observation,
  type Outcome,
  REQUEST_CANCELLED,
} from '../../contract/workflow.js';

/** How a run ended, whatever its target. */
export interface Verdict {
  readonly outcome: Conclusion;
  readonly message: string;
  readonly advice: string;
}

export interface RunEnd {
  readonly observation?: Observation<unknown> | undefined;
  /** A failure of the looking itself, which stands above the last observation. */
  readonly failure?: CaughtFailure | undefined;
  /** Set when the run ended without concluding by itself. */
  readonly ended?: EndedRun | undefined;
}

export const ENDED_STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

export interface EndedRun {
  readonly status: (typeof ENDED_STATUSES)[number];
  readonly cause: string;
  /** ISO 8601. From then on, nothing of the run can change anything any more. */
  readonly quietAt?: string | undefined;
}

export function verdictOf({ ended, failure, observation }: RunEnd): Verdict {
  if (ended !== undefined) return verdictOfEnded(ended);
  if (failure !== undefined) return verdictOfFailure(failure);
  const outcome = observation?.outcome ?? 'pending';
  if (observation === undefined || !isTold(outcome)) {
    return verdictOfFailure({
      Error: 'NoObservation',
      Cause: 'The run ended before it had looked at Atlas.',
    });
  }
  return { outcome, message: observation.message, advice: observation.advice };
}

export function conclusionOf({ outcome, message, advice }: Verdict): ConclusionResult {
  return { outcome, cause: [message, advice].filter((text) => text !== '').join(' ') };
}

function isTold(outcome: Outcome): outcome is Conclusion {
  return outcome !== 'pending' && outcome !== 'again' && outcome !== 'retry' && outcome !== 'dropped';
}

function verdictOfEnded(ended: EndedRun): Verdict {
  const advice =
    'The link itself may still become available: look in Atlas, then start the run again with the same input.';
  switch (ended.status) {
    case 'ABORTED':
      if (ended.cause.startsWith(REQUEST_CANCELLED))
        return { outcome: 'failed', message: 'CloudFormation has cancelled the request.', advice: '' };
      return { outcome: 'failed', message: `The run was stopped by hand. ${ended.cause}`.trim(), advice };
    case 'TIMED_OUT':
      return { outcome: 'timed-out', message: 'The run reached the time-out of the state machine.', advice };
    case 'FAILED':
      return { outcome: 'failed', message: `The run failed on its own. ${ended.cause}`.trim(), advice };
  }
}

function verdictOfFailure(failure: CaughtFailure): Verdict {
  return {
    outcome: 'failed',
    message: `The run could not be carried out: ${wordsOf(failure)}`,
    advice:
      'Follow the message; then redrive the run in Step Functions. The link may have become available meanwhile.',
  };
}

/** Lambda puts `{"errorType", "errorMessage", "trace"}` into the cause; the trace is of no use to the reader. */
export function wordsOf(failure: CaughtFailure): string {
  try {
    const cause: unknown = JSON.parse(failure.Cause);
    if (typeof cause === 'object' && cause !== null && 'errorMessage' in cause)
      return String(cause.errorMessage);
  } catch {
    // Not from a Lambda function, or cut: the text itself is the best there is.
  }
  return failure.Cause === '' ? failure.Error : failure.Cause;
}
