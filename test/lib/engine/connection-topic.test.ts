import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { createLink, type PolicyStatement, templateOf } from '../synthesized-stack.js';

const PUBLISHER = { Service: 'vpce.amazonaws.com' };
const OWN_ACCOUNT = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };

type ResourceStatement = PolicyStatement & { readonly Principal: unknown };

describe('the topic of connection notifications', () => {
  let template: Template;
  beforeAll(() => {
    template = templateOf(createLink());
  });

  const only = (type: string): [string, Record<string, never>] => {
    const found = Object.entries(template.findResources(type));
    expect(found).toHaveLength(1);
    const [id = '', { Properties } = { Properties: {} }] = found[0] ?? [];
    return [id, Properties];
  };
  const statementsOf = (document: unknown) =>
    (document as { readonly Statement: readonly ResourceStatement[] }).Statement;
  const allowed = (statements: readonly ResourceStatement[]) =>
    statements.filter(({ Effect }) => Effect === 'Allow');

  it('is encrypted with a key of its own, which is rotated', () => {
    const [keyId, key] = only('AWS::KMS::Key');
    const [, topic] = only('AWS::SNS::Topic');
    expect(topic.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [keyId, 'Arn'] });
    expect(key.EnableKeyRotation).toBe(true);
  });

  it('has a key that EC2 may use for this account alone; all others are those whom the account allows', () => {
    const [, { KeyPolicy }] = only('AWS::KMS::Key');
    const [account, publisher, ...others] = allowed(statementsOf(KeyPolicy));
    expect(JSON.stringify(account?.Principal)).toContain(':root');
    expect(publisher).toEqual({
      Effect: 'Allow',
      Principal: PUBLISHER,
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: '*',
      Condition: OWN_ACCOUNT,
    });
    expect(others).toEqual([]);
  });

  it('takes messages from EC2 for this account alone, and none without TLS', () => {
    const [topicId] = only('AWS::SNS::Topic');
    const [, { PolicyDocument }] = only('AWS::SNS::TopicPolicy');
    const statements = statementsOf(PolicyDocument);
    expect(allowed(statements)).toEqual([
      expect.objectContaining({
        Principal: PUBLISHER,
        Action: 'sns:Publish',
        Resource: { Ref: topicId },
        Condition: OWN_ACCOUNT,
      }),
    ]);
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toEqual([
      expect.objectContaining({
        Action: 'sns:Publish',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });

  it('is not there, nor its key, if the prop turns push off', () => {
    const without = templateOf(createLink({ push: false }));
    for (const type of ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::KMS::Key'])
      without.resourceCountIs(type, 0);
  });
});
