import { describe, expect, it } from 'vitest';
import { CustomResource } from '../../lambda/contract/custom-resources.js';
import { planFor } from '../../lambda/custom-resources/plan.js';
import type { CloudFormationRequest } from '../../lambda/custom-resources/request.js';
import { ENDPOINT_ID, PROJECT_ID, SERVICE_ID } from '../domain/samples.js';
import { AZURE_ENDPOINT_ID, LINK_PROPERTIES, request, SERVICE_PROPERTIES } from './requests.js';

const NOW = new Date('2026-08-10T03:05:00Z');
const plan = (parts: Partial<CloudFormationRequest>) => planFor(request(parts), NOW, 'eu-west-1');
const OTHER_SERVICE = '6a793f68c0eb9e7a17715836';
const LINK_ID = `link/${PROJECT_ID}/AWS/${SERVICE_ID}/vpce-1`;
const SERVICE_RESOURCE = `service/${PROJECT_ID}/AWS/EU_WEST_1/${SERVICE_ID}`;
const SERVICE_TYPE = { resourceType: CustomResource.SERVICE };
const MODE = {
  resourceType: CustomResource.REGIONAL_MODE,
  resourceProperties: { ProjectId: PROJECT_ID, Enabled: 'true', OnDelete: 'restore' },
};

const STANDING_LINK = `link/${PROJECT_ID}/AWS/${SERVICE_ID}/${ENDPOINT_ID}`;

const update = (before: object, after: object, type: object = {}) =>
  plan({
    requestType: 'Update',
    physicalResourceId: type === SERVICE_TYPE ? SERVICE_RESOURCE : STANDING_LINK,
    oldResourceProperties: before as Record<string, unknown>,
    resourceProperties: after as Record<string, unknown>,
    ...type,
  });

