import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AtlasRegion } from '../../../lambda/contract/regions.js';
import { WARNING_CODES } from '../../../lambda/contract/warnings.js';
import type { Cluster, EndpointService } from '../../../lambda/domain/model/ports/atlas.js';
import { preflightWarnings } from '../../../lambda/domain/preflight/preflight.js';
import type { PreflightFacts } from '../../../lambda/domain/preflight/preflight-facts.js';
import { ENDPOINT_ID, endpointService, SERVICE_NAME, vpcEndpoint } from '../samples.js';
import { cluster, otherService, preflightFacts } from './preflight-samples.js';

function warningsOf(parts: Partial<PreflightFacts>) {
  return preflightWarnings(preflightFacts(parts));
}

function codesOf(parts: Partial<PreflightFacts>) {
  return warningsOf(parts).map(({ code }) => code);
}

describe('preflight', () => {
  it('has no warning for a correct set-up', () => {
    expect(warningsOf({})).toEqual([]);
  });

  it('has no warning for a project without clusters', () => {
    expect(warningsOf({ clusters: [] })).toEqual([]);
  });

  it('has no warning for what could not be read', () => {
    const unknown = {
      ingressRules: undefined,
      subnetZones: undefined,
      serviceZones: undefined,
      regionalMode: undefined,
      clusters: undefined,
      services: [otherService('AWS', 'US_EAST_1', ['a', 'b'])],
    };
    expect(warningsOf(unknown)).toEqual([]);
  });
});

describe('security groups', () => {
  const all = [
    { fromPort: 0, toPort: 1500 },
    { fromPort: 1501, toPort: 40_000 },
    { fromPort: 30_000, toPort: 65_535 },
  ];

  it('that open the ports with several rules together are accepted', () => {
    expect(codesOf({ ingressRules: all })).toEqual([]);
  });

  it('that do not open all ports are reported with the open and the required ones', () => {
    const endpoint = vpcEndpoint({ securityGroupIds: ['sg-2', 'sg-1'] });
    const ingressRules = [
      { fromPort: 443, toPort: 443 },
      { fromPort: 1025, toPort: 65_535 },
    ];
    expect(warningsOf({ endpoint, ingressRules })).toEqual([
      {
        code: 'SECURITY_GROUP_CLOSED',
        message: `The security groups of VPC endpoint ${ENDPOINT_ID} (sg-1, sg-2) let in only TCP 443, 1025-65535; Atlas uses TCP 1024-65535.`,
        advice: expect.stringContaining('ingress rule for TCP 1024-65535'),
      },
    ]);
  });

  it('without a rule open no port', () => {
    expect(warningsOf({ ingressRules: [] })).toEqual([
      expect.objectContaining({ message: expect.stringContaining('let in no TCP port') }),
    ]);
  });

  it('with hundreds of rules result in a short message', () => {
    const ingressRules = Array.from({ length: 500 }, (_, i) => ({ fromPort: 2 * i, toPort: 2 * i }));
    expect(warningsOf({ ingressRules })[0]?.message).toContain('16, 18 and 490 more');
  });
});

describe('Availability Zones', () => {
  it('that the service does not have are reported together with those that it has', () => {
    const zones = { subnetZones: ['eu-west-1c', 'eu-west-1c'], serviceZones: ['eu-west-1b', 'eu-west-1a'] };
    expect(warningsOf(zones)).toEqual([
      {
        code: 'NO_SUBNET_IN_SERVICE_ZONE',
        message: `The subnets of VPC endpoint ${ENDPOINT_ID} are in eu-west-1c; its endpoint service ${SERVICE_NAME} is in eu-west-1a, eu-west-1b.`,
        advice: expect.stringContaining('eu-west-1a, eu-west-1b'),
      },
    ]);
  });

  it.each([
    ['one in common is enough', { subnetZones: ['eu-west-1c', 'eu-west-1a'] }],
    ['AWS does not tell those of the service', { subnetZones: ['eu-west-1c'], serviceZones: [] }],
    ['no subnet is known', { subnetZones: [] }],
  ])('%s', (_name, zones) => {
    expect(codesOf(zones)).toEqual([]);
  });

  it('of two Regions are not compared', () => {
    const endpoint = vpcEndpoint({ serviceRegion: 'us-east-1' });
    expect(codesOf({ endpoint, serviceZones: ['us-east-1a'] })).toEqual([]);
  });

  it('are compared if EC2 names the Region of the endpoint itself', () => {
    const endpoint = vpcEndpoint({ serviceRegion: 'eu-west-1' });
    expect(codesOf({ endpoint, subnetZones: ['eu-west-1c'] })).toEqual(['NO_SUBNET_IN_SERVICE_ZONE']);
  });
});

