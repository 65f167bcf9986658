import * as v from 'valibot';
import { atlasRegion } from '../contract/regions.js';
import type { Cluster, PrivateConnectionStrings } from '../domain/model/ports/atlas.js';
import { documented, jsonObject, optionalFlag, optionalText, requiredText } from './documented-response.js';
import type { Page } from './every-page.js';
import { pageSchema } from './paged-response.js';

const regionSchema = v.pipe(
  jsonObject({
    providerName: optionalText,
    regionName: v.pipe(optionalText, v.transform(atlasRegion)),
    backingProviderName: optionalText,
    electableSpecs: v.nullish(jsonObject({ instanceSize: optionalText })),
  }),
  v.transform(({ providerName, regionName, backingProviderName, electableSpecs }) => ({
    cloudProvider: providerName,
    regionName,
    instanceSize: electableSpecs?.instanceSize ?? '',
    backingProvider: backingProviderName,
  })),
);

const stringsSchema = v.pipe(
  jsonObject({
    endpoints: v.nullish(v.array(jsonObject({ endpointId: requiredText })), []),
    connectionString: optionalText,
    srvConnectionString: optionalText,
    srvShardOptimizedConnectionString: optionalText,
  }),
  v.transform(
    (body): PrivateConnectionStrings => ({
      endpointIds: body.endpoints.map(({ endpointId }) => endpointId),
      standard: body.connectionString,
      srv: body.srvConnectionString,
      srvShardOptimized: body.srvShardOptimizedConnectionString,
    }),
  ),
);

/** The fields that private endpoints use (`listClusters`, version 2024-08-05). */
const clusterSchema = v.pipe(
  jsonObject({
    // A cluster without a name does not invalidate the page. The code that needs the name handles it.
    name: optionalText,
    stateName: optionalText,
    paused: optionalFlag,
    replicationSpecs: v.nullish(
      v.array(jsonObject({ regionConfigs: v.nullish(v.array(regionSchema), []) })),
      [],
    ),
    // Empty while nothing is linked. The deprecated maps beside it add no information.
    connectionStrings: v.nullish(jsonObject({ privateEndpoint: v.nullish(v.array(stringsSchema), []) })),
  }),
  v.transform(
    (body): Cluster => ({
      name: body.name,
      stateName: body.stateName,
      isPaused: body.paused,
      regions: body.replicationSpecs.flatMap(({ regionConfigs }) => regionConfigs),
      privateEndpoints: body.connectionStrings?.privateEndpoint ?? [],
    }),
  ),
);

const clustersPageSchema = pageSchema(clusterSchema);

/** @throws ShapeError */
export function readClusterPage(response: unknown): Page<Cluster> {
  return documented(clustersPageSchema, response);
}
