import { describe, expect, it } from 'vitest';
import { serviceId } from '../../../lambda/domain/declared/kinds/endpoint-service/service-id.js';
import { linkId } from '../../../lambda/domain/declared/kinds/link/link-id.js';
import { isAdopted } from '../../../lambda/domain/declared/properties/adopted-id.js';
import { ownsNothing } from '../../../lambda/domain/requests/physical-id.js';
import { PROJECT_ID, SERVICE_ID, workflowInput } from '../samples.js';

const { target: link } = workflowInput();
const service = { cloudProvider: 'AWS', projectId: PROJECT_ID, regionName: 'EU_WEST_1' } as const;

describe('a physical id', () => {
  it.each([
    { kind: 'link', idOf: (adopted: boolean) => linkId(link, adopted) },
    { kind: 'service', idOf: (adopted: boolean) => serviceId(service, SERVICE_ID, adopted) },
  ])('of an adopted resource says so, and owns nothing: $kind', ({ idOf }) => {
    const id = idOf(true);
    expect([isAdopted(id), ownsNothing(id)]).toEqual([true, true]);
    const own = idOf(false);
    expect([isAdopted(own), ownsNothing(own)]).toEqual([false, false]);
  });
});
