import { CfnOutput } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import {
  AtlasDataFederationEndpoint,
  AtlasDataFederationLink,
  AtlasDataFederationLinkLookup,
  AtlasDataFederationLinksLookup,
  PrivateEndpoint,
} from '../../lib/index.js';
import type { ForeignResponse } from '../../local/atlas/index.js';
import { FOREIGN_RESPONSES } from '../../local/atlas/index.js';
import { type DeclaredContext, type DeclaredWorld, startDeclared } from './declared-stack.js';

const ENDPOINT_ID = 'vpce-0fcd9d80bbafe4871';
const OTHER_ID = 'vpce-0fcd9d80bbafe4872';
const PLACE = { region: 'eu-west-1', customerEndpointDnsName: 'vpce-1.example.amazonaws.com' };
const POST = { method: 'POST', path: /endpointIds$/ } as const;

interface Given {
  readonly comment?: string;
  readonly region?: string;
  readonly customerEndpointDnsName?: string;
}

const registered =
  (given: Given = {}, endpointId = ENDPOINT_ID) =>
  ({ stack, provider }: DeclaredContext) => {
    new AtlasDataFederationLink(stack, 'Archive', {
      provider,
      endpoint: PrivateEndpoint.vpcEndpointId(endpointId),
      ...given,
    });
  };

/** Declared like `registered`, as part of a stack without a service. */
const declaring = (given?: Given, endpointId?: string) => ({
  withoutService: true,
  also: registered(given, endpointId),
});

/** Registrations in Atlas after all removals: id, status and comment. */
function inAtlas({ world, project }: DeclaredWorld) {
  world.atlas.world.settle();
  return project.dataFederation.all
    .filter(({ deletedAt }) => deletedAt === undefined)
    .map(({ request, status, comment }) => [request.endpointId, status, comment]);
}

const deletesIn = ({ world }: DeclaredWorld) =>
  world.atlas.journal.count({ method: 'DELETE', path: /endpointIds/, status: 204 });

describe('a declared registration of Data Federation', () => {
  it('waits from PENDING to OK, and returns the attributes of Terraform', async () => {
    const declared = await startDeclared({ timings: { registrationSeconds: 300 } });
    const begin = declared.world.time.now();
    expect(await declared.create(declaring({ comment: 'archive', ...PLACE }))).toEqual({
      status: 'COMPLETE',
      reason: '',
    });
    expect((declared.world.time.now() - begin) / 1000).toBeGreaterThanOrEqual(300);
    expect(declared.attributes('Archive')).toEqual({
      ProjectId: declared.project.id,
      EndpointId: ENDPOINT_ID,
      CloudProvider: 'AWS',
      Type: 'DATA_LAKE',
      Comment: 'archive',
      Region: 'EU_WEST_1',
      CustomerEndpointDnsName: PLACE.customerEndpointDnsName,
      Status: 'OK',
      ErrorMessage: '',
    });
  });

  it('is removed with the stack, and waits until Atlas no longer has it', async () => {
    const declared = await startDeclared({ timings: { registrationDeletionSeconds: 40 } });
    await declared.create(declaring());
    expect(await declared.remove()).toEqual({ status: 'COMPLETE', reason: '' });
    expect(declared.project.dataFederation.all).toEqual([]);
    expect(deletesIn(declared)).toBe(1);
  });

  it('has its comment changed in place, and emptied when it is left out', async () => {
    const declared = await startDeclared();
    await declared.create(declaring({ comment: 'one', ...PLACE }));
    expect(await declared.update(declaring({ comment: 'two', ...PLACE }))).toMatchObject({
      status: 'COMPLETE',
    });
    expect(declared.attributes('Archive')).toMatchObject({ Comment: 'two' });
    expect(await declared.update(declaring(PLACE))).toMatchObject({ status: 'COMPLETE' });
    expect(inAtlas(declared)).toEqual([[ENDPOINT_ID, 'OK', '']]);
    expect(deletesIn(declared)).toBe(0);
  });

  it('is replaced for another endpoint: the new one first', async () => {
    const declared = await startDeclared();
    await declared.create(declaring());
    expect(await declared.update(declaring({}, OTHER_ID))).toEqual({ status: 'COMPLETE', reason: '' });
    expect(inAtlas(declared)).toEqual([[OTHER_ID, 'OK', undefined]]);
    expect(deletesIn(declared)).toBe(1);
  });

  it('keeps its Region and DNS name, which Atlas cannot change: the update fails and is rolled back', async () => {
    const declared = await startDeclared();
    await declared.create(declaring({ comment: 'one', ...PLACE }));
    const changed = { comment: 'two', region: 'us-east-1', customerEndpointDnsName: 'vpce-2.example' };
    expect(await declared.update(declaring(changed))).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('Atlas changes only the comment of a registration'),
    });
    expect(inAtlas(declared)).toEqual([[ENDPOINT_ID, 'OK', 'one']]);
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    expect(inAtlas(declared)).toEqual([]);
  });

  it('fails with Atlas’s message, and is rolled back', async () => {
    const declared = await startDeclared();
    declared.world.atlas.world.reject(ENDPOINT_ID, 'The endpoint could not be approved.');
    expect(await declared.create(declaring())).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('The endpoint could not be approved.'),
    });
    expect(inAtlas(declared)).toEqual([]);
  });

  it('that is never OK fails after ten minutes, and is rolled back', async () => {
    const declared = await startDeclared({ timings: { registrationSeconds: 86_400 } });
    const begin = declared.world.time.now();
    expect(await declared.create(declaring())).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('not OK after 10 min: the last status was PENDING'),
    });
    expect((declared.world.time.now() - begin) / 1000).toBeLessThan(900);
    expect(inAtlas(declared)).toEqual([]);
  });

  it('that Atlas refuses leaves nothing behind', async () => {
    const declared = await startDeclared();
    const body = JSON.stringify({ error: 402, errorCode: 'NO_PAYMENT_INFORMATION_FOUND', reason: 'Payment' });
    declared.world.atlas.faults.add({ ...POST, effect: { kind: 'response', status: 402, body } });
    expect(await declared.create(declaring())).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('NO_PAYMENT_INFORMATION_FOUND'),
    });
    expect([inAtlas(declared), deletesIn(declared)]).toEqual([[], 0]);
  });
});

