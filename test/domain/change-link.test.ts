import { describe, expect, it } from 'vitest';
import type { LinkRun } from '../../lambda/contract/workflow-input.js';
import { applyLinkChange, prepareLinkChange, undoLinkChange } from '../../lambda/domain/change-link.js';
import { atlasError } from './atlas-errors.js';
import { ChangingAtlas } from './changing-atlas.js';
import { linkDescription, workflowInput } from './samples.js';
import { VirtualClock } from './virtual-clock.js';

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
  const atlas = new ChangingAtlas();
  for (const id of endpointIds) atlas.links.set(id, linkDescription({ EndpointId: id }));
  const remove = (id: string) =>
    applyLinkChange(atlas, new VirtualClock(), removal(id), { existed: true, isLastLink: false }, false);
  const left = () => [...atlas.links.values()].filter(({ DeleteRequested }) => !DeleteRequested).length;
  return { remove, left };
}

describe('removing links with the rule to keep the last one', () => {
  it('keeps a single link', async () => {
    const { remove, left } = setUp(...ids.slice(0, 1));
    expect(await remove(ids[0] ?? '')).toMatchObject({ kept: true });
    expect(left()).toBe(1);
  });

  it.each(['AZURE', 'GCP'] as const)(
    'removes a single link of %s, whose service stays without it',
    async (cloudProvider) => {
      const atlas = new ChangingAtlas();
      const run = removal(ids[0] ?? '');
      atlas.links.set(
        ids[0] ?? '',
        linkDescription({ EndpointId: ids[0] ?? '', CloudProvider: cloudProvider }),
      );
      const elsewhere = { ...run, target: { ...run.target, cloudProvider } };
      const prepared = { existed: true, isLastLink: true };
      expect(await applyLinkChange(atlas, new VirtualClock(), elsewhere, prepared, false)).toMatchObject({
        kept: false,
      });
    },
  );

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
    const atlas = new ChangingAtlas();
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

describe('making a link', () => {
  const make = async (isRetry: boolean, prepare: (atlas: ChangingAtlas, endpointId: string) => void) => {
    const atlas = new ChangingAtlas();
    const run = workflowInput();
    prepare(atlas, run.target.endpointId);
    const change = { kind: 'create' as const, lastLink: 'keep' as const, ownsEndpoint: false };
    const prepared = { existed: false, isLastLink: false };
    return applyLinkChange(atlas, new VirtualClock(), { ...run, change }, prepared, isRetry);
  };
  const someoneElse = (atlas: ChangingAtlas, endpointId: string) =>
    void atlas.links.set(endpointId, linkDescription({ EndpointId: endpointId }));

  it('adopts the one that somebody else has made since the look', async () => {
    expect(await make(false, someoneElse)).toMatchObject({ adopted: true });
  });

  it('knows its own after a try that was cut off, and by an answer that was lost', async () => {
    expect(await make(true, someoneElse)).toMatchObject({ adopted: false });
    const lost = (atlas: ChangingAtlas) =>
      atlas.failNext('create', atlasError('unavailable'), { afterEffect: true });
    expect(await make(false, lost)).toMatchObject({ adopted: false });
  });
});

describe('taking back a link', () => {
  const takeBack = async (lastLink: 'keep' | 'remove', ...others: string[]) => {
    const atlas = new ChangingAtlas();
    const run = workflowInput();
    for (const id of [run.target.endpointId, ...others])
      atlas.links.set(id, linkDescription({ EndpointId: id }));
    const change = { kind: 'create' as const, lastLink, ownsEndpoint: false };
    const result = await undoLinkChange(atlas, new VirtualClock(), { ...run, change });
    return [result.undone, atlas.links.get(run.target.endpointId)?.DeleteRequested];
  };

  it('removes it while another one stays, or when its service is to go with it', async () => {
    expect(await takeBack('keep', 'vpce-0ffffffffffffffff')).toEqual([true, true]);
    expect(await takeBack('remove')).toEqual([true, true]);
  });

  it('leaves it when it has become the last one since the run began', async () => {
    expect(await takeBack('keep')).toEqual([false, false]);
  });
});
