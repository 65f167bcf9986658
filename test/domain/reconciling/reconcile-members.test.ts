import { describe, expect, it } from 'vitest';
import type { MembersSetting } from '../../../lambda/contract/members.js';
import { keyOf } from '../../../lambda/domain/members/served-places.js';
import { MemberNotEnteredError } from '../../../lambda/domain/model/errors/member-not-entered-error.js';
import { RegistryUnavailableError } from '../../../lambda/domain/model/errors/registry-unavailable-error.js';
import type { Cluster } from '../../../lambda/domain/model/ports/atlas.js';
import type { HeardMember } from '../../../lambda/domain/model/ports/members.js';
import type { Place } from '../../../lambda/domain/model/values/place.js';
import { turnAt } from '../../../lambda/domain/reconciling/pass-rotation.js';
import { type ReconciledHub, reconcileHub } from '../../../lambda/domain/reconciling/reconcile-members.js';
import {
  newProgress,
  type ReconcileProgress,
} from '../../../lambda/domain/reconciling/reconcile-progress.js';
import type { ReconcileDependencies } from '../../../lambda/domain/reconciling/reconcile-slice.js';
import { atlasError } from '../atlas-errors.js';
import type { FakeAtlas } from '../fake-atlas.js';
import { FakeRegistry } from '../fake-aws.js';
import {
  EXECUTION_ARN,
  endpointService,
  linkDescription,
  OLDER_SERVICE_ID,
  OWN,
  PROJECT_ID,
  SERVICE_NAME,
  vpcEndpoint,
} from '../samples.js';
import { setUpReconciliation } from './reconcile-dependencies.js';

const SETTING: MembersSetting = {
  hubAccount: OWN.account,
  partition: 'aws',
  namespace: 'default',
  regions: ['eu-west-1'],
};
const MEMBERS = ['222233334444', '333344445555', '444455556666'];
const placeOf = (account: string): Place => ({ account, region: 'eu-west-1' });
const HOUR = 3_600_000;

/** A hub with three members, each with one link that everything agrees on. */
function setUp(setting: MembersSetting = SETTING) {
  const { atlas, clock, deps } = setUpReconciliation();
  const heard = new Map<string, HeardMember>(
    MEMBERS.map((account) => [account, { place: placeOf(account), memberVersion: 1, heardAt: clock.now() }]),
  );
  const failures = new Map<string, () => Error | Promise<void>>();
  const entered: string[] = [];
  const own: ReconcileDependencies = { ...deps, unlinkDeselected: false, hasMembers: true };
  const at = new Map<string, ReconcileDependencies>();
  for (const account of MEMBERS) {
    const place = placeOf(account);
    const endpointId = `vpce-${account.padStart(17, '0')}`;
    const registry = new FakeRegistry();
    atlas.links.set(endpointId, linkDescription({ endpointId, connectionStatus: 'AVAILABLE' }));
    registry.records.set(endpointId, {
      version: 1,
      state: 'available',
      link: linkDescription({ endpointId, connectionStatus: 'AVAILABLE' }),
      ...place,
      owner: OWN.owner,
      execution: 'e1',
      executionStartedAt: clock.now().toISOString(),
      firstSeenAt: clock.now().toISOString(),
      lastSeenAt: clock.now().toISOString(),
      message: '',
      advice: '',
      warnings: [],
    });
    at.set(account, {
      ...own,
      ...place,
      registry,
      isOfMember: true,
      hasMembers: false,
      homeProjectIds: new Set([PROJECT_ID]),
      endpointList: {
        listByServiceNames: async () => {
          entered.push(account);
          const failure = await failures.get(account)?.();
          if (failure !== undefined) throw failure;
          return [vpcEndpoint({ endpointId, ownerAccount: account, state: 'available' })];
        },
      },
    });
  }
  const hub: ReconciledHub = {
    setting,
    home: { account: OWN.account, region: OWN.region },
    heardMembers: {
      list: async () => [...heard.values()],
      forget: async ({ account }) => void heard.delete(account),
    },
    dependenciesAt: ({ account }) => at.get(account) as ReconcileDependencies,
  };
  const pass = () => reconcileAll(own, hub);
  return { own, hub, at, clock, heard, failures, entered, pass };
}

