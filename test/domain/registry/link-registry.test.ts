import { describe, expect, it } from 'vitest';
import type { LinkRecord } from '../../../lambda/contract/registry.js';
import { claimLink, recordConclusion } from '../../../lambda/domain/registry/link-registry.js';
import { linkRecord } from '../../cli/samples.js';
import { FakeRegistry } from '../fake-aws.js';
import { ENDPOINT_ID, linkDescription, OWN, workflowInput } from '../samples.js';

const NOW = new Date('2026-08-10T03:07:00Z');
const DELETED = { outcome: 'deleted', message: 'The endpoint was deleted.', advice: '' } as const;

function endOfExecution(link: Parameters<typeof linkDescription>[0]) {
  const name = `${ENDPOINT_ID}_e1`;
  return {
    name,
    input: workflowInput(),
    description: linkDescription(link),
    finalOutcome: DELETED,
  };
}

describe('an execution whose endpoint is deleted, and whose record another execution has removed', () => {
  it('records a link that Atlas still lists, for the reconciliation to remove', async () => {
    const registry = new FakeRegistry();
    await recordConclusion({ ...OWN, registry }, endOfExecution({ connectionStatus: 'REJECTED' }), NOW);
    expect(registry.records.get(ENDPOINT_ID)?.state).toBe('deleted');
  });

  it('records a link that could not be read from Atlas, because its absence is not known', async () => {
    const registry = new FakeRegistry();
    const unseen = { ...endOfExecution({ connectionStatus: '' }), unseen: true };
    expect(await recordConclusion({ ...OWN, registry }, unseen, NOW)).toBe('written');
    expect(registry.records.get(ENDPOINT_ID)?.state).toBe('deleted');
  });

  it.each([
    ['is not listed', { connectionStatus: '' }],
    ['is being removed', { connectionStatus: 'DELETING', deleteRequested: true }],
  ])('records nothing for a link that %s', async (_, link) => {
    const registry = new FakeRegistry();
    await recordConclusion({ ...OWN, registry }, endOfExecution(link), NOW);
    expect(registry.records.size).toBe(0);
  });
});

describe('the conclusion of an execution', () => {
  const AVAILABLE = { outcome: 'available', message: '', advice: '' } as const;
  const ended = () => ({ ...endOfExecution({ connectionStatus: 'AVAILABLE' }), finalOutcome: AVAILABLE });
  const conclude = (registry: FakeRegistry) => recordConclusion({ ...OWN, registry }, ended(), NOW);
  const claimed = (change: Partial<LinkRecord>) => {
    const registry = new FakeRegistry();
    const record = linkRecord({ owner: OWN.owner, state: 'linking', execution: ended().name, ...change });
    registry.records.set(ENDPOINT_ID, record);
    return registry;
  };
  const LATER = { executionStartedAt: '2026-08-10T03:06:59.000Z' };

  it('is written although a later redelivery has claimed the link for it again', async () => {
    const registry = claimed(LATER);
    expect(await conclude(registry)).toBe('written');
    expect(registry.records.get(ENDPOINT_ID)?.state).toBe('available');
  });

  it.each<[string, Partial<LinkRecord>, string]>([
    ['a later execution has the link', { ...LATER, execution: 'another' }, 'later'],
    ['another automation has it', { owner: 'b' }, 'others'],
    ['its record is of another account', { account: '444455556666' }, 'others'],
  ])('is not written when %s', async (_, change, result) => {
    const registry = claimed(change);
    expect(await conclude(registry)).toBe(result);
    expect(registry.records.get(ENDPOINT_ID)?.state).toBe('linking');
  });

  it('does not overwrite what another automation writes between the poll and the conclusion', async () => {
    const registry = new FakeRegistry();
    const create = registry.create.bind(registry);
    registry.create = async (record) => {
      await create(linkRecord({ owner: 'b' }));
      return create(record);
    };
    expect(await conclude(registry)).toBe('others');
    expect(registry.records.get(ENDPOINT_ID)?.owner).toBe('b');
  });
});

describe('a claim on an endpoint to Data Federation whose record names another project', () => {
  const ELSEWHERE = 'f'.repeat(24);
  const target = { ...workflowInput().target, endpointServiceId: 'data-federation' };
  const link = linkDescription({ endpointServiceId: 'data-federation', projectId: ELSEWHERE });
  const recordOf = (change: Partial<LinkRecord>) =>
    linkRecord({ owner: OWN.owner, link, executionStartedAt: '2026-08-10T03:06:50.000Z', ...change });
  const claim = (registry: FakeRegistry, judged: LinkRecord) =>
    claimLink({ owner: OWN.owner, registry }, judged, { name: 'own', claimedAt: NOW, target });

  it.each<[string, Partial<LinkRecord>, Partial<LinkRecord>]>([
    ['a moment ago', { state: 'linking' }, {}],
    ['since it was judged', { state: 'failed' }, { execution: 'another', state: 'available' }],
  ])('is not made if that was written %s', async (_, judged, change) => {
    const registry = new FakeRegistry();
    const found = recordOf({ ...judged, ...change });
    registry.records.set(ENDPOINT_ID, found);
    await expect(claim(registry, recordOf(judged))).rejects.toThrow(/judged again/);
    expect(registry.records.get(ENDPOINT_ID)).toEqual(found);
  });

  it.each<[string, Partial<LinkRecord>]>([
    ['has ended there', { state: 'available' }],
    [
      'began there before any function that could still register it',
      {
        state: 'linking',
        executionStartedAt: '2026-08-10T03:03:00.000Z',
      },
    ],
  ])('is made, with a description of its own, if it %s', async (_, judged) => {
    const registry = new FakeRegistry();
    registry.records.set(ENDPOINT_ID, recordOf(judged));
    expect(await claim(registry, recordOf(judged))).toMatchObject({ kind: 'claimed' });
    expect(registry.records.get(ENDPOINT_ID)).toMatchObject({
      execution: 'own',
      link: { projectId: target.projectId, connectionStatus: '' },
    });
  });
});
