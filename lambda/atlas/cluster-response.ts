import * as v from 'valibot';
import { atlasRegion } from '../contract/regions.js';
import type { Cluster, PrivateConnectionStrings } from '../domain/model/ports/atlas.js';
import { documented, jsonObject, optionalFlag, optionalText, requiredText } from './documented-response.js';
import type { Page } from './every-page.js';

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

/** The part that private links touch (`listClusters`, version 2024-08-05). */
const clusterSchema = v.pipe(
  jsonObject({
    // A cluster without a name is left to whoever has to name it; it does not hide the others.
    name: optionalText,
    stateName: optionalText,
    paused: optionalFlag,
    replicationSpecs: v.nullish(
      v.array(jsonObject({ regionConfigs: v.nullish(v.array(regionSchema), []) })),
      [],
    ),
    // Empty while nothing is linked; the deprecated maps beside it say nothing more.
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

const pageSchema = v.pipe(
  jsonObject({
    results: v.array(clusterSchema),
    links: v.array(jsonObject({ rel: optionalText })),
  }),
  v.transform(({ results, links }) => ({
    items: results,
    // The count beside the pages is an estimate; the link is not.
    hasNext: links.some(({ rel }) => rel === 'next'),
  })),
);

/** @throws ShapeError */
export function readClusterPage(response: unknown): Page<Cluster> {
  return documented(pageSchema, response);
}
