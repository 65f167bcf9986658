import { describe, expect, it } from 'vitest';
import type { EndpointService } from '../../../lambda/domain/model/ports/atlas.js';
import type { NetworkPort, VpcEndpoint } from '../../../lambda/domain/model/ports/ec2.js';
import {
  type GatherPreflightDependencies,
  gatherPreflight,
  PreflightChecker,
  type PreflightLink,
} from '../../../lambda/domain/preflight/gather-preflight.js';
import { atlasError } from '../atlas-errors.js';
import { FakeAtlas } from '../fake-atlas.js';
import { recordingPorts } from '../recording-ports.js';
import { ENDPOINT_ID, endpointService, PROJECT_ID, SERVICE_NAME, vpcEndpoint } from '../samples.js';
import { VirtualClock } from '../virtual-clock.js';
import { cluster, otherService } from './preflight-samples.js';

const OPEN: NetworkPort = {
  ingressRules: async () => [{ fromPort: 0, toPort: 65_535 }],
  subnetZones: async () => ['eu-west-1a'],
  serviceZones: async () => ['eu-west-1a'],
  ownEndpoints: async () => [],
};

function setUp(
  parts: { network?: Partial<NetworkPort>; withinTime?: GatherPreflightDependencies['withinTime'] } = {},
) {
  const atlas = new FakeAtlas();
  const clock = new VirtualClock();
  const ports = recordingPorts();
  const network = { ...OPEN, ...parts.network };
  const withinTime = parts.withinTime ?? (<T>(_milliseconds: number, work: Promise<T>) => work);
  const checker = new PreflightChecker({ atlas, network, clock, log: ports.log, withinTime });
  const check = (
    endpoint = vpcEndpoint(),
    service = endpointService(),
    { services = [service], readsClusters = true }: Partial<PreflightLink> = {},
  ) => checker.warningsFor(endpoint, { projectId: PROJECT_ID, service, services, readsClusters });
  const codes = async (...args: Parameters<typeof check>) => (await check(...args)).map(({ code }) => code);
  const all = (...about: [VpcEndpoint, EndpointService]) =>
    gatherPreflight({ atlas, network, log: ports.log, withinTime }, about[0], PROJECT_ID, about[1]);
  return { ...ports, atlas, clock, check, codes, all };
}

describe('preflight for a command', () => {
  it('reads clusters, the regional mode, and the services of all cloud providers', async () => {
    const world = setUp();
    world.atlas.clusters = [cluster('orders', { isPaused: true })];
    world.atlas.services = [otherService('GCP', 'WESTERN_EUROPE', [])];
    world.atlas.links.set('group', {} as never);
    const { warnings } = await world.all(vpcEndpoint(), endpointService({ interfaceEndpoints: ['vpce-1'] }));
    expect(warnings.map(({ code }) => code)).toEqual(['SINGLE_REGION_RULE', 'CLUSTER_PAUSED']);
    expect(world.atlas.countOf('list')).toBe(3);
  });
});

describe('preflight during linking', () => {
  it('checks the endpoint that is linked', async () => {
    const asked: unknown[] = [];
    const note = (response: string[]) => async (about: unknown) => {
      asked.push(about);
      return response;
    };
    const network = {
      ingressRules: async (ids: unknown) => {
        asked.push(ids);
        return [];
      },
      subnetZones: note(['eu-west-1a']),
      serviceZones: note(['eu-west-1b']),
    };
    const world = setUp({ network });
    expect(await world.codes()).toEqual(['SECURITY_GROUP_CLOSED', 'NO_SUBNET_IN_SERVICE_ZONE']);
    const { securityGroupIds, subnetIds } = vpcEndpoint();
    expect(asked).toEqual([securityGroupIds, subnetIds, SERVICE_NAME]);
  });

  it('does not read from Atlas what has just been listed, or what is read with the connection strings', async () => {
    const world = setUp();
    world.atlas.clusters = [cluster('orders', { isPaused: true })];
    expect(await world.codes(vpcEndpoint(), endpointService(), { readsClusters: false })).toEqual([]);
    expect(world.atlas.calls).toEqual([]);
  });

  it('reads the mode if the known services would violate the rule, and clusters if nothing else reads them', async () => {
    const world = setUp();
    world.atlas.clusters = [cluster('orders', { isPaused: true })];
    const service = endpointService({ interfaceEndpoints: ['vpce-1'] });
    const services = [service, otherService('AWS', 'US_EAST_1', ['vpce-2'])];
    expect(await world.codes(vpcEndpoint(), service, { services })).toEqual([
      'SINGLE_REGION_RULE',
      'CLUSTER_PAUSED',
    ]);
    expect(world.atlas.countOf('list')).toBe(0);
  });

  it('asks EC2 for the other endpoints of the service only where their Regions decide', async () => {
    const asked: (readonly string[])[] = [];
    const ownEndpoints = async (ids: readonly string[]) => {
      asked.push(ids);
      return ids;
    };
    const world = setUp({ network: { ownEndpoints } });
    const service = endpointService({ interfaceEndpoints: ['vpce-1', ENDPOINT_ID] });
    const remote = {
      ...service,
      description: { ...service.description, supportedRemoteRegions: ['US_EAST_1' as const] },
    };
    const other = otherService('AWS', 'US_EAST_1', ['vpce-2']);
    expect(await world.codes(vpcEndpoint(), remote, { services: [remote] })).toEqual([]);
    expect(await world.codes(vpcEndpoint(), service, { services: [service, other] })).toEqual([
      'SINGLE_REGION_RULE',
    ]);
    expect(asked).toEqual([]);
    expect(await world.codes(vpcEndpoint(), remote, { services: [remote, other] })).toEqual([
      'SINGLE_REGION_RULE',
    ]);
    expect(asked).toEqual([['vpce-1']]);
  });

  it('raises no warning about Regions if EC2 does not answer', async () => {
    const ownEndpoints = () => Promise.reject(new Error('Rate exceeded'));
    const world = setUp({ network: { ownEndpoints } });
    const service = endpointService({ interfaceEndpoints: ['vpce-1'] });
    const remote = {
      ...service,
      description: { ...service.description, supportedRemoteRegions: ['US_EAST_1' as const] },
    };
    const services = [remote, otherService('AWS', 'US_EAST_1', ['vpce-2'])];
    expect(await world.codes(vpcEndpoint(), remote, { services })).toEqual([]);
  });

  it('logs each warning with what to do', async () => {
    const world = setUp();
    await world.check(vpcEndpoint({ privateDnsEnabled: true }));
    expect(world.lines).toEqual([
      {
        level: 'warn',
        message: 'preflight warning',
        fields: {
          endpointId: ENDPOINT_ID,
          code: 'PRIVATE_DNS_ON',
          reason: expect.stringContaining(ENDPOINT_ID),
          advice: expect.stringContaining('off'),
        },
      },
    ]);
  });

  it('does not read security groups if the description names none', async () => {
    const world = setUp({ network: { ingressRules: async () => [] } });
    expect(await world.codes(vpcEndpoint({ securityGroupIds: [] }))).toEqual([]);
  });
});

