import type { IncomingMessage } from 'node:http';
import type { AwsCall } from './aws-call.js';

/** A form-encoded request of the service. One without an action is named by its method and path. */
export function formRequest(
  service: string,
  { method, url }: IncomingMessage,
  body: string,
): Pick<AwsCall, 'action' | 'input'> {
  const input = Object.fromEntries(new URLSearchParams(body));
  return { action: `${service}:${input.Action ?? `${method} ${url}`}`, input };
}
