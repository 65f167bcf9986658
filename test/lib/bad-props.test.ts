import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, it } from 'vitest';
import { handlerCode } from '../../lib/engine/handler-code.js';
import {
  AtlasCredentials,
  AtlasPrivateLink,
  AtlasPrivateLinkProvider,
  EndpointSelection,
} from '../../lib/index.js';
import { createLink, newStack, PROJECT_ID, requiredProps } from './synthesized-stack.js';

const credentials = AtlasCredentials.fromSecretName('atlas/automation');
const OTHER_PROJECT_ID = '6a793f63c0eb9e7a177153f6';

describe('an invalid prop is refused at synthesis, with the value received', () => {
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
    [{ logRetention: 91 }, /logRetention: expected one of RetentionDays, .*received 91/],
  ])('%j', (props, message) => {
    expect(() => createLink(props)).toThrow(message);
  });

  it('but not a token, whose value is not known', () => {
    const projectId = Token.asString({ Ref: 'ProjectIdParameter' });
    expect(() => createLink({ projects: [{ projectId, credentials }] })).not.toThrow();
  });

  it('for an ARN instead of the name of a secret', () => {
    const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:atlas/automation-A1b2C3';
    expect(() => AtlasCredentials.fromSecretName(arn)).toThrow(
      `received the ARN "${arn}". Use fromSecretCompleteArn.`,
    );
  });

  it.each([
    ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:atlas', /complete ARN of a secret, with the six/],
    ['atlas/automation', /fromSecretCompleteArn: .*received "atlas\/automation"/],
  ])('for an invalid ARN of a secret: %s', (arn, message) => {
    expect(() => AtlasCredentials.fromSecretCompleteArn(arn)).toThrow(message);
  });

  it.each(['', ' ', 'atlas automation'])('for an invalid name of a secret: %j', (name) => {
    expect(() => AtlasCredentials.fromSecretName(name)).toThrow(
      'AtlasCredentials.fromSecretName: expected the name of a secret (letters, digits, /_+=.@-), received',
    );
    expect(() => AtlasCredentials.fromProfile(name)).toThrow(
      'AtlasCredentials.fromProfile: expected the name',
    );
  });

  it.each(['', 'Atlas_Token', 'a'.repeat(256)])('for an invalid export name: %j', (exportName) => {
    const { projects } = requiredProps();
    expect(() => new AtlasPrivateLinkProvider(newStack(), 'Atlas', { projects, exportName })).toThrow(
      'exportName: expected the name of an export, 1 to 255 letters, digits, colons and hyphens, received',
    );
  });

  it('for a missing bundle, with the command that builds it', () => {
    expect(() => handlerCode('poll-link', ['/nowhere'])).toThrow(/npm run bundle/);
  });
});

