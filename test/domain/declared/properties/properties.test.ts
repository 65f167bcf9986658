import { describe, expect, it } from 'vitest';
import { serviceProperties } from '../../../../lambda/domain/declared/kinds/endpoint-service/service-properties.js';
import { linkProperties } from '../../../../lambda/domain/declared/kinds/link/link-properties.js';
import { regionalModeProperties } from '../../../../lambda/domain/declared/kinds/regional-mode/regional-mode-properties.js';
import { LINK_PROPERTIES, SERVICE_PROPERTIES } from '../../../custom-resources/requests.js';
import { PROJECT_ID } from '../../samples.js';

describe('properties of a template', () => {
  it('are texts, with the Region in either spelling', () => {
    expect(
      serviceProperties.read({
        ...SERVICE_PROPERTIES,
        Region: 'eu-west-1',
        SupportedRemoteRegions: ['us-east-1', 'EU_CENTRAL_1'],
        AdoptExisting: 'false',
        TimeoutSeconds: '600',
      }),
    ).toMatchObject({
      cloudProvider: 'AWS',
      region: 'EU_WEST_1',
      supportedRemoteRegions: ['US_EAST_1', 'EU_CENTRAL_1'],
      adoptExisting: false,
      timeoutSeconds: 600,
    });
  });

  it('have defaults', () => {
    expect(linkProperties.read(LINK_PROPERTIES)).toMatchObject({
      cloudProvider: 'AWS',
      lastLink: 'keep',
      ownsEndpoint: false,
      awaitConnectionStrings: true,
      connectionStringsTimeoutSeconds: 900,
      clusters: [],
      timeoutSeconds: 3300,
    });
  });

  it.each([
    [
      'a misspelt one',
      { EndpointID: 'x' },
      'Property EndpointID is not known. Accepted: ProjectId, CloudProvider,',
    ],
    [
      'one in camelCase, beside its own name',
      { endpointId: 'vpce-2' },
      'Property endpointId is not known. Accepted: ProjectId, CloudProvider,',
    ],
    ['a missing one', { EndpointId: undefined }, 'Property EndpointId is missing.'],
    [
      'a project id that is none',
      { ProjectId: 'abc' },
      'ProjectId: expected 24 hexadecimal digits, received "abc".',
    ],
    [
      'another cloud',
      { CloudProvider: 'IBM' },
      'CloudProvider: expected one of AWS, AZURE, GCP, received "IBM".',
    ],
    ['a rule that is none', { LastLink: 'drop' }, 'LastLink: expected one of keep, remove, received "drop".'],
    ['a flag that is none', { OwnsEndpoint: 'yes' }, 'OwnsEndpoint: expected true or false, received "yes".'],
    [
      'too short a time-out',
      { TimeoutSeconds: '5' },
      'TimeoutSeconds: expected whole seconds from 60 to 3300, received "5".',
    ],
    [
      'too long a time-out',
      { TimeoutSeconds: '9000' },
      'TimeoutSeconds: expected whole seconds from 60 to 3300, received "9000".',
    ],
    [
      'a time-out that is no number',
      { TimeoutSeconds: 'soon' },
      'TimeoutSeconds: expected whole seconds from 60 to 3300, received "soon".',
    ],
    [
      'an endpoint without its address',
      { Endpoints: [{ EndpointName: 'e' }] },
      'Property Endpoints.0.IpAddress is missing.',
    ],
  ])('refuse %s by name, with what is accepted', (_, wrong, wording) => {
    const properties = { ...LINK_PROPERTIES, ...wrong };
    expect(() => linkProperties.read(properties)).toThrow(wording);
  });

  it('are all reported at once if they are wrong', () => {
    expect(() => regionalModeProperties.read({ ProjectId: 'x', Enable: 'true' })).toThrow(
      /ProjectId: expected.*Enabled is missing.*Enable is not known/,
    );
    expect(regionalModeProperties.read({ ProjectId: PROJECT_ID, Enabled: 'True' }).enabled).toBe(true);
  });
});
