import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../../../lambda/contract/registry.js';
import { ownRecord } from '../../../../lambda/domain/model/values/own-record.js';
import { linkRecord } from '../../../cli/samples.js';
import { OWN } from '../../samples.js';

const own: LinkRecord = linkRecord({ owner: OWN.owner });

describe('a registry record', () => {
  it('is own if it names this automation, its account and its Region', () => {
    expect(ownRecord(own, OWN)).toBe(own);
  });

  it('of an earlier version, without account or Region, is own by its owner', () => {
    expect(ownRecord({ ...own, account: '', region: '' }, OWN)).toBeDefined();
  });

  it.each<[string, LinkRecord | undefined]>([
    ['that does not exist', undefined],
    ['without an owner', { ...own, owner: '' }],
    ['of another automation', { ...own, owner: 'links-2' }],
    ['of an endpoint of another account', { ...own, account: '444455556666' }],
    ['of an endpoint of another Region', { ...own, region: 'us-east-1' }],
  ])('%s is not own', (_, record) => {
    expect(ownRecord(record, OWN)).toBeUndefined();
  });

  it('without an owner is not own to an automation without a name', () => {
    expect(ownRecord({ ...own, owner: '' }, { ...OWN, owner: '' })).toBeUndefined();
  });
});
