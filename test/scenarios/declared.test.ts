import { describe, expect, it } from 'vitest';
import { LINK_CONCLUDED } from '../../lambda/contract/published-event.js';
import { AtlasRegionalMode, LastLink } from '../../lib/index.js';
import { type DeclaredContext, startDeclared } from './declared-stack.js';
import { conclusionsIn, deadLettersIn, registrationsIn } from './scenario-world.js';

type Declared = Awaited<ReturnType<typeof startDeclared>>;

const servicesOf = ({ world }: Declared) => [...(world.projects[0]?.services.values() ?? [])];
const linksOf = (declared: Declared) => servicesOf(declared).flatMap(({ links }) => [...links.keys()]);
const responsesOf = ({ world }: Declared) => world.responsesReceived.map(({ status }) => status);

/** Every request has a response, and all responses to a request are equal. */
function expectResponse({ world, player }: Declared): void {
  expect(player.unanswered).toEqual([]);
  const byRequest = new Map<string, Set<string>>();
  for (const response of world.responsesReceived) {
    const known = byRequest.get(response.requestId) ?? new Set();
    byRequest.set(response.requestId, known.add(JSON.stringify(response)));
  }
  for (const responses of byRequest.values()) expect(responses.size).toBe(1);
}

describe('a declared stack', () => {
  it('creates service, endpoint and link, and provides every attribute of the data source', async () => {
    const declared = await startDeclared();
    expect(await declared.create({ links: ['A'], lookup: true })).toEqual({ status: 'COMPLETE', reason: '' });
    const link = declared.attributes('LookupA');
    expect(link).toEqual({
      ProjectId: declared.world.projects[0]?.id,
      EndpointServiceId: declared.attributes('Service').EndpointServiceId,
      EndpointId: expect.stringMatching(/^vpce-/),
      CloudProvider: 'AWS',
      InterfaceEndpointId: link.EndpointId,
      PrivateEndpointConnectionName: '',
      PrivateEndpointIpAddress: '',
      PrivateEndpointResourceId: '',
      DeleteRequested: 'false',
      ErrorMessage: '',
      ConnectionStatus: 'AVAILABLE',
      Endpoints: '',
      GcpProjectId: '',
      PortMappingEnabled: 'false',
    });
    expect(declared.attributes('LinkA')).toMatchObject(link);
    expect(responsesOf(declared)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
    expectResponse(declared);
  });

  it('leaves nothing in Atlas when it is deleted', async () => {
    const declared = await startDeclared();
    await declared.create({ links: ['A', 'B'] });
    expect(linksOf(declared)).toHaveLength(2);
    expect(await declared.remove()).toEqual({ status: 'COMPLETE', reason: '' });
    await declared.world.time.run(120);
    declared.world.atlas.world.settle();
    expect(servicesOf(declared)).toEqual([]);
    expectResponse(declared);
  });

  it('changes the remote Regions in place', async () => {
    const declared = await startDeclared();
    await declared.create({ links: [] });
    const before = declared.attributes('Service').EndpointServiceId;
    expect(await declared.update({ remoteRegions: ['us-east-1', 'EU_CENTRAL_1'] })).toMatchObject({
      status: 'COMPLETE',
    });
    expect(declared.attributes('Service')).toMatchObject({
      EndpointServiceId: before,
      SupportedRemoteRegions: 'US_EAST_1,EU_CENTRAL_1',
    });
  });

  it('restores the remote Regions when the update fails later', async () => {
    const declared = await startDeclared();
    await declared.create({ remoteRegions: ['us-east-1'] });
    const outcome = await declared.update({
      remoteRegions: ['us-west-2'],
      links: ['A'],
      linkOverrides: { Spelling: 'wrong' },
    });
    expect(outcome).toMatchObject({ status: 'ROLLED_BACK', reason: expect.stringContaining('Spelling') });
    expect(servicesOf(declared)[0]?.supportedRemoteRegions).toEqual(['US_EAST_1']);
    expect(linksOf(declared)).toEqual([]);
  });

  it('creates the new service first in a replacement, then removes the old one', async () => {
    const declared = await startDeclared();
    await declared.create({});
    expect(await declared.update({ region: 'eu-central-1' })).toEqual({ status: 'COMPLETE', reason: '' });
    await declared.world.time.run(120);
    declared.world.atlas.world.settle();
    expect(servicesOf(declared).map(({ regionName }) => regionName)).toEqual(['EU_CENTRAL_1']);
  });

  it('fails with Atlas’s message when the link is rejected, and leaves Atlas unchanged', async () => {
    const declared = await startDeclared();
    await declared.create({});
    const before = servicesOf(declared)[0]?.id;
    declared.world.atlas.world.reject('vpce-0a1b2c3d4e0000001', 'No dns entries found for endpoint.');
    const outcome = await declared.update({ links: ['A'], lastLink: LastLink.KEEP });
    expect(outcome).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('No dns entries found for endpoint. Create another VPC endpoint'),
    });
    expect(servicesOf(declared).map(({ id }) => id)).toEqual([before]);
    expectResponse(declared);
  });

  it('adopts an existing service, and does not remove it', async () => {
    const declared = await startDeclared();
    const [project] = declared.world.projects;
    if (project === undefined) throw new Error('no project');
    const existing = declared.world.atlas.world.createService(project, 'AWS', 'EU_WEST_1', true);
    await declared.create({});
    expect(declared.attributes('Service').EndpointServiceId).toBe(existing.id);
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    await declared.world.time.run(120);
    expect(servicesOf(declared).map(({ status }) => status)).toEqual(['AVAILABLE']);
  });

  it('does not remove an adopted service with the last link on it, when the stack is deleted or its link rejected', async () => {
    const declared = await startDeclared();
    const { world, project } = declared;
    const existing = world.atlas.world.createService(project, 'AWS', 'EU_WEST_1', true);
    expect(await declared.create({ links: ['A'] })).toMatchObject({ status: 'COMPLETE' });
    expect(await declared.remove()).toEqual({ status: 'COMPLETE', reason: '' });
    existing.links.clear();
    world.atlas.world.reject('vpce-0a1b2c3d4e0000002', 'No dns entries.');
    expect(await declared.create({ links: ['A'] })).toMatchObject({ status: 'ROLLED_BACK' });
    await world.time.run(120);
    world.atlas.world.settle();
    expect(servicesOf(declared).map(({ id, status }) => [id, status])).toEqual([[existing.id, 'AVAILABLE']]);
  });

  it('refuses to adopt if adoption is off', async () => {
    const declared = await startDeclared();
    const [project] = declared.world.projects;
    if (project === undefined) throw new Error('no project');
    declared.world.atlas.world.createService(project, 'AWS', 'EU_WEST_1', true);
    expect(await declared.create({ adoptExisting: false })).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('AdoptExisting is false'),
    });
    expect(servicesOf(declared)).toHaveLength(1);
  });

  it('retains the last link of a service if the props say so, and logs it', async () => {
    const declared = await startDeclared();
    const [project] = declared.world.projects;
    if (project === undefined) throw new Error('no project');
    declared.world.atlas.world.createService(project, 'AWS', 'EU_WEST_1', true);
    await declared.create({ links: ['A'], lastLink: LastLink.KEEP });
    expect(await declared.remove()).toEqual({ status: 'COMPLETE', reason: '' });
    expect([servicesOf(declared).length, linksOf(declared).length]).toEqual([1, 1]);
  });

  it('never removes a service with other links', async () => {
    const declared = await startDeclared();
    await declared.create({ links: ['A'] });
    const [service] = servicesOf(declared);
    if (service === undefined) throw new Error('no service');
    declared.world.atlas.world.createLink(service, 'vpce-0ffffffffffffffff', {});
    const outcome = await declared.remove();
    expect(outcome).toMatchObject({
      status: 'FAILED',
      reason: expect.stringContaining('vpce-0ffffffffffffffff'),
    });
    expect(linksOf(declared)).toEqual(['vpce-0ffffffffffffffff']);
    expectResponse(declared);
  });
});

