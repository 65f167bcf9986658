import * as v from 'valibot';
import { CANCELLATION_SUFFIX } from '../contract/open-requests.js';
import { RegistryUnavailableError } from '../domain/model/errors/registry-unavailable-error.js';
import { UnreadableRequestError } from '../domain/model/errors/unreadable-request-error.js';
import type { OpenRequestPort } from '../domain/model/ports/cloudformation.js';
import { respondToSchema } from '../execution-data/workflow-input.js';
import { jsonText } from '../json/json-text.js';
import { typeOf, validate } from '../json/validate.js';
import { isoTime } from '../schemas/iso-time.js';
import { timeOf } from './json-service.js';
import { type ParameterStore, parameterStore } from './parameter-store.js';
import { failureName, isRefused } from './sdk-failure.js';

/** Parameter Store permanently refuses to store the request. */
export class OpenRequestRefusedError extends Error {
  override readonly name = 'OpenRequestRefusedError';
}

const VERSION = 1;

const openRequestSchema = jsonText(
  v.object({
    // Earlier deployments wrote no version.
    version: v.optional(v.literal(VERSION), VERSION),
    respondTo: respondToSchema,
    responseUrl: v.pipe(v.string(), v.url('expected a URL')),
    refusal: v.optional(v.string()),
  }),
);

/** An ISO 8601 time and nothing else: other content is of another version. */
const cancelledSchema = v.pipe(
  isoTime,
  v.transform((time) => new Date(time)),
);

/**
 * Stores requests as SecureStrings under the AWS managed key for Parameter Store. It costs nothing and needs no KMS
 * permission; every principal that may read the parameter can decrypt it.
 *
 * @param path path of this provider only
 */
export function createOpenRequests(path: string, client = parameterStore()): OpenRequestPort {
  const parameterName = (name: string) => `${path}/${name}`;
  return {
    keep: (name, request) =>
      asked(() =>
        client.call('PutParameter', {
          Name: parameterName(name),
          Value: JSON.stringify({ version: VERSION, ...request }),
          Type: 'SecureString',
          // Becomes an advanced parameter, which costs money, only if CloudFormation's URL is longer than any seen so
          // far.
          Tier: 'Intelligent-Tiering',
          // A second delivery has another URL, which is equally valid.
          Overwrite: true,
        }),
      ).then(() => undefined),
    find: (name) => readParameter(client, parameterName(name), openRequestSchema),
    remove: (name) =>
      asked(async () => {
        await unlessDeleted(() => client.call('DeleteParameter', { Name: parameterName(name) }));
      }),
    list: () => asked(() => listBelow(client, path)),
    cancelBefore: (prefix, issuedAt) =>
      asked(() =>
        client.call('PutParameter', {
          Name: parameterName(prefix + CANCELLATION_SUFFIX),
          Value: issuedAt.toISOString(),
          Type: 'String',
          Tier: 'Intelligent-Tiering',
          Overwrite: true,
        }),
      ).then(() => undefined),
    cancelledBefore: (prefix) =>
      readParameter(client, parameterName(prefix + CANCELLATION_SUFFIX), cancelledSchema),
  };
}

async function listBelow(client: ParameterStore, path: string): Promise<{ name: string; storedAt: Date }[]> {
  const found: { name: string; storedAt: Date }[] = [];
  let next: string | undefined;
  do {
    // Without decryption, because only the names are needed.
    const page = await client.call('GetParametersByPath', { Path: path, MaxResults: 10, NextToken: next });
    for (const { Name = '', LastModifiedDate } of page.Parameters ?? [])
      found.push({ name: Name.slice(path.length + 1), storedAt: timeOf(LastModifiedDate ?? 0) });
    next = page.NextToken;
  } while (next !== undefined && next !== '');
  return found;
}

/**
 * @returns undefined if the parameter does not exist
 * @throws UnreadableRequestError, RegistryUnavailableError, OpenRequestRefusedError
 */
async function readParameter<Output>(
  client: ParameterStore,
  Name: string,
  schema: v.GenericSchema<unknown, Output>,
): Promise<Output | undefined> {
  const found = await asked(() =>
    unlessDeleted(() => client.call('GetParameter', { Name, WithDecryption: true })),
  );
  if (found === undefined) return undefined;
  const read = validate(schema, found.Parameter?.Value, { whole: 'value', received: typeOf });
  if (read.kind === 'malformed') throw new UnreadableRequestError(Name, read.issues);
  return read.value;
}

/** @throws RegistryUnavailableError, OpenRequestRefusedError; unlike errors of the SDK, neither repeats the URL */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const name = failureName(error);
    if (isRefused(error)) throw new OpenRequestRefusedError(`Parameter Store refuses: ${name}.`);
    throw new RegistryUnavailableError(`Parameter Store cannot be used: ${name}.`);
  }
}

async function unlessDeleted<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (failureName(error) === 'ParameterNotFound') return undefined;
    throw error;
  }
}
