import { DescribeRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';

export interface RuleFacts {
  readonly name: string;
  readonly state: 'enabled' | 'disabled' | 'missing';
}

export class Rules {
  constructor(private readonly client = new EventBridgeClient({})) {}

  /** Rules on the default event bus, which receives the events of AWS. */
  async describe(name: string): Promise<RuleFacts> {
    try {
      const { State = '' } = await this.client.send(new DescribeRuleCommand({ Name: name }));
      return { name, state: State.startsWith('ENABLED') ? 'enabled' : 'disabled' };
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException')
        return { name, state: 'missing' };
      throw error;
    }
  }
}