describe('a part that cannot be read', () => {
  it('is omitted with a log line, and the others are evaluated', async () => {
    const world = setUp({ network: { ingressRules: () => Promise.reject(new Error('no permission')) } });
    world.atlas.clusters = [cluster('orders', { isPaused: true })];
    expect(await world.codes()).toEqual(['CLUSTER_PAUSED']);
    expect(world.lines[0]).toMatchObject({
      level: 'warn',
      message: 'preflight check could not be made',
      fields: { part: 'security groups', error: 'no permission' },
    });
  });

  it('is omitted also if the adapter throws synchronously', async () => {
    const throwing = () => {
      throw new Error('broken');
    };
    const world = setUp({
      network: { ingressRules: throwing, subnetZones: throwing, serviceZones: throwing },
    });
    expect(await world.codes()).toEqual([]);
  });

  it.each([
    ['rate-limited', 'debug'],
    ['unavailable', 'debug'],
    ['not-found', 'debug'],
    ['forbidden', 'warn'],
    ['authentication', 'warn'],
  ] as const)('because Atlas responds %s is logged as %s', async (kind, level) => {
    const world = setUp();
    world.atlas.failNext('clusters', atlasError(kind));
    expect(await world.codes()).toEqual([]);
    expect(world.lines.map((line) => line.level)).toEqual([level]);
  });

  it('in time does not delay the link', async () => {
    const limits: number[] = [];
    const withinTime = <T>(milliseconds: number, work: Promise<T>) => {
      limits.push(milliseconds);
      work.catch(() => undefined);
      return Promise.reject<T>(new Error('No response within 10 s.'));
    };
    const world = setUp({ withinTime });
    expect(await world.codes(vpcEndpoint({ privateDnsEnabled: true }))).toEqual(['PRIVATE_DNS_ON']);
    expect(new Set(limits)).toEqual(new Set([10_000]));
  });

  it('of the services limits the rule of one Region to those that can be read', async () => {
    const world = setUp();
    world.atlas.services = [otherService('AWS', 'US_EAST_1', [])];
    world.atlas.links.set('vpce-1', {} as never);
    world.atlas.failNext('list', atlasError('invalid'));
    const service = endpointService({ interfaceEndpoints: ['vpce-2'] });
    const { warnings } = await world.all(vpcEndpoint(), service);
    expect(warnings.map(({ code }) => code)).toEqual(['SINGLE_REGION_RULE']);
  });
});

describe("a project's facts", () => {
  it('are read once for 500 concurrent endpoints', async () => {
    const world = setUp();
    await Promise.all(Array.from({ length: 500 }, () => world.check()));
    expect(world.atlas.calls).toHaveLength(1);
  });

  it('are read again after a minute, and not before', async () => {
    const world = setUp();
    await world.check();
    world.clock.advanceSeconds(59);
    await world.check();
    expect(world.atlas.calls).toHaveLength(1);
    world.clock.advanceSeconds(1);
    world.atlas.clusters = [cluster('orders', { isPaused: true })];
    expect(await world.codes()).toEqual(['CLUSTER_PAUSED']);
    expect(world.atlas.calls).toHaveLength(2);
  });

  it('that could not be read are not read again for every endpoint', async () => {
    const world = setUp();
    world.atlas.failNext('clusters', atlasError('unavailable'));
    await world.check();
    await world.check();
    expect(world.atlas.countOf('clusters')).toBe(1);
  });

  it('are not read while the project has few requests left for its links', async () => {
    const world = setUp();
    world.atlas.budget = { limit: 4000, remaining: 1999 };
    expect(await world.codes()).toEqual([]);
    expect(world.atlas.calls).toEqual([]);
    expect(new Set(world.lines.map(({ level }) => level))).toEqual(new Set(['debug']));
    expect(world.lines[0]?.fields.error).toContain('1999 of 4000 requests left');
  });
});