describe('the rollback of a failed update', () => {
  it('succeeds after a misspelt property', async () => {
    const declared = await startDeclared();
    await declared.create({ links: ['A'] });
    const links = linksOf(declared);
    const outcome = await declared.update({ links: ['A'], linkOverrides: { Spelling: 'x' } });
    expect(outcome).toMatchObject({ status: 'ROLLED_BACK', reason: expect.stringContaining('Spelling') });
    expect(linksOf(declared)).toEqual(links);
  });

  it('leaves the stack its previous link when the replacement is rejected', async () => {
    const declared = await startDeclared();
    const { world } = declared;
    await declared.create({ links: ['A'] });
    const [service] = servicesOf(declared);
    const other = world.createVpcEndpoint({ serviceName: service?.serviceName ?? '' });
    const before = linksOf(declared);
    world.atlas.world.reject(other.endpointId, 'No dns entries.');
    const outcome = await declared.update({ links: ['A'], linkOverrides: { EndpointId: other.endpointId } });
    expect(outcome).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringContaining('No dns entries'),
    });
    await world.time.run(120);
    world.atlas.world.settle();
    expect(linksOf(declared)).toEqual(before);
    await declared.remove();
    await world.time.run(120);
    world.atlas.world.settle();
    expect(servicesOf(declared)).toEqual([]);
  });
});

