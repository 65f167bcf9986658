import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const ACCEPTED = 202;

export class Functions {
  constructor(private readonly client = new LambdaClient({})) {}

  /**
   * As EventBridge does it: the function gets the event soon, with Lambda's own retries.
   *
   * @returns false when Lambda did not take it
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
