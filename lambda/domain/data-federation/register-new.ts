import type { DataFederationLinkDescription } from '../../contract/custom-resources.js';
import { AtlasError } from '../model/errors/atlas-error.js';
import type {
  DataFederationChangePort,
  DataFederationLinkReference,
  DataFederationRegistration,
} from '../model/ports/data-federation.js';

/**
 * Registers an endpoint that is not registered yet. Atlas's POST would take over the registration of somebody else, so
 * the endpoint is polled right before each POST.
 *
 * @throws AtlasError, of kind `conflict` for an endpoint that is registered
 */
export function registerNew(
  federation: DataFederationChangePort,
  registration: DataFederationRegistration,
): Promise<DataFederationLinkDescription | undefined> {
  const { projectId, endpointId } = registration;
  return federation.register(registration, async () => {
    const existing = await federation.find({ projectId, endpointId });
    if (existing !== undefined) throw registeredAlready(registration);
  });
}

export function registeredAlready({ projectId, endpointId }: DataFederationLinkReference): AtlasError {
  return new AtlasError(`Endpoint ${endpointId} was registered in project ${projectId} by somebody else.`, {
    kind: 'conflict',
    operation: `Register Data Federation endpoint ${endpointId} in project ${projectId}`,
    advice: 'It is checked again.',
  });
}
