import { describe, expect, it } from 'vitest';
import {
  applyDataFederationLink,
  prepareDataFederationLink,
} from '../../../../../lambda/domain/declared/kinds/data-federation-link/change-data-federation-link.js';
import { undoDataFederationLink } from '../../../../../lambda/domain/declared/kinds/data-federation-link/undo-data-federation-link.js';
import type { DataFederationLinkExecution } from '../../../../../lambda/execution-data/workflow-input.js';
import { atlasError } from '../../../atlas-errors.js';
import { ChangingAtlas } from '../../../changing-atlas.js';
import {
  dataFederationLink,
  ENDPOINT_ID,
  EXECUTION_ARN,
  FIRST_ROUND,
  PROJECT_ID,
  workflowInput,
} from '../../../samples.js';
import { VirtualClock } from '../../../virtual-clock.js';

const PLACE = { region: 'EU_WEST_1', customerEndpointDnsName: 'vpce-1.example' } as const;
type Change = NonNullable<DataFederationLinkExecution['change']>;

function setUp(change: Partial<Change> = {}) {
  const atlas = new ChangingAtlas();
  const clock = new VirtualClock();
  const { version, origin, startedAt, deadline } = workflowInput();
  const execution: DataFederationLinkExecution = {
    ...{ version, origin, startedAt, deadline },
    goal: 'available',
    target: { kind: 'data-federation-link', projectId: PROJECT_ID, endpointId: ENDPOINT_ID },
    change: { kind: 'create', ownsEndpoint: false, ...change },
  };
  const prepare = async () => ({
    round: 1,
    ...(await prepareDataFederationLink(atlas.dataFederation, execution, FIRST_ROUND)),
  });
  const apply = (prepared: Awaited<ReturnType<typeof prepare>>, isCutOff = false) =>
    applyDataFederationLink(atlas.dataFederation, clock, execution, prepared, isCutOff);
  const undo = async (
    prepared: Awaited<ReturnType<typeof prepare>>,
    outcome: Awaited<ReturnType<typeof apply>> | undefined,
  ) => {
    const applied = outcome === undefined ? undefined : { round: 1, ...outcome };
    const failed = { prepared, applied, executionArn: EXECUTION_ARN };
    return undoDataFederationLink({ atlas, clock }, execution, failed);
  };
  return { atlas, links: atlas.dataFederation.links, prepare, apply, undo };
}

describe('a registration that was not there before', () => {
  it('is its own, by Atlas’s response', async () => {
    const { prepare, apply, links } = setUp({ comment: 'archive', ...PLACE });
    const outcome = await apply(await prepare());
    expect(outcome).toMatchObject({ adopted: false, creation: { evidence: 'response' } });
    expect(links.get(ENDPOINT_ID)).toMatchObject({ comment: 'archive', ...PLACE });
  });

  it('is not its own if the response has another Region and DNS name, and is refused', async () => {
    const { prepare, apply, atlas, links, undo } = setUp(PLACE);
    const prepared = await prepare();
    // Somebody registers it between the last poll and the request.
    const { register } = atlas.dataFederation;
    atlas.dataFederation.register = async (request) => {
      links.set(ENDPOINT_ID, dataFederationLink({ comment: 'theirs' }));
      return register.call(atlas.dataFederation, request);
    };
    const outcome = await apply(prepared);
    expect(outcome).toMatchObject({ adopted: true, refusal: expect.stringContaining('registered already') });
    expect(outcome.creation).toBeUndefined();
    expect(await undo(prepared, outcome)).toEqual({ undone: false });
    expect(links.get(ENDPOINT_ID)).toMatchObject({ status: 'OK', comment: 'theirs' });
  });

  it('is its own if an attempt that was cut off may have made it', async () => {
    const { prepare, apply, links, atlas } = setUp();
    const prepared = await prepare();
    links.set(ENDPOINT_ID, dataFederationLink());
    expect(await apply(prepared, true)).toMatchObject({ creation: { evidence: 'poll' } });
    expect(atlas.countOf('register')).toBe(0);
  });

  it('is recorded as its own although its comment could not be read back', async () => {
    const { prepare, apply, atlas } = setUp({ comment: 'archive' });
    const prepared = await prepare();
    const { find } = atlas.dataFederation;
    let finds = 0;
    atlas.dataFederation.find = async (link) => {
      finds += 1;
      if (finds > 1) throw atlasError('unavailable');
      return find.call(atlas.dataFederation, link);
    };
    expect(await apply(prepared)).toMatchObject({ creation: { evidence: 'response' }, again: {} });
  });

  it('is removed by a roll-back, and left if Atlas does not show it', async () => {
    const { prepare, apply, undo, links } = setUp();
    const prepared = await prepare();
    const outcome = await apply(prepared);
    expect(await undo(prepared, outcome)).toEqual({ undone: true });
    expect(links.get(ENDPOINT_ID)?.status).toBe('DELETING');
    links.clear();
    expect(await undo(prepared, outcome)).toMatchObject({ undone: false, left: expect.any(String) });
  });
});

