import { describe, expect, it } from 'vitest';
import { pollService } from '../../../../../lambda/domain/declared/kinds/endpoint-service/poll-service.js';
import type { EndpointService } from '../../../../../lambda/domain/model/ports/atlas.js';
import { FakeAtlas } from '../../../fake-atlas.js';
import { recordingPorts } from '../../../recording-ports.js';
import { endpointService, PROJECT_ID, SERVICE_NAME, workflowInput } from '../../../samples.js';
import { VirtualClock } from '../../../virtual-clock.js';

async function poll(parts: Partial<EndpointService>, endpointServiceName = SERVICE_NAME) {
  const service = endpointService(parts);
  const atlas = new FakeAtlas();
  atlas.services = [{ ...service, description: { ...service.description, endpointServiceName } }];
  const { target: _, change: __, ...common } = workflowInput();
  const target = {
    kind: 'service' as const,
    cloudProvider: 'AWS' as const,
    projectId: PROJECT_ID,
    regionName: 'EU_WEST_1' as const,
    endpointServiceId: '',
  };
  const deps = { ...recordingPorts(), atlas, clock: new VirtualClock() };
  return pollService(deps, { ...common, target }, {});
}

describe('a poll of an endpoint service', () => {
  it.each(['AVAILABLE', 'WAITING_FOR_USER'])(
    'finds it ready when it is %s and has a name',
    async (status) => {
      expect((await poll({ status })).outcome).toBe('available');
      expect((await poll({ status }, '')).outcome).toBe('pending');
    },
  );

  it.each([
    [{ status: 'FAILED' }, 'Atlas reports FAILED without a message.'],
    [{ status: 'AVAILABLE', errorMessage: 'No capacity.' }, 'No capacity.'],
  ])('finds it failed: %j', async (parts, message) => {
    expect(await poll(parts)).toMatchObject({ outcome: 'failed', message });
  });
});
