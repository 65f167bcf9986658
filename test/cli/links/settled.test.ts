import { describe, expect, it } from 'vitest';
import type { LinkSnapshot } from '../../../cli/links/check-link.js';
import { settledAs } from '../../../cli/links/settled.js';
import { ENDPOINT_ID, linkDescription, vpcEndpoint } from '../../domain/samples.js';
import { linkRecord } from '../samples.js';

function snapshot(parts: Partial<LinkSnapshot>): LinkSnapshot {
  return {
    endpointId: ENDPOINT_ID,
    endpoint: vpcEndpoint(),
    record: undefined,
    recordProblem: '',
    place: undefined,
    alsoIn: [],
    isUndecided: false,
    link: undefined,
    isRunning: false,
    ...parts,
  };
}

const AVAILABLE = linkDescription({ connectionStatus: 'AVAILABLE' });
const REJECTED = linkDescription({ connectionStatus: 'REJECTED' });

describe('a watched link', () => {
  it.each<[string, Partial<LinkSnapshot>, string]>([
    ['available, when Atlas says so', { link: AVAILABLE }, 'available'],
    ['failed, when Atlas refuses it', { link: REJECTED }, 'failed'],
    ['failed, when its registration was refused', { record: linkRecord({ state: 'failed' }) }, 'failed'],
    [
      'failed, when it took too long',
      { link: linkDescription(), record: linkRecord({ state: 'timed-out' }) },
      'failed',
    ],
    ['gone, when nobody has it any more', { endpoint: undefined }, 'deleted'],
    [
      'kept, when it is the last',
      { endpoint: undefined, record: linkRecord({ state: 'retained' }), link: AVAILABLE },
      'retained',
    ],
  ])('is %s', (_, parts, outcome) => {
    expect(settledAs(snapshot(parts), false)?.outcome).toBe(outcome);
  });

  it.each<[string, Partial<LinkSnapshot>]>([
    ['its execution is under way, whatever Atlas shows meanwhile', { isRunning: true, link: REJECTED }],
    ['Atlas is still accepting it', { link: linkDescription() }],
    ['nobody has registered it yet', {}],
  ])('is not settled while %s', (_, parts) => {
    expect(settledAs(snapshot(parts), false)).toBeUndefined();
  });

  it('is deleted when Atlas has shown it before and does not any more', () => {
    expect(settledAs(snapshot({}), true)?.outcome).toBe('deleted');
  });

  it('says of a rejected endpoint whose link was removed that it cannot be linked again', () => {
    const { outcome, advice } =
      settledAs(snapshot({ endpoint: vpcEndpoint({ state: 'rejected' }) }), true) ?? {};
    expect(outcome).toBe('deleted');
    expect(advice).toMatch(/cannot be linked again/);
  });
});