describe('a registration of somebody else', () => {
  const withForeign = (change: Partial<Change>) => {
    const parts = setUp(change);
    parts.links.set(ENDPOINT_ID, dataFederationLink({ comment: 'theirs' }));
    return parts;
  };

  it('is adopted without a request if nothing is to change', async () => {
    const { prepare, apply, atlas } = withForeign({});
    expect(await apply(await prepare())).toMatchObject({ adopted: true });
    expect(atlas.countOf('register')).toBe(0);
  });

  it('gets its comment back, unless somebody has written another one since', async () => {
    const { prepare, apply, undo, links } = withForeign({ comment: 'ours' });
    const prepared = await prepare();
    const outcome = await apply(prepared);
    expect([outcome.changed, links.get(ENDPOINT_ID)?.comment]).toEqual([true, 'ours']);
    links.set(ENDPOINT_ID, dataFederationLink({ comment: 'newer' }));
    expect(await undo(prepared, outcome)).toEqual({ undone: false });
    links.set(ENDPOINT_ID, dataFederationLink({ comment: 'ours' }));
    expect(await undo(prepared, outcome)).toEqual({ undone: true });
    expect(links.get(ENDPOINT_ID)?.comment).toBe('theirs');
  });

  it('that is gone, or is being removed, is not made again by a roll-back', async () => {
    const { prepare, apply, undo, links, atlas } = withForeign({ comment: 'ours' });
    const prepared = await prepare();
    const outcome = await apply(prepared);
    const requests = atlas.countOf('register');
    links.set(ENDPOINT_ID, dataFederationLink({ comment: 'ours', status: 'DELETING' }));
    await undo(prepared, outcome);
    links.clear();
    await undo(prepared, outcome);
    expect(atlas.countOf('register')).toBe(requests);
  });

  it('with an unclear change of its comment is rolled back as if it had been changed', async () => {
    const { prepare, apply, atlas } = withForeign({ comment: 'ours' });
    const prepared = await prepare();
    atlas.failNext('register', atlasError('unavailable'), { afterEffect: true });
    expect(await apply(prepared)).toMatchObject({ adopted: true, changed: true, again: {} });
  });

  /** The first request is throttled (429), and something happens before it is repeated. */
  function throttleRequest(atlas: ReturnType<typeof setUp>['atlas'], meanwhile: () => void): void {
    const { register } = atlas.dataFederation;
    atlas.dataFederation.register = async (request, before) => {
      await before?.();
      meanwhile();
      return register.call(atlas.dataFederation, request, before);
    };
  }

  it.each([
    ['is removed', undefined],
    ['begins to be removed', dataFederationLink({ comment: 'theirs', status: 'DELETING' })],
  ])('that %s while its comment waits for a throttled request is not made again', async (_, then) => {
    const { prepare, apply, links, atlas } = withForeign({ comment: 'ours' });
    const prepared = await prepare();
    throttleRequest(atlas, () =>
      then === undefined ? links.delete(ENDPOINT_ID) : links.set(ENDPOINT_ID, then),
    );
    expect(await apply(prepared)).toMatchObject({ adopted: true, again: {} });
    expect([atlas.countOf('register'), links.get(ENDPOINT_ID)]).toEqual([0, then]);
  });

  it.each([
    ['is removed', undefined],
    ['gets another comment', dataFederationLink({ comment: 'newer' })],
  ])('that %s while its roll-back waits for a throttled request is left so', async (_, then) => {
    const { prepare, apply, undo, links, atlas } = withForeign({ comment: 'ours' });
    const prepared = await prepare();
    const outcome = await apply(prepared);
    throttleRequest(atlas, () =>
      then === undefined ? links.delete(ENDPOINT_ID) : links.set(ENDPOINT_ID, then),
    );
    expect(await undo(prepared, outcome)).toEqual({ undone: false });
    expect(links.get(ENDPOINT_ID)).toEqual(then);
  });

  it('that is being removed is waited for', async () => {
    const { prepare, links } = withForeign({});
    links.set(ENDPOINT_ID, dataFederationLink({ status: 'DELETING' }));
    await expect(prepare()).rejects.toMatchObject({ name: 'NotYetError' });
  });

  it('is refused for another DNS name, but not for another spelling of the same', async () => {
    const { prepare, links } = withForeign(PLACE);
    links.set(ENDPOINT_ID, dataFederationLink({ ...PLACE, customerEndpointDnsName: 'VPCE-1.example' }));
    expect(await prepare()).toMatchObject({ existed: true });
    links.set(ENDPOINT_ID, dataFederationLink({ ...PLACE, customerEndpointDnsName: 'vpce-2.example' }));
    await expect(prepare()).rejects.toMatchObject({ name: 'ChangeRefusedError' });
  });
});
