import { describe, expect, it } from 'vitest';
import { attachPolicies } from '../../../../local/aws/cloudformation/deployed-policies.js';
import type { StackTemplate } from '../../../../local/aws/cloudformation/stack-template.js';
import { Permissions } from '../../../../local/aws/iam/permissions.js';
import { withinLimit } from '../../../../local/aws/lambda/lambda-environment.js';

describe('the environment of a function', () => {
  // {"A":"…"} has eight characters more than the value.
  it('can have 4096 bytes, as Lambda measures them', () => {
    expect(withinLimit({ A: 'x'.repeat(4088) })).toHaveProperty('A');
    expect(() => withinLimit({ A: 'x'.repeat(4089) })).toThrow(/exceeded the 4KB limit\. String measured: /);
  });

  it('counts each quotation mark twice, and bytes rather than characters', () => {
    expect(() => withinLimit({ A: '"'.repeat(2045) })).toThrow(/4KB limit/);
    expect(() => withinLimit({ A: 'é'.repeat(2045) })).toThrow(/4KB limit/);
  });
});

const ROLE = { logicalId: 'Role', type: 'AWS::IAM::Role', properties: {}, dependsOn: [] };

function policies(type: string, count: number, characters: number): StackTemplate {
  const PolicyDocument = {
    Statement: [{ Effect: 'Allow', Action: 'a:B', Resource: 'x'.repeat(characters) }],
  };
  const one = { logicalId: 'P', type, properties: { Roles: ['Role'], PolicyDocument }, dependsOn: [] };
  const all = [ROLE, ...Array.from({ length: count }, () => one)];
  return {
    ofType: (wanted: string) => all.filter((resource) => resource.type === wanted),
    arnOf: () => 'arn:aws:iam::111122223333:role/Role',
  } as unknown as StackTemplate;
}

describe('the policies of a role', () => {
  it.each([
    [
      'inline policies of 10,240 characters in total',
      'AWS::IAM::Policy',
      2,
      5000,
      5100,
      /Maximum policy size of 10240/,
    ],
    ['a managed policy of 6,144 characters', 'AWS::IAM::ManagedPolicy', 1, 6000, 6144, /PolicySize: 6144/],
  ])('can be %s, and no more', (_, type, count, fits, tooLong, message) => {
    expect(() => attachPolicies(policies(type, count, fits), new Permissions())).not.toThrow();
    expect(() => attachPolicies(policies(type, count, tooLong), new Permissions())).toThrow(message);
  });

  it('can be ten managed ones, and no more', () => {
    const attach = (count: number) => () =>
      attachPolicies(policies('AWS::IAM::ManagedPolicy', count, 10), new Permissions());
    expect(attach(10)).not.toThrow();
    expect(attach(11)).toThrow(/PoliciesPerRole: 10/);
  });
});
