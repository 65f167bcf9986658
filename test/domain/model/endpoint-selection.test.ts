import { describe, expect, it } from 'vitest';
import type { SelectionSpec } from '../../../lambda/contract/selection.js';
import {
  describeSelection,
  isSelected,
  isSelectedByTag,
} from '../../../lambda/domain/model/endpoint-selection.js';
import { vpcEndpoint } from '../samples.js';

const endpoint = vpcEndpoint({ tags: { team: 'orders', empty: '' } });
const inVpc: SelectionSpec = { kind: 'inVpcs', vpcIds: ['vpc-0a1b2c3d4e5f60718'] };
const inAnotherVpc: SelectionSpec = { kind: 'inVpcs', vpcIds: ['vpc-other'] };

describe('an endpoint selection', () => {
  it.each<[boolean, SelectionSpec]>([
    [true, { kind: 'all' }],
    [true, { kind: 'tagged', key: 'team' }],
    [true, { kind: 'tagged', key: 'team', value: 'orders' }],
    [false, { kind: 'tagged', key: 'team', value: 'ORDERS' }],
    [true, { kind: 'tagged', key: 'empty', value: '' }],
    [false, { kind: 'tagged', key: 'absent' }],
    [false, { kind: 'tagged', key: 'toString' }],
    [true, inVpc],
    [false, inAnotherVpc],
    [true, { kind: 'inAccounts', accounts: ['111122223333'] }],
    [false, { kind: 'inAccounts', accounts: ['999999999999'] }],
    [true, { kind: 'anyOf', of: [inAnotherVpc, inVpc] }],
    [false, { kind: 'anyOf', of: [] }],
    [false, { kind: 'allOf', of: [inAnotherVpc, inVpc] }],
    [false, { kind: 'allOf', of: [] }],
  ])('is %s for %j', (expected, selection) => {
    expect(isSelected(selection, endpoint)).toBe(expected);
  });

  const tagged: SelectionSpec = { kind: 'tagged', key: 'team' };
  const untagged: SelectionSpec = { kind: 'tagged', key: 'absent' };

  it.each<[boolean, SelectionSpec]>([
    [true, tagged],
    [false, untagged],
    [false, { kind: 'all' }],
    [false, inVpc],
    [false, { kind: 'inAccounts', accounts: ['111122223333'] }],
    [true, { kind: 'anyOf', of: [inAnotherVpc, tagged] }],
    [true, { kind: 'anyOf', of: [inVpc, tagged] }],
    [false, { kind: 'anyOf', of: [inVpc, untagged] }],
    [true, { kind: 'allOf', of: [inVpc, tagged] }],
    [false, { kind: 'allOf', of: [inAnotherVpc, tagged] }],
    [false, { kind: 'allOf', of: [inVpc, { kind: 'all' }] }],
    [false, { kind: 'allOf', of: [] }],
  ])('selects by a tag of the endpoint, or not (%s): %j', (expected, selection) => {
    expect(isSelectedByTag(selection, endpoint)).toBe(expected);
  });

  it('describes itself for the log', () => {
    const selection: SelectionSpec = {
      kind: 'allOf',
      of: [inVpc, { kind: 'anyOf', of: [{ kind: 'tagged', key: 'a' }, { kind: 'all' }] }],
    };
    expect(describeSelection(selection)).toBe(
      '(in VPC vpc-0a1b2c3d4e5f60718 and (tagged a or all endpoints))',
    );
  });
});
