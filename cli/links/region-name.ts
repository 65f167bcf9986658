import type { AtlasRegion } from '../../lambda/contract/regions.js';

/** `EU_WEST_1` as people who use AWS know it: `eu-west-1`. */
export function awsRegionOf(name: AtlasRegion): string {
  return name.toLowerCase().replaceAll('_', '-');
}
