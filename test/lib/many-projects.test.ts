import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it } from 'vitest';
import { environmentBytes, longest, shortest } from '../../lib/engine/environment-size.js';
import {
  AtlasCredentials,
  AtlasPrivateLinkProvider,
  type AtlasProject,
  EndpointSelection,
} from '../../lib/index.js';
import { createLink, newStack, statementsIn, templateOf } from './synthesized-stack.js';

type CredentialsOf = (index: number) => AtlasCredentials;
const oneSecret: CredentialsOf = () => AtlasCredentials.fromSecretName('atlas/automation');
const ownSecret: CredentialsOf = (index) => AtlasCredentials.fromSecretName(`atlas/project-${index}`);

function projects(count: number, credentialsOf: CredentialsOf = ownSecret): AtlasProject[] {
  return Array.from({ length: count }, (_, index) => ({
    projectId: index.toString(16).padStart(24, '0'),
    credentials: credentialsOf(index),
  }));
}

const ofType = (template: Template, type: string) => Object.entries(template.findResources(type));
const parametersIn = (template: Template) =>
  ofType(template, 'AWS::SSM::Parameter').filter(([, { Properties }]) =>
    String(Properties.Name).startsWith('/atlas-privatelink/projects/'),
  );
const environmentsIn = (template: Template) =>
  ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.Environment.Variables);
const listsIn = (template: Template) => [
  ...new Set(environmentsIn(template).flatMap((variables) => variables.ATLAS_PROJECT_LIST ?? [])),
];

describe('the environment of a function', () => {
  it('is measured as a JSON text, with references at their minimum or maximum length', () => {
    const variables = {
      A: '["é"]',
      B: { 'Fn::Join': ['', ['"', { Ref: 'Vpc' }, { Ref: 'AWS::AccountId' }]] },
    };
    const text = (reference: string) => JSON.stringify({ A: '["é"]', B: `"${reference}` });
    expect(environmentBytes(variables, shortest)).toBe(Buffer.byteLength(text('x'.repeat(18))));
    expect(environmentBytes(variables, longest(50))).toBe(Buffer.byteLength(text('x'.repeat(62))));
    expect(environmentBytes({}, shortest)).toBe(2);
  });

  it('that Lambda would refuse is refused at synthesis, with what to do', () => {
    const tags = Array.from({ length: 80 }, (_, index) => EndpointSelection.tagged('a-long-key', `${index}`));
    const link = createLink({ endpointSelection: EndpointSelection.anyOf(...tags) });
    expect(() => templateOf(link)).toThrow(
      /takes \d{4} bytes as Lambda measures it .*4096\. Most of it is ENDPOINT_SELECTION with \d{4} bytes: give a shorter/,
    );
  });
});

