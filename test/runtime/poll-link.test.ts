import { describe, expect, it } from 'vitest';
import { poll } from '../../lambda/runtime/poll-link.js';
import { FakeAtlas } from '../domain/fake-atlas.js';
import { FakeVpcEndpoints } from '../domain/fake-aws.js';
import { EXECUTION_ARN, PROJECT_ID, workflowInput } from '../domain/samples.js';
import { VirtualClock } from '../domain/virtual-clock.js';
import { recordingObservability } from './handler-world.js';

describe('a poll of an execution whose change was not carried out', () => {
  it('ends it with the reason, although another user’s service is ready', async () => {
    const { target: _, ...common } = workflowInput();
    const target = {
      kind: 'service',
      cloudProvider: 'AWS',
      projectId: PROJECT_ID,
      regionName: 'EU_WEST_1',
      endpointServiceId: '',
    };
    const applied = { retained: false, adopted: true, refusal: 'AdoptExisting is false.' };
    const deps = {
      ...recordingObservability(),
      atlas: new FakeAtlas(),
      endpoints: new FakeVpcEndpoints(),
      clock: new VirtualClock(),
    };
    expect(
      await poll(deps, { executionArn: EXECUTION_ARN, state: { ...common, target, applied } }),
    ).toMatchObject({ outcome: 'failed', message: 'AdoptExisting is false.' });
  });
});
