import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type AtlasRegion,
  type AwsRegion,
  atlasRegion,
  awsRegion,
  awsRegionNamed,
} from '../../lambda/contract/regions.js';

describe('a Region', () => {
  it.each([
    ['eu-west-1', 'EU_WEST_1'],
    ['us-gov-west-1', 'US_GOV_WEST_1'],
    ['EU_WEST_1', 'EU_WEST_1'],
    ['WESTERN_EUROPE', 'WESTERN_EUROPE'],
  ])('%s is %s in Atlas', (given, expected) => {
    expect(atlasRegion(given)).toBe(expected);
  });

  it.each<[AtlasRegion, AwsRegion]>([
    ['EU_WEST_1', 'eu-west-1'],
    ['US_GOV_WEST_1', 'us-gov-west-1'],
  ])('%s of Atlas is %s in AWS', (given, expected) => {
    expect(awsRegionNamed(given)).toBe(expected);
  });

  it('of AWS stays in AWS’s spelling, and an empty one stays empty', () => {
    expect(['eu-west-1', ''].map(awsRegion)).toEqual(['eu-west-1', '']);
  });

  it('in one spelling does not compile as the other, nor does any text', () => {
    expectTypeOf<AwsRegion>().not.toExtend<AtlasRegion>();
    expectTypeOf<AtlasRegion>().not.toExtend<AwsRegion>();
    expectTypeOf<string>().not.toExtend<AwsRegion>();
    expectTypeOf<string>().not.toExtend<AtlasRegion>();
    expectTypeOf<'eu-west-1'>().toExtend<AwsRegion>();
    expectTypeOf<'eu-west-1'>().not.toExtend<AtlasRegion>();
  });
});
