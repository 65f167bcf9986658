import { describe, expect, it } from 'vitest';
import type { CloudProvider } from '../../../lambda/contract/attributes.js';
import type { LastLinkRule } from '../../../lambda/contract/custom-resources.js';
import { NotYetError } from '../../../lambda/domain/model/errors/change-errors.js';
import {
  LIVE_SECONDS,
  SEND_AFTER_POLL_SECONDS,
  SEND_WITHIN_SECONDS,
  YIELD_SECONDS,
} from '../../../lambda/domain/unlinking/removal-intents.js';
import { type LinkRemovalOrder, removeLink } from '../../../lambda/domain/unlinking/remove-link.js';
import { secondsUntilTurn } from '../../../lambda/domain/unlinking/turn.js';
import { atlasError } from '../atlas-errors.js';
import { ChangingAtlas } from '../changing-atlas.js';
import { LINK, linkDescription } from '../samples.js';
import { removalDependencies } from './removal-dependencies.js';

const [FIRST, SECOND, THIRD] = ['a', 'b', 'c'].map((digit) => `vpce-0000000000000000${digit}`) as [
  string,
  string,
  string,
];
const NOT_YET = { name: 'NotYetError' };

function setUp(...endpointIds: string[]) {
  const atlas = new ChangingAtlas();
  const show = (id: string, parts: Parameters<typeof linkDescription>[0] = {}) =>
    void atlas.links.set(id, linkDescription({ endpointId: id, ...parts }));
  for (const id of endpointIds) show(id);
  const deps = removalDependencies(atlas);
  const remove = (
    endpointId: string,
    lastLink: LastLinkRule = 'keep',
    more: Partial<LinkRemovalOrder> = {},
  ) => removeLink(deps, { link: { ...LINK, endpointId }, lastLink, execution: 'run', ...more });
  const announce = (id: string) => deps.intents.announce('', id);
  return { ...deps, atlas, show, remove, announce, deletes: () => atlas.countOf('DELETE') };
}

describe('Atlas’s state of a link that is to be removed', () => {
  it('is sufficient if it lists and shows the link, and another one stays', async () => {
    const world = setUp(FIRST, SECOND);
    expect(await world.remove(SECOND)).toEqual({ kind: 'requested' });
    expect(world.deletes()).toBe(1);
  });

  it('is said to the last check before the DELETE, so that what is missing then decides nothing', async () => {
    const world = setUp(FIRST, SECOND);
    const reasonToDrop = async (isStanding: boolean) => {
      if (isStanding) throw new NotYetError('Not shown any more.');
      return undefined;
    };
    await expect(world.remove(SECOND, 'keep', { reasonToDrop })).rejects.toMatchObject(NOT_YET);
    expect(world.deletes()).toBe(0);
  });

  it.each(['keep', 'remove'] as const)(
    'is unclear if it lists the link, and a GET does not find it: %s',
    async (lastLink) => {
      const world = setUp(FIRST, SECOND);
      world.atlas.findLink = async () => undefined;
      await expect(world.remove(FIRST, lastLink)).rejects.toMatchObject(NOT_YET);
      expect(world.deletes()).toBe(0);
    },
  );

  it.each([
    ['an empty list', []],
    ['a list with another service', [{ endpointServiceId: 'another' }]],
    ['the service without its links', [{ interfaceEndpoints: [] }]],
  ])('is unclear if a GET finds the link, and the list responds with %s', async (_, services) => {
    const world = setUp(FIRST, SECOND);
    const [service] = await world.atlas.listEndpointServices(LINK.projectId);
    world.atlas.listEndpointServices = async () =>
      services.flatMap((parts) => (service === undefined ? [] : { ...service, ...parts }));
    for (const lastLink of ['keep', 'remove'] as const)
      await expect(world.remove(FIRST, lastLink)).rejects.toMatchObject(NOT_YET);
    expect(world.deletes()).toBe(0);
  });

  it.each([
    ['leaving', { deleteRequested: true }],
    ['leaving', { connectionStatus: 'DELETING' }],
  ] as const)('is final if the removal is in progress: %s', async (kind, parts) => {
    const world = setUp(SECOND);
    world.show(FIRST, parts);
    expect(await world.remove(FIRST)).toEqual({ kind });
    expect(world.deletes()).toBe(0);
  });

  it('is final if neither list nor GET has the link', async () => {
    const world = setUp(SECOND);
    expect(await world.remove(FIRST)).toEqual({ kind: 'absent' });
    expect(world.deletes()).toBe(0);
  });

  it('is unknown if Atlas cannot be read', async () => {
    for (const call of ['list', 'find']) {
      const world = setUp(FIRST, SECOND);
      world.atlas.failNext(call, atlasError('unavailable'));
      await expect(world.remove(FIRST, 'remove')).rejects.toMatchObject({ name: 'AtlasError' });
      expect(world.deletes()).toBe(0);
    }
  });
});

