import type { AtlasRegion } from '../../lambda/contract/regions.js';

/** Converts `EU_WEST_1` to AWS's spelling: `eu-west-1`. */
export function awsRegionOf(name: AtlasRegion): string {
  return name.toLowerCase().replaceAll('_', '-');
}