describe('a registration of somebody else', () => {
  const withForeign = async (comment = 'theirs') => {
    const declared = await startDeclared();
    const request = { endpointId: ENDPOINT_ID, provider: 'AWS', comment } as const;
    const theirs = declared.project.dataFederation.register(request);
    return { declared, theirs };
  };

  it('is adopted, keeps its comment, and stays when the stack is removed', async () => {
    const { declared } = await withForeign();
    expect(await declared.create(declaring())).toMatchObject({ status: 'COMPLETE' });
    await declared.update(declaring({ comment: 'ours' }));
    await declared.update(declaring());
    expect(inAtlas(declared)).toEqual([[ENDPOINT_ID, 'OK', 'ours']]);
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    expect([inAtlas(declared), deletesIn(declared)]).toEqual([[[ENDPOINT_ID, 'OK', 'ours']], 0]);
  });

  it('gets its comment back when the deployment fails', async () => {
    const { declared, theirs } = await withForeign();
    theirs.failure = 'It broke.';
    expect(await declared.create(declaring({ comment: 'ours' }))).toMatchObject({ status: 'ROLLED_BACK' });
    expect([inAtlas(declared), deletesIn(declared)]).toEqual([[[ENDPOINT_ID, 'FAILED', 'theirs']], 0]);
  });

  it('is not adopted for a Region and DNS name that it does not have', async () => {
    const { declared } = await withForeign();
    expect(await declared.create(declaring({ comment: 'ours', ...PLACE }))).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('is registered already, without both'),
    });
    expect([inAtlas(declared), deletesIn(declared)]).toEqual([[[ENDPOINT_ID, 'OK', 'theirs']], 0]);
  });

  it('that appears right before the request is adopted', async () => {
    const declared = await startDeclared();
    const { faults } = declared.world.atlas;
    // The second read of the endpoint finds it: somebody has registered it since the first.
    const alter = <Reply>(reply: Reply) => reply;
    faults.add({
      method: 'GET',
      path: /endpointIds\?/,
      effect: { kind: 'alter', alter },
      meanwhile: () => declared.project.dataFederation.register({ endpointId: ENDPOINT_ID, provider: 'AWS' }),
    });
    expect(await declared.create(declaring())).toMatchObject({ status: 'COMPLETE' });
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    expect([inAtlas(declared), deletesIn(declared)]).toEqual([[[ENDPOINT_ID, 'OK', undefined]], 0]);
  });

  it('that is being removed is waited for', async () => {
    const { declared, theirs } = await withForeign();
    declared.project.dataFederation.remove(theirs);
    expect(await declared.create(declaring({ comment: 'ours' }))).toMatchObject({ status: 'COMPLETE' });
    expect(inAtlas(declared)).toEqual([[ENDPOINT_ID, 'OK', 'ours']]);
  });
});

describe('a registration in trouble', () => {
  it.each(['drop', 'hang'] as const)('whose response is lost is its own: %s', async (kind) => {
    const declared = await startDeclared();
    declared.world.atlas.faults.add({ ...POST, afterEffect: true, effect: { kind } });
    expect(await declared.create(declaring())).toMatchObject({ status: 'COMPLETE' });
    expect(declared.world.atlas.journal.count({ ...POST, status: 201 })).toBe(0);
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    expect([inAtlas(declared), deletesIn(declared)]).toEqual([[], 1]);
  });

  const LIES: ForeignResponse[] = ['an empty object', 'another kind of page of results', 'an empty 404'];

  it.each(LIES)('is not concluded from a response that is not from Atlas: %s', async (name) => {
    const declared = await startDeclared();
    const { atlas, time } = declared.world;
    const begin = time.now();
    await declared.create(declaring());
    const lie = {
      path: /endpointIds/,
      times: 1000,
      until: time.now() + 120_000,
      effect: FOREIGN_RESPONSES[name],
    };
    atlas.faults.add(lie);
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    expect((time.now() - begin) / 1000).toBeGreaterThan(120);
    expect(inAtlas(declared)).toEqual([]);
  });
});

