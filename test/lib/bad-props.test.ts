import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import { handlerCode } from '../../lib/engine/handler-code.js';
import { AtlasCredentials, EndpointSelection } from '../../lib/index.js';
import { createLink, newStack, PROJECT_ID } from './synthesized-stack.js';

const credentials = AtlasCredentials.fromSecretName('atlas/automation');
const OTHER_PROJECT_ID = '6a793f63c0eb9e7a177153f6';

describe('a prop that cannot be right is refused at synthesis, naming the value', () => {
  it.each([
    [{ projects: [] }, /projects: .*received none/],
    [
      { projects: [{ projectId: 'my-project', credentials }] },
      /24 hexadecimal digits, received "my-project"/,
    ],
    [
      {
        projects: [PROJECT_ID, OTHER_PROJECT_ID, PROJECT_ID].map((projectId) => ({ projectId, credentials })),
      },
      new RegExp(`project "${PROJECT_ID}" is listed twice`),
    ],
    [{ atlasBaseUrl: 'http://cloud.mongodb.com' }, /atlasBaseUrl: expected an https URL.*received "http:/],
    [{ atlasBaseUrl: 'https://cloud.mongodb.com/' }, /trailing slash/],
    [{ atlasBaseUrl: 'cloud.mongodb.com' }, /received "cloud.mongodb.com"/],
    [
      { atlasBaseUrl: 'https://cloud.mongodb.com?key=hidden' },
      /received "https:\/\/cloud.mongodb.com\?\.\.\." .*has a query/,
    ],
    [
      { atlasBaseUrl: 'https://cloud.mongodb.com#hidden' },
      /received "https:\/\/cloud.mongodb.com#\.\.\." .*fragment/,
    ],
    [
      { atlasBaseUrl: 'https://me:hidden@cloud.mongodb.com' },
      /received "https:\/\/\.\.\.@cloud.mongodb.com" .*credentials/,
    ],
    [{ atlasBaseUrl: 'https://cloud.mongodb.com/api/atlas/v2' }, /has a path/],
    [{ atlasBaseUrl: 'https://cloud.mongodb.com//' }, /has a path/],
    [{ atlasBaseUrl: ' https://cloud.mongodb.com' }, /is not written as https:\/\/cloud.mongodb.com/],
    [{ atlasBaseUrl: 'http://127.0.0.1.example.com' }, /is not https/],
    [{ atlasBaseUrl: 'file:///etc' }, /is not https/],
    [{ atlasBaseUrl: 'https://a.b;x' }, /characters that no host has/],
    [{ atlasBaseUrl: "https://a.b'x" }, /characters that no host has/],
    [
      { linkTimeout: Duration.seconds(30) },
      /linkTimeout: expected whole seconds from 60 to 86400, received 30 seconds/,
    ],
    [{ linkTimeout: Duration.days(2) }, /received 2 days/],
    [{ logLevel: 'verbose' }, /logLevel: expected one of DEBUG.*received "verbose"/],
    [{ runbookUrl: 'docs/runbook.md' }, /runbookUrl: expected a URL.*received "docs/],
    [{ runbookUrl: 'https://wiki.example/#atlas' }, /without "#"/],
    [{ maxConcurrency: 0 }, /maxConcurrency: .*received 0/],
    [{ maxConcurrency: 1.5 }, /received 1.5/],
  ])('%j', (props, message) => {
    expect(() => createLink(props)).toThrow(message);
  });

  it('but a token may become anything', () => {
    const projectId = Token.asString({ Ref: 'ProjectIdParameter' });
    expect(() => createLink({ projects: [{ projectId, credentials }] })).not.toThrow();
  });

  it('an ARN where the name of a secret is expected', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:atlas/automation-A1b2C3';
    expect(() => AtlasCredentials.fromSecretName(arn)).toThrow(
      `received the ARN "${arn}". Use fromSecretCompleteArn.`,
    );
  });

  it('a bundle that has not been built names the command', () => {
    expect(() => handlerCode('poll-link', ['/nowhere'])).toThrow(/npm run bundle/);
  });
});

describe('a selection that can never match', () => {
  const tagged = EndpointSelection.tagged;

  it.each([
    ['no selection', () => EndpointSelection.anyOf(), /anyOf: expected at least one selection/],
    ['no VPC', () => EndpointSelection.inVpcs(), /inVpcs: expected at least one VPC/],
    ['no tag key', () => tagged(''), /expected the key of a tag/],
    [
      'an account id of 11 digits',
      () => EndpointSelection.inAccounts('12345678901'),
      /12 digits, received "12345678901"/,
    ],
  ])('%s', (_, create, message) => {
    expect(create).toThrow(message);
  });

  it.each([
    [
      'one tag with two values',
      EndpointSelection.allOf(tagged('a', '1'), tagged('a', '2')),
      /cannot be both "1" and "2"/,
    ],
    [
      'another account',
      EndpointSelection.inAccounts('999999999999'),
      /do not include the stack's own, 111122223333/,
    ],
    [
      'two contradictions side by side',
      EndpointSelection.anyOf(
        EndpointSelection.allOf(tagged('a', '1'), tagged('a', '2')),
        EndpointSelection.inAccounts('999999999999'),
      ),
      /cannot be both.*; and /,
    ],
  ])('%s', (_, endpointSelection, message) => {
    expect(() => createLink({ endpointSelection }, newStack('111122223333'))).toThrow(message);
  });

  it.each([
    ['own account', EndpointSelection.inAccounts('111122223333')],
    [
      'one of two that match',
      EndpointSelection.anyOf(EndpointSelection.inAccounts('999999999999'), EndpointSelection.all()),
    ],
    ['the same tag twice', EndpointSelection.allOf(tagged('a', '1'), tagged('a'))],
  ])('is not: %s', (_, endpointSelection) => {
    expect(() => createLink({ endpointSelection }, newStack('111122223333'))).not.toThrow();
  });

  it('keeps the ids of VPCs that the stack itself makes', () => {
    const stack = newStack();
    const endpointSelection = EndpointSelection.inVpcs(new Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 1 }));
    const link = createLink({ endpointSelection }, stack);
    expect(JSON.stringify(Stack.of(link).resolve(endpointSelection._bind(link)))).toMatch(
      /"Ref":"Vpc[0-9A-F]{8}"/,
    );
  });
});
