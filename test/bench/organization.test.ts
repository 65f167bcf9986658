import { beforeAll, describe, expect, it } from 'vitest';
import { measureOrganization, type OrganizationPass } from '../../bench/organization.js';

/** Twice the links, in as many places and projects. */
const SIZE = { accounts: 4, regions: 2, projects: 5 } as const;
const PLACES = SIZE.accounts * SIZE.regions;

describe('a reconciliation of a hub', () => {
  let few: OrganizationPass;
  let many: OrganizationPass;
  beforeAll(async () => {
    few = await measureOrganization({ ...SIZE, links: 100 });
    many = await measureOrganization({ ...SIZE, links: 200 });
  }, 240_000);

  it('enters each account once, the hub’s own included, and reads EC2 once in each place', () => {
    // Links of the sample are read again, each by its id.
    expect(few.stsCalls).toBe(SIZE.accounts + 1);
    expect(few.ec2Calls).toBeGreaterThanOrEqual(PLACES);
  });

  it('asks for few things more when there are more links, and never for each of them', () => {
    const more = many.links - few.links;
    expect(many.stsCalls).toBe(few.stsCalls);
    expect(many.ec2Calls - few.ec2Calls).toBeLessThan(more / 4);
    expect(many.atlasRequests - few.atlasRequests).toBeLessThan(more / 4);
    // Pages of ten records, and the sample.
    expect(many.ssmCalls - few.ssmCalls).toBeLessThan(more / 3);
  });
});
