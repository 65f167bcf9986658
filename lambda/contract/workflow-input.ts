/** The link workflow's input: one version, validated where it enters a Lambda. Not for `lib`: it needs valibot. */
import * as v from 'valibot';
import { CLOUD_PROVIDERS } from './attributes.js';

export const WORKFLOW_VERSION = 1;

const linkTarget = v.object({
  kind: v.literal('link'),
  cloudProvider: v.picklist(CLOUD_PROVIDERS),
  /** Empty only in a refused run whose project could not be found out. */
  projectId: v.string(),
  /** Empty only in a refused run whose endpoint service could not be found out. */
  endpointServiceId: v.string(),
  endpointId: v.pipe(v.string(), v.nonEmpty()),
  /** AWS spelling, such as `eu-west-1`. */
  region: v.string(),
  account: v.optional(v.string()),
});

/** A refusal: the run ends as failed without a look, because the link was never registered. */
const refusal = v.object({ code: v.string(), message: v.string(), advice: v.string() });

export const workflowInputSchema = v.object({
  version: v.literal(WORKFLOW_VERSION),
  target: linkTarget,
  goal: v.literal('available'),
  origin: v.object({ kind: v.picklist(['event']), id: v.string() }),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  deadline: v.pipe(v.string(), v.isoTimestamp()),
  refusal: v.optional(refusal),
});
export type WorkflowInput = v.InferOutput<typeof workflowInputSchema>;
export type LinkTarget = v.InferOutput<typeof linkTarget>;
export type Refusal = v.InferOutput<typeof refusal>;
