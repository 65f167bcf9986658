import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../lambda/contract/registry.js';
import { isOwnRecord } from '../../lambda/domain/own-record.js';
import { linkRecord } from '../cli/samples.js';
import { OWN } from './samples.js';

const own: LinkRecord = linkRecord({ owner: OWN.owner });

describe('a registry record', () => {
  it('is own when it names this automation, its account and its Region', () => {
    expect(isOwnRecord(own, OWN)).toBe(true);
  });

  it('of an earlier version, without account or Region, is own by its owner', () => {
    expect(isOwnRecord({ ...own, account: '', region: '' }, OWN)).toBe(true);
  });

  it.each<[string, LinkRecord | undefined]>([
    ['that does not exist', undefined],
    ['without an owner', { ...own, owner: '' }],
    ['of another automation', { ...own, owner: 'links-2' }],
    ['of an endpoint of another account', { ...own, account: '444455556666' }],
    ['of an endpoint of another Region', { ...own, region: 'us-east-1' }],
  ])('%s is not own', (_, record) => {
    expect(isOwnRecord(record, OWN)).toBe(false);
  });

  it('without an owner is not own to an automation without a name', () => {
    expect(isOwnRecord({ ...own, owner: '' }, { ...OWN, owner: '' })).toBe(false);
  });
});
