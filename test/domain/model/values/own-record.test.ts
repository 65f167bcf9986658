import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../../../lambda/contract/registry.js';
import { bindingRecord, ownRecord } from '../../../../lambda/domain/model/values/own-record.js';
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

describe('a refusal by the limits of an automation', () => {
  const refused: LinkRecord = { ...own, state: 'failed', notAllowed: true };
  const others: LinkRecord = { ...refused, owner: 'links-2' };

  it('of another one does not bind this one', () => {
    expect(bindingRecord(others, OWN)).toBeUndefined();
  });

  it.each<[string, LinkRecord]>([
    ['its own', refused],
    ['of an endpoint of another account', { ...others, account: '444455556666' }],
    ['of an endpoint of another Region', { ...others, region: 'us-east-1' }],
    ['that became a link', { ...others, state: 'available' }],
    ['of a version that did not note it', { ...others, notAllowed: undefined }],
  ])('%s does', (_, record) => {
    expect(bindingRecord(record, OWN)).toBe(record);
  });
});
