/** The data of the reconciliation's state machine. */

/** What starts a reconciliation: the schedule, a deployment of the stack, or a person. */
export const RECONCILE_TRIGGERS = ['schedule', 'deployment', 'command'] as const;

export interface ReconcileInput {
  readonly trigger?: (typeof RECONCILE_TRIGGERS)[number];
  /** True: report differences and change nothing. Default: false. */
  readonly dryRun?: boolean;
}

/** Where the state machine keeps what the last slice returned (JSONPath result path without `$.`). */
export const SLICE_PATH = 'slice';
export const SLICE_STATUS = { MORE: 'more', DONE: 'done' } as const;
