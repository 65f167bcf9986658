import { describe, expect, it } from 'vitest';
import { CustomResource } from '../../lambda/contract/custom-resources.js';
import { lookUpLink, lookUpService } from '../../lambda/custom-resources/lookup.js';
import { planFor } from '../../lambda/custom-resources/plan.js';
import { FakeAtlas } from '../domain/fake-atlas.js';
import { ENDPOINT_ID, endpointService, PROJECT_ID, SERVICE_ID } from '../domain/samples.js';
import { request } from './requests.js';

const OTHER_ID = '6a793f68c0eb9e7a17715836';

describe('a lookup', () => {
  it('of a missing link names it, and says what to do', async () => {
    const properties = {
      projectId: PROJECT_ID,
      cloudProvider: 'AWS' as const,
      endpointServiceId: SERVICE_ID,
      endpointId: ENDPOINT_ID,
    };
    await expect(lookUpLink(new FakeAtlas(), properties)).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining(`has no link of ${ENDPOINT_ID}. Make the lookup depend`),
    });
  });

  it('of a service finds it by its id', async () => {
    const atlas = new FakeAtlas();
    const described = (id: string) => {
      const service = endpointService({ endpointServiceId: id });
      return { ...service, description: { ...service.description, endpointServiceId: id } };
    };
    atlas.services = [described(SERVICE_ID), described(OTHER_ID)];
    const properties = { projectId: PROJECT_ID, cloudProvider: 'AWS' as const, endpointServiceId: OTHER_ID };
    expect(await lookUpService(atlas, properties)).toMatchObject({ endpointServiceId: OTHER_ID });
  });

  it('is deleted without a request to Atlas, for any id', () => {
    for (const physicalResourceId of ['lookup/1', `link/${PROJECT_ID}`]) {
      const deleted = { requestType: 'Delete' as const, physicalResourceId };
      const type = { resourceType: CustomResource.LINK_LOOKUP };
      expect(planFor(request({ ...deleted, ...type }), new Date(), 'eu-west-1')).toEqual({ kind: 'nothing' });
    }
  });
});
