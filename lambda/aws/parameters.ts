/** Code that all uses of SSM Parameter Store share. */
import { ItemRefusedError } from '../domain/model/errors/item-refused-error.js';
import { RegistryUnavailableError } from '../domain/model/errors/registry-unavailable-error.js';
import { allPages, type Page } from './all-pages.js';
import { isItemRefusal } from './item-refusal.js';
import type { Parameter, ParameterStore } from './parameter-store.js';
import { isRefused } from './sdk-failure.js';

/** @throws ItemRefusedError for an invalid name or value; RegistryUnavailableError instead of the SDK's other errors */
export async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const wording = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (isItemRefusal(error)) throw new ItemRefusedError(`Parameter Store refuses it: ${wording}`);
    throw new RegistryUnavailableError(`Parameter Store cannot be used: ${wording}`, {
      cause: error,
      isDenied: isRefused(error),
    });
  }
}

export async function unless<T>(errorName: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && error.name === errorName) return undefined;
    throw error;
  }
}

/** Ten parameters is the API's largest page. */
export async function pageBelow(
  client: ParameterStore,
  path: string,
  token?: string,
  isRecursive = true,
): Promise<Page<Parameter>> {
  const response = await client.call('GetParametersByPath', {
    Path: path,
    Recursive: isRecursive,
    MaxResults: 10,
    NextToken: token,
  });
  return { items: response.Parameters, nextToken: response.NextToken };
}

export function allBelow(client: ParameterStore, path: string): Promise<Parameter[]> {
  return allPages((token) => pageBelow(client, path, token));
}

/** Without those below a further part of the path. */
export function allDirectlyBelow(client: ParameterStore, path: string): Promise<Parameter[]> {
  return allPages((token) => pageBelow(client, path, token, false));
}
