import { describe, expect, it } from 'vitest';
import { applyLinkChange, prepareLinkChange, undoLinkChange } from '../../lambda/domain/change-link.js';
import { atlasError } from './atlas-errors.js';
import { ChangingAtlas } from './changing-atlas.js';
import { linkDescription, workflowInput } from './samples.js';
import { removalDependencies } from './unlinking/removal-dependencies.js';
import { VirtualClock } from './virtual-clock.js';

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
    const prepared = { existed: false };
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
    const result = await undoLinkChange(removalDependencies(atlas), { ...run, change }, 'run');
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
