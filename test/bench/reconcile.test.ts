import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureReconciliation, type ReconciliationResult } from '../../bench/reconcile.js';

const LINKS = [300, 600] as const;

describe('a reconciliation of hundreds of links', () => {
  const results: ReconciliationResult[] = [];
  beforeAll(async () => {
    for (const links of LINKS) results.push(await measureReconciliation(links));
  }, 240_000);
  afterAll(() => results.splice(0));

  it('reads the registry once, in pages of ten, however many slices it has', () => {
    expect(results.map(({ registryPages }) => registryPages)).toEqual([30, 60]);
    expect(results.map(({ slices }) => slices)).toEqual([2, 2]);
  });

  it('asks Atlas about one link in 24, and Parameter Store about those and the list', () => {
    for (const { links, atlasLinkRequests, atlasRequests, ssmReads, ssmWrites, drift } of results) {
      expect(atlasLinkRequests).toBeLessThan(links / 12);
      expect(atlasRequests - atlasLinkRequests).toBeLessThanOrEqual(6);
      expect(ssmReads).toBeLessThan(links * 0.3);
      expect([ssmWrites, drift]).toEqual([0, 0]);
    }
  });
});
