import { describe, expect, it } from 'vitest';
import { ENDPOINT_ID, PROJECT_ID, setUp, withService } from './simulator-setup.js';

const V1 = `/api/atlas/v1.0/groups/${PROJECT_ID}`;

describe('the API v1.0', () => {
  it('returns what an older client imports, without a dated media type', async () => {
    const { anywhere, service, call, links } = await withService();
    await call('POST', links, { id: ENDPOINT_ID });
    const path = `${V1}/privateEndpoint/AWS/endpointService/${service.id}`;
    const { status, json, headers } = await anywhere('GET', path, undefined, 'application/json');
    expect([status, json.id, json.interfaceEndpoints]).toEqual([200, service.id, [ENDPOINT_ID]]);
    expect(headers.get('content-type')).toBe('application/json');
    const link = await anywhere('GET', `${path}/endpoint/${ENDPOINT_ID}`, undefined, '*/*');
    expect(link.json.connectionStatus).toBe('PENDING_ACCEPTANCE');
  });

  it('accepts bodies of plain JSON', async () => {
    const { anywhere, project } = await setUp();
    const body = { providerName: 'AWS', region: 'eu-west-1' };
    const plain = 'application/json';
    const created = await anywhere('POST', `${V1}/privateEndpoint/endpointService`, body, plain, plain);
    expect([created.status, [...project.services.keys()]]).toEqual([201, [created.json.id]]);
  });

  it.each([
    ['GET', `${V1}/privateEndpoint/AWS/somethingElse`],
    ['GET', `/api/atlas/v2/groups/${PROJECT_ID}/databaseUsers`],
    ['GET', '/api/atlas/v3/groups'],
    ['GET', '/'],
  ])('%s %s is reported as an unknown resource', async (method, path) => {
    const { anywhere } = await setUp();
    const { status, json } = await anywhere(method, path);
    expect([status, json.errorCode, json.parameters]).toEqual([404, 'RESOURCE_NOT_FOUND', [path]]);
    expect(json.detail).toContain(path);
  });

  it('reports an unknown project', async () => {
    const { anywhere } = await setUp();
    const id = '111111111111111111111111';
    const { json } = await anywhere('GET', `/api/atlas/v1.0/groups/${id}`);
    expect([json.errorCode, json.parameters]).toEqual(['GROUP_NOT_FOUND', [id]]);
  });
});
