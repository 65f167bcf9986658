import type { ProjectSetting } from '../contract/environment.js';
import { AtlasError } from '../domain/model/errors/atlas-error.js';
import type {
  AtlasChangePort,
  Cluster,
  LinkDetails,
  LinkReference,
  OwnRolesPort,
} from '../domain/model/ports/atlas.js';
import type { ClockPort } from '../domain/model/ports/clock.js';
import type { TokenStorePort } from '../domain/model/ports/token-store.js';
import type { ServiceReference } from '../domain/model/values/removal-permit.js';
import { AdminApi } from './admin-api.js';
import { readClusterPage } from './cluster-response.js';
import { dataFederationClient } from './data-federation-client.js';
import { readNothing } from './documented-response.js';
import { readEndpointService, readEndpointServices } from './endpoint-service-response.js';
import { everyPage } from './every-page.js';
import { createTransport, type Exchange } from './http-transport.js';
import { IdentityStore } from './identity-store.js';
import { readLink } from './link-response.js';
import { ownRoles } from './own-roles.js';
import { readRegionalMode } from './regional-mode-response.js';

export interface AtlasClientOptions {
  /** Without a trailing slash: `https://cloud.mongodb.com`. */
  readonly baseUrl: string;
  readonly projects: readonly ProjectSetting[];
  /**
   * Reads the current text of a secret. Called once for each secret, and again after Atlas has refused its credentials.
   */
  readonly readSecret: (secretId: string) => Promise<string>;
  /** Store in which containers share the token of a service account. Default: each container has its own token. */
  readonly tokenStoreOf?: (secretId: string) => TokenStorePort | undefined;
  readonly clock: ClockPort;
  /** Time left until the caller needs a response; no retry waits longer. Default: no limit. */
  readonly remainingMilliseconds?: () => number;
  /** Called after each HTTP exchange, challenges and tokens included. */
  readonly onExchange?: (exchange: Exchange) => void;
  readonly fetch?: typeof globalThis.fetch;
  /** Jitter, from 0 up to 1. */
  readonly random?: () => number;
}

/** The only version without a sunset date. */
const CLUSTERS_VERSION = '2024-08-05';
/** Largest page size that Atlas accepts. */
const CLUSTERS_PAGE_SIZE = 500;

const USER_AGENT = 'cdk-atlas-privatelink';

/** A client for the PrivateLink operations of the Atlas Admin API v2, in any of the given projects. */
export function createAtlasClient(options: AtlasClientOptions): AtlasChangePort & OwnRolesPort {
  const { baseUrl, projects, clock } = options;
  const remainingMilliseconds = options.remainingMilliseconds ?? (() => Number.POSITIVE_INFINITY);
  const transport = createTransport({
    baseUrl,
    fetch: options.fetch ?? globalThis.fetch,
    userAgent: USER_AGENT,
    onExchange: options.onExchange ?? (() => undefined),
    remainingMilliseconds,
    clock,
  });
  const api = new AdminApi({
    baseUrl,
    projects,
    clock,
    transport,
    identities: new IdentityStore(options.readSecret, transport, clock, options.tokenStoreOf),
    random: options.random ?? Math.random,
    remainingMilliseconds,
  });
  return resources(api);
}

