import * as v from 'valibot';
import { CLOUD_PROVIDERS } from '../contract/attributes.js';
import { LINK_STATES, type LinkRecord } from '../contract/registry.js';
import { WARNING_CODES } from '../contract/warnings.js';

// Checked for what decides; the attributes beside the ids are for readers.
const schema = v.object({
  version: v.literal(1),
  state: v.picklist(LINK_STATES),
  link: v.looseObject({
    ProjectId: v.string(),
    EndpointServiceId: v.string(),
    EndpointId: v.pipe(v.string(), v.nonEmpty()),
    CloudProvider: v.picklist(CLOUD_PROVIDERS),
  }),
  region: v.string(),
  account: v.string(),
  // Records of earlier versions name no owner, and so belong to nobody.
  owner: v.optional(v.string(), ''),
  run: v.string(),
  runStartedAt: v.pipe(v.string(), v.isoTimestamp()),
  firstSeenAt: v.string(),
  lastSeenAt: v.string(),
  message: v.string(),
  advice: v.string(),
  warnings: v.array(v.picklist(WARNING_CODES)),
  // What is none is as if it were absent, and decides nothing.
  missingSince: v.fallback(v.optional(v.pipe(v.string(), v.isoTimestamp())), undefined),
  stateBefore: v.fallback(v.optional(v.picklist(LINK_STATES)), undefined),
});

/** Undefined where there is no parameter, and where somebody has written something else into it. */
export function parseLinkRecord(value: string | undefined): LinkRecord | undefined {
  if (value === undefined) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), value);
  return parsed.success ? (parsed.output as unknown as LinkRecord) : undefined;
}