describe('a service of a stack that was deleted in Atlas', () => {
  it('is re-created by the next update, and removed with the stack', async () => {
    const declared = await startDeclared();
    await declared.create({});
    declared.world.projects[0]?.services.clear();
    expect(await declared.update({ remoteRegions: ['us-east-1'] })).toEqual({
      status: 'COMPLETE',
      reason: '',
    });
    expect(servicesOf(declared)).toHaveLength(1);
    await declared.remove();
    await declared.world.time.run(120);
    declared.world.atlas.world.settle();
    expect(servicesOf(declared)).toEqual([]);
  });
});

describe('an invalid property', () => {
  it.each([
    [
      { Spelling: 'x' },
      /Property Spelling is not known. Accepted: ProjectId, CloudProvider, EndpointServiceId, EndpointId/,
    ],
    [{ ProjectId: 'my-project' }, /ProjectId: expected 24 hexadecimal digits, received "my-project"/],
    [{ LastLink: 'delete' }, /LastLink: expected one of keep, remove, received "delete"/],
    [{ TimeoutSeconds: '5' }, /TimeoutSeconds: expected whole seconds from 60 to 3300, received "5"/],
    [{ EndpointId: 'vpce-1' }, /EndpointId: expected the id of a VPC endpoint, .*received "vpce-1"/],
    [{ CloudProvider: 'aws' }, /CloudProvider: expected one of AWS, AZURE, GCP, received "aws"/],
    [
      { EndpointServiceId: '0000000000000000000000ff' },
      /has no AWS endpoint service 0000000000000000000000ff/,
    ],
  ])('is refused by name before anything is created: %j', async (linkOverrides, reason) => {
    const declared = await startDeclared();
    expect(await declared.create({ links: ['A'], linkOverrides })).toEqual({
      status: 'ROLLED_BACK',
      reason: expect.stringMatching(reason),
    });
    expect(registrationsIn(declared.world)).toBe(0);
    await declared.world.time.run(120);
    declared.world.atlas.world.settle();
    expect(servicesOf(declared)).toEqual([]);
  });
});

