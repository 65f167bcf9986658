import { describe, expect, it } from 'vitest';
import { readWorkflowState } from '../../lambda/domain/executions/read-state.js';
import { writtenObservation } from '../../lambda/execution-data/written-observation.js';
import { linkDescription, workflowInput } from '../domain/samples.js';

const CLUSTER = { cluster: 'Main', srv: 'mongodb+srv://main', standard: '', srvShardOptimized: '' };
const OBSERVATION = {
  outcome: 'available' as const,
  waitSeconds: 1,
  observedAt: '2026-08-10T03:06:00.000Z',
  description: linkDescription({ connectionStatus: 'AVAILABLE' }),
  message: '',
  advice: '',
  connectionStrings: { availableSince: '2026-08-10T03:05:30.000Z', clusters: [CLUSTER], message: '' },
};

/** The function may be updated while an execution waits, so each version must read what the other has written. */
describe('an observation in the state of an execution', () => {
  it('has attributes and connection strings in the spelling of the first version', () => {
    expect(writtenObservation(OBSERVATION)).toMatchObject({
      outcome: 'available',
      description: { EndpointId: expect.any(String), ConnectionStatus: 'AVAILABLE', Endpoints: [] },
      connectionStrings: {
        availableSince: '2026-08-10T03:05:30.000Z',
        clusters: [{ Cluster: 'Main', Srv: 'mongodb+srv://main', Standard: '', SrvShardOptimized: '' }],
      },
    });
  });

  it('is read as it was before it was written', () => {
    const written = JSON.stringify({ ...workflowInput(), observation: writtenObservation(OBSERVATION) });
    expect(readWorkflowState(JSON.parse(written)).observation).toEqual(OBSERVATION);
  });
});
