import { describe, expect, it } from 'vitest';
import { poll } from '../../../lambda/runtime/functions/poll-link.js';
import { FakeAtlas } from '../../domain/fake-atlas.js';
import { FakeVpcEndpoints } from '../../domain/fake-aws.js';
import { EXECUTION_ARN, PROJECT_ID, workflowInput } from '../../domain/samples.js';
import { VirtualClock } from '../../domain/virtual-clock.js';
import { recordingObservability } from '../handler-world.js';

const { target: _, ...common } = workflowInput();
const target = {
  kind: 'service',
  cloudProvider: 'AWS',
  projectId: PROJECT_ID,
  regionName: 'EU_WEST_1',
  endpointServiceId: '',
};
const dependencies = () => ({
  ...recordingObservability(),
  atlas: new FakeAtlas(),
  endpoints: new FakeVpcEndpoints(),
  clock: new VirtualClock(),
});

describe('a poll of an execution whose change was not carried out', () => {
  it('ends it with the reason, although another user’s service is ready', async () => {
    const applied = { retained: false, adopted: true, refusal: 'AdoptExisting is false.' };
    expect(
      await poll(dependencies(), { executionArn: EXECUTION_ARN, state: { ...common, target, applied } }),
    ).toMatchObject({ outcome: 'failed', message: 'AdoptExisting is false.' });
  });
});

describe('a phase that only links have', () => {
  it.each(['acceptance', 'close', 'connection-strings'])(
    'is refused for an endpoint service, and is no ordinary poll: %s',
    async (phase) => {
      const payload = { executionArn: EXECUTION_ARN, state: { ...common, target }, phase };
      const refused = { name: 'InvalidWorkflowInputError', message: expect.stringContaining(phase) };
      await expect(poll(dependencies(), payload)).rejects.toMatchObject(refused);
    },
  );
});
