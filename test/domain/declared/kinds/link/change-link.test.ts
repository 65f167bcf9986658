import { describe, expect, it, vi } from 'vitest';
import {
  applyLinkChange,
  prepareLinkChange,
} from '../../../../../lambda/domain/declared/kinds/link/change-link.js';
import { undoLinkChange } from '../../../../../lambda/domain/declared/kinds/link/undo-link.js';
import { atlasError } from '../../../atlas-errors.js';
import { ChangingAtlas } from '../../../changing-atlas.js';
import { FIRST_ROUND, linkDescription, SERVICE_ID, workflowInput } from '../../../samples.js';
import { removalDependencies } from '../../../unlinking/removal-dependencies.js';
import { VirtualClock } from '../../../virtual-clock.js';

const CREATE = { kind: 'create' as const, lastLink: 'keep' as const, ownsEndpoint: false };

describe('an update of what Atlas cannot change', () => {
  const azure = linkDescription({ cloudProvider: 'AZURE', privateEndpointIpAddress: '10.0.0.4' });
  const prepare = (privateEndpointIpAddress: string) => {
    const atlas = new ChangingAtlas();
    const execution = workflowInput({ goal: 'available' });
    atlas.links.set(execution.target.endpointId, azure);
    const change = {
      kind: 'update' as const,
      lastLink: 'keep' as const,
      ownsEndpoint: false,
      privateEndpointIpAddress,
      refusedUnlessThere: 'PrivateEndpointIpAddress cannot be changed.',
    };
    return prepareLinkChange(atlas, new VirtualClock(), { ...execution, change }, FIRST_ROUND);
  };

  it('is refused', async () => {
    await expect(prepare('10.0.0.5')).rejects.toMatchObject({
      name: 'ChangeRefusedError',
      message: 'PrivateEndpointIpAddress cannot be changed.',
    });
  });

  it('is not refused when it rolls back to what Atlas has', async () => {
    expect(await prepare('10.0.0.4')).toMatchObject({ existed: true });
  });
});

describe('a link that Atlas does not show, although its service lists it', () => {
  const stalePoll = async () => {
    const atlas = new ChangingAtlas();
    const execution = { ...workflowInput(), change: CREATE };
    const { endpointId } = execution.target;
    atlas.links.set(endpointId, linkDescription({ endpointId: endpointId }));
    const find = vi.spyOn(atlas, 'findLink').mockResolvedValue(undefined);
    const prepared = {
      round: 1,
      ...(await prepareLinkChange(atlas, new VirtualClock(), execution, FIRST_ROUND)),
    };
    find.mockRestore();
    return { atlas, execution, prepared };
  };

  it('is not the effect of a request without a response, or of an attempt that crashed', async () => {
    for (const isCutOff of [false, true]) {
      const { atlas, execution, prepared } = await stalePoll();
      expect(prepared).toMatchObject({ existed: false, contradicted: true });
      atlas.failNext('create', atlasError('unavailable'));
      const applied = await applyLinkChange(atlas, new VirtualClock(), execution, prepared, isCutOff);
      expect(applied).toMatchObject({ adopted: true });
      expect(applied.creation).toBeUndefined();
    }
  });

  it('is not what an earlier round has created', async () => {
    const { atlas, execution } = await stalePoll();
    const previous = { ...FIRST_ROUND, round: 1, unanswered: 'open' as const, contradicted: true };
    const prepared = await prepareLinkChange(atlas, new VirtualClock(), execution, previous);
    expect(prepared).toMatchObject({ existed: true });
    expect(prepared).not.toHaveProperty('creation');
  });
});

