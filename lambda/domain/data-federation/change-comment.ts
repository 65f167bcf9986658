import type { DataFederationLinkDescription } from '../../contract/custom-resources.js';
import type {
  DataFederationChangePort,
  DataFederationLinkReference,
} from '../model/ports/data-federation.js';

export interface CommentChange extends DataFederationLinkReference {
  readonly comment: string;
}

/**
 * Changes the comment of a registration. Atlas's POST would create a registration that is gone, so that it is polled
 * right before each POST, also before one that repeats a throttled one.
 *
 * @param mayChange false: the registration is left as it is
 * @returns `left`: nothing was sent, because the registration is gone or may not be changed
 * @throws AtlasError
 */
export async function changeComment(
  federation: DataFederationChangePort,
  { projectId, endpointId, comment }: CommentChange,
  mayChange: (existing: DataFederationLinkDescription) => boolean,
): Promise<'changed' | 'left'> {
  const left = new Error(`The registration of ${endpointId} is left as it is.`);
  try {
    await federation.register({ projectId, endpointId, comment }, async () => {
      const existing = await federation.find({ projectId, endpointId });
      if (existing === undefined || !mayChange(existing)) throw left;
    });
    return 'changed';
  } catch (error) {
    if (error === left) return 'left';
    throw error;
  }
}
