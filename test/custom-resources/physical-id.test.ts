import { describe, expect, it } from 'vitest';
import { isAdopted, ownsNothing, physicalIdOf } from '../../lambda/custom-resources/physical-id.js';
import { PROJECT_ID, SERVICE_ID, workflowInput } from '../domain/samples.js';

const { target: link } = workflowInput();
const service = {
  kind: 'service',
  cloudProvider: 'AWS',
  projectId: PROJECT_ID,
  regionName: 'EU_WEST_1',
  endpointServiceId: '',
} as const;

describe('a physical id', () => {
  it.each([link, service])('of what was adopted says so, and owns nothing: $kind', (target) => {
    const id = physicalIdOf(target, SERVICE_ID, true);
    expect([isAdopted(id), ownsNothing(id)]).toEqual([true, true]);
    const own = physicalIdOf(target, SERVICE_ID, false);
    expect([isAdopted(own), ownsNothing(own)]).toEqual([false, false]);
  });
});
