/** Results of the last `npm run bench`, from which the documentation takes its figures. */
import { readFileSync } from 'node:fs';
import type { LagRow } from './lag.js';
import type { RequestRow } from './link-requests.js';
import type { OrganizationPass } from './organization.js';
import type { ThrottledCrowdResult } from './throttled-crowd.js';

export interface RecordedBench {
  readonly measuredAt: string;
  readonly numbers: Readonly<Record<string, number>>;
  readonly lag: readonly LagRow[];
  readonly peers: readonly LagRow[];
  readonly requests: readonly RequestRow[];
  /** In ascending order of size. */
  readonly organization: readonly OrganizationPass[];
  readonly crowds: readonly ThrottledCrowdResult[];
}

export const recorded: RecordedBench = JSON.parse(
  readFileSync(new URL('./recorded.json', import.meta.url), 'utf8'),
);
