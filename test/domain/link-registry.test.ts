import { describe, expect, it } from 'vitest';
import { recordConclusion } from '../../lambda/domain/link-registry.js';
import { FakeRegistry } from './fake-aws.js';
import { ENDPOINT_ID, linkDescription, OWN, workflowInput } from './samples.js';

const NOW = new Date('2026-08-10T03:07:00Z');
const GONE = { outcome: 'gone', message: 'The endpoint was deleted.', advice: '' } as const;

function endOfRun(link: Parameters<typeof linkDescription>[0]) {
  const name = `${ENDPOINT_ID}_e1`;
  return {
    name,
    input: workflowInput(),
    description: linkDescription(link),
    verdict: GONE,
  };
}

describe('a run whose endpoint is gone, and whose record another run has removed', () => {
  it('records a link that Atlas still lists, for the reconciliation to remove', async () => {
    const registry = new FakeRegistry();
    await recordConclusion({ ...OWN, registry }, endOfRun({ ConnectionStatus: 'REJECTED' }), NOW);
    expect(registry.records.get(ENDPOINT_ID)?.state).toBe('gone');
  });

  it.each([
    ['is not listed', { ConnectionStatus: '' }],
    ['is being removed', { ConnectionStatus: 'DELETING', DeleteRequested: true }],
  ])('records nothing of a link that %s', async (_, link) => {
    const registry = new FakeRegistry();
    await recordConclusion({ ...OWN, registry }, endOfRun(link), NOW);
    expect(registry.records.size).toBe(0);
  });
});
