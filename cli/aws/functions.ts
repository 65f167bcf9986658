import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientSettings } from './client-settings.js';

const ACCEPTED = 202;

export class Functions {
  constructor(private readonly client = new LambdaClient(clientSettings())) {}

  /**
   * Invokes the function asynchronously, as EventBridge does, with Lambda's own retries.
   *
   * @returns false if Lambda did not accept the event
   */
  async send(functionName: string, event: unknown): Promise<boolean> {
    const response = await this.client.send(
      new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: new TextEncoder().encode(JSON.stringify(event)),
      }),
    );
    return response.StatusCode === ACCEPTED;
  }
}
