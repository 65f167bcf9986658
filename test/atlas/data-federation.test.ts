import { describe, expect, it } from 'vitest';
import { RemovalPermit } from '../../lambda/domain/model/values/removal-permit.js';
import type { FaultEffect } from '../../local/atlas/index.js';
import { setUpAtlas } from './atlas-setup.js';

const OTHER_ID = 'vpce-0fcd9d80bbafe4871';
const PLACE = { region: 'EU_WEST_1', customerEndpointDNSName: 'vpce-1.example' } as const;
const CODES = ['DATA_LAKE_ENDPOINT_NOT_FOUND', 'RESOURCE_NOT_FOUND', 'SOMETHING_ELSE', null, undefined];

async function setUp(options: Parameters<typeof setUpAtlas>[0] = {}) {
  const atlas = await setUpAtlas(options);
  const { client, link, project, clock } = atlas;
  const target = { projectId: project.id, endpointId: link.endpointId };
  const sendBefore = new Date(clock.now().getTime() + 30_000);
  const remove = () => client.dataFederation.remove(RemovalPermit.grant(target, sendBefore));
  const always = (effect: FaultEffect, path = /./) =>
    atlas.server.faults.add({ times: Number.POSITIVE_INFINITY, path, effect });
  return { ...atlas, target, remove, always, dataFederation: client.dataFederation };
}

const OF_ONE = /endpointIds\/vpce/;
const notFound = (errorCode: string | null | undefined): FaultEffect => ({
  kind: 'response',
  status: 404,
  body: JSON.stringify({ error: 404, errorCode, reason: 'Not Found' }),
});
const success = (body: unknown): FaultEffect => ({
  kind: 'response',
  status: 200,
  body: JSON.stringify(body),
});

describe('host names of federated databases', () => {
  it('are those whose label contains the id of the endpoint', async () => {
    const { dataFederation, target, always } = await setUp();
    const names = [
      { hostname: 'a.example', privateEndpoint: target.endpointId },
      { hostname: 'b.example', privateEndpoint: `AWS ${target.endpointId.toUpperCase()}` },
      { hostname: 'c.example', privateEndpoint: OTHER_ID },
      { hostname: 'd.example' },
      { hostname: 'e.example', privateEndpoint: `${target.endpointId}0` },
      { hostname: 'f.example', privateEndpoint: `AWS vpce-${target.endpointId}` },
      { hostname: null, privateEndpoint: target.endpointId },
    ];
    const databases = [{ name: 'One', privateEndpointHostnames: names }, { name: 'Two' }];
    always(success(databases), /dataFederation\?type=USER/);
    always(success([]), /dataFederation\?type=ONLINE_ARCHIVE/);
    expect(await dataFederation.hostnames(target)).toEqual([
      { database: 'One', hostname: 'a.example' },
      { database: 'One', hostname: 'b.example' },
    ]);
  });

  it('are not said to be none if the response is not a list', async () => {
    const { dataFederation, target, always } = await setUp();
    always(success({ results: [] }), /dataFederation/);
    await expect(dataFederation.hostnames(target)).rejects.toMatchObject({ name: 'AtlasError' });
  });
});

describe('an endpoint of Data Federation', () => {
  it('is registered, found, listed, and removed', async () => {
    const { dataFederation, target, remove, project, clock } = await setUp();
    const registered = await dataFederation.register({
      ...target,
      comment: 'archive',
      region: PLACE.region,
      customerEndpointDnsName: PLACE.customerEndpointDNSName,
    });
    expect(registered).toEqual({
      ...target,
      cloudProvider: 'AWS',
      type: 'DATA_LAKE',
      comment: 'archive',
      region: 'EU_WEST_1',
      customerEndpointDnsName: 'vpce-1.example',
      status: 'OK',
      errorMessage: '',
    });
    expect(await dataFederation.find(target)).toEqual(registered);
    expect(await dataFederation.list(project.id)).toEqual([registered]);
    await remove();
    expect((await dataFederation.find(target))?.status).toBe('DELETING');
    clock.advanceSeconds(5);
    expect(await dataFederation.find(target)).toBeUndefined();
    expect(await dataFederation.list(project.id)).toEqual([]);
  });

  it('has empty texts where Atlas returns nothing', async () => {
    const { dataFederation, target } = await setUp();
    expect(await dataFederation.register(target)).toMatchObject({
      comment: '',
      region: '',
      customerEndpointDnsName: '',
    });
  });

  it('keeps its comment if a registration has none, and loses it to an empty one', async () => {
    const { dataFederation, target } = await setUp();
    await dataFederation.register({ ...target, comment: 'archive' });
    expect(await dataFederation.register(target)).toMatchObject({ comment: 'archive' });
    expect(await dataFederation.register({ ...target, comment: '' })).toMatchObject({ comment: '' });
  });

  it('may have a status that nobody knows', async () => {
    const { dataFederation, target, always } = await setUp();
    always(success({ endpointId: target.endpointId, status: 'PONDERING', since: 2027 }), OF_ONE);
    expect(await dataFederation.find(target)).toMatchObject({ status: 'PONDERING', cloudProvider: 'AWS' });
  });

  it('is looked for on all pages', async () => {
    const { dataFederation, project } = await setUp();
    const idOf = (number: number) => `vpce-${number.toString(16).padStart(17, '0')}`;
    for (let number = 0; number < 1001; number += 1)
      project.dataFederation.register({ endpointId: idOf(number), provider: 'AWS' });
    expect(await dataFederation.list(project.id)).toHaveLength(1001);
    // The response to a registration is the first page.
    const added = { projectId: project.id, endpointId: OTHER_ID };
    expect(await dataFederation.register(added)).toBeUndefined();
    expect(await dataFederation.find(added)).toMatchObject({ endpointId: OTHER_ID });
  });

  it('may be one of Azure in the list', async () => {
    const { dataFederation, project } = await setUp();
    const endpointId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/privateEndpoints/a';
    project.dataFederation.register({ endpointId, provider: 'AZURE' });
    expect(await dataFederation.list(project.id)).toMatchObject([{ endpointId, cloudProvider: 'AZURE' }]);
  });

  it('does not touch the token bucket of links', async () => {
    const { dataFederation, project, client } = await setUp();
    await dataFederation.list(project.id);
    expect(client.rateBudget(project.id)).toBeUndefined();
  });
});