describe('private DNS', () => {
  it('that is on is reported with the endpoint', () => {
    expect(warningsOf({ endpoint: vpcEndpoint({ privateDnsEnabled: true }) })).toEqual([
      {
        code: 'PRIVATE_DNS_ON',
        message: `Private DNS is on for VPC endpoint ${ENDPOINT_ID}.`,
        advice: expect.stringMatching(/^Turn private DNS off/),
      },
    ]);
  });
});

describe('the rule of one Region', () => {
  const here = (...interfaceEndpoints: string[]) => ({ service: endpointService({ interfaceEndpoints }) });

  it.each<[string, Partial<PreflightFacts>]>([
    ['many endpoints in one Region', here('vpce-1', 'vpce-2')],
    [
      'one endpoint in each of several, over several clouds',
      {
        services: [
          otherService('AWS', 'US_EAST_1', ['vpce-1']),
          otherService('AZURE', 'EUROPE_WEST', ['/a']),
          otherService('GCP', 'WESTERN_EUROPE', ['group']),
        ],
      },
    ],
    [
      'this endpoint listed already, and one elsewhere',
      { ...here(ENDPOINT_ID), services: [otherService('AWS', 'US_EAST_1', ['vpce-1'])] },
    ],
    [
      'services without endpoints',
      { ...here('vpce-1'), services: [otherService('AZURE', 'EUROPE_WEST', [])] },
    ],
    [
      'a service that Atlas is deleting',
      {
        ...here('vpce-1'),
        services: [{ ...otherService('AWS', 'US_EAST_1', ['vpce-2']), status: 'DELETING' }],
      },
    ],
    [
      'regional mode',
      { ...here('vpce-1'), regionalMode: true, services: [otherService('AWS', 'US_EAST_1', ['vpce-2'])] },
    ],
  ])('allows %s', (_name, facts) => {
    expect(codesOf(facts)).toEqual([]);
  });

  it('is violated by a second endpoint here if another cloud provider has one', () => {
    const services = [otherService('AZURE', 'EUROPE_WEST', ['/a'])];
    expect(warningsOf({ ...here('vpce-1'), services })).toEqual([
      {
        code: 'SINGLE_REGION_RULE',
        message: expect.stringContaining('(2 in AWS EU_WEST_1, 1 in AZURE EUROPE_WEST)'),
        advice: expect.stringContaining('regional mode'),
      },
    ]);
  });

  it('is violated by the first endpoint here if another Region has two', () => {
    const services = [otherService('AWS', 'US_EAST_1', ['vpce-1', 'vpce-2'])];
    expect(codesOf({ services })).toEqual(['SINGLE_REGION_RULE']);
  });

  it('counts no endpoints of several Regions to one service as several of a Region, as long as they may be', () => {
    const regions = (...supportedRemoteRegions: AtlasRegion[]) => {
      const interfaceEndpoints = ['vpce-of-the-service'];
      const service = endpointService({ interfaceEndpoints });
      return { ...service, description: { ...service.description, supportedRemoteRegions } };
    };
    const services = [otherService('AWS', 'US_EAST_1', ['vpce-1'])];
    expect(codesOf({ service: regions('US_EAST_1'), services })).toEqual([]);
    expect(codesOf({ service: regions(), services })).toEqual(['SINGLE_REGION_RULE']);
    const many = [otherService('AWS', 'US_EAST_1', ['vpce-1', 'vpce-2'])];
    expect(codesOf({ service: regions('US_EAST_1'), services: many })).toEqual(['SINGLE_REGION_RULE']);
  });

  it('is violated by a second endpoint of one Region on a service that accepts endpoints of several', () => {
    const service = endpointService({ interfaceEndpoints: ['vpce-of-the-service'] });
    const description = { ...service.description, supportedRemoteRegions: ['US_EAST_1'] as AtlasRegion[] };
    const facts = {
      service: { ...service, description },
      services: [otherService('AWS', 'US_EAST_1', ['vpce-1'])],
    };
    const [warning] = warningsOf({ ...facts, sameRegion: ['vpce-of-the-service'] });
    expect(warning).toMatchObject({
      code: 'SINGLE_REGION_RULE',
      message: expect.stringContaining('also vpce-of-the-service of its Region'),
    });
    // Of another Region or account, or not known.
    expect(codesOf({ ...facts, sameRegion: [] })).toEqual([]);
    expect(codesOf({ ...facts, sameRegion: undefined })).toEqual([]);
    // With one Region, any number is allowed; and regional mode lifts the rule.
    expect(codesOf({ ...facts, services: [], sameRegion: ['vpce-of-the-service'] })).toEqual([]);
    expect(codesOf({ ...facts, regionalMode: true, sameRegion: ['vpce-of-the-service'] })).toEqual([]);
  });

  it('uses the service that was read last, not the list of a minute ago', () => {
    const services = [
      endpointService({ interfaceEndpoints: ['vpce-gone'] }),
      otherService('AWS', 'US_EAST_1', ['vpce-1']),
    ];
    expect(codesOf({ ...here(), services })).toEqual([]);
  });
});

