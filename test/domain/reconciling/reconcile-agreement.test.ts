import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import { isAgreed, planByLists } from '../../../lambda/domain/reconciling/reconcile-agreement.js';
import type { ListedItem, ReconcileRules } from '../../../lambda/domain/reconciling/reconcile-plan.js';
import { ENDPOINT_ID, endpointService, linkDescription, OWN, vpcEndpoint } from '../samples.js';

const RULES: ReconcileRules = {
  selection: { kind: 'tagged', key: 'atlas' },
  unlinkDeselected: true,
  now: new Date('2026-08-10T05:00:00Z'),
};
const SELECTED = { state: 'available', tags: { atlas: 'yes' } };
const OTHER_SERVICE = 'com.amazonaws.vpce.eu-west-1.vpce-svc-00000000000000000';

function record(parts: Partial<LinkRecord> = {}): LinkRecord {
  return {
    version: 1,
    state: 'available',
    link: linkDescription({ connectionStatus: 'AVAILABLE' }),
    region: 'eu-west-1',
    account: '111122223333',
    owner: OWN.owner,
    execution: `${ENDPOINT_ID}_e1`,
    executionStartedAt: '2026-08-10T03:05:05.000Z',
    firstSeenAt: '2026-08-10T03:05:05.000Z',
    lastSeenAt: '2026-08-10T03:07:00.000Z',
    message: '',
    advice: '',
    warnings: [],
    ...parts,
  };
}

function item(parts: Partial<ListedItem> = {}): ListedItem {
  return {
    endpointId: ENDPOINT_ID,
    service: endpointService({ interfaceEndpoints: [ENDPOINT_ID] }),
    isListed: true,
    endpoint: vpcEndpoint(SELECTED),
    record: record(),
    isLast: true,
    ...parts,
  };
}

const withService = (parts: Parameters<typeof endpointService>[0]) => ({
  service: endpointService({ interfaceEndpoints: [ENDPOINT_ID], ...parts }),
});
const UNREADABLE = { endpointId: ENDPOINT_ID, owner: '', account: '', region: '' } as const;
const LEFT = { action: { kind: 'nothing' } };

describe('a link on which the lists agree', () => {
  it('is available, and is not read by itself', () => {
    expect(planByLists(item(), RULES)).toEqual({ level: 'available', ...LEFT });
  });

  it('may no longer be selected, if such links are kept', () => {
    const endpoint = vpcEndpoint({ state: 'available' });
    const rules = { ...RULES, unlinkDeselected: false };
    expect(planByLists(item({ endpoint }), rules)).toEqual({ level: 'available', ...LEFT });
  });

  it('may have been made by hand without being selected', () => {
    const endpoint = vpcEndpoint({ state: 'available' });
    expect(planByLists(item({ endpoint, record: undefined }), RULES)).toEqual({
      level: 'available',
      ...LEFT,
    });
  });
});

const DISAGREEMENTS: readonly (readonly [string, Partial<ListedItem>])[] = [
  ['Atlas does not list it', { isListed: false }],
  ['EC2 does not show its endpoint', { endpoint: undefined }],
  ...[
    'pendingacceptance',
    'pending',
    'rejected',
    'failed',
    'expired',
    'partial',
    'deleting',
    'deleted',
    '',
  ].map(
    (state) =>
      [`EC2 shows its endpoint as "${state}"`, { endpoint: vpcEndpoint({ ...SELECTED, state }) }] as const,
  ),
  [
    'its endpoint leads to another service',
    { endpoint: vpcEndpoint({ ...SELECTED, serviceName: OTHER_SERVICE }) },
  ],
  ...(['linking', 'failed', 'timed-out', 'deleted', 'unlinking', 'retained'] as const).map(
    (state) => [`the record says ${state}`, { record: record({ state }) }] as const,
  ),
  ['the record has missed its endpoint', { record: record({ missingSince: '2026-08-10T04:00:00.000Z' }) }],
  [
    'the record is of a link that is being removed',
    { record: record({ link: linkDescription({ deleteRequested: true }) }) },
  ],
  [
    'the record names another service',
    { record: record({ link: linkDescription({ endpointServiceId: 'another' }) }) },
  ],
  ['no record names it, and it is selected', { record: undefined }],
  ['its record cannot be read', { record: undefined, unreadable: UNREADABLE }],
  ['it is to go', { endpoint: vpcEndpoint({ state: 'available' }) }],
  ['its service is being deleted', withService({ status: 'DELETING' })],
  ['its service has failed', withService({ status: 'FAILED' })],
  ['its service has an error', withService({ errorMessage: 'No.' })],
];

describe('a link on which the lists do not agree is read by itself', () => {
  it.each(DISAGREEMENTS)('when %s', (_, parts) => {
    expect(isAgreed(item(parts), RULES)).toBe(false);
    expect(planByLists(item(parts), RULES)).toBeUndefined();
  });
});

describe('by the lists alone, the reconciliation counts', () => {
  it('a link of another account', () => {
    expect(planByLists(item({ record: undefined, endpoint: undefined }), RULES)).toMatchObject({
      level: 'unmanaged',
      action: { kind: 'report', drift: 'unmanaged' },
    });
  });

  it('a link of another automation, whatever the lists contain', () => {
    const others = record({ owner: 'another' });
    for (const endpoint of [undefined, vpcEndpoint(SELECTED), vpcEndpoint({ state: 'rejected' })])
      expect(planByLists(item({ record: undefined, others, endpoint }), RULES)).toEqual({
        level: 'ofOthers',
        ...LEFT,
      });
  });

  it('an endpoint that is neither linked nor selected', () => {
    const endpoint = vpcEndpoint();
    expect(planByLists(item({ record: undefined, isListed: false, endpoint }), RULES)).toEqual({
      level: 'none',
      ...LEFT,
    });
  });

  it('but not an endpoint that is selected and not linked', () => {
    const endpoint = vpcEndpoint({ tags: { atlas: 'yes' } });
    expect(planByLists(item({ record: undefined, isListed: false, endpoint }), RULES)).toBeUndefined();
  });
});
