import { describe, expect, it } from 'vitest';
import { PROJECT_ID, setUp, withService } from './simulator-setup.js';

const accept = (date: string) => `application/vnd.atlas.${date}+json`;

describe('one cluster', () => {
  it.each([
    ['2023-01-01', '2023-01-01'],
    ['2023-02-01', '2023-02-01'],
    ['2024-08-04', '2023-02-01'],
    ['2025-03-12', '2024-08-05'],
  ])('requested with the version of %s has the version of %s, like the list', async (asked, answered) => {
    const { call, project, server } = await setUp();
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'] });
    for (const path of ['/clusters/Main', '/clusters']) {
      const { headers, json } = await call('GET', path, undefined, accept(asked));
      expect(headers.get('content-type')).toBe(`${accept(answered)};charset=utf-8`);
      expect(headers.get('sunset')).toBe(answered === '2024-08-05' ? null : 'Thu, 1 Jul 2027 00:00:00 GMT');
      const [spec] = (json.results?.[0] ?? json).replicationSpecs;
      expect(Object.hasOwn(spec, 'numShards')).toBe(answered !== '2024-08-05');
      expect(Object.hasOwn(spec, 'regionsConfig')).toBe(answered === '2023-01-01');
    }
  });

  it('that does not exist is in the parameters of the error, with its project', async () => {
    const { call } = await setUp();
    const { json } = await call('GET', '/clusters/Other');
    expect([json.errorCode, json.parameters]).toEqual(['CLUSTER_NOT_FOUND', ['Other', PROJECT_ID]]);
  });
});

describe('a response', () => {
  it('has its keys in alphabetical order', async () => {
    const { call, service, project, server } = await withService();
    server.world.createCluster(project, { name: 'Main', regionNames: ['EU_WEST_1'], isSharded: true });
    for (const path of [`/privateEndpoint/AWS/endpointService/${service.id}`, '/clusters/Main', '']) {
      const { json } = await call('GET', path);
      expect(Object.keys(json)).toEqual(Object.keys(json).sort());
    }
  });

  it('for a malformed path quotes it as it was requested', async () => {
    const { call } = await setUp();
    const path = '/privateEndpoint/AWS/endpointService/foo-privatelink/endpoint/vpce-1';
    const { status, json } = await call('GET', path);
    const asked = `/api/atlas/v2/groups/${PROJECT_ID}${path}`;
    expect([status, json.errorCode, json.parameters]).toEqual([400, 'PATH_PARAM_PARSE_ERROR', [asked]]);
    expect(json.detail).toBe(`One or more path parameter in the request URI ${asked} is malformed.`);
  });
});

describe('a 401', () => {
  const challenged = async (challengeBody: 'plain' | 'with-code' | 'empty') => {
    const { server } = await setUp({ challengeBody });
    const response = await fetch(`${server.url}/api/atlas/v2/groups/${PROJECT_ID}`);
    return { text: await response.text(), headers: response.headers };
  };

  it('is pretty-printed, as recorded', async () => {
    const { text, headers } = await challenged('plain');
    expect(text).toBe(
      '{\n  "error" : 401,\n  "reason" : "Unauthorized",\n  "detail" : "You are not authorized for this resource."\n}',
    );
    expect([text.length, headers.get('content-type')]).toEqual([106, 'application/json']);
    expect(JSON.parse((await challenged('with-code')).text).errorCode).toBe('UNEXPECTED_ERROR');
  });

  it('without a body has no content type', async () => {
    const { text, headers } = await challenged('empty');
    expect([text, headers.has('content-type'), headers.get('content-length')]).toEqual(['', false, '0']);
  });
});
