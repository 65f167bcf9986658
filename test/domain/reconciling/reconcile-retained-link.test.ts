import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import {
  planItem,
  type ReconciledItem,
  type ReconcileRules,
} from '../../../lambda/domain/reconciling/reconcile-plan.js';
import { ENDPOINT_ID, endpointService, linkDescription, OWN, vpcEndpoint } from '../samples.js';

const RULES: ReconcileRules = {
  selection: { kind: 'tagged', key: 'atlas' },
  unlinkDeselected: true,
  now: new Date('2026-08-10T05:00:00Z'),
};

function retainedRecord(): LinkRecord {
  return {
    version: 1,
    state: 'retained',
    link: linkDescription({ connectionStatus: 'AVAILABLE' }),
    region: 'eu-west-1',
    account: '111122223333',
    owner: OWN.owner,
    execution: `${ENDPOINT_ID}_unlink_e2`,
    executionStartedAt: '2026-08-10T04:00:00.000Z',
    firstSeenAt: '2026-08-10T03:05:05.000Z',
    lastSeenAt: '2026-08-10T04:00:01.000Z',
    message: '',
    advice: '',
    warnings: [],
  };
}

function retainedItem(parts: Partial<ReconciledItem>): ReconciledItem {
  return {
    endpointId: ENDPOINT_ID,
    service: endpointService({ interfaceEndpoints: [ENDPOINT_ID] }),
    isListed: true,
    link: linkDescription({ connectionStatus: 'AVAILABLE' }),
    endpoint: vpcEndpoint({ state: 'available' }),
    record: retainedRecord(),
    isRunning: false,
    isLast: true,
    ...parts,
  };
}

describe('a link that was retained as the last of its service', () => {
  it('is only reported while it stays the last, whether its endpoint is deleted or no longer selected', () => {
    for (const endpoint of [undefined, vpcEndpoint({ state: 'available' })]) {
      const { level, action } = planItem(retainedItem({ endpoint }), RULES);
      expect([level, action]).toEqual([
        'retained',
        expect.objectContaining({ kind: 'report', drift: 'last-link-retained' }),
      ]);
    }
  });

  it('is removed once there is another link', () => {
    const record = { ...retainedRecord(), missingSince: '2026-08-10T04:00:00.000Z' };
    for (const endpoint of [undefined, vpcEndpoint({ state: 'available' })])
      expect(planItem(retainedItem({ endpoint, record, isLast: false }), RULES).action.kind).toBe('unlink');
  });

  it('has its absence recorded while it stays', () => {
    expect(planItem(retainedItem({ endpoint: undefined }), RULES).absence).toBe('begins');
  });

  it('is available again once its endpoint is selected again', () => {
    const endpoint = vpcEndpoint({ state: 'available', tags: { atlas: 'link' } });
    expect(planItem(retainedItem({ endpoint }), RULES).action).toMatchObject({
      kind: 'link',
      drift: 'state-changed',
    });
  });
});

describe('a link of another automation', () => {
  it.each([
    ['whose endpoint is deleted', { endpoint: undefined }],
    ['whose endpoint is not selected here', {}],
    ['that Atlas has refused', { link: linkDescription({ connectionStatus: 'REJECTED' }) }],
    ['that Atlas does not list', { isListed: false, link: undefined }],
  ])('%s is counted, and neither reported as drift nor changed', (_, parts) => {
    const others = { ...retainedRecord(), owner: 'another' };
    expect(planItem(retainedItem({ ...parts, record: undefined, others }), RULES)).toEqual({
      level: 'ofOthers',
      action: { kind: 'nothing' },
    });
  });
});
