export const ENDED_STATUSES = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const;

export interface FailedExecution {
  readonly status: (typeof ENDED_STATUSES)[number];
  /** Name of the error; empty where there is none. */
  readonly error: string;
  /** For people: the error, and what it says. */
  readonly cause: string;
  /** ISO 8601. From then on, nothing of the execution can change anything any more. */
  readonly quietAt?: string | undefined;
}