describe('clusters', () => {
  it('that are paused in this Region are reported, those of other Regions are not', () => {
    const clusters = [
      cluster('c', { isPaused: true }),
      cluster('b'),
      cluster('a', { isPaused: true }),
      cluster('far', { isPaused: true, region: { regionName: 'US_EAST_1' } }),
      cluster('other-cloud', { isPaused: true, region: { cloudProvider: 'AZURE' } }),
      cluster('going', { isPaused: true, stateName: 'DELETING' }),
    ];
    expect(warningsOf({ clusters })).toEqual([
      {
        code: 'CLUSTER_PAUSED',
        message: 'Paused clusters in AWS EU_WEST_1: a, c.',
        advice: expect.stringMatching(/^Resume/),
      },
    ]);
  });

  it('with more nodes in this Region than Atlas makes addressable are reported, those of other Regions are not counted', () => {
    const big = (name: string, nodeCount: number) => cluster(name, { region: { nodeCount } });
    const far = cluster('far', { region: { nodeCount: 60, regionName: 'US_EAST_1' } });
    const going = cluster('going', { region: { nodeCount: 60 }, stateName: 'DELETING' });
    expect(warningsOf({ clusters: [big('a', 25), big('b', 25), far, going] })).toEqual([]);
    expect(warningsOf({ clusters: [big('a', 25), big('b', 26)] })).toEqual([
      {
        code: 'TOO_MANY_TARGETS',
        message: expect.stringContaining('have 51 nodes in AWS EU_WEST_1, and Atlas makes 50 addressable'),
        advice: expect.stringContaining('nodesPerPrivateLinkRegion'),
      },
    ]);
  });

  it('below M10 are reported with their tier, those of other Regions are not', () => {
    const shared = (cloudProvider: string, instanceSize: string, backingProvider = 'AWS') => ({
      region: { cloudProvider, instanceSize, backingProvider },
    });
    const clusters = [
      cluster('free', shared('TENANT', 'M0')),
      cluster('flex', shared('FLEX', '')),
      cluster('old', { region: { instanceSize: 'M5' } }),
      cluster('azure', shared('TENANT', 'M2', 'AZURE')),
      cluster('far', { region: { instanceSize: 'M2', regionName: 'US_EAST_1' } }),
      cluster('going', { ...shared('TENANT', 'M0'), stateName: 'DELETING' }),
    ];
    expect(warningsOf({ clusters })).toEqual([
      {
        code: 'CLUSTER_TIER_TOO_SMALL',
        message: 'Clusters in AWS EU_WEST_1 of a tier below M10: flex (FLEX), free (M0), old (M5).',
        advice: expect.stringContaining('M10'),
      },
    ]);
  });

  it.each(['M10', 'M30', 'M400', 'R40', 'M40_NVME', ''])('of size %j are large enough', (instanceSize) => {
    expect(codesOf({ clusters: [cluster('a', { region: { instanceSize } })] })).toEqual([]);
  });
});

/** Texts that do not look like a defect of a message. */
const plain = fc.stringMatching(/^[a-f]{0,3}$/);
const port = fc.integer({ min: -1, max: 65_535 });
const zones = fc.array(fc.constantFrom('eu-west-1a', 'eu-west-1b', 'us-east-1a', ''), { maxLength: 3 });
const regionName = fc.constantFrom('EU_WEST_1', 'US_EAST_1', '');
const provider = fc.constantFrom('AWS' as const, 'AZURE' as const, 'GCP' as const);
const region: fc.Arbitrary<Cluster['regions'][number]> = fc.record({
  cloudProvider: fc.constantFrom('AWS', 'AZURE', 'TENANT', 'FLEX', ''),
  regionName,
  instanceSize: fc.constantFrom('M0', 'M5', 'M10', 'M', '', 'R40'),
  backingProvider: fc.constantFrom('AWS', 'GCP', ''),
  nodeCount: fc.nat(60),
});
const anyCluster: fc.Arbitrary<Cluster> = fc.record({
  name: plain,
  stateName: fc.constantFrom('IDLE', 'DELETING', ''),
  isPaused: fc.boolean(),
  regions: fc.array(region, { maxLength: 3 }),
  privateEndpoints: fc.constant([]),
});
const endpointIds = fc.array(fc.constantFrom(ENDPOINT_ID, 'vpce-1', 'vpce-2', ''), { maxLength: 3 });
const anyService: fc.Arbitrary<EndpointService> = fc
  .record({
    endpointServiceId: fc.string({ maxLength: 1 }),
    cloudProvider: provider,
    regionName,
    status: fc.constantFrom('AVAILABLE', 'DELETING', 'NEW'),
    interfaceEndpoints: endpointIds,
  })
  .map(endpointService);
