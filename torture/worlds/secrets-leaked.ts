/** Places that people and other programs can read, and the secrets that must not be in them. */
import { API_KEY, SERVICE_ACCOUNT } from '../../local/world.js';
import type { WorldPlace } from '../../local/world-place.js';

/** Keys, tokens, authorization headers, and the signature of CloudFormation's response URL. */
const SECRETS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['the private key', new RegExp(API_KEY.privateKey)],
  ['the client secret', new RegExp(SERVICE_ACCOUNT.clientSecret)],
  ['a token', /access_token|Bearer [\w-]{20}/],
  ['a digest response', /response=\\*"[0-9a-f]{32}/],
  ['a response URL', /X-Amz-Signature/],
];

/** @returns one sentence for each place that contains a secret */
export function secretsLeaked(place: WorldPlace): string[] {
  return placesOf(place).flatMap(([place, text]) =>
    secretsIn(text).map((name) => `${place} contains ${name}`),
  );
}

/** @returns names of the secrets in a text */
export function secretsIn(text: string): string[] {
  return SECRETS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
}

function placesOf({ aws, events }: WorldPlace): (readonly [place: string, text: string])[] {
  const reported = (value: unknown) => JSON.stringify(value) ?? '';
  return [
    ...aws.logs.map((line) => ['a log line', reported(line)] as const),
    ...events.map((event) => [`an event ${event['detail-type']}`, reported(event)] as const),
    ...aws.queues.all.map((message) => ['a dead-letter message', reported(message)] as const),
    ...aws.executions.all.map(
      (execution) => [`the history of execution ${execution.name}`, reported(execution)] as const,
    ),
    ...aws.parameters.all
      .filter(({ type }) => type !== 'SecureString')
      .map(({ name, value }) => [`parameter ${name}`, value] as const),
  ];
}
