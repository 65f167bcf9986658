import * as v from 'valibot';
import { DRIFT_KINDS, DRIFT_RESULTS } from '../../contract/published-event.js';
import { PROGRESS_VERSION, type ReconcileProgress } from '../../domain/reconciling/reconcile-progress.js';
import { isoTime } from '../../schemas/iso-time.js';
import { awsRegionSchema } from '../../schemas/region-schemas.js';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** A slice of an earlier deployment wrote `execution-died` instead of `execution-failed`. */
const driftKind = v.pipe(
  v.picklist([...DRIFT_KINDS, 'execution-died']),
  v.transform((kind) => (kind === 'execution-died' ? 'execution-failed' : kind)),
);

const cursor = v.object({
  projectIndex: count,
  afterEndpointId: v.string(),
  firstEndpointId: v.exactOptional(v.string()),
});

/** What one slice of a reconciliation passes to the next, possibly from another deployment. */
export const progressSchema: v.GenericSchema<unknown, ReconcileProgress> = v.object({
  // Earlier deployments wrote no version.
  version: v.optional(v.literal(PROGRESS_VERSION), PROGRESS_VERSION),
  startedAt: isoTime,
  waitedSince: v.exactOptional(isoTime),
  isWaiting: v.exactOptional(v.boolean()),
  dryRun: v.boolean(),
  cursor,
  pending: v.exactOptional(
    v.array(v.object({ projectId: v.string(), endpointIds: v.pipe(v.array(v.string()), v.minLength(1)) })),
  ),
  compared: count,
  found: count,
  repaired: count,
  left: count,
  unreadableProjects: v.exactOptional(count),
  member: v.exactOptional(
    v.object({
      key: v.string(),
      first: v.exactOptional(v.string()),
      since: isoTime,
      isCompared: v.exactOptional(v.boolean()),
      failedInRow: v.exactOptional(count),
    }),
  ),
  homeCursor: v.exactOptional(cursor),
  unreadAtHome: v.exactOptional(
    v.array(v.object({ projectId: v.string(), endpointServiceId: v.exactOptional(v.string()) })),
  ),
  unreachableMembers: v.exactOptional(count),
  silentMembers: v.exactOptional(count),
  memberDeadLetters: v.exactOptional(count),
  slowFailures: v.exactOptional(v.record(v.string(), count)),
  links: v.object({
    available: count,
    pending: count,
    failed: count,
    retained: count,
    unmanaged: count,
    ofOthers: v.optional(count, 0),
  }),
  drift: v.array(
    v.object({
      kind: driftKind,
      projectId: v.string(),
      endpointServiceId: v.string(),
      endpointId: v.string(),
      account: v.exactOptional(v.string()),
      region: v.exactOptional(awsRegionSchema),
      result: v.picklist(DRIFT_RESULTS),
      message: v.string(),
    }),
  ),
});