describe('creating a link', () => {
  const make = async (isCutOff: boolean, prepare: (atlas: ChangingAtlas, endpointId: string) => void) => {
    const atlas = new ChangingAtlas();
    const execution = workflowInput();
    prepare(atlas, execution.target.endpointId);
    const applied = await applyLinkChange(
      atlas,
      new VirtualClock(),
      { ...execution, change: CREATE },
      { round: 1, existed: false },
      isCutOff,
    );
    return { applied, atlas };
  };
  const someoneElse = (atlas: ChangingAtlas, endpointId: string) =>
    void atlas.links.set(endpointId, linkDescription({ endpointId: endpointId }));

  it('is recorded from the response', async () => {
    const { applied } = await make(false, () => undefined);
    expect(applied).toMatchObject({
      adopted: false,
      creation: { endpointServiceId: SERVICE_ID, evidence: 'response' },
    });
  });

  it('adopts a link that somebody else has made since the poll', async () => {
    const { applied } = await make(false, someoneElse);
    expect(applied).toMatchObject({ adopted: true });
    expect(applied.creation).toBeUndefined();
  });

  it('recognizes its own by a poll after an attempt that crashed, and after a lost response', async () => {
    const creation = { endpointServiceId: SERVICE_ID, evidence: 'poll' };
    expect((await make(true, someoneElse)).applied).toMatchObject({ adopted: false, creation });
    const lost = (atlas: ChangingAtlas) =>
      atlas.failNext('create', atlasError('unavailable'), { afterEffect: true });
    expect((await make(false, lost)).applied).toMatchObject({ adopted: false, creation });
  });

  it('sends the request once: without a response and an effect, the next round polls first', async () => {
    const { applied, atlas } = await make(false, (fake) =>
      fake.failNext('create', atlasError('unavailable')),
    );
    expect(applied).toMatchObject({ again: { reason: expect.any(String) }, unanswered: 'checked' });
    expect(atlas.countOf('create')).toBe(1);
  });

  it('leaves the owner open if Atlas cannot be read', async () => {
    const { applied } = await make(false, (atlas) => {
      atlas.failNext('create', atlasError('unavailable'));
      for (let poll = 0; poll < 3; poll += 1) atlas.failNext('find', atlasError('unavailable'));
    });
    expect(applied).toMatchObject({ again: { reason: expect.any(String) }, unanswered: 'open' });
  });

  it.each([
    [
      'a service that is not ready',
      atlasError('conflict', { code: 'PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS' }),
    ],
    ['what exists already, and has gone since', atlasError('conflict', { code: 'ALREADY_EXISTS' })],
    ['throttling', atlasError('rate-limited', { retryAfterSeconds: 40 })],
  ])('starts again after a transient refusal: %s', async (_, refusal) => {
    const { applied } = await make(false, (atlas) => atlas.failNext('create', refusal));
    expect(applied).toMatchObject({ adopted: false, again: { reason: expect.any(String) } });
    expect([applied.creation, applied.unanswered]).toEqual([undefined, undefined]);
  });

  it('fails with Atlas’s message after a final refusal', async () => {
    const { applied } = await make(false, (atlas) => atlas.failNext('create', atlasError('forbidden')));
    expect(applied).toMatchObject({ refusal: 'Atlas said forbidden mend forbidden' });
  });
});

describe('rolling back a link', () => {
  const rollBack = async (lastLink: 'keep' | 'remove', ...others: string[]) => {
    const atlas = new ChangingAtlas();
    const execution = workflowInput();
    for (const id of [execution.target.endpointId, ...others])
      atlas.links.set(id, linkDescription({ endpointId: id }));
    const change = { kind: 'create' as const, lastLink, ownsEndpoint: false };
    const result = await undoLinkChange(removalDependencies(atlas), { ...execution, change }, 'execution');
    return [result, atlas.links.get(execution.target.endpointId)?.deleteRequested];
  };

  it('removes it if another one stays, or if its service may be deleted with it', async () => {
    expect(await rollBack('keep', 'vpce-00000000000000001')).toEqual([{ undone: true }, true]);
    expect(await rollBack('remove')).toEqual([{ undone: true }, true]);
  });

  it('is incomplete while Atlas shows it unchanged, whoever answered the DELETE', async () => {
    const atlas = new ChangingAtlas();
    const execution = workflowInput();
    atlas.links.set(
      execution.target.endpointId,
      linkDescription({ endpointId: execution.target.endpointId }),
    );
    atlas.deleteLink = async () => undefined;
    const change = { kind: 'create' as const, lastLink: 'remove' as const, ownsEndpoint: false };
    await expect(
      undoLinkChange(removalDependencies(atlas), { ...execution, change }, 'execution'),
    ).rejects.toMatchObject({ name: 'NotYetError' });
  });

  it('leaves it if it has become the last one since the execution began', async () => {
    expect(await rollBack('keep')).toEqual([
      { undone: false, left: expect.stringContaining('is the last') },
      false,
    ]);
  });
});