describe('the plan for a request', () => {
  it('that creates is an execution with the goal available, whose response contains the physical id', () => {
    expect(plan({})).toMatchObject({
      kind: 'execution',
      input: {
        goal: 'available',
        origin: { kind: 'custom-resource', id: 'f1e2d3c4' },
        deadline: '2026-08-10T04:00:00.000Z',
        change: {
          kind: 'create',
          lastLink: 'keep',
          connectionStrings: { timeoutSeconds: 900, clusters: [] },
        },
        respondTo: { physicalResourceId: '' },
      },
    });
  });

  it('that deletes is an execution with the goal deleted and the longest time limit', () => {
    expect(
      plan({
        requestType: 'Delete',
        physicalResourceId: LINK_ID,
        resourceProperties: { ...LINK_PROPERTIES, TimeoutSeconds: '60' },
      }),
    ).toMatchObject({
      kind: 'execution',
      input: {
        goal: 'deleted',
        deadline: '2026-08-10T04:00:00.000Z',
        respondTo: { physicalResourceId: LINK_ID },
      },
    });
  });

  it.each([
    ['Create', '600', '2026-08-10T03:12:30.000Z'],
    ['Delete', '600', '2026-08-10T03:12:30.000Z'],
    ['Create', '60', '2026-08-10T03:05:45.000Z'],
    ['Create', 'soon', '2026-08-10T04:00:00.000Z'],
  ] as const)(
    'that is a %s with a ServiceTimeout of %s ends before CloudFormation gives up',
    (requestType, ServiceTimeout, deadline) => {
      const resourceProperties = { ...LINK_PROPERTIES, ServiceTimeout };
      expect(plan({ requestType, physicalResourceId: LINK_ID, resourceProperties })).toMatchObject({
        input: { deadline },
      });
    },
  );

  it.each([
    ['never created', 'not-created/f1e2d3c4'],
    ['adopted', `${LINK_ID}/adopted`],
    ['given a name by CloudFormation', 'Declared-Service-1ABCDEF'],
  ])('that deletes a resource that was %s does nothing', (_, physicalResourceId) => {
    expect(plan({ requestType: 'Delete', physicalResourceId })).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['retains the last link of an adopted service', `${SERVICE_RESOURCE}/adopted`, 'keep'],
    ['removes the last link of a service that was made', SERVICE_RESOURCE, 'remove'],
  ])('of a link %s', (_, EndpointServiceResource, lastLink) => {
    const properties = { ...LINK_PROPERTIES, LastLink: 'remove', EndpointServiceResource };
    expect(plan({ resourceProperties: properties })).toMatchObject({ input: { change: { lastLink } } });
  });

  it('that deletes a service names the one that the physical id holds', () => {
    const physicalId = `service/${PROJECT_ID}/AWS/EU_WEST_1/${SERVICE_ID}`;
    const found = plan({
      ...SERVICE_TYPE,
      requestType: 'Delete',
      physicalResourceId: physicalId,
      resourceProperties: SERVICE_PROPERTIES,
    });
    expect(found).toMatchObject({ input: { target: { endpointServiceId: SERVICE_ID } } });
  });

  it.each([
    ['EndpointId', { EndpointId: 'vpce-0a1b2c3d4e5f60719' }],
    ['EndpointServiceId', { EndpointServiceId: OTHER_SERVICE }],
    ['ProjectId', { ProjectId: OTHER_SERVICE }],
  ])('that changes %s of a link replaces it', (_, changed) => {
    const found = update(LINK_PROPERTIES, { ...LINK_PROPERTIES, ...changed });
    expect(found).toMatchObject({
      input: { change: { kind: 'create' }, respondTo: { physicalResourceId: STANDING_LINK } },
    });
  });

  it('that changes a property of the endpoint is refused with what to do, unless it already has the value', () => {
    const EndpointId = AZURE_ENDPOINT_ID;
    const azure = { ...LINK_PROPERTIES, CloudProvider: 'AZURE', EndpointId };
    const before = { ...azure, PrivateEndpointIpAddress: '10.0.0.4' };
    const physicalResourceId = `link/${PROJECT_ID}/AZURE/${SERVICE_ID}/${EndpointId}`;
    const reason = expect.stringMatching(/^PrivateEndpointIpAddress cannot be changed.*add it again/);
    expect(
      update(before, { ...before, PrivateEndpointIpAddress: '10.0.0.5' }, { physicalResourceId }),
    ).toMatchObject({ input: { change: { kind: 'update', refusedUnlessThere: reason } } });
  });

  it.each([
    ['a misspelt property', { ...LINK_PROPERTIES, Spelling: 'x' }],
    ['another endpoint', { ...LINK_PROPERTIES, EndpointId: 'vpce-0a1b2c3d4e5f60719' }],
    ['a value that is none', { ...LINK_PROPERTIES, TimeoutSeconds: '5' }],
  ])('that rolls an update back to %s is an update in place', (_, failed) => {
    for (const physicalResourceId of [STANDING_LINK, `${STANDING_LINK}/adopted`]) {
      expect(update(failed, LINK_PROPERTIES, { physicalResourceId })).toMatchObject({
        input: { change: { kind: 'update', refusedUnlessThere: undefined } },
      });
    }
  });

  it('that deletes a link succeeds in spite of an unknown property', () => {
    const resourceProperties = { ...LINK_PROPERTIES, Spelling: 'x', TimeoutSeconds: '5' };
    expect(
      plan({ requestType: 'Delete', physicalResourceId: STANDING_LINK, resourceProperties }),
    ).toMatchObject({ input: { change: { kind: 'delete' } } });
  });

  it('that does not change the identity is an update in place', () => {
    expect(update(LINK_PROPERTIES, { ...LINK_PROPERTIES, LastLink: 'remove' })).toMatchObject({
      input: { change: { kind: 'update' }, respondTo: { physicalResourceId: STANDING_LINK } },
    });
    // The other spelling of the same Region.
    expect(
      update(SERVICE_PROPERTIES, { ...SERVICE_PROPERTIES, Region: 'EU_WEST_1' }, SERVICE_TYPE),
    ).toMatchObject({
      input: { change: { kind: 'update' } },
    });
  });

  it('that removes the remote Regions withdraws them', () => {
    const before = { ...SERVICE_PROPERTIES, SupportedRemoteRegions: ['us-east-1'] };
    expect(update(before, SERVICE_PROPERTIES, SERVICE_TYPE)).toMatchObject({
      input: { change: { supportedRemoteRegions: [] } },
    });
    expect(update(SERVICE_PROPERTIES, SERVICE_PROPERTIES, SERVICE_TYPE)).toMatchObject({
      input: { change: { supportedRemoteRegions: undefined } },
    });
  });

  it('that changes port mapping is refused, since a Region has one service', () => {
    const gcp = { ...SERVICE_PROPERTIES, CloudProvider: 'GCP' };
    const physicalResourceId = SERVICE_RESOURCE.replace('AWS', 'GCP');
    expect(
      update(gcp, { ...gcp, PortMappingEnabled: 'true' }, { ...SERVICE_TYPE, physicalResourceId }),
    ).toMatchObject({
      input: { change: { refusedUnlessThere: expect.stringContaining('PortMappingEnabled cannot') } },
    });
  });

  it('that deletes a regional mode restores what the physical id holds, if asked', () => {
    const deleted = { ...MODE, requestType: 'Delete' as const };
    const id = (was: string) => `regional-mode/${PROJECT_ID}/was-${was}`;
    expect(plan({ ...deleted, physicalResourceId: id('off') })).toMatchObject({
      input: { change: { kind: 'delete', enabled: false } },
    });
    expect(plan({ ...deleted, physicalResourceId: id('on') })).toMatchObject({
      input: { change: { enabled: true } },
    });
    const retained = { ...MODE.resourceProperties, OnDelete: 'keep' };
    expect(plan({ ...deleted, physicalResourceId: id('off'), resourceProperties: retained })).toEqual({
      kind: 'nothing',
    });
  });

  it('of an unknown type is refused with a list of the known ones', () => {
    expect(() => plan({ resourceType: 'Custom::Atlas' })).toThrow(
      /Custom::Atlas is not known. Accepted: Custom::/,
    );
  });

  it('of an unknown type is removed without an execution, because it was never created', () => {
    const physicalResourceId = 'not-created/f1e2d3c4';
    expect(plan({ resourceType: 'Custom::Atlas', requestType: 'Delete', physicalResourceId })).toEqual({
      kind: 'nothing',
    });
  });

  it('that reads clusters without waiting for them is refused', () => {
    const properties = { ...LINK_PROPERTIES, AwaitConnectionStrings: 'false', Clusters: ['Main'] };
    expect(() => plan({ resourceProperties: properties })).toThrow(/Clusters names Main/);
  });
});
