import {
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { clientSettings } from './client-settings.js';

export interface RuleFacts {
  readonly name: string;
  readonly state: 'enabled' | 'disabled' | 'missing';
}

/** Where a rule sends events. */
export interface RuleTarget {
  readonly ruleName: string;
  readonly arn: string;
  /** Empty if the target has no role. */
  readonly roleArn: string;
}

export class Rules {
  constructor(private readonly client = new EventBridgeClient(clientSettings())) {}

  /** Rules on the default event bus, which receives the events of AWS. */
  async describe(name: string): Promise<RuleFacts> {
    const found = await unlessMissing(() => this.client.send(new DescribeRuleCommand({ Name: name })));
    if (found === undefined) return { name, state: 'missing' };
    return { name, state: found.State?.startsWith('ENABLED') === true ? 'enabled' : 'disabled' };
  }

  /** @returns targets of a rule on the default event bus; none if there is no such rule */
  async targetsOf(ruleName: string): Promise<RuleTarget[]> {
    const found = await unlessMissing(() =>
      this.client.send(new ListTargetsByRuleCommand({ Rule: ruleName })),
    );
    return (found?.Targets ?? []).map(({ Arn = '', RoleArn = '' }) => ({
      ruleName,
      arn: Arn,
      roleArn: RoleArn,
    }));
  }

  /** @returns text of the policy of a bus, empty if it has none; undefined if there is no such bus */
  async busPolicy(name: string): Promise<string | undefined> {
    const found = await unlessMissing(() => this.client.send(new DescribeEventBusCommand({ Name: name })));
    return found === undefined ? undefined : (found.Policy ?? '');
  }
}

async function unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
