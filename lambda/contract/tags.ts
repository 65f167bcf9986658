/** Tags that a conclusion puts on the VPC endpoint. IAM limits the function to these keys. */
export const StatusTag = {
  /** `available`, `failed`, `timed-out`; `unlinked` where the endpoint lives on without its link. */
  STATUS: 'atlas-privatelink:status',
  PROJECT_ID: 'atlas-privatelink:project-id',
  /** Codes of what preflight has found, `+` between them; `none`. */
  WARNINGS: 'atlas-privatelink:warnings',
} as const;

/** On a VPC endpoint whose link a stack declares: the automation leaves it to the stack. */
export const DECLARED_TAG = { KEY: 'atlas-privatelink:declared-by', VALUE: 'cloudformation' } as const;