describe('the absence of an endpoint', () => {
  it.each(CODES)('is shown by the list, whatever the code of the 404 is: %s', async (code) => {
    const { dataFederation, target, always, remove } = await setUp();
    always(notFound(code), OF_ONE);
    expect(await dataFederation.find(target)).toBeUndefined();
    await remove();
  });

  it.each(CODES)('is not shown by a 404 with the code %s if the list has it', async (code) => {
    const { dataFederation, target, always, remove } = await setUp();
    await dataFederation.register(target);
    always(notFound(code), OF_ONE);
    expect(await dataFederation.find(target)).toMatchObject({ status: 'OK' });
    await expect(remove()).rejects.toMatchObject({ name: 'AtlasError', kind: 'not-found', status: 404 });
  });

  it('is not shown by the absence of the project', async () => {
    const { dataFederation, target, server, remove } = await setUp();
    server.world.projects.clear();
    for (const call of [() => dataFederation.find(target), remove])
      await expect(call()).rejects.toMatchObject({ kind: 'not-found', code: 'GROUP_NOT_FOUND' });
  });

  it.each([
    ['of another kind', { results: [], totalCount: 0 }],
    ['of nulls', { links: [], results: [null] }],
    ['with an entry without an id', { links: [], results: [{ status: 'OK' }] }],
    ['with an entry without a status', { links: [], results: [{ endpointId: OTHER_ID }] }],
    ['that is no list', { links: [], results: {} }],
    ['without links', { results: [{ endpointId: OTHER_ID, status: 'OK' }] }],
    ['that is its own next page', { links: [{ rel: 'next' }], results: [] }],
  ])('is not shown by a page %s', async (_, page) => {
    const { dataFederation, target, always } = await setUp();
    always(notFound(null), OF_ONE);
    always(success(page), /endpointIds\?/);
    await expect(dataFederation.find(target)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('a response about something else', () => {
  it.each([
    ['another endpoint', { endpointId: OTHER_ID, status: 'OK' }],
    ['no status', { endpointId: 'vpce-0a1b2c3d4e5f60718' }],
    ['a status that is no text', { endpointId: 'vpce-0a1b2c3d4e5f60718', status: 1 }],
    ['a comment that is no text', { endpointId: 'vpce-0a1b2c3d4e5f60718', status: 'OK', comment: {} }],
  ])('is not accepted as an endpoint: %s', async (_, body) => {
    const { dataFederation, target, always } = await setUp();
    always(success(body), OF_ONE);
    await expect(dataFederation.find(target)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('a registration', () => {
  it('is sent once if its response is lost', async () => {
    const { dataFederation, target, server } = await setUp();
    await dataFederation.list(target.projectId);
    server.faults.add({ method: 'POST', afterEffect: true, effect: { kind: 'drop' } });
    await expect(dataFederation.register(target)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(server.journal.count({ method: 'POST' })).toBe(1);
    expect(await dataFederation.find(target)).toMatchObject({ status: 'OK' });
  });

  it('is sent again after a 429', async () => {
    const { dataFederation, target, server } = await setUp();
    server.faults.add({
      method: 'POST',
      effect: { kind: 'response', status: 429, headers: { 'Retry-After': '3' } },
    });
    expect(await dataFederation.register(target)).toMatchObject({ status: 'OK' });
  });

  it('that Atlas refuses is an error with its code', async () => {
    const { dataFederation, target } = await setUp();
    const refused = dataFederation.register({ ...target, region: 'EU_WEST_1' });
    await expect(refused).rejects.toMatchObject({ kind: 'invalid', code: 'MISSING_ATTRIBUTE' });
  });
});

describe('the removal of an endpoint', () => {
  it.each<[string, FaultEffect]>([
    ['unavailable', { kind: 'response', status: 503 }],
    ['unavailable', { kind: 'drop' }],
    ['rate-limited', { kind: 'response', status: 429 }],
  ])('is sent once: %s', async (kind, effect) => {
    const { dataFederation, target, server, remove } = await setUp();
    await dataFederation.register(target);
    server.faults.add({ method: 'DELETE', effect });
    await expect(remove()).rejects.toMatchObject({ kind });
    expect(server.journal.count({ method: 'DELETE' })).toBe(1);
  });

  it('is not sent with an expired permit', async () => {
    const { dataFederation, target, clock, remove, server } = await setUp();
    await dataFederation.register(target);
    clock.advanceSeconds(30);
    await expect(remove()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(server.journal.count({ method: 'DELETE' })).toBe(0);
  });
});
