import { describe, expect, it } from 'vitest';
import { readServiceProperties } from '../../../lambda/domain/declared/kinds/endpoint-service/service-properties.js';
import { readLinkProperties } from '../../../lambda/domain/declared/kinds/link/link-properties.js';
import { readRegionalModeProperties } from '../../../lambda/domain/declared/kinds/regional-mode/regional-mode-properties.js';
import { LINK_PROPERTIES, SERVICE_PROPERTIES } from '../../custom-resources/requests.js';
import { PROJECT_ID } from '../samples.js';

describe('properties of a template', () => {
  it('arrive as texts, and the Region in either spelling', () => {
    expect(
      readServiceProperties({
        ...SERVICE_PROPERTIES,
        Region: 'eu-west-1',
        SupportedRemoteRegions: ['us-east-1', 'EU_CENTRAL_1'],
        AdoptExisting: 'false',
        TimeoutSeconds: '600',
      }),
    ).toMatchObject({
      CloudProvider: 'AWS',
      Region: 'EU_WEST_1',
      SupportedRemoteRegions: ['US_EAST_1', 'EU_CENTRAL_1'],
      AdoptExisting: false,
      TimeoutSeconds: 600,
    });
  });

  it('have defaults', () => {
    expect(readLinkProperties(LINK_PROPERTIES)).toMatchObject({
      CloudProvider: 'AWS',
      LastLink: 'keep',
      OwnsEndpoint: false,
      AwaitConnectionStrings: true,
      ConnectionStringsTimeoutSeconds: 900,
      Clusters: [],
      TimeoutSeconds: 3300,
    });
  });

  it.each([
    [
      'a misspelt one',
      { EndpointID: 'x' },
      'Property EndpointID is not known. Accepted: ProjectId, CloudProvider,',
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
      'TimeoutSeconds: expected at least 60 seconds, received',
    ],
    [
      'too long a time-out',
      { TimeoutSeconds: '9000' },
      'TimeoutSeconds: expected at most 3300 seconds, received',
    ],
    [
      'an endpoint without its address',
      { Endpoints: [{ EndpointName: 'e' }] },
      'Property Endpoints.0.IpAddress is missing.',
    ],
  ])('refuse %s by name, with what is accepted', (_, wrong, words) => {
    const properties = { ...LINK_PROPERTIES, ...wrong };
    expect(() => readLinkProperties(properties)).toThrow(words);
  });

  it('name everything that is wrong at once', () => {
    expect(() => readRegionalModeProperties({ ProjectId: 'x', Enable: 'true' })).toThrow(
      /ProjectId: expected.*Enabled is missing.*Enable is not known/,
    );
    expect(readRegionalModeProperties({ ProjectId: PROJECT_ID, Enabled: 'True' }).Enabled).toBe(true);
  });
});
