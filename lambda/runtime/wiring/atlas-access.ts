import { createAtlasClient } from '../../atlas/atlas-client.js';
import type { Exchange } from '../../atlas/http-transport.js';
import { createSecretReader } from '../../aws/secrets.js';
import { createTokenStore } from '../../aws/token-store.js';
import { Metric } from '../../contract/metrics.js';
import { tokenSecretIndex } from '../../contract/token-secrets.js';
import { withDataFederation } from '../../domain/data-federation/federated-links.js';
import { registrationComment } from '../../domain/data-federation/own-registration.js';
import type { AtlasChangePort } from '../../domain/model/ports/atlas.js';
import type { AtlasConfiguration } from '../configuration/configuration.js';
import type { Invocation } from '../invocation/invocation.js';
import type { Observability } from '../invocation/observability.js';
import { systemClock } from '../invocation/system-clock.js';

/** A 401 is usually a challenge, and a 404 the response to a poll. */
const EXPECTED_STATUSES = [401, 404];

function isError({ status }: Exchange): boolean {
  return status === undefined || (status >= 400 && !EXPECTED_STATUSES.includes(status));
}

/** The Atlas client for links to both kinds of endpoint services, with this function's secret reader, time limit, log and metrics. */
export function createAtlasAccess(
  configuration: AtlasConfiguration,
  invocation: Invocation,
  { log, metrics }: Observability,
): AtlasChangePort {
  const { projects, baseUrl, tokenSecretIds, owner, federationServiceNames } = configuration;
  const onTrouble = (error: string) => log.warn('access token is not shared', { error });
  const client = createAtlasClient({
    projects,
    baseUrl,
    readSecret: createSecretReader(),
    tokenStoreOf: (secretId) => {
      const index = tokenSecretIndex(
        projects.map((project) => project.secretId),
        secretId,
      );
      const tokenSecretId = tokenSecretIds[index ?? -1];
      return tokenSecretId === undefined ? undefined : createTokenStore(tokenSecretId, onTrouble);
    },
    clock: systemClock,
    remainingMilliseconds: () => invocation.remainingMilliseconds(),
    onExchange: (exchange) => {
      metrics.count(Metric.ATLAS_REQUESTS);
      if (exchange.rateLimited) metrics.count(Metric.ATLAS_RATE_LIMITED);
      else if (isError(exchange)) metrics.count(Metric.ATLAS_ERRORS);
      log.debug('Atlas responded', { ...exchange });
    },
  });
  return withDataFederation(client, {
    comment: registrationComment(owner),
    serviceNames: federationServiceNames,
  });
}
