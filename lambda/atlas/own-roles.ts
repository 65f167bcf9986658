/**
 * Roles of the credentials themselves. The description lets everyone read them who may read the project (Project Read
 * Only); neither list has been recorded.
 */
import * as v from 'valibot';
import type { AdminApi } from './admin-api.js';
import { documented, jsonObject, optionalText, requiredText } from './documented-response.js';
import { everyPage } from './every-page.js';
import { pageSchema } from './paged-response.js';

/** Largest page size that Atlas accepts. */
const PAGE_SIZE = 500;
const SERVICE_ACCOUNTS_VERSION = '2024-08-05';

interface ListedCredentials {
  readonly id: string;
  readonly roles: readonly string[];
}

/** @returns undefined if Atlas does not list the credentials in the project */
export async function ownRoles(api: AdminApi, projectId: string): Promise<readonly string[] | undefined> {
  const operation = `List the credentials of project ${projectId}`;
  const { kind, id } = await api.holderOf({ projectId, operation });
  const { path, version, item } = LISTS[kind](projectId);
  const schema = pageSchema(item);
  const readPage = (page: number) =>
    api.call({
      projectId,
      operation,
      method: 'GET',
      path: `${path}?itemsPerPage=${PAGE_SIZE}&pageNum=${page}`,
      version,
      read: (response) => documented(schema, response),
    });
  const listed = await everyPage(operation, readPage, (one) => one.id);
  return listed.find((one) => one.id === id)?.roles;
}

const LISTS = {
  'api-key': (projectId: string) => ({
    path: '/apiKeys',
    version: '2023-01-01',
    item: v.pipe(
      jsonObject({ publicKey: requiredText, roles: v.array(keyRole) }),
      v.transform(
        ({ publicKey, roles }): ListedCredentials => ({
          id: publicKey,
          // A role belongs to one project or to the organization; an API key has roles in other projects as well.
          roles: roles
            .filter(({ groupId, orgId }) => groupId === projectId || (groupId === '' && orgId !== ''))
            .map(({ roleName }) => roleName),
        }),
      ),
    ),
  }),
  'service-account': () => ({
    path: '/serviceAccounts',
    version: SERVICE_ACCOUNTS_VERSION,
    item: v.pipe(
      jsonObject({ clientId: requiredText, roles: v.array(requiredText) }),
      v.transform(({ clientId, roles }): ListedCredentials => ({ id: clientId, roles })),
    ),
  }),
};

const keyRole = jsonObject({ groupId: optionalText, orgId: optionalText, roleName: requiredText });
