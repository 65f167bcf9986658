import { describe, expect, it } from 'vitest';
import {
  type EnvironmentValues,
  inlineProjectList,
  projectListReference,
  readConcludeConfiguration,
  readLinkingConfiguration,
} from '../../../lambda/runtime/configuration/configuration.js';

const environment = {
  POWERTOOLS_SERVICE_NAME: 'Links-0a1b2c3d',
  ATLAS_PROJECTS: '[{"projectId":"6a793f63c0eb9e7a177153f5","secretId":"atlas/keys"}]',
  ATLAS_BASE_URL: 'https://cloud.mongodb.com',
  ENDPOINT_SELECTION:
    '{"kind":"anyOf","of":[{"kind":"tagged","key":"atlas"},{"kind":"inVpcs","vpcIds":["vpc-1"]}]}',
  LINK_WORKFLOW_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:links',
  LINK_TIMEOUT_SECONDS: '3600',
  LAST_LINK: 'keep',
  UNLINK_DESELECTED: 'false',
  CONNECTION_STRINGS_TIMEOUT_SECONDS: '0',
};

const readLinking = (values: EnvironmentValues) =>
  readLinkingConfiguration(values, inlineProjectList(values));

describe('the configuration of a function', () => {
  it('is read whole from the environment', () => {
    expect(readLinking(environment)).toEqual({
      owner: 'Links-0a1b2c3d',
      projects: [{ projectId: '6a793f63c0eb9e7a177153f5', secretId: 'atlas/keys' }],
      baseUrl: 'https://cloud.mongodb.com',
      selection: JSON.parse(environment.ENDPOINT_SELECTION),
      workflowArn: environment.LINK_WORKFLOW_ARN,
      linkTimeoutSeconds: 3600,
      lastLink: 'keep',
      unlinkDeselected: false,
      connectionStringsTimeoutSeconds: 0,
      awaitsAcceptance: false,
      tokenSecretIds: [],
      federationServiceNames: [],
    });
  });

  it('names the parameters of a list of projects that is not in the environment', () => {
    expect(projectListReference(environment)).toBeUndefined();
    const ATLAS_PROJECT_LIST = '{"path":"/atlas-privatelink/projects/Links/0a","parts":2}';
    expect(projectListReference({ ATLAS_PROJECT_LIST })).toEqual({
      path: '/atlas-privatelink/projects/Links/0a',
      parts: 2,
    });
  });

  it.each(['', '{', '{"path":"","parts":1}', '{"path":"/a","parts":0}', '{"parts":1}'])(
    'refuses a list of projects that it cannot identify: %s',
    (ATLAS_PROJECT_LIST) => {
      expect(() => projectListReference({ ...environment, ATLAS_PROJECT_LIST })).toThrow(
        /Environment variable ATLAS_PROJECT_LIST (is not set|cannot be read)/,
      );
    },
  );

  it('lists the accepted values of a choice', () => {
    expect(() => readLinking({ ...environment, LAST_LINK: 'drop' })).toThrow(
      'Environment variable LAST_LINK: expected keep or remove, received drop.',
    );
  });

  it.each([
    ['ATLAS_PROJECTS', '[]'],
    ['ATLAS_PROJECTS', '{'],
    ['ATLAS_PROJECTS', '[{"projectId":"a,b","secretId":"one"},{"projectId":"b","secretId":"two"}]'],
    ['ENDPOINT_SELECTION', '{"kind":"everything"}'],
    ['ENDPOINT_SELECTION', '{"kind":"tagged"}'],
    ['LINK_TIMEOUT_SECONDS', 'soon'],
    ['UNLINK_DESELECTED', 'perhaps'],
    ['CONNECTION_STRINGS_TIMEOUT_SECONDS', '-1'],
  ])('names the variable and the value it cannot read: %s=%s', (name, value) => {
    expect(() => readLinking({ ...environment, [name]: value })).toThrow(
      new RegExp(`Environment variable ${name} cannot be read: .* Received: `),
    );
  });

  it.each([
    'http://cloud.mongodb.com',
    'https://cloud.mongodb.com?key=hidden',
    'https://me:hidden@cloud.mongodb.com',
    'https://cloud.mongodb.com/#hidden',
    'https://cloud.mongodb.com/api',
  ])('has a base URL without other parts: %s', (value) => {
    const read = () => readLinking({ ...environment, ATLAS_BASE_URL: value });
    expect(read).toThrow(/ATLAS_BASE_URL: expected an https URL without path/);
    expect(read).not.toThrow(/hidden/);
  });

  it('has the secrets of access tokens, one for several accounts each', () => {
    const ACCESS_TOKENS_SECRETS = 'arn:one,arn:two';
    expect(readLinking({ ...environment, ACCESS_TOKENS_SECRETS }).tokenSecretIds).toEqual([
      'arn:one',
      'arn:two',
    ]);
  });

  it.each(['', undefined])('names the variable that is not set: %j', (value) => {
    expect(() => readConcludeConfiguration({ EVENT_BUS_NAME: value, TAG_ENDPOINTS: 'true' })).toThrow(
      'Environment variable EVENT_BUS_NAME is not set.',
    );
  });
});
