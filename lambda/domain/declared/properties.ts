/** Values of properties, as templates give them: all scalars are texts. */
import * as v from 'valibot';
import { CLOUD_PROVIDERS } from '../../contract/attributes.js';
import { MAX_SERVICE_TIMEOUT_SECONDS, RESPONSE_MARGIN_SECONDS } from '../../contract/custom-resources.js';
import { atlasRegion } from '../../contract/regions.js';

export const projectId = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/, 'expected 24 hexadecimal digits'));
export const serviceId = v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/, 'expected 24 hexadecimal digits'));
export const filled = v.pipe(v.string(), v.nonEmpty('expected a text'));
export const requiredFlag = v.pipe(
  v.union([v.boolean(), v.string()]),
  v.transform((value) => String(value).toLowerCase()),
  v.picklist(['true', 'false'], 'expected true or false'),
  v.transform((value) => value === 'true'),
);
export const flag = (otherwise: boolean) => v.optional(requiredFlag, otherwise);
const MAX_TIMEOUT_SECONDS = MAX_SERVICE_TIMEOUT_SECONDS - RESPONSE_MARGIN_SECONDS;
export const seconds = (otherwise: number = MAX_TIMEOUT_SECONDS) =>
  v.pipe(
    v.optional(v.union([v.number(), v.string()]), otherwise),
    v.transform(Number),
    v.integer('expected whole seconds'),
    v.minValue(60, 'expected at least 60 seconds'),
    v.maxValue(MAX_TIMEOUT_SECONDS, `expected at most ${MAX_TIMEOUT_SECONDS} seconds`),
  );
/** `eu-west-1` and `EU_WEST_1` are one Region. */
export const region = v.pipe(filled, v.transform(atlasRegion));
export const cloudProvider = v.optional(
  v.picklist(CLOUD_PROVIDERS, `expected one of ${CLOUD_PROVIDERS.join(', ')}`),
  'AWS',
);
