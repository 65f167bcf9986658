import { expect, it } from 'vitest';
import { withKnownResources } from '../../bin/check-emulator/known-resources.js';

it('only what the emulator does not support is removed', () => {
  const statement = (action: string, resource: string) => ({ Action: [action], Resource: resource });
  const policy = (...Statement: ReturnType<typeof statement>[]) => ({
    Type: 'AWS::IAM::Policy',
    Properties: { Statement },
  });
  const alarm = (properties: Record<string, string[] | string>) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: properties,
  });
  const reduced = withKnownResources({
    Parameters: { P: { Type: 'String' } },
    Resources: {
      Math: alarm({ Metrics: ['m'] }),
      Plain: alarm({ MetricName: 'm' }),
      Composite: { Type: 'AWS::CloudWatch::CompositeAlarm' },
      Query: { Type: 'AWS::Logs::QueryDefinition' },
      Board: { Type: 'AWS::CloudWatch::Dashboard' },
      Policy: policy(statement('ec2:CreateTags', 'arn:tags'), statement('ssm:GetParameter', 'arn:record')),
    },
    Outputs: { DashboardName: { Value: 'b' }, WorkflowArn: { Value: 'w' } },
  });
  expect(reduced).toEqual({
    Parameters: { P: { Type: 'String' } },
    Resources: {
      Plain: alarm({ MetricName: 'm' }),
      Policy: policy(statement('ec2:CreateTags', '*'), statement('ssm:GetParameter', 'arn:record')),
    },
    Outputs: { WorkflowArn: { Value: 'w' } },
  });
});
