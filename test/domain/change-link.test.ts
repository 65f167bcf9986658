import { describe, expect, it } from 'vitest';
import type { LinkRun } from '../../lambda/contract/workflow-input.js';
import { applyLinkChange, prepareLinkChange } from '../../lambda/domain/change-link.js';
import type { AtlasChangePort, LinkReference } from '../../lambda/domain/ports.js';
import { FakeAtlas } from './fake-atlas.js';
import { linkDescription, workflowInput } from './samples.js';
import { VirtualClock } from './virtual-clock.js';

/** Removal as Atlas does it: the link stays listed for a while, with its removal requested. */
class RemovingAtlas extends FakeAtlas implements AtlasChangePort {
  async deleteLink({ endpointId }: LinkReference): Promise<void> {
    this.links.set(endpointId, linkDescription({ EndpointId: endpointId, DeleteRequested: true }));
  }
  createService = () => Promise.reject(new Error('not here'));
  setRemoteRegions = () => Promise.reject(new Error('not here'));
  deleteService = () => Promise.reject(new Error('not here'));
  setRegionalMode = () => Promise.reject(new Error('not here'));
}

const ids = ['vpce-0000000000000000a', 'vpce-0000000000000000b', 'vpce-0000000000000000c'];

function removal(endpointId: string): LinkRun {
  const run = workflowInput({ goal: 'gone' });
  return {
    ...run,
    target: { ...run.target, endpointId },
    change: { kind: 'delete', lastLink: 'keep', ownsEndpoint: false },
  };
}

function setUp(...endpointIds: string[]) {
  const atlas = new RemovingAtlas();
  for (const id of endpointIds) atlas.links.set(id, linkDescription({ EndpointId: id }));
  const remove = (id: string) =>
    applyLinkChange(atlas, new VirtualClock(), removal(id), { existed: true, isLastLink: false });
  const left = () => [...atlas.links.values()].filter(({ DeleteRequested }) => !DeleteRequested).length;
  return { remove, left };
}

describe('removing links with the rule to keep the last one', () => {
  it('keeps a single link', async () => {
    const { remove, left } = setUp(...ids.slice(0, 1));
    expect(await remove(ids[0] ?? '')).toMatchObject({ kept: true });
    expect(left()).toBe(1);
  });

  it.each([
    ['in order', ids],
    ['in the other order', [...ids].reverse()],
  ])('keeps one of several that are removed at the same time, %s', async (_, order) => {
    const { remove, left } = setUp(...ids);
    const results = await Promise.all(order.map(remove));
    expect(results.filter(({ kept }) => kept)).toHaveLength(1);
    expect(left()).toBe(1);
  });

  it('removes one while another stays', async () => {
    const { remove, left } = setUp(...ids);
    expect(await remove(ids[0] ?? '')).toMatchObject({ kept: false });
    expect(left()).toBe(2);
  });
});

describe('an update of what Atlas cannot change', () => {
  const azure = linkDescription({ CloudProvider: 'AZURE', PrivateEndpointIpAddress: '10.0.0.4' });
  const prepare = (privateEndpointIpAddress: string) => {
    const atlas = new RemovingAtlas();
    const run = workflowInput({ goal: 'available' });
    atlas.links.set(run.target.endpointId, azure);
    const change = {
      kind: 'update' as const,
      lastLink: 'keep' as const,
      ownsEndpoint: false,
      privateEndpointIpAddress,
      refusedUnlessThere: 'PrivateEndpointIpAddress cannot be changed.',
    };
    return prepareLinkChange(atlas, new VirtualClock(), { ...run, change });
  };

  it('is refused', async () => {
    await expect(prepare('10.0.0.5')).rejects.toMatchObject({
      name: 'ChangeRefusedError',
      message: 'PrivateEndpointIpAddress cannot be changed.',
    });
  });

  it('is none when it leads back to what Atlas has', async () => {
    expect(await prepare('10.0.0.4')).toMatchObject({ existed: true });
  });
});
