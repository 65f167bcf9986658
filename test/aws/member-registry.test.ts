import { describe, expect, it } from 'vitest';
import { memberRegistry } from '../../lambda/aws/member-registry.js';
import type { LinkRecord } from '../../lambda/contract/registry.js';
import { RegistryUnavailableError } from '../../lambda/domain/model/errors/registry-unavailable-error.js';
import { FakeRegistry } from '../domain/fake-aws.js';
import { recordingPorts } from '../domain/recording-ports.js';
import { linkDescription, OWN } from '../domain/samples.js';

const ENDPOINT_ID = 'vpce-0123456789abcdef0';

function recordIn(state: LinkRecord['state']): LinkRecord {
  return {
    version: 1,
    state,
    link: linkDescription({ endpointId: ENDPOINT_ID }),
    ...OWN,
    execution: 'e1',
    executionStartedAt: '2026-08-10T01:05:05.000Z',
    firstSeenAt: '2026-08-10T01:05:05.000Z',
    lastSeenAt: '2026-08-10T01:06:00.000Z',
    message: '',
    advice: '',
    warnings: [],
  };
}

function setUp() {
  const [hub, home] = [new FakeRegistry(), new FakeRegistry()];
  return { hub, home, registry: memberRegistry(hub, home, recordingPorts().log) };
}

describe('the registry of a member', () => {
  it.each(['available', 'failed', 'timed-out', 'retained'] as const)(
    'has a record that is %s in the hub, and a copy of it in the member',
    async (state) => {
      const { hub, home, registry } = setUp();
      await registry.put(recordIn(state));
      expect(hub.records.get(ENDPOINT_ID)).toEqual(recordIn(state));
      expect(home.records.get(ENDPOINT_ID)).toEqual(recordIn(state));
    },
  );

  it.each(['linking', 'unlinking'] as const)('has a record that is %s in the hub alone', async (state) => {
    const { hub, home, registry } = setUp();
    await registry.create(recordIn(state));
    expect([hub.records.size, home.records.size]).toEqual([1, 0]);
  });

  it('is decided by the hub’s records, whatever the member writes', async () => {
    const { home, registry } = setUp();
    await home.put(recordIn('available'));
    expect(await registry.find(ENDPOINT_ID)).toBeUndefined();
    expect(await registry.list()).toEqual([]);
    expect(await registry.create(recordIn('failed'))).toBe(true);
  });

  it('takes a record although the member takes no copy, and notes that it has none', async () => {
    const { hub, home, registry } = setUp();
    home.failNext = new RegistryUnavailableError('AccessDenied');
    await registry.put(recordIn('available'));
    expect(hub.records.get(ENDPOINT_ID)).toEqual({ ...recordIn('available'), copyMissed: true });
    const noted = hub.records.get(ENDPOINT_ID);
    if (noted !== undefined) await registry.put(noted);
    expect(hub.records.get(ENDPOINT_ID)).toEqual(recordIn('available'));
    expect(home.records.get(ENDPOINT_ID)).toEqual(recordIn('available'));
  });

  it('does not note a missed copy in a record that another execution has written meanwhile', async () => {
    const { hub, home, registry } = setUp();
    const later = { ...recordIn('linking'), execution: 'e2' };
    home.put = async () => {
      await hub.put(later);
      throw new RegistryUnavailableError('AccessDenied');
    };
    await registry.put(recordIn('available'));
    expect(hub.records.get(ENDPOINT_ID)).toEqual(later);
  });

  it('does not forget a missed copy if it dies while it writes it', async () => {
    const { hub, home, registry } = setUp();
    const missed = { ...recordIn('available'), copyMissed: true } as const;
    await hub.put(missed);
    const seen = home.put.bind(home);
    home.put = () => new Promise(() => {});
    void registry.put({ ...missed, lastSeenAt: '2026-08-10T02:00:00.000Z' });
    await new Promise(setImmediate);
    expect(hub.records.get(ENDPOINT_ID)).toEqual({ ...missed, lastSeenAt: '2026-08-10T02:00:00.000Z' });
    home.put = seen;
    await registry.put(missed);
    expect(hub.records.get(ENDPOINT_ID)).toEqual(recordIn('available'));
    expect(home.records.get(ENDPOINT_ID)).toEqual(recordIn('available'));
  });

  it('leaves the note in a record that another execution has written meanwhile', async () => {
    const { hub, home, registry } = setUp();
    const later = { ...recordIn('failed'), execution: 'e2', copyMissed: true } as const;
    const write = home.put.bind(home);
    home.put = async (record) => {
      await write(record);
      await hub.put(later);
    };
    await registry.put({ ...recordIn('available'), copyMissed: true });
    expect(hub.records.get(ENDPOINT_ID)).toEqual(later);
  });

  it('has the hub’s record until the copy in the member is deleted', async () => {
    const { hub, home, registry } = setUp();
    await registry.put(recordIn('available'));
    home.failNext = new RegistryUnavailableError('AccessDenied');
    await registry.remove(ENDPOINT_ID);
    expect([hub.records.size, home.records.size]).toEqual([1, 1]);
    await registry.remove(ENDPOINT_ID);
    expect([hub.records.size, home.records.size]).toEqual([0, 0]);
  });

  it('does not take a record that the hub does not take', async () => {
    const { hub, home, registry } = setUp();
    hub.failNext = new RegistryUnavailableError('Rate exceeded');
    await expect(registry.put(recordIn('available'))).rejects.toMatchObject({ isOfMember: false });
    expect(home.records.size).toBe(0);
  });

  it('has connection strings in the member alone, and says so of a failure there', async () => {
    const { hub, home, registry } = setUp();
    await registry.putConnectionString(ENDPOINT_ID, 'Cluster0', 'srv', 'mongodb+srv://a');
    expect([hub.strings.size, home.strings.size]).toEqual([0, 1]);
    expect(await registry.connectionStrings(ENDPOINT_ID)).toMatchObject([{ cluster: 'Cluster0' }]);
    home.failNext = new RegistryUnavailableError('AccessDenied');
    await expect(
      registry.putConnectionString(ENDPOINT_ID, 'Cluster0', 'srv', 'mongodb+srv://b'),
    ).rejects.toMatchObject({ name: 'RegistryUnavailableError', isOfMember: true });
  });
});
