/**
 * Links to both kinds of endpoint services behind one port. A link to Data Federation is a registration: the endpoint's id
 * in a list of the project. It has no connection and no service of its own in Atlas.
 */

import type { LinkDescription } from '../../contract/attributes.js';
import type { DataFederationLinkDescription } from '../../contract/custom-resources.js';
import { DATA_FEDERATION_SERVICE_ID, serviceKindOf } from '../../contract/service-kind.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import { emptyDescription } from '../model/link-description.js';
import type { AtlasChangePort, LinkReference } from '../model/ports/atlas.js';
import type { DataFederationChangePort } from '../model/ports/data-federation.js';
import { federationServices } from './federation-services.js';
import { registerNew } from './register-new.js';

export interface FederatedLinksOptions {
  /** Comment of new registrations, from {@link registrationComment}. */
  readonly comment: string;
  /** Names of endpoint services besides the known ones. */
  readonly serviceNames?: readonly string[] | undefined;
}

/** Sends no request of Data Federation unless a link or a list of it is asked for. */
export function withDataFederation(
  atlas: AtlasChangePort,
  { comment, serviceNames }: FederatedLinksOptions,
): AtlasChangePort {
  const { dataFederation: federation } = atlas;
  return {
    ...atlas,
    listEndpointServices: async (projectId, cloudProvider, kind = 'dedicated') =>
      kind === 'dedicated'
        ? atlas.listEndpointServices(projectId, cloudProvider)
        : federationServices(projectId, await federation.list(projectId), serviceNames),
    findLink: async (link) => {
      if (!isFederated(link)) return atlas.findLink(link);
      const registered = await federation.find(link);
      return registered === undefined ? undefined : linkOf(registered);
    },
    createLink: (link, details) =>
      isFederated(link) ? register(federation, link, comment) : atlas.createLink(link, details),
    deleteLink: async (permit) =>
      permit.isFor(isFederated) ? federation.remove(permit) : atlas.deleteLink(permit),
  };
}

function isFederated(link: { readonly endpointServiceId: string }): boolean {
  return serviceKindOf(link) === 'data-federation';
}

async function register(
  federation: DataFederationChangePort,
  { projectId, endpointId }: LinkReference,
  comment: string,
): Promise<LinkDescription> {
  const registered = await registerNew(federation, { projectId, endpointId, comment });
  if (registered !== undefined) return linkOf(registered);
  const operation = `Register endpoint ${endpointId} for Data Federation in project ${projectId}`;
  throw new AtlasError(`${operation}: Atlas's response does not list the endpoint.`, {
    kind: 'unavailable',
    operation,
    advice: 'It is checked again, and then registered again, by itself.',
  });
}

/** Other statuses are those of links, or unknown, which counts as pending. */
const AVAILABLE_STATUS = 'OK';

/** The attributes of a link. The comment, the Region and the DNS name of the registration are not among them. */
export function linkOf({
  projectId,
  endpointId,
  status,
  errorMessage,
}: DataFederationLinkDescription): LinkDescription {
  const reference = {
    cloudProvider: 'AWS',
    projectId,
    endpointServiceId: DATA_FEDERATION_SERVICE_ID,
    endpointId,
  } as const;
  return {
    ...emptyDescription(reference),
    interfaceEndpointId: endpointId,
    connectionStatus: status.toUpperCase() === AVAILABLE_STATUS ? 'AVAILABLE' : status,
    deleteRequested: status.toUpperCase() === 'DELETING',
    errorMessage,
  };
}