describe('a list of projects', () => {
  it('that is short stays in the environment, without a parameter or permission', () => {
    const template = templateOf(createLink({ projects: projects(6, oneSecret) }));
    expect(parametersIn(template)).toEqual([]);
    expect(listsIn(template)).toEqual([]);
    expect(statementsIn(template).flatMap(({ Action }) => Action)).not.toContain('ssm:GetParameters');
  });

  it.each([
    ['secrets of their own', 300, ownSecret],
    ['one secret', 300, oneSecret],
    ['secrets of their own', 28, ownSecret],
  ])('that is long is in standard parameters: %s, %i projects', (_, count, credentialsOf) => {
    const template = templateOf(createLink({ projects: projects(count, credentialsOf) }));
    const [list, ...others] = listsIn(template);
    const { path, parts } = JSON.parse(list);
    expect(others).toEqual([]);
    const names = parametersIn(template).map(([, { Properties }]) => Properties.Name);
    expect(names).toEqual(Array.from({ length: parts }, (__, index) => `${path}/${index + 1}`));
    for (const [, { Properties }] of parametersIn(template))
      expect(environmentBytes({ V: Properties.Value }, longest(110))).toBeLessThan(2 * 4096);
    for (const variables of environmentsIn(template))
      expect(environmentBytes(variables, longest(110))).toBeLessThan(1024);
  });

  it('has parameters that are created before the functions, which may read no others', () => {
    const template = templateOf(createLink({ projects: projects(28) }));
    const ids = parametersIn(template).map(([id]) => id);
    const readers = ofType(template, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.Environment.Variables.ATLAS_PROJECT_LIST !== undefined,
    );
    expect(readers).toHaveLength(4);
    for (const [, { DependsOn }] of readers) expect(DependsOn).toEqual(expect.arrayContaining(ids));
    const granted = statementsIn(template).filter(({ Action }) => Action === 'ssm:GetParameters');
    expect(granted).toHaveLength(4);
    for (const { Resource } of granted)
      expect(JSON.stringify(Resource)).toMatch(/:parameter\/atlas-privatelink\/projects\/[\w-]+\/\*"/);
  });

  it('that changes has new parameters under another name, so that no function reads a mixture', () => {
    const synthesized = (count: number) => templateOf(createLink({ projects: projects(count) }));
    const [before, after, again] = [synthesized(40), synthesized(41), synthesized(40)];
    const idsIn = (template: Template) => parametersIn(template).map(([id]) => id);
    expect(idsIn(again)).toEqual(idsIn(before));
    expect(listsIn(again)).toEqual(listsIn(before));
    expect(idsIn(after).filter((id) => idsIn(before).includes(id))).toEqual([]);
    expect(listsIn(after)).not.toEqual(listsIn(before));
  });

  it('with secrets of the stack has room for their ARNs', () => {
    const stack = newStack();
    const made = (index: number) => AtlasCredentials.fromSecret(new Secret(stack, `Secret${index}`));
    const template = templateOf(createLink({ projects: projects(60, made) }, stack));
    for (const [, { Properties }] of parametersIn(template)) {
      const bytesWith = (reference: string) =>
        JSON.parse(JSON.stringify(Properties.Value).replace(/{"Ref":"\w+"}/g, JSON.stringify(reference)))[
          'Fn::Join'
        ][1].join('').length;
      // In standard parameters with long ARNs, and in advanced ones with the longest possible ARNs.
      expect(bytesWith('x'.repeat(320))).toBeLessThanOrEqual(4096);
      expect(bytesWith('x'.repeat(590))).toBeLessThanOrEqual(8192);
    }
  });

  it('of a provider and of an automation beside it are separate', () => {
    const stack = newStack();
    createLink({ projects: projects(28) }, stack);
    new AtlasPrivateLinkProvider(stack, 'Provider', { projects: projects(28) });
    const template = Template.fromStack(stack);
    const names = parametersIn(template).map(([, { Properties }]) => Properties.Name);
    expect(new Set(names).size).toBe(names.length);
    expect(listsIn(template)).toHaveLength(2);
  });

  it('is named in the description of the automation', () => {
    const template = templateOf(createLink({ projects: projects(300) }));
    const [description] = ofType(template, 'AWS::SSM::Parameter')
      .map(([, { Properties }]) => Properties)
      .filter(({ Name }) => Name.startsWith('/atlas-privatelink/automations/'));
    const text = description?.Value['Fn::Join'][1].map(String).join('');
    expect(text).toContain(`"projectList":${JSON.stringify(listsIn(template)[0])}`);
    expect(text).not.toContain('"projects":');
  });
});

describe('the secrets of many projects', () => {
  it('are in managed policies that the roles share', () => {
    const template = templateOf(createLink({ projects: projects(300) }));
    const policies = ofType(template, 'AWS::IAM::ManagedPolicy').map(([, { Properties }]) => Properties);
    expect(policies.length).toBeLessThanOrEqual(10);
    for (const { Roles } of policies) expect(Roles).toHaveLength(4);
    const resources = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement[0].Resource);
    expect(new Set(resources.map((one: unknown) => JSON.stringify(one))).size).toBe(400);
    expect(JSON.stringify(statementsIn(template))).not.toContain('secretsmanager:');
  });

  it('are listed once if projects share them, with their key', () => {
    const stack = newStack();
    const encryptionKey = new Key(stack, 'Key');
    const credentials = AtlasCredentials.fromSecret(new Secret(stack, 'Shared', { encryptionKey }));
    const template = templateOf(createLink({ projects: projects(300, () => credentials) }, stack));
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    const named = statementsIn(template).filter(
      ({ policy, Action }) =>
        policy.includes('PollLink') && [Action].flat().includes('secretsmanager:GetSecretValue'),
    );
    expect(named.flatMap(({ Resource }) => Resource)).toHaveLength(2);
    const [[, key] = []] = ofType(template, 'AWS::KMS::Key');
    const decrypting = JSON.stringify(key?.Properties.KeyPolicy).match(/PollLinkRole/g);
    expect(decrypting).toHaveLength(1);
  });

  it('that exceed IAM’s limits are refused at synthesis, with what to do', () => {
    const link = createLink({ projects: projects(700) });
    expect(() => Template.fromStack(Stack.of(link))).toThrow(
      /projects: their secrets take \d\d managed policies .* IAM takes 10\. Let several projects share credentials/,
    );
  });

  it('need few resources: a stack with hundreds of projects has less than 500, and a template below 1 MB', () => {
    const resources = templateOf(createLink({ projects: projects(300) })).toJSON().Resources;
    expect(Object.keys(resources).length).toBeLessThan(250);
    expect(JSON.stringify({ resources }, undefined, 1).length).toBeLessThan(500_000);
  });
});