describe('the last link of an endpoint service', () => {
  it('is retained if it is the only one, or if all others are being removed', async () => {
    const world = setUp(FIRST);
    world.show(SECOND, { deleteRequested: true });
    world.show(THIRD, { connectionStatus: 'DELETING' });
    expect(await world.remove(FIRST)).toEqual({ kind: 'retained' });
    expect(world.intents.all).toEqual([]);
  });

  it('is removed with its service if the rule says so, with a warning before', async () => {
    const world = setUp(FIRST);
    expect(await world.remove(FIRST, 'remove')).toEqual({ kind: 'requested' });
    expect(world.intents.all).toMatchObject([{ endpointId: FIRST }]);
  });

  it.each(['AZURE', 'GCP'] as CloudProvider[])(
    'of %s is retained too, and removed if the rule says so or another one stays',
    async (cloudProvider) => {
      const world = setUp(SECOND);
      const link = { ...LINK, endpointId: SECOND, cloudProvider };
      expect(await world.remove(SECOND, 'keep', { link })).toEqual({ kind: 'retained' });
      expect([world.deletes(), world.intents.all]).toEqual([0, []]);
      expect(await world.remove(SECOND, 'remove', { link })).toEqual({ kind: 'requested' });
      expect(world.intents.all).toMatchObject([{ endpointId: SECOND }]);
      world.show(FIRST);
      world.show(SECOND);
      expect(await world.remove(SECOND, 'keep', { link })).toEqual({ kind: 'requested' });
    },
  );

  it.each([
    ['is not known when asked for', undefined],
    ['has no status', { connectionStatus: '' }],
  ] as const)('is not removed beside a sibling link that %s', async (_, parts) => {
    const world = setUp(FIRST, SECOND);
    if (parts !== undefined) world.show(SECOND, parts);
    const { findLink } = world.atlas;
    world.atlas.findLink = async (link) =>
      parts === undefined && link.endpointId === SECOND ? undefined : findLink.call(world.atlas, link);
    await expect(world.remove(FIRST)).rejects.toMatchObject(NOT_YET);
    expect(world.deletes()).toBe(0);
  });

  it.each(['unavailable', 'forbidden', 'invalid'] as const)(
    'is not removed beside a sibling link that cannot be read (%s), but beside the next one',
    async (kind) => {
      const world = setUp(FIRST, SECOND);
      world.atlas.failNext(`find ${SECOND}`, atlasError(kind));
      await expect(world.remove(FIRST)).rejects.toMatchObject(NOT_YET);
      world.show(THIRD);
      world.atlas.failNext(`find ${SECOND}`, atlasError(kind));
      world.atlas.failNext(`find ${SECOND}`, atlasError(kind));
      world.clock.advanceSeconds(secondsUntilTurn('on-greater', world.clock.now()));
      expect(await world.remove(FIRST)).toEqual({ kind: 'requested' });
    },
  );

  it('needs a constant number of requests, for any number of links', async () => {
    const many = Array.from({ length: 50 }, (_, index) => `vpce-${String(index).padStart(17, '0')}`);
    const world = setUp(...many, FIRST);
    await world.remove(FIRST);
    // Requests: list, the link itself, the first other link before and after the announcement, DELETE.
    expect(world.atlas.calls).toHaveLength(5);
  });
});