function resources(api: AdminApi): AtlasChangePort & OwnRolesPort {
  return {
    listEndpointServices: (projectId, cloudProvider) =>
      api.call({
        projectId,
        operation: `List the ${cloudProvider} endpoint services of project ${projectId}`,
        method: 'GET',
        path: `/privateEndpoint/${cloudProvider}/endpointService`,
        read: (response) => readEndpointServices(projectId, cloudProvider, response),
      }),
    findLink: (link) => undefinedIfMissing(api.call({ ...linkCall('Get', link), method: 'GET' })),
    createLink: (link, details = {}) =>
      api.call({
        ...linkCall('Create', link),
        method: 'POST',
        path: `${servicePath(link)}/endpoint`,
        body: linkBody(link, details),
      }),
    createService: ({ projectId, cloudProvider, regionName, portMappingEnabled }) =>
      api.call({
        projectId,
        operation: `Create an ${cloudProvider} endpoint service in ${regionName} of project ${projectId}`,
        method: 'POST',
        path: '/privateEndpoint/endpointService',
        body: {
          providerName: cloudProvider,
          region: regionName,
          ...(portMappingEnabled === undefined ? {} : { portMappingEnabled }),
        },
        read: (response) => readEndpointService(projectId, cloudProvider, response),
      }),
    setRemoteRegions: (projectId, endpointServiceId, regionNames) =>
      api.call({
        projectId,
        operation: `Set the supported remote Regions of endpoint service ${endpointServiceId} in project ${projectId}`,
        method: 'PATCH',
        path: `/privateEndpoint/endpointService/${encodeURIComponent(endpointServiceId)}`,
        body: { cloudProvider: 'AWS', supportedRemoteRegions: regionNames },
        read: readNothing,
      }),
    async deleteService(permit) {
      const { target, sendBefore } = permit.redeem();
      const { projectId, endpointServiceId } = target;
      const operation = `Delete endpoint service ${endpointServiceId} of project ${projectId}`;
      const path = servicePath(target);
      await undefinedIfMissing(
        api.call({ projectId, operation, method: 'DELETE', path, sendBefore, read: readNothing }),
      );
    },
    async deleteLink(permit) {
      const { target, sendBefore } = permit.redeem();
      await undefinedIfMissing(
        api.call({ ...linkCall('Delete', target), method: 'DELETE', sendBefore, read: readNothing }),
      );
    },
    listClusters: (projectId) => listClusters(api, projectId),
    isRegionalModeEnabled: (projectId) =>
      api.call({
        projectId,
        operation: `Get the regional mode of project ${projectId}`,
        method: 'GET',
        path: '/privateEndpoint/regionalMode',
        read: readRegionalMode,
      }),
    setRegionalMode: async (projectId, enabled) => {
      await api.call({
        projectId,
        operation: `Turn the regional mode of project ${projectId} ${enabled ? 'on' : 'off'}`,
        method: 'PATCH',
        path: '/privateEndpoint/regionalMode',
        body: { enabled },
        read: (response) => readRegionalMode(response, enabled),
      });
    },
    dataFederation: dataFederationClient(api),
    ownRoles: (projectId) => ownRoles(api, projectId),
    rateBudget: (projectId) => api.budgetOf(projectId),
  };
}

/** Atlas has three request shapes; the names of the ids depend on the cloud provider. */
function linkBody({ cloudProvider, endpointId }: LinkReference, details: LinkDetails): object {
  switch (cloudProvider) {
    case 'AWS':
      return { id: endpointId };
    case 'AZURE':
      return { id: endpointId, privateEndpointIPAddress: details.privateEndpointIpAddress };
    case 'GCP':
      return {
        endpointGroupName: endpointId,
        gcpProjectId: details.gcpProjectId,
        endpoints: details.gcpEndpoints,
      };
  }
}

async function listClusters(api: AdminApi, projectId: string): Promise<readonly Cluster[]> {
  const operation = `List the clusters of project ${projectId}`;
  const readPage = (page: number) =>
    api.call({
      projectId,
      operation,
      method: 'GET',
      path: `/clusters?itemsPerPage=${CLUSTERS_PAGE_SIZE}&pageNum=${page}`,
      version: CLUSTERS_VERSION,
      read: readClusterPage,
    });
  return everyPage(operation, readPage, (cluster) => cluster.name || JSON.stringify(cluster));
}

async function undefinedIfMissing<Response>(call: Promise<Response>): Promise<Response | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function linkCall(verb: string, link: LinkReference) {
  const { projectId, endpointId, endpointServiceId } = link;
  return {
    projectId,
    operation: `${verb} link ${endpointId} of endpoint service ${endpointServiceId} in project ${projectId}`,
    path: linkPath(link),
    read: (response: unknown) => readLink(link, response),
  };
}

function servicePath({ cloudProvider, endpointServiceId }: ServiceReference): string {
  return `/privateEndpoint/${cloudProvider}/endpointService/${encodeURIComponent(endpointServiceId)}`;
}

/** Azure endpoint ids are paths, so they are encoded. */
function linkPath(link: LinkReference): string {
  return `${servicePath(link)}/endpoint/${encodeURIComponent(link.endpointId)}`;
}

/**
 * Returns whether a 404 means that the link or the service does not exist. Only a 404 in Atlas's error envelope has
 * this kind. Atlas documents its codes for links in two spellings, and none has been recorded, but a 404 without a code
 * has been. A code that names something else (the project, the path) says nothing about the link.
 */
function isMissing(error: unknown): boolean {
  if (!(error instanceof AtlasError) || error.kind !== 'not-found') return false;
  return error.code === undefined || /ENDPOINT|PRIVATE_?LINK/.test(error.code);
}
