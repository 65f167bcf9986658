import { describe, expect, it } from 'vitest';
import { RemovalPermit } from '../../lambda/domain/model/values/removal-permit.js';
import {
  type FaultEffect,
  FOREIGN_RESPONSES,
  type ForeignResponse,
  STALE_RESPONSES,
} from '../../local/atlas/index.js';
import { setUpAtlas } from './atlas-setup.js';

type Atlas = Awaited<ReturnType<typeof setUpAtlas>>;

/** Every read call. None of them may report a state other than one service with one link. */
const READS: Readonly<Record<string, (atlas: Atlas) => Promise<unknown>>> = {
  'list of services': ({ list }) => list(),
  link: ({ client, link }) => client.findLink(link),
  clusters: ({ client, project }) => client.listClusters(project.id),
  'regional mode': ({ client, project }) => client.isRegionalModeEnabled(project.id),
  'list of Data Federation endpoints': ({ client, project }) => client.dataFederation.list(project.id),
  'Data Federation endpoint': ({ client, link }) => client.dataFederation.find(link),
};

const WRITES: Readonly<Record<string, (atlas: Atlas) => Promise<unknown>>> = {
  'new link': ({ client, link }) => client.createLink({ ...link, endpointId: 'vpce-0a1b2c3d4e5f60719' }),
  'new service': ({ client, project }) =>
    client.createService({ projectId: project.id, cloudProvider: 'AWS', regionName: 'US_EAST_1' }),
  'regional mode': ({ client, project }) => client.setRegionalMode(project.id, true),
  'Data Federation endpoint': ({ client, link }) =>
    client.dataFederation.register({ ...link, comment: 'another' }),
};

async function setUpLink() {
  const atlas = await setUpAtlas();
  await atlas.client.createLink(atlas.link);
  await atlas.client.dataFederation.register(atlas.link);
  atlas.clock.advanceSeconds(120);
  atlas.server.world.createCluster(atlas.project, { name: 'c', regionNames: ['EU_WEST_1'], isSharded: true });
  return atlas;
}

function always(atlas: Atlas, effect: FaultEffect): void {
  atlas.server.faults.add({ times: Number.POSITIVE_INFINITY, effect });
}

const LIES = Object.keys(FOREIGN_RESPONSES) as ForeignResponse[];

