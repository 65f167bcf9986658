import * as v from 'valibot';
import { inCloudFormation } from '../contract/cloudformation-spelling.js';
import { awsRegion } from '../contract/regions.js';
import { LINK_STATES, type LinkRecord, type StoredLinkRecord } from '../contract/registry.js';
import { WARNING_CODES } from '../contract/warnings.js';
import type { RecordPlace } from '../domain/model/own-record.js';
import { jsonText } from '../json/json-text.js';
import { linkDescriptionSchema } from '../schemas/description-schemas.js';
import { isoTime } from '../schemas/iso-time.js';
import { awsRegionSchema } from '../schemas/region-schemas.js';

/**
 * What a later version adds does no harm: further fields, and codes of warnings. Another version or state may mean
 * anything.
 */
const schema: v.GenericSchema<unknown, LinkRecord> = v.object({
  version: v.literal(1),
  state: v.picklist(LINK_STATES),
  link: linkDescriptionSchema,
  region: awsRegionSchema,
  account: v.string(),
  // Records of earlier versions name no owner, and so belong to nobody.
  owner: v.optional(v.string(), ''),
  execution: v.string(),
  executionStartedAt: isoTime,
  firstSeenAt: v.string(),
  lastSeenAt: v.string(),
  message: v.string(),
  advice: v.string(),
  warnings: v.pipe(
    v.array(v.string()),
    v.transform((codes) => WARNING_CODES.filter((code) => codes.includes(code))),
  ),
  // What is none is as if it were absent, and decides nothing.
  missingSince: v.fallback(v.optional(isoTime), undefined),
  stateBefore: v.fallback(v.optional(v.picklist(LINK_STATES)), undefined),
  connectionStringsDigest: v.fallback(v.optional(v.string()), undefined),
});

/** Undefined where it is none that this version can read. */
export function parseLinkRecord(value: string): LinkRecord | undefined {
  const parsed = v.safeParse(jsonText(schema), value);
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
  const parsed = v.safeParse(jsonText(placeSchema), value);
  return parsed.success ? parsed.output : { owner: '', account: '', region: '' };
}
