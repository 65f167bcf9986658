import * as v from 'valibot';
import { CLOUD_PROVIDERS, type LinkDescription } from '../contract/attributes.js';
import { fromCloudFormation, inCloudFormation } from '../contract/cloudformation-spelling.js';
import { awsRegionSchema } from '../contract/region-schemas.js';
import { awsRegion } from '../contract/regions.js';
import { LINK_STATES, type LinkRecord, type StoredLinkRecord } from '../contract/registry.js';
import { WARNING_CODES } from '../contract/warnings.js';
import type { RecordPlace } from '../domain/model/own-record.js';

/**
 * Checked for what decides; the attributes beside the ids are for readers. What a later version adds does no harm:
 * further fields, and codes of warnings. Another version or state may mean anything.
 */
const schema = v.object({
  version: v.literal(1),
  state: v.picklist(LINK_STATES),
  link: v.pipe(
    v.looseObject({
      ProjectId: v.string(),
      EndpointServiceId: v.string(),
      EndpointId: v.pipe(v.string(), v.nonEmpty()),
      CloudProvider: v.picklist(CLOUD_PROVIDERS),
    }),
    v.transform((attributes): unknown => fromCloudFormation(attributes)),
    v.custom<LinkDescription>((link) => typeof link === 'object' && link !== null),
  ),
  region: awsRegionSchema,
  account: v.string(),
  // Records of earlier versions name no owner, and so belong to nobody.
  owner: v.optional(v.string(), ''),
  run: v.string(),
  runStartedAt: v.pipe(v.string(), v.isoTimestamp()),
  firstSeenAt: v.string(),
  lastSeenAt: v.string(),
  message: v.string(),
  advice: v.string(),
  warnings: v.pipe(
    v.array(v.string()),
    v.transform((codes) => WARNING_CODES.filter((code) => codes.includes(code))),
  ),
  // What is none is as if it were absent, and decides nothing.
  missingSince: v.fallback(v.optional(v.pipe(v.string(), v.isoTimestamp())), undefined),
  stateBefore: v.fallback(v.optional(v.picklist(LINK_STATES)), undefined),
});

/** Undefined where it is none that this version can read. */
export function parseLinkRecord(value: string): LinkRecord | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), value);
  return parsed.success ? parsed.output : undefined;
}

/** What {@link parseLinkRecord} reads. */
export function storedText(record: LinkRecord): string {
  return JSON.stringify(stored(record));
}

/** For readers outside the functions: the attributes of the link as everywhere outside. */
export function stored(record: LinkRecord): StoredLinkRecord {
  return { ...record, link: inCloudFormation(record.link) };
}

const text = v.optional(v.fallback(v.string(), ''), '');
const placeSchema = v.object({ owner: text, account: text, region: v.pipe(text, v.transform(awsRegion)) });

/** Of what cannot be read as a record: whose it says it is; empty texts where it does not. */
export function readRecordPlace(value: string): RecordPlace {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), placeSchema), value);
  return parsed.success ? parsed.output : { owner: '', account: '', region: '' };
}
