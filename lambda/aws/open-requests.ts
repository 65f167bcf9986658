import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import * as v from 'valibot';
import { CANCELLATION_SUFFIX } from '../contract/open-requests.js';
import { respondToSchema } from '../contract/workflow-input.js';
import { RegistryUnavailableError } from '../domain/model/errors/registry-unavailable-error.js';
import type { OpenRequest, OpenRequestPort } from '../domain/model/ports/cloudformation.js';
import { failureName, isRefused } from './sdk-failure.js';

/** Parameter Store will not keep the request, now or later. */
export class OpenRequestRefusedError extends Error {
  override readonly name = 'OpenRequestRefusedError';
}

const openRequestSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ respondTo: respondToSchema, responseUrl: v.string() }),
);

/**
 * SecureStrings under AWS's own key for Parameter Store: no key to pay for, and no permission for KMS; whoever may read
 * the parameter can decrypt it.
 *
 * @param path of this provider alone
 */
export function createOpenRequests(path: string, client = new SSMClient({})): OpenRequestPort {
  const parameterName = (name: string) => `${path}/${name}`;
  return {
    keep: (name, request) =>
      asked(() =>
        client.send(
          new PutParameterCommand({
            Name: parameterName(name),
            Value: JSON.stringify(request),
            Type: 'SecureString',
            // An advanced parameter, which costs, only where CloudFormation's URL is longer than ever seen.
            Tier: 'Intelligent-Tiering',
            // A second delivery has a URL of its own, which is as good.
            Overwrite: true,
          }),
        ),
      ).then(() => undefined),
    find: (name) =>
      asked(async () => {
        const found = await unlessGone(() =>
          client.send(new GetParameterCommand({ Name: parameterName(name), WithDecryption: true })),
        );
        return readRequest(found?.Parameter?.Value);
      }),
    remove: (name) =>
      asked(async () => {
        await unlessGone(() => client.send(new DeleteParameterCommand({ Name: parameterName(name) })));
      }),
    list: () => asked(() => listBelow(client, path)),
    cancelBefore: (prefix, issuedAt) =>
      asked(() =>
        client.send(
          new PutParameterCommand({
            Name: parameterName(prefix + CANCELLATION_SUFFIX),
            Value: issuedAt.toISOString(),
            Type: 'String',
            Overwrite: true,
          }),
        ),
      ).then(() => undefined),
    cancelledBefore: (prefix) =>
      asked(async () => {
        const Name = parameterName(prefix + CANCELLATION_SUFFIX);
        const found = await unlessGone(() => client.send(new GetParameterCommand({ Name })));
        const value = found?.Parameter?.Value;
        return value === undefined ? undefined : new Date(value);
      }),
  };
}

async function listBelow(client: SSMClient, path: string): Promise<{ name: string; storedAt: Date }[]> {
  const found: { name: string; storedAt: Date }[] = [];
  let next: string | undefined;
  do {
    // Without decryption: names are all that is asked for.
    const page = await client.send(
      new GetParametersByPathCommand({ Path: path, MaxResults: 10, NextToken: next }),
    );
    for (const { Name = '', LastModifiedDate } of page.Parameters ?? [])
      found.push({ name: Name.slice(path.length + 1), storedAt: LastModifiedDate ?? new Date(0) });
    next = page.NextToken;
  } while (next !== undefined && next !== '');
  return found;
}

function readRequest(value: string | undefined): OpenRequest | undefined {
  const parsed = v.safeParse(openRequestSchema, value);
  return parsed.success ? parsed.output : undefined;
}

/** @throws RegistryUnavailableError, OpenRequestRefusedError; neither repeats the URL, as errors of the SDK may */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const name = failureName(error);
    if (isRefused(error)) throw new OpenRequestRefusedError(`Parameter Store refuses: ${name}.`);
    throw new RegistryUnavailableError(`Parameter Store cannot be used: ${name}.`);
  }
}

async function unlessGone<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (failureName(error) === 'ParameterNotFound') return undefined;
    throw error;
  }
}
