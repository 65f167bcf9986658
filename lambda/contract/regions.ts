/** The two spellings of a Region. Each has its own type, so that a mix-up does not compile. */

/** As AWS spells it: `eu-west-1`. Empty where a record of an earlier version does not name one. */
export type AwsRegion = Lowercase<string>;

/** As Atlas spells it, for all cloud providers: `EU_WEST_1`, `EUROPE_WEST`, `WESTERN_EUROPE`. */
export type AtlasRegion = Uppercase<string>;

// TypeScript declares that these methods return `string`: these are the only casts to a spelling.

/** @param name in AWS's spelling, from outside: an event, a record, an ARN, the environment */
export function awsRegion(name: string): AwsRegion {
  return name.toLowerCase() as AwsRegion;
}

/** @param name in either spelling; Atlas's spelling is returned unchanged */
export function atlasRegion(name: string): AtlasRegion {
  return name.toUpperCase().replaceAll('-', '_') as AtlasRegion;
}

/** @param name of an AWS Region, in Atlas's spelling */
export function awsRegionNamed(name: AtlasRegion): AwsRegion {
  return awsRegion(name.replaceAll('_', '-'));
}
