/** A hub that outlives another one: what it does with the links that the other one has made, and how it counts them. */
import { describe, expect, it } from 'vitest';
import { LINKS_RECONCILED, type LinksReconciledDetail } from '../../lambda/contract/published-event.js';
import { linkParameterName, RegistryPath } from '../../lambda/contract/registry.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import type { WorldPlace } from '../../local/world-place.js';
import { copyAtHome, HUB, listedIds, MEMBER, OUTSIDE, recordAtHub, runFor, SECOND } from './hub-world.js';
import { accountsOf, createFor, lastSummary, startTwoHubs } from './mutual-hubs.js';

const HOUR = 3600;
const removalsIn = ({ atlas }: OrganizationWorld) => atlas.journal.count({ method: 'DELETE' });
const driftOf = (place: WorldPlace) =>
  place
    .published(LINKS_RECONCILED)
    .flatMap(({ detail }) => (detail as LinksReconciledDetail).drift)
    .map(({ endpointId }) => endpointId);

describe('a hub, once another one that it was a member of is deleted,', () => {
  it('serves its own project as before, and has nothing to do with links of the other project', async () => {
    const { world, endInner } = await startTwoHubs({ projects: 1 });
    const places = accountsOf(world);
    const own = places.map((place) => createFor(place, 0));
    const others = places.map((place) => createFor(place, 1));
    await runFor(world, HOUR);
    endInner();
    for (const [index, place] of places.entries())
      place.deleteVpcEndpoints([own[index] ?? '', others[index] ?? '']);
    const kept = places.map((place) => createFor(place, 0));
    const ofNobody = createFor(world.home, 1);
    await runFor(world, 4 * HOUR);
    expect(listedIds(world, 0).sort()).toEqual(kept);
    expect(listedIds(world, 1).sort()).toEqual(others);
    expect(listedIds(world, 1)).not.toContain(ofNobody);
    expect(lastSummary(world.home)).toMatchObject({
      found: 0,
      left: 0,
      links: { available: 3, unmanaged: 0, ofOthers: 0 },
    });
    expect(driftOf(world.home).filter((id) => others.includes(id))).toEqual([]);
  });

  it('leaves links to it whose copies name it, and has them once those are deleted: adopted, or of nobody', async () => {
    const { world, endInner } = await startTwoHubs({ projects: 2 });
    const places = accountsOf(world);
    const gone = places.map((place) => createFor(place, 0));
    const kept = places.map((place) => createFor(place, 0));
    await runFor(world, HOUR);
    endInner();
    for (const [index, place] of places.entries()) place.deleteVpcEndpoints([gone[index] ?? '']);
    await runFor(world, 4 * HOUR);
    // At home, the copy of the other hub has the place of the record.
    const [atHome = ''] = gone;
    expect(listedIds(world, 0).sort()).toEqual([atHome, ...kept].sort());
    expect(lastSummary(world.home)).toMatchObject({ links: { available: 2, ofOthers: 2, unmanaged: 0 } });
    const { parameters } = world.home.aws;
    for (const id of [atHome, kept[0] ?? '']) {
      expect(copyAtHome(world.home, id)?.owner).toMatch(/^InnerHub/);
      parameters.delete(linkParameterName(id));
    }
    const before = removalsIn(world);
    await runFor(world, 3 * HOUR);
    expect(listedIds(world, 0).sort()).toEqual([atHome, ...kept].sort());
    expect(removalsIn(world)).toBe(before);
    expect(recordAtHub(world, world.home, kept[0] ?? '')).toMatchObject({
      state: 'available',
      owner: expect.stringMatching(/^AtlasPrivateLink/),
    });
    expect(lastSummary(world.home)).toMatchObject({
      found: 0,
      links: { available: 3, ofOthers: 0, unmanaged: 1 },
    });
  });
});

describe('a hub that shares its project with another one, each with members of its own,', () => {
  it('counts the links of the other one as unmanaged, before and after its end, and removes none', async () => {
    const { world, endInner } = await startTwoHubs({ projects: 2, ofOuter: [OUTSIDE], ofInner: [SECOND] });
    const ofOuter = [HUB, OUTSIDE].map((account) => world.place(account));
    const ofInner = [MEMBER, SECOND].map((account) => world.place(account));
    const own = ofOuter.map((place) => createFor(place, 0));
    const others = ofInner.map((place) => createFor(place, 0));
    const all = [...own, ...others].sort();
    await runFor(world, 3 * HOUR);
    for (const hub of [HUB, MEMBER])
      expect(lastSummary(world.place(hub))).toMatchObject({
        found: 0,
        links: { available: 2, unmanaged: 2, ofOthers: 0 },
      });
    endInner();
    for (const [index, place] of ofInner.entries()) place.deleteVpcEndpoints([others[index] ?? '']);
    const last = lastSummary(world.place(MEMBER));
    await runFor(world, 4 * HOUR);
    expect(lastSummary(world.place(MEMBER))).toEqual(last);
    expect(listedIds(world, 0).sort()).toEqual(all);
    expect(lastSummary(world.home)).toMatchObject({
      found: 0,
      left: 0,
      links: { available: 2, unmanaged: 2, ofOthers: 0 },
    });
    // Its own endpoints are served as ever, down to the last one of the service that is its own.
    const [home, outside] = ofOuter;
    outside?.deleteVpcEndpoints([own[1] ?? '']);
    const later = createFor(home as WorldPlace, 0);
    await runFor(world, HOUR);
    expect(listedIds(world, 0).sort()).toEqual([own[0] ?? '', later, ...others].sort());
    expect(world.home.aws.parameters.below(RegistryPath.LINKS, true)).toHaveLength(2);
  });
});
