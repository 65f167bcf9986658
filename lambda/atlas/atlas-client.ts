import type { ProjectSetting } from '../contract/environment.js';
import { AtlasError } from '../domain/atlas-error.js';
import type { AtlasChangePort, ClockPort, LinkDetails, LinkReference } from '../domain/ports.js';
import type { TokenStorePort } from '../domain/token-store-port.js';
import type { ServiceReference } from '../domain/unlinking/removal-permit.js';
import { AdminApi } from './admin-api.js';
import { hasNextPage, readCluster } from './cluster-answer.js';
import { readEndpointService } from './endpoint-service-answer.js';
import { createTransport, type Exchange } from './http-transport.js';
import { IdentityStore } from './identity-store.js';
import { readLink } from './link-answer.js';
import { listOf, recordOf } from './loose-json.js';
import { SharedTokens } from './shared-tokens.js';

export interface AtlasClientOptions {
  /** Without a trailing slash: `https://cloud.mongodb.com`. */
  readonly baseUrl: string;
  readonly projects: readonly ProjectSetting[];
  /** Current text of a secret; called once for each secret, and again after Atlas has refused its credentials. */
  readonly readSecret: (secretId: string) => Promise<string>;
  /** Where containers share the tokens of service accounts. Default: each has its own. */
  readonly tokenStore?: TokenStorePort | undefined;
  readonly clock: ClockPort;
  /** Until the caller must have an answer; no retry waits past it. Default: no limit. */
  readonly remainingMilliseconds?: () => number;
  /** Called after each HTTP exchange, challenges and tokens included. */
  readonly onExchange?: (exchange: Exchange) => void;
  readonly fetch?: typeof globalThis.fetch;
  /** Jitter, from 0 up to 1. */
  readonly random?: () => number;
}

/** The version without a sunset. */
const CLUSTERS_VERSION = '2024-08-05';
/** Largest page that Atlas gives. */
const CLUSTERS_PAGE_SIZE = 500;

const USER_AGENT = 'cdk-atlas-privatelink';

/** A client for the PrivateLink operations of the Atlas Admin API v2, in any of the given projects. */
export function createAtlasClient(options: AtlasClientOptions): AtlasChangePort {
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
  const { tokenStore } = options;
  const sharedTokens = tokenStore === undefined ? undefined : new SharedTokens(tokenStore);
  const api = new AdminApi({
    baseUrl,
    projects,
    clock,
    transport,
    identities: new IdentityStore(options.readSecret, transport, clock, sharedTokens),
    random: options.random ?? Math.random,
    remainingMilliseconds,
  });
  return resources(api);
}

function resources(api: AdminApi): AtlasChangePort {
  return {
    async listEndpointServices(projectId, cloudProvider) {
      const answer = await api.call({
        projectId,
        operation: `List the ${cloudProvider} endpoint services of project ${projectId}`,
        method: 'GET',
        path: `/privateEndpoint/${cloudProvider}/endpointService`,
      });
      // A bare array: this list is not paged.
      return listOf(answer).map((service) => readEndpointService(projectId, cloudProvider, service));
    },
    async findLink(link) {
      try {
        return readLink(
          link,
          await api.call({ ...linkCall('Get', link), method: 'GET', path: linkPath(link) }),
        );
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async createLink(link, details = {}) {
      const path = `${servicePath(link)}/endpoint`;
      return readLink(
        link,
        await api.call({
          ...linkCall('Create', link),
          method: 'POST',
          path,
          body: linkBody(link, details),
        }),
      );
    },
    async createService({ projectId, cloudProvider, regionName, portMappingEnabled }) {
      const answer = await api.call({
        projectId,
        operation: `Create an ${cloudProvider} endpoint service in ${regionName} of project ${projectId}`,
        method: 'POST',
        path: '/privateEndpoint/endpointService',
        body: {
          providerName: cloudProvider,
          region: regionName,
          ...(portMappingEnabled === undefined ? {} : { portMappingEnabled }),
        },
      });
      return readEndpointService(projectId, cloudProvider, answer);
    },
    async setRemoteRegions(projectId, endpointServiceId, regionNames) {
      await api.call({
        projectId,
        operation: `Set the supported remote Regions of endpoint service ${endpointServiceId} in project ${projectId}`,
        method: 'PATCH',
        path: `/privateEndpoint/endpointService/${encodeURIComponent(endpointServiceId)}`,
        body: { cloudProvider: 'AWS', supportedRemoteRegions: regionNames },
      });
    },
    async deleteService(permit) {
      const { target, sendBefore } = permit.redeem();
      const { projectId, endpointServiceId } = target;
      const operation = `Delete endpoint service ${endpointServiceId} of project ${projectId}`;
      await ignoreMissing(() =>
        api.call({ projectId, operation, method: 'DELETE', path: servicePath(target), sendBefore }),
      );
    },
    async deleteLink(permit) {
      const { target, sendBefore } = permit.redeem();
      await ignoreMissing(() =>
        api.call({ ...linkCall('Delete', target), method: 'DELETE', path: linkPath(target), sendBefore }),
      );
    },
    async listClusters(projectId) {
      const clusters = [];
      for (let page = 1, answer: unknown; page === 1 || hasNextPage(answer); page += 1) {
        answer = await api.call({
          projectId,
          operation: `List the clusters of project ${projectId}`,
          method: 'GET',
          path: `/clusters?itemsPerPage=${CLUSTERS_PAGE_SIZE}&pageNum=${page}`,
          version: CLUSTERS_VERSION,
        });
        clusters.push(...listOf(recordOf(answer).results).map(readCluster));
      }
      return clusters;
    },
    async isRegionalModeEnabled(projectId) {
      const answer = await api.call({
        projectId,
        operation: `Get the regional mode of project ${projectId}`,
        method: 'GET',
        path: '/privateEndpoint/regionalMode',
      });
      return recordOf(answer).enabled === true;
    },
    async setRegionalMode(projectId, enabled) {
      await api.call({
        projectId,
        operation: `Turn the regional mode of project ${projectId} ${enabled ? 'on' : 'off'}`,
        method: 'PATCH',
        path: '/privateEndpoint/regionalMode',
        body: { enabled },
      });
    },
    rateBudget: (projectId) => api.budgetOf(projectId),
  };
}

/** Atlas's three request shapes; ids are named differently by provider. */
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

async function ignoreMissing(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function linkCall(verb: string, { projectId, endpointId, endpointServiceId }: LinkReference) {
  const operation = `${verb} link ${endpointId} of endpoint service ${endpointServiceId} in project ${projectId}`;
  return { projectId, operation };
}

function servicePath({ cloudProvider, endpointServiceId }: ServiceReference): string {
  return `/privateEndpoint/${cloudProvider}/endpointService/${encodeURIComponent(endpointServiceId)}`;
}

/** Azure endpoint ids are paths themselves, hence the encoding. */
function linkPath(link: LinkReference): string {
  return `${servicePath(link)}/endpoint/${encodeURIComponent(link.endpointId)}`;
}

/** 404 means that the link or service is not there, unless Atlas says that it is the project. */
function isMissing(error: unknown): boolean {
  return (
    error instanceof AtlasError && error.kind === 'not-found' && !/^(GROUP|PROJECT)_/.test(error.code ?? '')
  );
}