const vpcOf = ({ stack }: DeclaredContext) =>
  Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0a1b2c3d4e5f60711',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-1'],
    privateSubnetRouteTableIds: ['rtb-1'],
  });

const wholePath = (context: DeclaredContext) => {
  const { stack, provider } = context;
  const path = new AtlasDataFederationEndpoint(stack, 'Path', {
    provider,
    vpc: vpcOf(context),
    comment: 'archive',
  });
  new CfnOutput(stack, 'Status', { value: path.attributes.status });
  const one = new AtlasDataFederationLinkLookup(stack, 'One', {
    provider,
    endpointId: path.endpoint.vpcEndpointId,
  });
  const all = new AtlasDataFederationLinksLookup(stack, 'All', { provider });
  for (const lookup of [one, all]) lookup.node.addDependency(path);
};

describe('a private path to Data Federation in one construct', () => {
  it('is a VPC endpoint to the service of the Region, registered with its DNS name, and read by the lookups', async () => {
    const declared = await startDeclared();
    declared.project.dataFederation.register({ endpointId: OTHER_ID, provider: 'AWS' });
    expect(await declared.create({ withoutService: true, also: wholePath })).toEqual({
      status: 'COMPLETE',
      reason: '',
    });
    const [endpoint] = declared.world.aws.endpoints.endpoints.values();
    expect(endpoint).toMatchObject({
      serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0824460b72e1a420e',
      state: 'available',
      privateDnsEnabled: false,
    });
    const dnsName = new RegExp(
      `^${endpoint?.endpointId}-[0-9a-f]{8}\\.vpce-svc-0824460b72e1a420e\\.eu-west-1\\.`,
    );
    expect(declared.attributes('PathLink')).toMatchObject({
      EndpointId: endpoint?.endpointId,
      Comment: 'archive',
      Region: 'EU_WEST_1',
      CustomerEndpointDnsName: expect.stringMatching(dnsName),
      Status: 'OK',
    });
    expect(declared.attributes('One')).toEqual({
      ...declared.attributes('PathLink'),
      DatabaseNames: '',
      Hostnames: '',
    });
    expect(declared.attributes('All')).toMatchObject({
      EndpointIds: `${OTHER_ID},${endpoint?.endpointId}`,
      Statuses: 'OK,OK',
      CloudProviders: 'AWS,AWS',
      Regions: ',EU_WEST_1',
    });
  });

  it('is removed with its registration', async () => {
    const declared = await startDeclared();
    await declared.create({ withoutService: true, also: wholePath });
    expect(await declared.remove()).toEqual({ status: 'COMPLETE', reason: '' });
    expect(inAtlas(declared)).toEqual([]);
    const [endpoint] = declared.world.aws.endpoints.endpoints.values();
    expect(endpoint?.deletedAt).toBeDefined();
  });
});

describe('a lookup of a registration', () => {
  it.each(['endpoint-id', 'label'] as const)(
    'has the host names of federated databases and Online Archives for its endpoint only (%s)',
    async (hostnameLabel) => {
      const declared = await startDeclared();
      const { atlas } = declared.world;
      atlas.world.hostnameLabel = hostnameLabel;
      for (const endpointId of [OTHER_ID, ENDPOINT_ID])
        declared.project.dataFederation.register({ endpointId, provider: 'AWS' });
      for (const [name, type] of [
        ['Events', 'USER'],
        ['Old', 'ONLINE_ARCHIVE'],
      ] as const)
        atlas.world.createFederatedDatabase(declared.project, { name, type });
      const also = ({ stack, provider }: DeclaredContext) => {
        new AtlasDataFederationLinkLookup(stack, 'One', { provider, endpointId: ENDPOINT_ID });
      };
      expect(await declared.create({ withoutService: true, also })).toMatchObject({ status: 'COMPLETE' });
      const { DatabaseNames, Hostnames } = declared.attributes('One');
      expect(DatabaseNames).toBe('Events,Old');
      expect(Hostnames).toMatch(
        /^events-\w+-\w+\.a\.query\.mongodb\.net,old-\w+-\w+\.a\.query\.mongodb\.net$/,
      );
    },
  );

  it('fails if there is none', async () => {
    const declared = await startDeclared();
    const also = ({ stack, provider }: DeclaredContext) => {
      new AtlasDataFederationLinkLookup(stack, 'One', { provider, endpointId: ENDPOINT_ID });
    };
    expect(await declared.create({ withoutService: true, also })).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining(`EndpointId: ${ENDPOINT_ID} is not registered`),
    });
  });

  it('of all has empty lists in a project without any', async () => {
    const declared = await startDeclared();
    const also = ({ stack, provider }: DeclaredContext) => {
      new AtlasDataFederationLinksLookup(stack, 'All', { provider });
    };
    expect(await declared.create({ withoutService: true, also })).toMatchObject({ status: 'COMPLETE' });
    expect(declared.attributes('All')).toMatchObject({ EndpointIds: '', Statuses: '' });
  });
});
