/** Removals whose evidence is missing, stale, or about another owner's link by the time of the DELETE. */
import { describe, expect, it } from 'vitest';
import { EndpointSelection } from '../../lib/index.js';
import type { FaultEffect } from '../../local/atlas/faults.js';
import type { World } from '../../local/world.js';
import { listedIn, reconcile, recordOf, startAutomation } from './automation-world.js';
import { conclusionsIn, deadLettersIn } from './scenario-world.js';

/** DELETEs that Atlas has carried out. */
const deletionsIn = (world: World) => world.atlas.journal.count({ method: 'DELETE', status: 202 });
const lastOutcomeOf = (world: World, endpointId: string) =>
  conclusionsIn(world)
    .filter(({ link }) => link.EndpointId === endpointId)
    .at(-1)?.outcome;

async function linkSome(world: World, count: number, tags: Record<string, string> = {}): Promise<string[]> {
  const endpoints = Array.from({ length: count }, () => world.createVpcEndpoint({ tags }));
  await world.time.run();
  return endpoints.map(({ endpointId }) => endpointId);
}

const response = (status: number, headers: Record<string, string> = {}, body = ''): FaultEffect => ({
  kind: 'response',
  status,
  headers,
  body,
});

describe('two last links that are removed together', () => {
  it.each<[string, FaultEffect, { times?: number; afterEffect?: boolean }]>([
    ['429 with Retry-After 20', response(429, { 'Retry-After': '20' }), { times: 1 }],
    ['429 again and again', response(429, { 'Retry-After': '20' }), { times: 6 }],
    ['several 503s', response(503), { times: 5 }],
    ['a response that is lost', { kind: 'drop' }, { times: 2, afterEffect: true }],
    ['one that hangs', { kind: 'hang' }, { times: 2 }],
    ['one that hangs after its effect', { kind: 'hang' }, { times: 2, afterEffect: true }],
  ])('are not both removed, whatever happens to the DELETE: %s', async (_, effect, options) => {
    const world = await startAutomation();
    const ids = await linkSome(world, 2);
    world.atlas.faults.add({ method: 'DELETE', effect, ...options });
    world.deleteVpcEndpoints(ids);
    await world.time.run();
    expect(world.service.status).toBe('AVAILABLE');
    expect(listedIn(world)).toHaveLength(1);
    expect(ids.map((id) => lastOutcomeOf(world, id)).sort()).toEqual(['deleted', 'retained']);
    expect(deadLettersIn(world)).toEqual([]);
  });

  it('are not both removed while Atlas’s responses are stale', async () => {
    const world = await startAutomation({ timings: { staleReadSeconds: 25, deletionSeconds: 60 } });
    const ids = await linkSome(world, 3);
    world.deleteVpcEndpoints(ids);
    await world.time.run();
    expect(listedIn(world)).toHaveLength(1);
    expect(world.service.status).toBe('AVAILABLE');
  });

  it('are not removed while the state of the other one is unknown', async () => {
    const world = await startAutomation();
    const ids = await linkSome(world, 2);
    world.aws.server.faults.push({ action: 'ssm:GetParametersByPath', times: 5, effect: 'kill' });
    world.deleteVpcEndpoints(ids);
    await world.time.run();
    await reconcile(world);
    expect(listedIn(world).length).toBeGreaterThan(0);
    expect(world.service.status).toBe('AVAILABLE');
  });
});

describe('the last link', () => {
  const NOT_FOUND = JSON.stringify({
    error: 404,
    errorCode: 'INTERFACE_ENDPOINT_NOT_FOUND',
    detail: 'not there',
    parameters: [],
    reason: 'Not Found',
  });

  it.each([1, 3])('is retained although %i reads say that it does not exist', async (times) => {
    const world = await startAutomation();
    const [only = ''] = await linkSome(world, 1);
    world.atlas.faults.add({
      method: 'GET',
      path: /\/endpoint\/vpce-/,
      times,
      effect: response(404, { 'Content-Type': 'application/json' }, NOT_FOUND),
    });
    world.deleteVpcEndpoints([only]);
    await world.time.run();
    expect(deletionsIn(world)).toBe(0);
    expect(world.service.status).toBe('AVAILABLE');
    expect(listedIn(world)).toEqual([only]);
  });

  it.each([
    ['an object', '{}'],
    ['null', 'null'],
    ['a text', '"ok"'],
    ['nothing', ''],
    ['an empty list', '[]'],
    ['a page', '{"results":[],"totalCount":0}'],
    ['HTML', '<html>ok</html>'],
  ])('is retained although lists respond with %s', async (_, body) => {
    const world = await startAutomation();
    const [only = ''] = await linkSome(world, 1);
    world.atlas.faults.add({
      method: 'GET',
      path: /endpointService$/,
      times: 4,
      effect: response(200, { 'Content-Type': 'application/json' }, body),
    });
    world.deleteVpcEndpoints([only]);
    await world.time.run();
    expect(deletionsIn(world)).toBe(0);
    expect(listedIn(world)).toEqual([only]);
  });
});

describe('a link whose endpoint is selected again', () => {
  const start = () =>
    startAutomation({
      props: { endpointSelection: EndpointSelection.tagged('atlas'), unlinkDeselected: true },
    });
  const tagOff = (world: World, id: string) => world.untagEndpoint(id, ['atlas']);
  const tagOn = (world: World, id: string) => world.tagEndpoint(id, { atlas: '' });

  it.each([0, 1, 3])('within %i s is not removed, and the registry says available', async (seconds) => {
    const world = await start();
    const [first = '', second = ''] = await linkSome(world, 2, { atlas: '' });
    tagOff(world, first);
    await world.time.run(seconds);
    tagOn(world, first);
    await world.time.run();
    await reconcile(world);
    expect(listedIn(world).sort()).toEqual([first, second].sort());
    expect(deletionsIn(world)).toBe(0);
    expect(recordOf(world, first)?.state).toBe('available');
    expect(world.aws.metrics.raised()).toEqual([]);
  });

  it('is not removed although the event is lost', async () => {
    const world = await start();
    const [first = '', second = ''] = await linkSome(world, 2, { atlas: '' });
    // The DELETE is delayed, and meanwhile the tag is set again.
    world.atlas.faults.add({ method: 'DELETE', effect: response(503) });
    tagOff(world, first);
    await world.time.run(8);
    world.aws.bus.deliveries = 0;
    tagOn(world, first);
    await world.time.run();
    world.aws.bus.deliveries = 1;
    expect(deletionsIn(world)).toBe(0);
    await reconcile(world);
    expect(listedIn(world).sort()).toEqual([first, second].sort());
    expect(recordOf(world, first)?.state).toBe('available');
  });
});
