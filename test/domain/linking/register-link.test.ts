import { describe, expect, it } from 'vitest';
import { registerLink } from '../../../lambda/domain/linking/register-link.js';
import { atlasError } from '../atlas-errors.js';
import { FakeAtlas } from '../fake-atlas.js';
import { ENDPOINT_ID, LINK, linkDescription } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';

const register = (atlas: FakeAtlas, listed = false) => registerLink(atlas, new VirtualClock(), LINK, listed);

describe('registering an endpoint', () => {
  it('does not send another POST after the remaining time', async () => {
    const atlas = new FakeAtlas();
    for (let time = 0; time < 4; time += 1) atlas.failNext('create', atlasError('unavailable'));
    const clock = new VirtualClock();
    const began = clock.now().getTime();
    const timed = {
      now: () => clock.now(),
      sleep: (milliseconds: number) => clock.sleep(milliseconds),
      remainingMilliseconds: () => 6000 - (clock.now().getTime() - began),
    };
    await expect(registerLink(atlas, timed, LINK, false)).rejects.toMatchObject({ kind: 'unavailable' });
    expect([atlas.countOf('create'), clock.slept]).toEqual([2, [2000]]);
  });

  it('sends one POST without a poll if the service does not list the link', async () => {
    const atlas = new FakeAtlas();
    expect((await register(atlas)).kind).toBe('created');
    expect(atlas.calls).toEqual([`create ${ENDPOINT_ID}`]);
  });

  it('adopts a listed link without a POST', async () => {
    const atlas = new FakeAtlas();
    atlas.links.set(ENDPOINT_ID, linkDescription({ connectionStatus: 'AVAILABLE' }));
    expect(await register(atlas, true)).toMatchObject({
      kind: 'adopted',
      description: { connectionStatus: 'AVAILABLE' },
    });
    expect(atlas.countOf('create')).toBe(0);
  });

  it('adopts the existing link after a 409', async () => {
    const atlas = new FakeAtlas();
    atlas.links.set(ENDPOINT_ID, linkDescription());
    atlas.failNext('create', atlasError('conflict'));
    expect((await register(atlas)).kind).toBe('adopted');
    expect(atlas.countOf('create')).toBe(1);
  });

  it('adopts the link of a POST whose response was lost, instead of another POST', async () => {
    const atlas = new FakeAtlas();
    atlas.failNext('create', atlasError('unavailable'), { afterEffect: true });
    expect((await register(atlas)).kind).toBe('adopted');
    expect(atlas.countOf('create')).toBe(1);
  });

  it('sends another POST after a 500 only if a poll has shown no link', async () => {
    const atlas = new FakeAtlas();
    atlas.failNext('create', atlasError('unavailable'));
    expect((await register(atlas)).kind).toBe('created');
    expect(atlas.calls.map((call) => call.split(' ')[0])).toEqual(['create', 'find', 'create']);
  });

  it('gives up during an outage after four POSTs, with the last error', async () => {
    const atlas = new FakeAtlas();
    for (let i = 0; i < 4; i += 1) atlas.failNext('create', atlasError('unavailable'));
    await expect(register(atlas)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(atlas.countOf('create')).toBe(4);
  });

  it('causes another delivery if the service does not accept endpoints yet', async () => {
    const atlas = new FakeAtlas();
    const notReady = atlasError('conflict', { code: 'PRIVATELINK_CANNOT_ACCEPT_ENDPOINTS' });
    for (let i = 0; i < 4; i += 1) atlas.failNext('create', notReady);
    await expect(register(atlas)).rejects.toMatchObject({ name: 'EndpointNotReadyError' });
  });

  it.each(['authentication', 'forbidden', 'invalid', 'not-found'] as const)(
    'does not repeat a POST refused as %s',
    async (kind) => {
      const atlas = new FakeAtlas();
      atlas.failNext('create', atlasError(kind));
      await expect(register(atlas)).rejects.toMatchObject({ kind });
      expect(atlas.calls).toHaveLength(1);
    },
  );
});
