/** Tags that a conclusion puts on the VPC endpoint. IAM limits the function to these keys. */
export const StatusTag = {
  /** `available`, `failed`, `timed-out`; `unlinked` if the endpoint still exists without its link. */
  STATUS: 'atlas-privatelink:status',
  PROJECT_ID: 'atlas-privatelink:project-id',
  /** Codes of preflight's findings, separated by `+`; or `none`. */
  WARNINGS: 'atlas-privatelink:warnings',
} as const;

/** Tag of a VPC endpoint whose link is declared in a stack: the automation does not manage it. */
export const DECLARED_TAG = { KEY: 'atlas-privatelink:declared-by', VALUE: 'cloudformation' } as const;

/**
 * Tag of a VPC endpoint to Data Federation: its value is the id of the Atlas project that the endpoint is registered in. It
 * is needed where an automation has several projects with `dataFederation`.
 */
export const DATA_FEDERATION_PROJECT_TAG = 'atlas-privatelink:data-federation-project';