/** A cluster with private connection strings for each endpoint. */
function clusterFor(endpointIds: readonly string[]): Cluster {
  const privateEndpoints = endpointIds.map((endpointId) => ({
    endpointIds: [endpointId],
    standard: `mongodb://pl-0.${endpointId}.mongodb.net:1024`,
    srv: `mongodb+srv://cluster0-pl-0.${endpointId}.mongodb.net`,
    srvShardOptimized: '',
  }));
  return { name: 'cluster0', stateName: 'IDLE', isPaused: false, regions: [], privateEndpoints };
}

/** All slices, as the state machine calls them. */
async function reconcileAll(own: ReconcileDependencies, hub: ReconciledHub) {
  let progress = newProgress(own.clock.now(), false);
  for (let turn = 0; turn < 100; turn += 1) {
    const slice = await reconcileHub(own, hub, EXECUTION_ARN, progress);
    if (slice.status === 'done') return { ...slice, slices: turn + 1 };
    progress = JSON.parse(JSON.stringify(slice.progress)) as ReconcileProgress;
  }
  throw new Error('The reconciliation does not end.');
}

describe('a reconciliation of a hub', () => {
  it('begins with another member each hour, so that no member is left out of each one that ends early', async () => {
    const { own, hub, clock, entered } = setUp();
    const firsts = new Set<string | undefined>();
    for (let hour = 0; hour < 6; hour += 1) {
      entered.length = 0;
      await reconcileAll(own, hub);
      expect([...entered].sort()).toEqual(MEMBERS);
      firsts.add(entered[0]);
      await clock.sleep(HOUR);
    }
    expect([...firsts].sort()).toEqual(MEMBERS);
  });

  it('that an earlier version has begun goes on in the order of that version', async () => {
    const { own, hub, clock, entered } = setUp();
    const begun = newProgress(clock.now(), false);
    const member = {
      key: keyOf(placeOf('333344445555')),
      since: clock.now().toISOString(),
      isCompared: true,
    };
    await reconcileHub(own, hub, EXECUTION_ARN, { ...begun, member });
    expect(entered).toEqual(['444455556666']);
  });

  it('compares the own account, then each member once, and counts no link of a member as one of nobody', async () => {
    const { entered, pass } = setUp();
    const { summary } = await pass();
    expect(entered).toEqual(MEMBERS);
    expect(summary).toMatchObject({ found: 0, links: { available: 3, unmanaged: 0 }, drift: [] });
  });

  describe('with a second project', () => {
    const SECOND_PROJECT = '7b793f63c0eb9e7a177153f6';
    const NOBODYS = ['vpce-0000000000000100a', 'vpce-0000000000000100b'];
    const projectIds = [PROJECT_ID, SECOND_PROJECT];

    /** The first project has a link of each member, and the second one two of nobody. */
    const setUpTwo = () => {
      const world = setUp();
      const atlas = world.own.atlas as FakeAtlas;
      const listFirst = atlas.listEndpointServices.bind(atlas);
      const second = endpointService({
        endpointServiceId: OLDER_SERVICE_ID,
        endpointServiceName: SERVICE_NAME.replace('0123', '9876'),
        interfaceEndpoints: NOBODYS,
      });
      atlas.listEndpointServices = async (id) => (id === SECOND_PROJECT ? [second] : listFirst(id));
      const settings = { projectIds, projects: projectIds.map((projectId) => ({ projectId })) };
      const own = { ...world.own, ...settings };
      for (const [account, deps] of world.at)
        world.at.set(account, { ...deps, ...settings, homeProjectIds: new Set(projectIds) });
      return { ...world, own, atlas };
    };

    it('counts the links of nobody that are in it', async () => {
      const { own, hub } = setUpTwo();
      const { summary } = await reconcileAll(own, hub);
      expect(summary.links).toMatchObject({ available: 3, unmanaged: 2 });
    });

    it('counts as many where the first one cannot be read at home, and members can read it', async () => {
      const { own, hub, atlas } = setUpTwo();
      atlas.failNext(`list ${PROJECT_ID}`, atlasError('unavailable'));
      const { summary } = await reconcileAll(own, hub);
      expect(summary.drift).toMatchObject([{ kind: 'unreadable', projectId: PROJECT_ID }]);
      expect(summary.links).toMatchObject({ available: 3, unmanaged: 2 });
    });

    it('counts as many where EC2 refuses the names of the first one at home', async () => {
      const { own, hub } = setUpTwo();
      const listByServiceNames = async (names: readonly string[]) => {
        if (names.includes(SERVICE_NAME)) throw new TypeError('invalid name');
        return [];
      };
      const { summary } = await reconcileAll({ ...own, endpointList: { listByServiceNames } }, hub);
      expect(summary.links).toMatchObject({ available: 3, unmanaged: 2 });
    });
  });

  it.each([
    ['writes copies that a member has missed', false, 25],
    ['gives up on copies that a member does not take now', true, 10],
  ])('%s', async (_, isRefused, times) => {
    const { pass, at } = setUp();
    const registry = at.get('333344445555')?.registry as FakeRegistry;
    const [record] = registry.records.values();
    for (let number = 0; record !== undefined && number < 25; number += 1) {
      const endpointId = `vpce-${String(number).padStart(17, 'a')}`;
      const link = linkDescription({ endpointId, projectId: 'f'.repeat(24) });
      registry.records.set(endpointId, { ...record, link, copyMissed: true });
    }
    const written: string[] = [];
    registry.put = async ({ copyMissed: _missed, ...rest }) => {
      written.push(rest.link.endpointId);
      registry.records.set(rest.link.endpointId, isRefused ? { ...rest, copyMissed: true } : rest);
    };
    await pass();
    expect(new Set(written).size).toBe(times);
  });

  it('continues without a member whose role cannot be assumed, says which, and changes nothing there', async () => {
    const { entered, failures, pass, at } = setUp();
    failures.set('333344445555', () => new MemberNotEnteredError('AccessDenied'));
    const { summary, progress } = await pass();
    expect(entered).toEqual(MEMBERS);
    expect(progress).toMatchObject({ unreachableMembers: 1 });
    expect(summary.drift).toMatchObject([
      { kind: 'member-unreachable', account: '333344445555', region: 'eu-west-1', result: 'left' },
    ]);
    const registry = at.get('333344445555')?.registry as FakeRegistry;
    expect([...registry.records.values()]).toMatchObject([{ state: 'available' }]);
  });

  it.each([
    ['its Parameter Store', () => new RegistryUnavailableError('AccessDenied', { isOfMember: true })],
    ['its EC2', () => new MemberNotEnteredError('UnauthorizedOperation')],
    ['our own code with its data', () => new TypeError('undefined is not a function')],
  ])('takes a failure of %s for the member alone', async (_, failure) => {
    const { failures, pass } = setUp();
    failures.set('222233334444', failure);
    expect((await pass()).summary.links).toMatchObject({ available: 2 });
  });

  it.each([
    ['registry', () => new RegistryUnavailableError('Rate exceeded')],
    ['Step Functions', () => Object.assign(new Error('Rate exceeded'), { $metadata: {} })],
  ])(
    'takes a failure of the hub’s %s for one of the whole slice, which is tried again',
    async (_, failure) => {
      const { failures, pass } = setUp();
      failures.set('222233334444', failure);
      await expect(pass()).rejects.toThrow('Rate exceeded');
    },
  );

  it('continues in the next slice with the member after the last one', async () => {
    const { clock, entered, failures, pass } = setUp();
    for (const account of MEMBERS) failures.set(account, () => clock.sleep(50_000));
    const { slices, summary } = await pass();
    expect(slices).toBe(2);
    expect(entered).toEqual(MEMBERS);
    expect(summary.links).toMatchObject({ available: 3 });
  });

  it('reports a member that was not heard for hours, and one that was never heard', async () => {
    const { heard, clock, pass } = setUp({ ...SETTING, accounts: MEMBERS });
    const [silent = '', never = ''] = MEMBERS;
    heard.set(silent, {
      place: placeOf(silent),
      memberVersion: 1,
      heardAt: new Date(clock.now().getTime() - 4 * HOUR),
    });
    heard.delete(never);
    const { progress, summary } = await pass();
    expect(progress).toMatchObject({ silentMembers: 2 });
    expect(summary.drift.map(({ kind, account }) => [kind, account])).toEqual([
      ['member-silent', silent],
      ['member-silent', never],
    ]);
    expect(summary.links).toMatchObject({ available: 3 });
  });

  it('forgets an account of the organization that was neither heard nor reached for a week', async () => {
    const { heard, failures, clock, pass } = setUp();
    const [gone = ''] = MEMBERS;
    failures.set(gone, () => new MemberNotEnteredError('AccessDenied'));
    heard.set(gone, {
      place: placeOf(gone),
      memberVersion: 1,
      heardAt: new Date(clock.now().getTime() - 8 * 24 * HOUR),
    });
    expect((await pass()).progress).not.toHaveProperty('unreachableMembers');
    expect(heard.has(gone)).toBe(false);
  });

  it.each([
    ['neither heard nor reached for a week', 8 * 24 * HOUR],
    ['never heard', undefined],
  ])('keeps an account of the list that was %s', async (_, age) => {
    const { heard, failures, clock, pass } = setUp({ ...SETTING, accounts: MEMBERS });
    const [gone = ''] = MEMBERS;
    failures.set(gone, () => new MemberNotEnteredError('AccessDenied'));
    if (age === undefined) heard.delete(gone);
    else {
      const heardAt = new Date(clock.now().getTime() - age);
      heard.set(gone, { place: placeOf(gone), memberVersion: 1, heardAt });
    }
    expect((await pass()).progress).toMatchObject({ unreachableMembers: 1 });
  });

  it('leaves the rest of a member that takes longer than ten minutes to the next reconciliation', async () => {
    const { at, clock, entered, pass } = setUp();
    const [slow = ''] = MEMBERS;
    const deps = at.get(slow) as ReconcileDependencies;
    const shown = Array.from({ length: 60 }, (_, index) =>
      vpcEndpoint({ endpointId: `vpce-${String(index).padStart(17, '0')}`, state: 'rejected' }),
    );
    const registry = new FakeRegistry();
    const find = registry.find.bind(registry);
    registry.find = async (endpointId) => {
      await clock.sleep(30_000);
      return find(endpointId);
    };
    at.set(slow, { ...deps, registry, endpointList: { listByServiceNames: async () => shown } });
    const { progress, summary } = await pass();
    expect(entered).toEqual(MEMBERS.slice(1));
    expect(summary.drift.filter(({ kind }) => kind === 'member-unreachable')).toMatchObject([
      { account: slow },
    ]);
    expect(progress).toMatchObject({ unreachableMembers: 1 });
    expect(summary.compared).toBeLessThan(shown.length);
    expect(summary.links).toMatchObject({ available: 2 });
  });

  describe('with an own account whose links take longer than the pass', () => {
    /** Each link has to be checked, and each check takes half a minute. */
    const setUpLarge = (links = 180) => {
      const world = setUp();
      const { clock } = world;
      const checked: string[] = [];
      const registry = new FakeRegistry();
      const find = registry.find.bind(registry);
      registry.find = async (endpointId) => {
        checked.push(endpointId);
        await clock.sleep(30_000);
        return find(endpointId);
      };
      const shown = Array.from({ length: links }, (_, index) =>
        vpcEndpoint({ endpointId: `vpce-${String(index).padStart(17, '0')}`, state: 'rejected' }),
      );
      const own = { ...world.own, registry, endpointList: { listByServiceNames: async () => shown } };
      return { ...world, own, checked, shown };
    };

    it('compares each member in the same pass, after half of the period, and says how much it has left', async () => {
      const { own, hub, clock, entered, checked } = setUpLarge();
      const begunAt = clock.now().getTime();
      const { summary } = await reconcileAll(own, hub);
      expect([...entered].sort()).toEqual(MEMBERS);
      expect(clock.now().getTime() - begunAt).toBeLessThan(HOUR / 2);
      expect(checked.length).toBeGreaterThan(40);
      const left = summary.drift.filter(({ kind }) => kind === 'unreadable');
      expect(left).toMatchObject([{ result: 'left', endpointId: '' }]);
      expect(left[0]?.message).toContain(`${180 - checked.length} links are left to be checked`);
      expect(summary.links).toMatchObject({ available: 3 });
    });

    it('leaves out no link for ever: each pass begins with another one', async () => {
      const { own, hub, clock, checked, shown } = setUpLarge();
      for (let hour = 0; hour < 8; hour += 1) {
        const begunAt = clock.now().getTime();
        await reconcileAll(own, hub);
        await clock.sleep(begunAt + HOUR - clock.now().getTime());
      }
      expect(new Set(checked).size).toBe(shown.length);
    });

    it.each([
      // The state of a slice holds 2,000 checks, so that the comparison of the lists has stopped, too.
      ['not come to', 0, 90],
      ['come to', 200, 900],
    ])('counts no link as one of nobody too few if it has %s those of members', async (_, least, most) => {
      const { own, hub, at, clock } = setUpLarge(2100);
      const nobodys = 'vpce-0000000000000100a';
      const [member = ''] = MEMBERS;
      const { atlas } = at.get(member) as ReconcileDependencies & { readonly atlas: FakeAtlas };
      atlas.links.set(nobodys, linkDescription({ endpointId: nobodys, connectionStatus: 'AVAILABLE' }));
      const beginsAt = () => turnAt(clock.now(), own.reconcileEverySeconds) * 2104;
      while (beginsAt() < least || beginsAt() > most) await clock.sleep(HOUR);
      const { summary } = await reconcileAll(own, hub);
      expect(summary.links).toMatchObject({ available: 3, unmanaged: 1 });
    });

    it('uses the whole pass for them as long as there is no member', async () => {
      const { own, hub, heard, checked, shown } = setUpLarge();
      heard.clear();
      const { summary } = await reconcileAll(own, hub);
      expect(new Set(checked).size).toBe(shown.length);
      expect(summary.drift.filter(({ kind }) => kind === 'unreadable')).toEqual([]);
    });
  });

  it('leaves out no link of a member for ever that takes longer than ten minutes each time', async () => {
    const { at, clock, pass } = setUp();
    const [slow = ''] = MEMBERS;
    const deps = at.get(slow) as ReconcileDependencies;
    const shown = Array.from({ length: 60 }, (_, index) =>
      vpcEndpoint({ endpointId: `vpce-${String(index).padStart(17, '0')}`, state: 'rejected' }),
    );
    const registry = new FakeRegistry();
    const find = registry.find.bind(registry);
    const checked = new Set<string>();
    registry.find = async (endpointId) => {
      checked.add(endpointId);
      await clock.sleep(30_000);
      return find(endpointId);
    };
    at.set(slow, { ...deps, registry, endpointList: { listByServiceNames: async () => shown } });
    for (let hour = 0; hour < 8; hour += 1) {
      const begunAt = clock.now().getTime();
      await pass();
      await clock.sleep(begunAt + HOUR - clock.now().getTime());
    }
    expect(checked.size).toBe(shown.length);
  });

  describe('with a member whose Parameter Store fails for connection strings', () => {
    /** Each link of the member has strings that its copy does not have yet. */
    const setUpStrings = (fails: (number: number) => boolean, links = 14) => {
      const world = setUp();
      const [account = ''] = MEMBERS;
      const deps = world.at.get(account) as ReconcileDependencies;
      const registry = deps.registry as FakeRegistry;
      const [record] = registry.records.values();
      const ids = Array.from({ length: links }, (_, index) => `vpce-${String(index).padStart(17, 'b')}`);
      registry.records.clear();
      const atlas = world.own.atlas as FakeAtlas;
      const endpoints = ids.map((endpointId) => {
        const link = linkDescription({ endpointId, connectionStatus: 'AVAILABLE' });
        atlas.links.set(endpointId, link);
        if (record !== undefined) registry.records.set(endpointId, { ...record, link });
        return vpcEndpoint({ endpointId, ownerAccount: account, state: 'available' });
      });
      atlas.clusters = [clusterFor(ids)];
      const read: string[] = [];
      const connectionStrings = registry.connectionStrings.bind(registry);
      registry.connectionStrings = async (endpointId) => {
        read.push(endpointId);
        if (fails(read.length))
          throw new RegistryUnavailableError('In the member account: Rate exceeded', { isOfMember: true });
        return connectionStrings(endpointId);
      };
      world.at.set(account, {
        ...deps,
        connectionStringsTimeoutSeconds: 600,
        endpointList: { listByServiceNames: async () => endpoints },
      });
      return { ...world, account, read, registry };
    };

    it('reports the link that has failed, and goes on with the next one', async () => {
      const { pass, read, registry } = setUpStrings((number) => number === 3);
      const { summary, progress } = await pass();
      expect(new Set(read).size).toBe(14);
      expect(summary.drift).toMatchObject([
        { kind: 'unreadable', endpointId: read[2], message: expect.stringContaining('Rate exceeded') },
      ]);
      expect(registry.strings.size).toBeGreaterThanOrEqual(13);
      expect(progress).not.toHaveProperty('unreachableMembers');
    });

    it('leaves the member for this pass after ten in a row, reports it, and goes on with the others', async () => {
      const { pass, read, account } = setUpStrings(() => true);
      const { summary, progress } = await pass();
      expect(read).toHaveLength(10);
      expect(summary.drift.filter(({ kind }) => kind === 'unreadable')).toHaveLength(10);
      expect(summary.drift.filter(({ kind }) => kind === 'member-unreachable')).toMatchObject([{ account }]);
      expect(progress).toMatchObject({ unreachableMembers: 1 });
      // The two other members.
      expect(summary.links.available).toBeGreaterThanOrEqual(2);
    });

    it('does not count failures with a success between them', async () => {
      const { pass, read } = setUpStrings((number) => number % 6 !== 0);
      const { progress } = await pass();
      expect([new Set(read).size, progress.unreachableMembers]).toEqual([14, undefined]);
    });
  });

  it('tries a member once, in a Region in which three others have failed after a long wait', async () => {
    const { at, clock, entered, failures, pass, heard, own } = setUp();
    const probed: string[] = [];
    const [model = ''] = MEMBERS;
    for (const account of ['555566667777', '666677778888', '777788889999']) {
      heard.set(account, { place: placeOf(account), memberVersion: 1, heardAt: clock.now() });
      at.set(account, { ...own, ...(at.get(model) as ReconcileDependencies), account });
    }
    for (const [account, deps] of at)
      at.set(account, {
        ...deps,
        endpointList: {
          listByServiceNames: async () => {
            entered.push(account);
            await clock.sleep(50_000);
            throw new MemberNotEnteredError('EC2 does not answer');
          },
        },
        ec2Probe: {
          probe: async () => {
            probed.push(account);
            // The last one answers, and fails slowly all the same.
            if (probed.length < 3) throw new MemberNotEnteredError('EC2 does not answer');
          },
        },
      });
    expect(failures.size).toBe(0);
    const { progress } = await pass();
    // Three with patience, three with one try, of which the last is compared after it.
    expect([...entered.slice(0, 3), ...probed].sort()).toEqual([...at.keys()].sort());
    expect(entered.slice(3)).toEqual(probed.slice(2));
    expect(progress).toMatchObject({ unreachableMembers: 6, slowFailures: { 'eu-west-1': 4 } });
  });

  it('has patience again with a Region in which a member was compared', async () => {
    const { failures, clock, pass } = setUp();
    const [first = ''] = MEMBERS;
    failures.set(first, async () => {
      await clock.sleep(50_000);
      throw new MemberNotEnteredError('EC2 does not answer');
    });
    expect((await pass()).progress).toMatchObject({ unreachableMembers: 1, slowFailures: {} });
  });

  it('counts no refusal that comes at once as a failure of the Region', async () => {
    const { failures, pass } = setUp();
    for (const account of MEMBERS) failures.set(account, () => new MemberNotEnteredError('AccessDenied'));
    expect((await pass()).progress).not.toHaveProperty('slowFailures');
  });

  it('ends before the next one begins, and reports the members that it has left', async () => {
    const { clock, entered, failures, own, hub } = setUp();
    for (const account of MEMBERS) failures.set(account, () => clock.sleep(100_000));
    const begunAt = clock.now().getTime();
    const slice = await reconcileAll({ ...own, reconcileEverySeconds: 300 }, hub);
    expect(entered).toHaveLength(2);
    expect(clock.now().getTime() - begunAt).toBeLessThan(300_000);
    expect(slice.progress).toMatchObject({ unreachableMembers: 1 });
    expect(slice.summary).toMatchObject({ links: { available: 2 }, left: 1 });
    const others = MEMBERS.filter((account) => !entered.includes(account));
    expect(slice.summary.drift.map(({ account }) => account)).toEqual(others);
  });

  it('continues with the next member if the current one was removed', async () => {
    const { own, hub, heard, entered } = setUp();
    const [gone = ''] = MEMBERS;
    heard.delete(gone);
    const member = { key: keyOf(placeOf(gone)), since: own.clock.now().toISOString() };
    await reconcileHub(own, hub, EXECUTION_ARN, { ...newProgress(own.clock.now(), false), member });
    expect(entered).toEqual(MEMBERS.slice(1));
  });
});