describe.each(LIES)('a response that is not from Atlas (%s)', (name) => {
  const effect = FOREIGN_RESPONSES[name];

  it.each(Object.keys(READS))('is reported as no response to: %s', async (read) => {
    const atlas = await setUpLink();
    always(atlas, effect);
    await expect(READS[read]?.(atlas)).rejects.toMatchObject({ name: 'AtlasError', kind: 'unavailable' });
  });

  it.each(Object.keys(READS))('is retried once for: %s', async (read) => {
    const atlas = await setUpLink();
    const truth = await READS[read]?.(atlas);
    atlas.server.faults.add({ effect });
    expect(await READS[read]?.(atlas)).toEqual(truth);
  });

  it.each(Object.keys(WRITES))('leaves the effect unknown of: %s', async (write) => {
    const atlas = await setUpLink();
    always(atlas, effect);
    await expect(WRITES[write]?.(atlas)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe.each(LIES.filter((name) => name.includes('404')))('%s', (name) => {
  it('does not prove a deletion', async () => {
    const atlas = await setUpLink();
    always(atlas, FOREIGN_RESPONSES[name]);
    const { client, link, clock } = atlas;
    const { endpointId: _, ...service } = link;
    const soon = new Date(clock.now().getTime() + 5_000);
    const unavailable = { kind: 'unavailable' };
    await expect(client.deleteLink(RemovalPermit.grant(link, soon))).rejects.toMatchObject(unavailable);
    await expect(client.deleteService(RemovalPermit.grant(service, soon))).rejects.toMatchObject(unavailable);
    const removal = client.dataFederation.remove(RemovalPermit.grant(link, soon));
    await expect(removal).rejects.toMatchObject(unavailable);
  });
});

describe('a refusal by a proxy or load balancer', () => {
  it.each([400, 401, 402, 403, 409])(
    'with a page and %i is not reported as a refusal by Atlas',
    async (status) => {
      const atlas = await setUpLink();
      always(atlas, { kind: 'response', status, body: '<html>blocked</html>' });
      await expect(atlas.list()).rejects.toMatchObject({ kind: 'unavailable', status });
      await expect(WRITES['new link']?.(atlas)).rejects.toMatchObject({ kind: 'unavailable', status });
    },
  );
});

describe("a 404 in Atlas's envelope", () => {
  const response = (errorCode: string | null | undefined) =>
    ({
      kind: 'response',
      status: 404,
      body: JSON.stringify({ error: 404, errorCode, reason: 'Not Found' }),
    }) as const;

  it.each([
    'INTERFACE_ENDPOINT_NOT_FOUND',
    'PRIVATE_ENDPOINT_SERVICE_NOT_FOUND',
    'PRIVATELINK_NOT_FOUND',
    'PRIVATELINK_INTERFACE_ENDPOINT_NOT_FOUND',
    null,
    undefined,
  ])('with the code %s means that the link does not exist', async (code) => {
    const atlas = await setUpLink();
    atlas.server.faults.add({ effect: response(code) });
    expect(await atlas.client.findLink(atlas.link)).toBeUndefined();
  });

  it.each(['GROUP_NOT_FOUND', 'PROJECT_NOT_FOUND', 'ORG_NOT_FOUND', 'USER_NOT_FOUND', 'RESOURCE_NOT_FOUND'])(
    'with the code %s says nothing about the link',
    async (code) => {
      const atlas = await setUpLink();
      always(atlas, response(code));
      await expect(atlas.client.findLink(atlas.link)).rejects.toMatchObject({ kind: 'not-found', code });
      const permit = RemovalPermit.grant(atlas.link, new Date(atlas.clock.now().getTime() + 5_000));
      await expect(atlas.client.deleteLink(permit)).rejects.toMatchObject({ kind: 'not-found', code });
    },
  );
});

describe('a response in Atlas’s form about something else', () => {
  const LINK = { connectionStatus: 'AVAILABLE', interfaceEndpointId: 'vpce-0a1b2c3d4e5f60718' };
  const SERVICE = { id: '6a7900000000000000000001', regionName: 'EU_WEST_1', status: 'AVAILABLE' };

  it.each([
    ['another endpoint', { ...LINK, interfaceEndpointId: 'vpce-00000000000000001' }],
    ['another cloud provider', { ...LINK, cloudProvider: 'AZURE' }],
    ['no status', { interfaceEndpointId: LINK.interfaceEndpointId }],
    ['a status that is no text', { ...LINK, connectionStatus: 4 }],
    ['an error message that is no text', { ...LINK, errorMessage: { text: 'no' } }],
    ['a deletion that is neither asked for nor not', { ...LINK, deleteRequested: 'false' }],
  ])('is not accepted as a link: %s', async (_, body) => {
    const atlas = await setUpLink();
    always(atlas, { kind: 'response', status: 200, body: JSON.stringify(body) });
    await expect(atlas.client.findLink(atlas.link)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it.each([
    ['a service without links', SERVICE],
    ['links that are null', { ...SERVICE, interfaceEndpoints: null }],
    ['a link that is null', { ...SERVICE, interfaceEndpoints: ['vpce-0a1b2c3d4e5f60718', null] }],
    ['a service without an id', { ...SERVICE, id: undefined, interfaceEndpoints: [] }],
    ['a service without a status', { ...SERVICE, status: null, interfaceEndpoints: [] }],
    ['a service without a Region', { ...SERVICE, regionName: '', interfaceEndpoints: [] }],
    ['a service of another cloud', { ...SERVICE, cloudProvider: 'GCP', interfaceEndpoints: [] }],
    ['a service that is a number', 7],
  ])('makes the whole list unreadable: %s', async (_, item) => {
    const atlas = await setUpLink();
    const good = { ...SERVICE, id: '6a7900000000000000000002', interfaceEndpoints: [] };
    always(atlas, { kind: 'response', status: 200, body: JSON.stringify([good, item]) });
    await expect(atlas.list()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('with a repeated link is a service that has it once', async () => {
    const atlas = await setUpLink();
    const interfaceEndpoints = ['vpce-0a1b2c3d4e5f60718', 'vpce-0a1b2c3d4e5f60718'];
    always(atlas, {
      kind: 'response',
      status: 200,
      body: JSON.stringify([{ ...SERVICE, interfaceEndpoints }]),
    });
    expect((await atlas.list())[0]?.interfaceEndpoints).toEqual(['vpce-0a1b2c3d4e5f60718']);
  });

  it('may contain undocumented fields and unknown statuses', async () => {
    const atlas = await setUpLink();
    const body = {
      ...LINK,
      connectionStatus: 'PONDERING',
      errorMessage: null,
      deleteRequested: null,
      since: 2027,
    };
    always(atlas, { kind: 'response', status: 200, body: JSON.stringify(body) });
    expect(await atlas.client.findLink(atlas.link)).toMatchObject({
      connectionStatus: 'PONDERING',
      errorMessage: '',
    });
  });
});

describe('the list of clusters', () => {
  const page = (links: unknown) =>
    JSON.stringify({ links, results: [{ name: 'c', stateName: 'IDLE' }], totalCount: 1 });

  it('is given up when a page refers to itself as the next one', async () => {
    const atlas = await setUpLink();
    always(atlas, { kind: 'response', status: 200, body: page([{ rel: 'next', href: '/clusters' }]) });
    await expect(atlas.client.listClusters(atlas.project.id)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(atlas.server.journal.count({ path: /clusters/ })).toBeLessThan(30);
  });

  it('is given up when it always has another page', async () => {
    const atlas = await setUpLink();
    let number = 0;
    always(atlas, {
      kind: 'alter',
      alter: (response) => {
        number += 1;
        const results = [{ name: `c${number}`, stateName: 'IDLE' }];
        return { ...response, status: 200, body: JSON.stringify({ links: [{ rel: 'next' }], results }) };
      },
    });
    await expect(atlas.client.listClusters(atlas.project.id)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(number).toBeLessThan(1000);
  });
});

describe('a stale response', () => {
  it('is the previous one, even for an unauthenticated request', async () => {
    const atlas = await setUpLink();
    const { client, link, server } = atlas;
    const before = await client.findLink(link);
    server.world.deleteLink(atlas.service.links.get(link.endpointId) as never);
    expect((await client.findLink(link))?.connectionStatus).toBe('DELETING');
    server.faults.add({ path: /endpoint\/vpce/, effect: STALE_RESPONSES['an earlier answer'] });
    expect(await client.findLink(link)).toEqual(before);
    expect((await client.findLink(link))?.connectionStatus).toBe('DELETING');
  });

  it('needs an earlier response to the same path', async () => {
    const atlas = await setUpLink();
    atlas.server.faults.add({ path: /endpoint\/vpce/, effect: STALE_RESPONSES['an earlier answer'] });
    expect((await atlas.client.findLink(atlas.link))?.connectionStatus).toBe('AVAILABLE');
    expect((await atlas.client.findLink(atlas.link))?.connectionStatus).toBe('AVAILABLE');
  });
});
