/** Operations on private endpoints of Federated Database Instances and Online Archives. */
import type { DataFederationLinkDescription, FederatedHostname } from '../contract/custom-resources.js';
import { AtlasError } from '../domain/model/errors/atlas-error.js';
import type {
  DataFederationChangePort,
  DataFederationLinkReference,
  DataFederationRegistration,
} from '../domain/model/ports/data-federation.js';
import type { AdminApi } from './admin-api.js';
import { readDataFederationLink, readDataFederationPage } from './data-federation-response.js';
import { readNothing } from './documented-response.js';
import { everyPage } from './every-page.js';
import { readFederatedHostnames } from './federated-database-response.js';

const ENDPOINT_IDS = '/privateNetworkSettings/endpointIds';
/** Largest page size that Atlas accepts. */
const PAGE_SIZE = 500;

export function dataFederationClient(api: AdminApi): DataFederationChangePort {
  const isListed = async (link: DataFederationLinkReference) => (await findListed(api, link)) !== undefined;
  return {
    list: (projectId) => listAll(api, projectId),
    async find(link) {
      try {
        return await get(api, link);
      } catch (error) {
        if (isNotFound(error)) return findListed(api, link);
        throw error;
      }
    },
    hostnames: (link) => listHostnames(api, link),
    register: (registration, before) => register(api, registration, before),
    async remove(permit) {
      const { target, sendBefore } = permit.redeem();
      try {
        const call = { ...linkCall('Remove', target), sendBefore, read: readNothing };
        await api.call({ ...call, method: 'DELETE' });
      } catch (error) {
        if (!isNotFound(error) || (await isListed(target))) throw error;
      }
    },
  };
}

/** Only the complete list shows what is missing: the codes of a 404 are neither documented nor recorded. */
function isNotFound(error: unknown): boolean {
  return error instanceof AtlasError && error.kind === 'not-found';
}

function get(api: AdminApi, link: DataFederationLinkReference): Promise<DataFederationLinkDescription> {
  const read = (response: unknown) => readDataFederationLink(link, response);
  return api.call({ ...linkCall('Get', link), method: 'GET', read });
}

async function findListed(
  api: AdminApi,
  { projectId, endpointId }: DataFederationLinkReference,
): Promise<DataFederationLinkDescription | undefined> {
  return (await listAll(api, projectId)).find((listed) => listed.endpointId === endpointId);
}

async function register(
  api: AdminApi,
  { projectId, endpointId, comment, region, customerEndpointDnsName }: DataFederationRegistration,
  before?: () => Promise<void>,
): Promise<DataFederationLinkDescription | undefined> {
  const { items } = await api.call({
    projectId,
    operation: `Register Data Federation endpoint ${endpointId} in project ${projectId}`,
    method: 'POST',
    before,
    path: ENDPOINT_IDS,
    body: {
      endpointId,
      provider: 'AWS',
      type: 'DATA_LAKE',
      comment,
      region,
      customerEndpointDNSName: customerEndpointDnsName,
    },
    read: (response) => readDataFederationPage(projectId, response),
  });
  return items.find((listed) => listed.endpointId === endpointId);
}

function linkCall(verb: string, { projectId, endpointId }: DataFederationLinkReference) {
  return {
    projectId,
    operation: `${verb} Data Federation endpoint ${endpointId} of project ${projectId}`,
    path: `${ENDPOINT_IDS}/${encodeURIComponent(endpointId)}`,
  };
}

async function listAll(api: AdminApi, projectId: string): Promise<readonly DataFederationLinkDescription[]> {
  const operation = `List the Data Federation endpoints of project ${projectId}`;
  const readPage = (page: number) =>
    api.call({
      projectId,
      operation,
      method: 'GET',
      path: `${ENDPOINT_IDS}?itemsPerPage=${PAGE_SIZE}&pageNum=${page}`,
      read: (response) => readDataFederationPage(projectId, response),
    });
  return everyPage(operation, readPage, ({ endpointId }) => endpointId);
}

/** The response without `type` has no databases of Online Archives. */
const DATABASE_TYPES = ['USER', 'ONLINE_ARCHIVE'];

async function listHostnames(
  api: AdminApi,
  { projectId, endpointId }: DataFederationLinkReference,
): Promise<readonly FederatedHostname[]> {
  const listed: FederatedHostname[] = [];
  for (const type of DATABASE_TYPES)
    listed.push(
      ...(await api.call({
        projectId,
        operation: `List the federated databases of project ${projectId} (${type})`,
        method: 'GET',
        path: `/dataFederation?type=${type}`,
        read: (response) => readFederatedHostnames(endpointId, response),
      })),
    );
  return listed;
}
