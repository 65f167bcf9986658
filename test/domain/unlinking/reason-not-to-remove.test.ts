import { describe, expect, it } from 'vitest';
import { DECLARED_TAG } from '../../../lambda/contract/tags.js';
import {
  type RemovalFacts,
  reasonNotToRemove,
} from '../../../lambda/domain/unlinking/reason-not-to-remove.js';
import { linkRecord } from '../../cli/samples.js';
import { OWN, vpcEndpoint } from '../samples.js';

const now = new Date('2026-08-10T05:00:00Z');
const own = linkRecord({ owner: OWN.owner });
const missing = { ...own, missingSince: '2026-08-10T04:45:00.000Z' };
const justMissing = { ...own, missingSince: '2026-08-10T04:45:01.000Z' };
const deleting = vpcEndpoint({ state: 'deleting' });
const alive = vpcEndpoint({ state: 'available' });

const reasonFor = (facts: Partial<RemovalFacts>, selection = { kind: 'all' } as const) =>
  reasonNotToRemove(
    { ...OWN, selection, now },
    { cause: 'endpoint-deleted', record: undefined, endpoint: undefined, ...facts },
  )?.reason;

describe('a removal because the endpoint was deleted', () => {
  it.each<[string, Partial<RemovalFacts>]>([
    ['an own record and a confirmed deletion', { record: own, evidence: 'deletion' }],
    ['an own record that EC2 shows as deleting', { record: own, endpoint: deleting }],
    ['an own record that has missed it for a quarter of an hour', { record: missing, evidence: 'absence' }],
    ['a confirmed deletion that the selection covers', { evidence: 'deletion' }],
    ['the response that made the link, deleting by now', { evidence: 'registration', endpoint: deleting }],
    ['an endpoint that EC2 shows as deleting', { evidence: 'deletion', endpoint: deleting }],
  ])('starts for %s', (_, facts) => {
    expect(reasonFor(facts)).toBeUndefined();
  });

  it.each<[string, Partial<RemovalFacts>, string]>([
    ['an endpoint that EC2 does not show', {}, 'not-ours'],
    ['an endpoint that EC2 has not shown', { evidence: 'absence' }, 'not-ours'],
    ['an own record that EC2 does not show', { record: own }, 'not-seen'],
    ['an absence that no reconciliation has found', { record: missing }, 'not-seen'],
    ['an absence that has not been seen before', { record: own, evidence: 'absence' }, 'not-seen'],
    [
      'an absence of less than a quarter of an hour',
      { record: justMissing, evidence: 'absence' },
      'not-seen',
    ],
    [
      'an absence since a time that is none',
      { record: { ...own, missingSince: 'x' }, evidence: 'absence' },
      'not-seen',
    ],
    ['the response that made the link, unseen', { evidence: 'registration' }, 'not-seen'],
    ['a record of nobody', { record: { ...own, owner: '' } }, 'not-ours'],
    ["another automation's record", { record: { ...own, owner: 'b' } }, 'of-another-automation'],
    ['a record of another account', { record: { ...own, account: '444455556666' } }, 'of-another-automation'],
    ['a record of another Region', { record: { ...own, region: 'us-east-1' } }, 'of-another-automation'],
    ['an own record while EC2 shows it alive', { record: own, endpoint: alive }, 'still-exists'],
    [
      'a deletion of an endpoint to an AWS service',
      { evidence: 'deletion', endpoint: { ...deleting, serviceName: 'com.amazonaws.eu-west-1.s3' } },
      'not-an-endpoint-service',
    ],
    [
      'a deletion of what a stack declares',
      { record: own, endpoint: { ...deleting, tags: { [DECLARED_TAG.KEY]: 'stack' } } },
      'declared-in-a-stack',
    ],
  ])('does not start for %s', (_, facts, reason) => {
    expect(reasonFor(facts)).toBe(reason);
  });
});

describe('a removal because the endpoint is no longer selected', () => {
  const tagged = { kind: 'tagged', key: 'atlas' } as const;
  const reasonForDeselection = (facts: Partial<RemovalFacts>) =>
    reasonNotToRemove(
      { ...OWN, selection: tagged, now },
      { cause: 'deselected', record: own, endpoint: alive, ...facts },
    )?.reason;

  it('starts if EC2 shows it without the tag, and an own record names it', () => {
    expect(reasonForDeselection({})).toBeUndefined();
  });

  it.each<[string, Partial<RemovalFacts>, string]>([
    ['when EC2 does not show it', { endpoint: undefined }, 'not-seen'],
    ['when EC2 shows it as deleting', { endpoint: deleting }, 'not-seen'],
    ['when its tag is there again', { endpoint: { ...alive, tags: { atlas: '' } } }, 'still-selected'],
    ['without a record', { record: undefined }, 'not-ours'],
    ["on another automation's record", { record: { ...own, owner: 'b' } }, 'of-another-automation'],
  ])('does not start %s', (_, facts, reason) => {
    expect(reasonForDeselection(facts)).toBe(reason);
  });
});

describe('a removal by a command', () => {
  it('starts whatever EC2 shows, but not for a record of another automation', () => {
    expect(reasonFor({ cause: 'command', endpoint: alive })).toBeUndefined();
    expect(reasonFor({ cause: 'command', record: { ...own, owner: 'b' } })).toBe('of-another-automation');
  });
});
