/** Invariants of requests that change the Regions of endpoint services. */
import { atlasRegionOf } from '../../local/atlas-provider.js';
import type { OrganizationLife } from './organization-life.js';
import { mayAddRegion } from './organization-setting.js';
import type { RegionRequest } from './region-requests.js';
import { wasWantedSince } from './wishes.js';

/** Time between the last poll of EC2 before a request and the request, its retries included. */
const DECISION_MILLISECONDS = 60_000;

/** @returns one sentence for each request that must not have been sent */
export function regionViolations(life: OrganizationLife): string[] {
  return life.regionRequests.flatMap((request) =>
    reasonsAgainst(life, request).map(
      (reason) =>
        `${new Date(request.at).toISOString()} Regions [${request.requested.join(', ')}] of service ${request.service.id} were requested ${reason}`,
    ),
  );
}

function reasonsAgainst(life: OrganizationLife, request: RegionRequest): string[] {
  const { before, requested, wasInitiating } = request;
  const removed = before.filter((region) => !requested.includes(region));
  const added = requested.filter((region) => !before.includes(region));
  return [
    ...(wasInitiating && !isSimultaneous(life, request) ? ['while the service was INITIATING'] : []),
    ...(removed.length > 0 && !isSimultaneous(life, request) ? [`without ${removed.join(', ')}`] : []),
    ...added.flatMap((region) => reasonsAgainstRegion(life, request, region)),
  ];
}

/**
 * Two executions have read the list at the same time. Their requests are then one after the other, and the second may
 * lack the Region of the first, whose execution repeats it.
 */
function isSimultaneous({ regionRequests }: OrganizationLife, request: RegionRequest): boolean {
  return regionRequests.some(
    (other) =>
      other !== request &&
      other.service === request.service &&
      Math.abs(request.at - other.at) <= SIMULTANEOUS_MILLISECONDS,
  );
}

/** Time stands still while functions work, unless they wait. */
const SIMULTANEOUS_MILLISECONDS = 1000;

function reasonsAgainstRegion(
  life: OrganizationLife,
  { at, service }: RegionRequest,
  regionName: string,
): string[] {
  const ofRegion = life.endpoints.filter(
    (one) => one.service === service && atlasRegionOf(one.place.aws.region) === regionName,
  );
  const allowed = ofRegion.filter(({ projectIndex, place }) =>
    mayAddRegion(life.rules, projectIndex, place.aws.region),
  );
  if (allowed.length === 0) return [`with ${regionName}, which its project does not allow`];
  return allowed.some((one) => wasWantedSince(one, at - DECISION_MILLISECONDS, at))
    ? []
    : [`with ${regionName}, where no endpoint was to be linked`];
}
