import * as v from 'valibot';
import { inCloudFormation } from '../contract/cloudformation-spelling.js';
import { awsRegion } from '../contract/regions.js';
import { LINK_STATES, type LinkRecord, type StoredLinkRecord } from '../contract/registry.js';
import { WARNING_CODES } from '../contract/warnings.js';
import type { RecordPlace } from '../domain/model/values/own-record.js';
import { jsonText } from '../json/json-text.js';
import { linkDescriptionSchema } from '../schemas/description-schemas.js';
import { isoTime } from '../schemas/iso-time.js';
import { awsRegionSchema } from '../schemas/region-schemas.js';

/**
 * Accepts what a later version adds: further fields and warning codes. Another version number or state is refused,
 * because its meaning is unknown.
 */
const schema: v.GenericSchema<unknown, LinkRecord> = v.object({
  version: v.literal(1),
  state: v.picklist(LINK_STATES),
  link: linkDescriptionSchema,
  region: awsRegionSchema,
  account: v.string(),
  // Records of earlier versions have no owner, so no automation owns them.
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
  // An invalid time counts as absent and decides nothing.
  missingSince: v.fallback(v.optional(isoTime), undefined),
  stateBefore: v.fallback(v.optional(v.picklist(LINK_STATES)), undefined),
  connectionStringsDigest: v.fallback(v.optional(v.string()), undefined),
  copyMissed: v.fallback(v.optional(v.literal(true)), undefined),
});

/** Returns undefined if this version cannot read the value. */
export function parseLinkRecord(value: string): LinkRecord | undefined {
  const parsed = v.safeParse(jsonText(schema), value);
  return parsed.success ? parsed.output : undefined;
}

/** Returns the text that {@link parseLinkRecord} reads. */
export function storedText(record: LinkRecord): string {
  return JSON.stringify(stored(record));
}

/** For readers outside the functions: link attributes are spelled as in all published data. */
export function stored(record: LinkRecord): StoredLinkRecord {
  return { ...record, link: inCloudFormation(record.link) };
}

const text = v.optional(v.fallback(v.string(), ''), '');
const placeSchema = v.object({ owner: text, account: text, region: v.pipe(text, v.transform(awsRegion)) });

/** Returns the owner that an unreadable record names; empty texts where it names none. */
export function readRecordPlace(value: string): RecordPlace {
  const parsed = v.safeParse(jsonText(placeSchema), value);
  return parsed.success ? parsed.output : { owner: '', account: '', region: '' };
}
