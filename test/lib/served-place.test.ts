import { describe, expect, it } from 'vitest';
import { createLink, templateOf } from './synthesized-stack.js';

interface Pattern {
  readonly source: readonly string[];
  readonly account?: readonly unknown[];
  readonly region?: readonly unknown[];
  readonly detail?: Readonly<Record<string, unknown>>;
}

describe('a rule for events of AWS', () => {
  it('matches only those of its own account and Region, unless an ARN in them ensures it', () => {
    const rules = Object.values(templateOf(createLink()).findResources('AWS::Events::Rule'));
    const patterns = rules.map(({ Properties }) => Properties.EventPattern as Pattern);
    const sources = ['aws.ec2', 'aws.tag', 'aws.states', 'aws.cloudformation'];
    const ofAws = patterns
      .filter(({ source }) => sources.some((name) => source.includes(name)))
      .filter(({ detail }) => detail?.['stack-id'] === undefined);
    expect(ofAws.length).toBeGreaterThanOrEqual(5);
    for (const { account, region } of ofAws) expect([account?.length, region?.length]).toEqual([1, 1]);
  });
});