describe('a missing value in JavaScript is named, instead of a TypeError', () => {
  // biome-ignore lint/suspicious/noExplicitAny: what the compiler would refuse is the subject.
  type Any = any;
  const of = (Type: Any, props: Any) => () => new Type(newStack(), 'Made', props);

  it.each([
    [
      AtlasPrivateLink,
      undefined,
      'AtlasPrivateLink: expected props with projects and endpointSelection, received nothing.',
    ],
    [
      AtlasPrivateLinkProvider,
      undefined,
      'AtlasPrivateLinkProvider: expected props with projects, received nothing.',
    ],
    [
      AtlasPrivateLink,
      {},
      'projects: expected a list of Atlas projects, [{ projectId, credentials }], received nothing.',
    ],
    [
      AtlasPrivateLinkProvider,
      { projects: PROJECT_ID },
      `[{ projectId, credentials }], received "${PROJECT_ID}".`,
    ],
    [
      AtlasPrivateLinkProvider,
      { projects: [PROJECT_ID] },
      `projects.0: expected { projectId, credentials }, received "${PROJECT_ID}".`,
    ],
    [
      AtlasPrivateLinkProvider,
      { projects: [{ credentials }] },
      'projects: expected a project id of 24 hexadecimal digits, received nothing.',
    ],
    [
      AtlasPrivateLinkProvider,
      { projects: [{ projectId: PROJECT_ID, credentials: 'atlas' }] },
      'projects.0.credentials: expected AtlasCredentials, such as AtlasCredentials.fromSecretName(\'atlas/automation\'), received "atlas".',
    ],
    [
      AtlasPrivateLink,
      { ...requiredProps(), endpointSelection: undefined },
      "endpointSelection: expected an EndpointSelection, such as EndpointSelection.tagged('atlas-privatelink'), received nothing.",
    ],
    [
      AtlasPrivateLink,
      { ...requiredProps(), lastLink: 'drop' },
      'lastLink: expected LastLink.KEEP or LastLink.REMOVE, received "drop".',
    ],
    [
      AtlasPrivateLink,
      { ...requiredProps(), linkTimeout: 600 },
      'linkTimeout: expected whole seconds from 60 to 86400, received 600. Give a Duration',
    ],
    [
      AtlasPrivateLink,
      { ...requiredProps(), vpc: 'vpc-0a1b' },
      'vpc: expected a VPC, such as Vpc.fromLookup(…), received "vpc-0a1b".',
    ],
    [
      AtlasPrivateLink,
      { ...requiredProps(), vpc: { vpcId: 'vpc-0a1b' } },
      'vpc: expected a VPC, such as Vpc.fromLookup(…), received a value of type object.',
    ],
  ])('%o %j', (Type, props, message) => {
    expect(of(Type, props)).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a secret',
      () => AtlasCredentials.fromSecret(undefined as Any),
      'AtlasCredentials.fromSecret: expected a secret',
    ],
    ['the name of a secret', () => AtlasCredentials.fromSecretName(undefined as Any), 'received nothing.'],
    [
      'the ARN of a secret',
      () => AtlasCredentials.fromSecretCompleteArn(undefined as Any),
      'received nothing.',
    ],
    [
      'the key of a tag',
      () => EndpointSelection.tagged(undefined as Any),
      'EndpointSelection.tagged: expected the key of a tag, 1 to 128 characters, received nothing.',
    ],
    ['a VPC', () => EndpointSelection.inVpcs(undefined as Any), 'EndpointSelection.inVpcs: expected a VPC'],
    ['an account', () => EndpointSelection.inAccounts(undefined as Any), '12 digits, received nothing.'],
    [
      'a selection',
      () => EndpointSelection.allOf('tag' as Any),
      'EndpointSelection.allOf: expected selections, each an EndpointSelection, received "tag".',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('a selection that can never match is refused', () => {
  const tagged = EndpointSelection.tagged;

  it.each([
    ['no selection', () => EndpointSelection.anyOf(), /anyOf: expected at least one selection/],
    ['no VPC', () => EndpointSelection.inVpcs(), /inVpcs: expected at least one VPC/],
    ['no tag key', () => tagged(''), /expected the key of a tag/],
    ['a key longer than EC2 takes', () => tagged('k'.repeat(129)), /1 to 128 characters/],
    ['a value longer than EC2 takes', () => tagged('k', 'v'.repeat(257)), /at most 256 characters/],
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
  ])('but not: %s', (_, endpointSelection) => {
    expect(() => createLink({ endpointSelection }, newStack('111122223333'))).not.toThrow();
  });

  it('but not with the ids of VPCs that the stack creates', () => {
    const stack = newStack();
    const endpointSelection = EndpointSelection.inVpcs(new Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 1 }));
    const link = createLink({ endpointSelection }, stack);
    expect(JSON.stringify(Stack.of(link).resolve(endpointSelection._bind(link)))).toMatch(
      /"Ref":"Vpc[0-9A-F]{8}"/,
    );
  });
});