const known = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const anyFacts: fc.Arbitrary<PreflightFacts> = fc.record({
  endpoint: fc
    .record({ privateDnsEnabled: fc.boolean(), serviceRegion: known(fc.constantFrom('eu-west-1', '')) })
    .map(vpcEndpoint),
  projectId: plain,
  sameRegion: known(endpointIds),
  service: anyService,
  ingressRules: known(fc.array(fc.record({ fromPort: port, toPort: port }))),
  subnetZones: known(zones),
  serviceZones: known(zones),
  services: fc.array(anyService, { maxLength: 5 }),
  regionalMode: known(fc.boolean()),
  clusters: known(fc.array(anyCluster, { maxLength: 5 })),
});

function reversed(facts: PreflightFacts): PreflightFacts {
  return {
    ...facts,
    ingressRules: facts.ingressRules?.toReversed(),
    subnetZones: facts.subnetZones?.toReversed(),
    serviceZones: facts.serviceZones?.toReversed(),
    services: facts.services.toReversed(),
    clusters: facts.clusters?.toReversed(),
  };
}

/** Rules that together cover the range: of any size, overlapping, in any order, with other rules between them. */
const openInParts = fc
  .tuple(
    fc.array(fc.integer({ min: 1024, max: 65_535 })),
    fc.array(fc.record({ fromPort: port, toPort: port })),
  )
  .chain(([cuts, others]) => {
    const bounds = [1023, ...cuts.toSorted((a, b) => a - b), 65_535];
    const parts = bounds.slice(1).map((toPort, index) => ({ fromPort: (bounds[index] ?? 0) + 1, toPort }));
    return fc.shuffledSubarray([...parts, ...others], { minLength: parts.length + others.length });
  });
const anyGoodCluster = fc
  .record({ name: plain, instanceSize: fc.constantFrom('M10', 'M30', 'R700'), regionName })
  .map(({ name, ...region }) => cluster(name, { region }));

describe('for any facts, preflight', () => {
  it('has no warnings for a correct set-up', () => {
    const facts = fc.record({
      ingressRules: openInParts,
      subnetZones: zones.map((some) => [...some, 'eu-west-1b']),
      serviceZones: zones.map((some) => ['eu-west-1b', ...some]),
      service: endpointIds.map((interfaceEndpoints) => endpointService({ interfaceEndpoints })),
      clusters: fc.array(anyGoodCluster),
    });
    fc.assert(
      fc.property(facts, (parts) => {
        expect(warningsOf(parts)).toEqual([]);
      }),
    );
  });

  it('reports each problem once, in the order of the codes, with the values found and what to do', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const warnings = preflightWarnings(facts);
        const codes = warnings.map(({ code }) => code);
        expect(codes).toEqual(WARNING_CODES.filter((code) => codes.includes(code)));
        for (const { message, advice } of warnings) {
          expect(message).not.toMatch(/undefined|NaN|\[object/);
          expect(advice).not.toBe('');
        }
      }),
    );
  });

  it('gives the same result for any order of the facts', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        expect(preflightWarnings(reversed(facts))).toEqual(preflightWarnings(facts));
      }),
    );
  });

  it('reports no more problems with fewer facts', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...UNKNOWABLE), (facts, part) => {
        const known = preflightWarnings(facts).map(({ code }) => code);
        const less = preflightWarnings({ ...facts, [part]: part === 'services' ? [] : undefined });
        expect(known).toEqual(expect.arrayContaining(less.map(({ code }) => code)));
      }),
    );
  });
});

const UNKNOWABLE = [
  'ingressRules',
  'subnetZones',
  'serviceZones',
  'services',
  'regionalMode',
  'clusters',
] as const;
