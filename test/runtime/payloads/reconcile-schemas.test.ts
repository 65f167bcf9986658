import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { progressSchema } from '../../../lambda/runtime/payloads/reconcile-schemas.js';

const progressWith = (kind: string) => ({
  startedAt: '2026-08-10T03:05:10.000Z',
  dryRun: false,
  cursor: { projectIndex: 0, afterEndpointId: '' },
  compared: 1,
  found: 1,
  repaired: 1,
  left: 0,
  unreadableProjects: 0,
  links: { available: 1, pending: 0, failed: 0, retained: 0, unmanaged: 0 },
  drift: [
    {
      kind,
      projectId: '6a793f63c0eb9e7a177153f5',
      endpointServiceId: '6a793fe10000000000000001',
      endpointId: 'vpce-0a1b2c3d4e5f60718',
      result: 'repaired',
      message: '',
    },
  ],
});

describe('the progress of a reconciliation', () => {
  it('that an earlier deployment wrote has another word for a failed execution', () => {
    expect(v.parse(progressSchema, progressWith('execution-died')).drift).toMatchObject([
      { kind: 'execution-failed' },
    ]);
  });

  it('keeps where the comparison of the own account of a hub has stopped, for the slices that follow', () => {
    const homeCursor = { projectIndex: 2, afterEndpointId: 'vpce-2', firstEndpointId: 'vpce-1' };
    const progress = { ...progressWith('execution-failed'), homeCursor };
    expect(v.parse(progressSchema, progress).homeCursor).toEqual(homeCursor);
  });

  it('keeps what the comparison of the own account of a hub could not read', () => {
    const projectId = '6a793f63c0eb9e7a177153f5';
    const unreadAtHome = [{ projectId }, { projectId, endpointServiceId: 'data-federation' }];
    const progress = { ...progressWith('execution-failed'), unreadAtHome };
    expect(v.parse(progressSchema, progress).unreadAtHome).toEqual(unreadAtHome);
  });

  it('with a difference of an unknown kind cannot be read', () => {
    expect(() => v.parse(progressSchema, progressWith('execution-lost'))).toThrow(/execution-lost/);
  });
});
