import { describe, expect, it } from 'vitest';
import type { CloudProvider } from '../../../lambda/contract/attributes.js';
import type { LastLinkRule } from '../../../lambda/contract/custom-resources.js';
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

describe('what Atlas shows of a link that is to be removed', () => {
  it('is enough when it lists and shows it, and another one stays', async () => {
    const world = setUp(FIRST, SECOND);
    expect(await world.remove(SECOND)).toEqual({ kind: 'requested' });
    expect(world.deletes()).toBe(1);
  });

  it.each(['keep', 'remove'] as const)(
    'decides nothing when it lists and does not know it: %s',
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
  ])('decides nothing when it shows it, and answers with %s', async (_, services) => {
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
  ] as const)('ends the question when its removal is under way: %s', async (kind, parts) => {
    const world = setUp(SECOND);
    world.show(FIRST, parts);
    expect(await world.remove(FIRST)).toEqual({ kind });
    expect(world.deletes()).toBe(0);
  });

  it('ends the question when neither knows it', async () => {
    const world = setUp(SECOND);
    expect(await world.remove(FIRST)).toEqual({ kind: 'absent' });
    expect(world.deletes()).toBe(0);
  });

  it('is not known when Atlas cannot be asked', async () => {
    for (const call of ['list', 'find']) {
      const world = setUp(FIRST, SECOND);
      world.atlas.failNext(call, atlasError('unavailable'));
      await expect(world.remove(FIRST, 'remove')).rejects.toMatchObject({ name: 'AtlasError' });
      expect(world.deletes()).toBe(0);
    }
  });
});

describe('the last link of an endpoint service', () => {
  it('is kept when it is the only one, or all others are leaving', async () => {
    const world = setUp(FIRST);
    world.show(SECOND, { deleteRequested: true });
    world.show(THIRD, { connectionStatus: 'DELETING' });
    expect(await world.remove(FIRST)).toEqual({ kind: 'retained' });
    expect(world.intents.all).toEqual([]);
  });

  it('goes with its service where the rule says so, and says so beforehand', async () => {
    const world = setUp(FIRST);
    expect(await world.remove(FIRST, 'remove')).toEqual({ kind: 'requested' });
    expect(world.intents.all).toMatchObject([{ endpointId: FIRST }]);
  });

  it.each(['AZURE', 'GCP'] as CloudProvider[])(
    'of %s is kept as well, and goes where the rule says so, or beside another one',
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
  ] as const)('is not removed in the sibling links of one that %s', async (_, parts) => {
    const world = setUp(FIRST, SECOND);
    if (parts !== undefined) world.show(SECOND, parts);
    const { findLink } = world.atlas;
    world.atlas.findLink = async (link) =>
      parts === undefined && link.endpointId === SECOND ? undefined : findLink.call(world.atlas, link);
    await expect(world.remove(FIRST)).rejects.toMatchObject(NOT_YET);
    expect(world.deletes()).toBe(0);
  });

  it.each(['unavailable', 'forbidden', 'invalid'] as const)(
    'is not removed in the sibling links of one that cannot be read (%s), and is in that of the next',
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

  it('asks no more of Atlas than it needs, however many links there are', async () => {
    const many = Array.from({ length: 50 }, (_, index) => `vpce-${String(index).padStart(17, '0')}`);
    const world = setUp(...many, FIRST);
    await world.remove(FIRST);
    // Requests: list, the link itself, the first other link before and after the announcement, DELETE.
    expect(world.atlas.calls).toHaveLength(5);
  });
});

describe('removals that tell each other', () => {
  it('do not rely on a link whose removal is announced, but for a while', async () => {
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

  it('let the greater id go first', async () => {
    const world = setUp(FIRST, SECOND);
    await world.announce(FIRST);
    await world.announce(SECOND);
    world.clock.advanceSeconds(LIVE_SECONDS + 1);
    await expect(world.remove(FIRST)).rejects.toMatchObject(NOT_YET);
    expect(await world.remove(SECOND)).toEqual({ kind: 'requested' });
    expect(await world.remove(FIRST)).toEqual({ kind: 'retained' });
  });

  it('remove nothing while Parameter Store does not answer, or answers with what is older than the announcement', async () => {
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
    'of other accounts are told apart by time: that of %s beside %s',
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

  it('whose turn ends before the last poll of theirs send nothing', async () => {
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

describe('the DELETE', () => {
  it.each(['rate-limited', 'unavailable', 'conflict'] as const)(
    'is sent once: after %s, the next try begins with the polls',
    async (kind) => {
      const world = setUp(FIRST, SECOND);
      world.atlas.failNext('DELETE', atlasError(kind));
      await expect(world.remove(SECOND)).rejects.toMatchObject(NOT_YET);
      expect(world.deletes()).toBe(1);
      world.show(FIRST, { deleteRequested: true });
      expect(await world.remove(SECOND)).toEqual({ kind: 'retained' });
    },
  );

  it('whose response is lost after its effect is not sent again', async () => {
    const world = setUp(FIRST, SECOND);
    world.atlas.failNext('DELETE', atlasError('unavailable'), { afterEffect: true });
    await expect(world.remove(SECOND)).rejects.toMatchObject(NOT_YET);
    expect(await world.remove(SECOND)).toEqual({ kind: 'leaving' });
    expect(world.deletes()).toBe(1);
  });

  it('that a person has to mend ends the execution', async () => {
    const world = setUp(FIRST, SECOND);
    world.atlas.failNext('DELETE', atlasError('forbidden'));
    await expect(world.remove(SECOND)).rejects.toMatchObject({ name: 'AtlasError' });
  });

  it('rests on looks that are no older than it says', async () => {
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

  it('is not sent when the removal is no longer wanted: at the beginning, or right before it', async () => {
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
