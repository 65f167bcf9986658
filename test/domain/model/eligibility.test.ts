import { describe, expect, it } from 'vitest';
import {
  CROSS_REGION_SETTLING_SECONDS,
  checkEligibility,
  linkability,
} from '../../../lambda/domain/model/eligibility.js';
import { endpointService, vpcEndpoint } from '../samples.js';

const ALL = { kind: 'all' } as const;
const NOW = new Date('2026-08-10T03:06:00Z');

describe('eligibility by what EC2 describes', () => {
  it('is given for an interface endpoint of an endpoint service', () => {
    expect(checkEligibility(vpcEndpoint(), 5, ALL).kind).toBe('eligible');
  });

  it.each([
    ['not-an-interface-endpoint', { type: 'gateway' }],
    ['requester-managed', { requesterManaged: true }],
    ['not-an-endpoint-service', { serviceName: 'com.amazonaws.eu-west-1.s3' }],
    ['declared-in-a-stack', { tags: { 'atlas-privatelink:declared-by': 'cloudformation' } }],
    ['no-longer-exists', { state: 'deleting' }],
    ['no-longer-exists', { state: 'deleted' }],
  ])('ignores: %s', (reason, parts) => {
    expect(checkEligibility(vpcEndpoint(parts), 5, ALL)).toMatchObject({ kind: 'ignored', reason });
  });

  it('ignores an endpoint that is not selected, and says what the selection covers', () => {
    expect(checkEligibility(vpcEndpoint(), 5, { kind: 'tagged', key: 'atlas', value: 'link' })).toEqual({
      kind: 'ignored',
      reason: 'not-selected',
      message: 'only endpoints tagged atlas=link may be linked',
    });
  });

  it('waits for an unknown endpoint of a recent event, and takes an old one as deleted', () => {
    expect(checkEligibility(undefined, 5, ALL).kind).toBe('wait');
    expect(checkEligibility(undefined, 120, ALL)).toMatchObject({
      kind: 'ignored',
      reason: 'no-longer-exists',
    });
  });
});

describe('eligibility by the state of an endpoint', () => {
  it.each(['pendingacceptance', 'pending', 'available'])('links one that is %s', (state) => {
    expect(linkability(vpcEndpoint({ state }), endpointService(), NOW).kind).toBe('linkable');
  });

  it.each(['rejected', 'failed', 'expired'])('refuses one that is %s', (state) => {
    expect(linkability(vpcEndpoint({ state }), endpointService(), NOW)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'ENDPOINT_NOT_LINKABLE' },
    });
  });

  it('waits for an unknown state', () => {
    expect(linkability(vpcEndpoint({ state: 'creating' }), endpointService(), NOW).kind).toBe('wait');
  });

  it('refuses an endpoint without a subnet before Atlas does', () => {
    const readiness = linkability(vpcEndpoint({ subnetIds: [] }), endpointService(), NOW);
    expect(readiness).toMatchObject({ refusal: { code: 'ENDPOINT_WITHOUT_SUBNET' } });
  });

  it.each(['DELETING', 'FAILED'])('refuses a service that is %s', (status) => {
    expect(linkability(vpcEndpoint(), endpointService({ status }), NOW).kind).toBe('refused');
  });

  it('waits for a service that is INITIATING, and takes WAITING_FOR_USER as ready', () => {
    const initiating = endpointService({ status: 'INITIATING' });
    expect(linkability(vpcEndpoint(), initiating, NOW).kind).toBe('wait');
    const listing = { ...initiating, interfaceEndpoints: [vpcEndpoint().endpointId] };
    expect(linkability(vpcEndpoint(), listing, NOW).kind).toBe('linkable');
    expect(linkability(vpcEndpoint(), endpointService({ status: 'WAITING_FOR_USER' }), NOW).kind).toBe(
      'linkable',
    );
  });

  it('gives Atlas time to find an endpoint of another Region', () => {
    const endpoint = vpcEndpoint({ serviceRegion: 'us-east-1', createdAt: NOW });
    const later = new Date(NOW.getTime() + CROSS_REGION_SETTLING_SECONDS * 1000);
    expect(linkability(endpoint, endpointService(), NOW).kind).toBe('wait');
    expect(linkability(endpoint, endpointService(), later).kind).toBe('linkable');
  });
});
