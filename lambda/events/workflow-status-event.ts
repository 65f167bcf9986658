import { fieldOf, isRecord, textOf } from './loose-record.js';
import { shown } from './shown.js';

/** A run of the link workflow that ended without `Succeed`. */
export interface WorkflowEnded {
  readonly executionArn: string;
  readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly error: string;
  readonly cause: string;
  /** The run's input, parsed; Step Functions leaves it out above 248 KiB. */
  readonly input: unknown;
  /** Undefined where the event does not say. */
  readonly endedAt?: Date | undefined;
}

export type WorkflowStatusEvent =
  | { readonly kind: 'accepted'; readonly event: WorkflowEnded }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'malformed'; readonly issues: readonly string[] };

const ENDED = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** True for an EventBridge delivery of `Step Functions Execution Status Change`, as against a task of the workflow. */
export function isWorkflowStatusEvent(payload: unknown): boolean {
  return textOf(fieldOf(payload, 'source')) === 'aws.states' && fieldOf(payload, 'detail') !== undefined;
}

/** Total, as {@link parseEndpointEvent}. */
export function parseWorkflowStatusEvent(delivery: unknown): WorkflowStatusEvent {
  const detail = fieldOf(delivery, 'detail');
  if (!isRecord(detail)) return malformed(`detail: expected an object, received ${shown(detail)}`);
  const status = ENDED.find((candidate) => candidate === detail.status);
  if (status === undefined) return { kind: 'ignored', reason: `status ${shown(detail.status)}` };
  const executionArn = textOf(detail.executionArn);
  if (executionArn === undefined)
    return malformed(`executionArn: expected an ARN, received ${shown(detail.executionArn)}`);
  const input = parseJson(detail.input);
  if (input === undefined) {
    return malformed(
      `input of ${executionArn.slice(0, 300)}: expected JSON text, received ${shown(detail.input)}`,
    );
  }
  return {
    kind: 'accepted',
    event: {
      executionArn,
      status,
      error: textOf(detail.error) ?? '',
      cause: textOf(detail.cause) ?? '',
      input,
      endedAt: timeOf(detail.stopDate),
    },
  };
}

/** Milliseconds since 1970. */
function timeOf(value: unknown): Date | undefined {
  return typeof value === 'number' && Math.abs(value) < 8.64e15 ? new Date(value) : undefined;
}

function malformed(issue: string): WorkflowStatusEvent {
  return { kind: 'malformed', issues: [issue] };
}

/** Undefined when `text` is not JSON. */
export function parseJson(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
