export const ENDED_STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

export interface FailedExecution {
  readonly status: (typeof ENDED_STATUSES)[number];
  /** Name of the error; empty if there is none. */
  readonly error: string;
  /** For messages: the error and its text. */
  readonly cause: string;
  /** ISO 8601. After this time, the execution can no longer change anything. */
  readonly quietAt?: string | undefined;
}

/** An execution of the link workflow that ended without `Succeed`. */
export interface WorkflowEnded {
  readonly executionArn: string;
  readonly status: FailedExecution['status'];
  readonly error: string;
  readonly cause: string;
  /** The execution's input, parsed; Step Functions omits it above 248 KiB. */
  readonly input: unknown;
  /** Undefined if the event does not say. */
  readonly endedAt?: Date | undefined;
}