describe('concurrent removals with announced intents', () => {
  it('do not rely on a link whose removal is announced, for a limited time', async () => {
    const world = setUp(FIRST, SECOND);
    await world.announce(SECOND);
    await expect(world.remove(FIRST)).rejects.toMatchObject({
      ...NOT_YET,
      message: expect.stringContaining(`the removal of ${SECOND} has been announced`),
    });
    expect(world.intents.all).toHaveLength(1);
    world.clock.advanceSeconds(YIELD_SECONDS + 1);
    expect(await world.remove(FIRST)).toEqual({ kind: 'requested' });
  });

  it('let the greater id be removed first', async () => {
    const world = setUp(FIRST, SECOND);
    await world.announce(FIRST);
    await world.announce(SECOND);
    world.clock.advanceSeconds(LIVE_SECONDS + 1);
    await expect(world.remove(FIRST)).rejects.toMatchObject(NOT_YET);
    expect(await world.remove(SECOND)).toEqual({ kind: 'requested' });
    expect(await world.remove(FIRST)).toEqual({ kind: 'retained' });
  });

  it('remove nothing while Parameter Store does not respond, or responds with the state before the announcement', async () => {
    for (const lastLink of ['keep', 'remove'] as const) {
      const world = setUp(FIRST, SECOND);
      world.intents.failNext = new Error('throttled');
      await expect(world.remove(FIRST, lastLink)).rejects.toThrow('throttled');
      expect(world.deletes()).toBe(0);
    }
    const world = setUp(FIRST, SECOND);
    world.intents.isStale = true;
    await expect(world.remove(FIRST)).rejects.toMatchObject(NOT_YET);
    expect(world.deletes()).toBe(0);
  });

  it.each([
    [SECOND, FIRST, 'on-smaller', LIVE_SECONDS + 30],
    [FIRST, SECOND, 'on-greater', 0],
  ] as const)(
    'of other accounts have separate turns: that of %s beside %s',
    async (own, _, reliance, second) => {
      const world = setUp(FIRST, SECOND);
      const inPeriod = () => (world.clock.now().getTime() / 1000) % 600;
      world.clock.advanceSeconds((second - inPeriod() + 599) % 600);
      await expect(world.remove(own)).rejects.toMatchObject({ ...NOT_YET, retryAfterSeconds: 1 });
      expect([world.deletes(), world.intents.all]).toEqual([0, []]);
      world.clock.advanceSeconds(secondsUntilTurn(reliance, world.clock.now()));
      expect(await world.remove(own)).toEqual({ kind: 'requested' });
    },
  );

  it('whose turn ends before their last poll send nothing', async () => {
    const world = setUp(FIRST, SECOND);
    world.clock.advanceSeconds(secondsUntilTurn('on-greater', world.clock.now()));
    const { announce } = world.intents;
    world.intents.announce = async (...names) => {
      world.clock.advanceSeconds(30);
      return announce.apply(world.intents, names);
    };
    await expect(world.remove(FIRST)).rejects.toMatchObject(NOT_YET);
    expect(world.deletes()).toBe(0);
  });
});

describe('the DELETE of a removal', () => {
  it.each(['rate-limited', 'unavailable', 'conflict'] as const)(
    'is sent once: after %s, the next attempt begins with the polls',
    async (kind) => {
      const world = setUp(FIRST, SECOND);
      world.atlas.failNext('DELETE', atlasError(kind));
      await expect(world.remove(SECOND)).rejects.toMatchObject(NOT_YET);
      expect(world.deletes()).toBe(1);
      world.show(FIRST, { deleteRequested: true });
      expect(await world.remove(SECOND)).toEqual({ kind: 'retained' });
    },
  );

  it('whose response is lost after its effect is not repeated', async () => {
    const world = setUp(FIRST, SECOND);
    world.atlas.failNext('DELETE', atlasError('unavailable'), { afterEffect: true });
    await expect(world.remove(SECOND)).rejects.toMatchObject(NOT_YET);
    expect(await world.remove(SECOND)).toEqual({ kind: 'leaving' });
    expect(world.deletes()).toBe(1);
  });

  it('that is refused until a person acts ends the execution', async () => {
    const world = setUp(FIRST, SECOND);
    world.atlas.failNext('DELETE', atlasError('forbidden'));
    await expect(world.remove(SECOND)).rejects.toMatchObject({ name: 'AtlasError' });
  });

  it('relies on polls that are no older than the permit says', async () => {
    const world = setUp(FIRST, SECOND);
    const begun = world.clock.now().getTime();
    let sendBefore = 0;
    world.atlas.deleteLink = async (permit) => {
      sendBefore = permit.redeem().sendBefore.getTime();
    };
    const reasonToDrop = async () => void world.clock.advanceSeconds(7);
    await world.remove(SECOND, 'keep', { reasonToDrop });
    expect((sendBefore - begun) / 1000).toBe(7 + SEND_AFTER_POLL_SECONDS);
    await world.remove(SECOND, 'remove', { reasonToDrop });
    expect((sendBefore - begun) / 1000).toBe(14 + SEND_WITHIN_SECONDS);
  });

  it('is not sent if the removal is no longer wanted, at the beginning or right before it', async () => {
    for (const reasons of [['taken'], [undefined, 'taken']]) {
      const world = setUp(FIRST, SECOND);
      const reasonToDrop = async () => reasons.shift();
      expect(await world.remove(SECOND, 'keep', { reasonToDrop })).toEqual({
        kind: 'dropped',
        reason: 'taken',
      });
      expect(world.deletes()).toBe(0);
    }
  });
});
