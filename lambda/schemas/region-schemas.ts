/** Schemas of Regions in untrusted JSON. Not for `lib`: they need valibot. */
import * as v from 'valibot';
import { atlasRegion, awsRegion } from '../contract/regions.js';

export const awsRegionSchema = v.pipe(v.string(), v.transform(awsRegion));
export const atlasRegionSchema = v.pipe(v.string(), v.transform(atlasRegion));
