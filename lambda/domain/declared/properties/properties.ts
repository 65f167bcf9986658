/** Values of properties as templates pass them: all scalars are texts. */
import * as v from 'valibot';
import { CLOUD_PROVIDERS } from '../../../contract/attributes.js';
import {
  MAX_RESOURCE_TIMEOUT_SECONDS,
  MIN_RESOURCE_TIMEOUT_SECONDS,
} from '../../../contract/custom-resources.js';
import { atlasRegion } from '../../../contract/regions.js';
import { ATLAS_ID, CLOUD_PROVIDER, FLAG, secondsExpected } from '../../../contract/value-rules.js';

const atlasId = v.pipe(
  v.string(),
  v.check((id) => ATLAS_ID.accepts(id), ATLAS_ID.expected),
);
export const projectId = atlasId;
export const serviceId = atlasId;
export const filled = v.pipe(v.string(), v.nonEmpty('expected a text'));
export const requiredFlag = v.pipe(
  v.union([v.boolean(), v.string()]),
  v.transform((value) => String(value).toLowerCase()),
  v.picklist(['true', 'false'], FLAG.expected),
  v.transform((value) => value === 'true'),
);
export const flag = (otherwise: boolean) => v.optional(requiredFlag, otherwise);
const SECONDS_EXPECTED = secondsExpected(MIN_RESOURCE_TIMEOUT_SECONDS, MAX_RESOURCE_TIMEOUT_SECONDS);
const isSeconds = (value: number | string) =>
  Number.isInteger(Number(value)) &&
  Number(value) >= MIN_RESOURCE_TIMEOUT_SECONDS &&
  Number(value) <= MAX_RESOURCE_TIMEOUT_SECONDS;
export const seconds = (otherwise: number = MAX_RESOURCE_TIMEOUT_SECONDS) =>
  v.pipe(
    v.optional(v.union([v.number(), v.string()]), otherwise),
    v.check(isSeconds, SECONDS_EXPECTED),
    v.transform(Number),
  );
/** `eu-west-1` and `EU_WEST_1` are the same Region. */
export const region = v.pipe(filled, v.transform(atlasRegion));
export const cloudProvider = v.optional(v.picklist(CLOUD_PROVIDERS, CLOUD_PROVIDER.expected), 'AWS');