describe('failures during a deployment', () => {
  it('requests that are delivered three times are carried out once', async () => {
    const declared = await startDeclared();
    declared.player.deliveries = 3;
    expect(await declared.create({ links: ['A'], lookup: true })).toMatchObject({ status: 'COMPLETE' });
    expect(registrationsIn(declared.world)).toBe(1);
    expect(await declared.remove()).toMatchObject({ status: 'COMPLETE' });
    expectResponse(declared);
    expect(deadLettersIn(declared.world)).toEqual([]);
  });

  it('a response that S3 refuses at first is sent again', async () => {
    const declared = await startDeclared();
    declared.world.refuseResponses(3);
    expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
    expectResponse(declared);
  });

  it('a POST whose response is lost creates a service that the stack owns and removes', async () => {
    const declared = await startDeclared();
    declared.world.atlas.faults.add({
      method: 'POST',
      path: /endpointService$/,
      afterEffect: true,
      effect: { kind: 'drop' },
    });
    expect(await declared.create({})).toMatchObject({ status: 'COMPLETE' });
    await declared.remove();
    await declared.world.time.run(120);
    declared.world.atlas.world.settle();
    expect(servicesOf(declared)).toEqual([]);
  });

  it('a resource that cannot be rolled back is named in the reason', async () => {
    const declared = await startDeclared();
    const { faults } = declared.world.atlas;
    faults.add({
      method: 'PATCH',
      times: 99,
      effect: { kind: 'response', status: 400, body: '{"error":400,"detail":"no"}' },
    });
    faults.add({
      method: 'DELETE',
      times: 1,
      effect: { kind: 'response', status: 403, body: '{"error":403,"detail":"no"}' },
    });
    const { reason } = await declared.create({ remoteRegions: ['us-east-1'] });
    expect(reason).toMatch(
      /400.*What had been made is left in Atlas \(endpoint service [0-9a-f]{24}\): Delete endpoint service [0-9a-f]{24}.*403/s,
    );
  });

  it('an execution that is stopped by hand gets a response as failed, and its changes are rolled back', async () => {
    const declared = await startDeclared();
    const { world, project } = declared;
    world.time.after(30, () => {
      const running = world.aws.executions.all.find(({ status }) => status === 'RUNNING');
      if (running !== undefined) world.aws.executions.abort(running);
    });
    const mode = ({ stack, provider }: DeclaredContext) =>
      new AtlasRegionalMode(stack, 'Mode', { provider, enabled: true });
    world.atlas.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'], isSharded: true });
    for (const wanted of [{}, { withoutService: true, also: mode }]) {
      expect(await declared.create(wanted)).toMatchObject({
        status: 'ROLLED_BACK',
        reason: expect.stringContaining('stopped by hand'),
      });
      await world.time.run(120);
      world.atlas.world.settle();
      world.time.after(30, () => {
        const running = world.aws.executions.all.find(({ status }) => status === 'RUNNING');
        if (running !== undefined) world.aws.executions.abort(running);
      });
    }
    expect([servicesOf(declared), project.regionalMode]).toEqual([[], false]);
    expectResponse(declared);
  });

  it('keys without the role fail the stack with what to do, and leave nothing behind', async () => {
    const declared = await startDeclared();
    const [project] = declared.world.projects;
    declared.world.atlas.identities.addApiKey({
      publicKey: 'localkey',
      privateKey: '00000000-aaaa-4bbb-8ccc-000000000001',
      roles: { [project?.id ?? '']: 'read-only' },
    });
    expect(await declared.create({})).toMatchObject({
      status: 'ROLLED_BACK',
      reason: expect.stringMatching(/USER_UNAUTHORIZED.*Project Owner/),
    });
    expectResponse(declared);
  });

  it('publishes events about its links that match the schema', async () => {
    const declared = await startDeclared();
    await declared.create({ links: ['A'] });
    expect(conclusionsIn(declared.world).map(({ origin, outcome }) => [origin.kind, outcome])).toEqual([
      ['custom-resource', 'available'],
    ]);
  });

  it('no response URL is in a log line or an event', async () => {
    const declared = await startDeclared();
    await declared.create({ links: ['A'], lookup: true });
    await declared.remove();
    const { world } = declared;
    const published = world.published(LINK_CONCLUDED).map(({ detail }) => detail);
    expect(JSON.stringify([world.aws.logs, published])).not.toContain('s3cr3t-signature');
  });
});
