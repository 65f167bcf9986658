import { setTimeout as delay } from 'node:timers/promises';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { ClockPort } from '../../lambda/domain/model/ports/clock.js';

/** HTTP dates are whole seconds, and a response takes time: a smaller difference is ignored. */
const TOLERANCE_MILLISECONDS = 5_000;

/** Time according to AWS's responses: this machine's clock may be wrong, and a local world has its own. */
export class AwsClock implements ClockPort {
  private offsetMilliseconds = 0;

  now(): Date {
    return new Date(Date.now() + this.offsetMilliseconds);
  }

  async sleep(milliseconds: number): Promise<void> {
    await delay(milliseconds);
  }

  /** Updates the time with every response to this client. */
  follow(client: SSMClient): SSMClient {
    client.middlewareStack.add(
      (next) => async (request) => {
        const result = await next(request);
        this.set(dateOf(result.response));
        return result;
      },
      { step: 'deserialize', name: 'awsClock' },
    );
    return client;
  }

  private set(date: string | undefined): void {
    const difference = Date.parse(date ?? '') - Date.now();
    if (Number.isNaN(difference)) return;
    this.offsetMilliseconds = Math.abs(difference) < TOLERANCE_MILLISECONDS ? 0 : difference;
  }
}

function dateOf(response: unknown): string | undefined {
  const { headers } = response as { readonly headers?: Readonly<Record<string, string>> };
  return headers?.date;
}
