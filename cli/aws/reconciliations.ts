import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ReconcileInput } from '../../lambda/contract/reconcile.js';
import { clientSettings } from './client-settings.js';

export type ReconciliationStatus =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly output: string }
  | { readonly kind: 'failed'; readonly message: string };

/** The reconciliation's state machine. */
export class Reconciliations {
  constructor(
    private readonly stateMachineArn: string,
    private readonly client = new SFNClient(clientSettings()),
  ) {}

  /** @returns ARN of the execution */
  async start(name: string, input: ReconcileInput): Promise<string> {
    const { stateMachineArn } = this;
    const response = await this.client.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
    return response.executionArn ?? '';
  }

  async status(executionArn: string): Promise<ReconciliationStatus> {
    const response = await this.client.send(new DescribeExecutionCommand({ executionArn }));
    const { status = '', output = '', error = '', cause = '' } = response;
    if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return { kind: 'running' };
    if (status === 'SUCCEEDED') return { kind: 'done', output };
    return { kind: 'failed', message: [status, error, cause].filter((part) => part !== '').join(': ') };
  }
}
