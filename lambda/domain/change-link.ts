/** How a custom resource makes a link, in two steps: look (recorded by the workflow), then change. */

import type { LinkDescription } from '../contract/attributes.js';
import type { Applied, Prepared, Undone } from '../contract/workflow.js';
import type { LinkRun } from '../contract/workflow-input.js';
import { ChangeRefusedError, NotYetError } from './change-errors.js';
import { CROSS_REGION_SETTLING_SECONDS } from './gate.js';
import { secondsSince } from './look.js';
import type { AtlasChangePort, ClockPort } from './ports.js';
import { registerLink } from './register-link.js';
import { type RemoveLinkDependencies, removeLink } from './unlinking/remove-link.js';

/**
 * @throws AtlasError
 * @throws ChangeRefusedError when the endpoint service does not exist
 * @throws NotYetError while Atlas may not see an endpoint of another Region
 */
export async function prepareLinkChange(
  atlas: AtlasChangePort,
  clock: ClockPort,
  run: LinkRun,
): Promise<Prepared> {
  const { target, change } = run;
  const services = await atlas.listEndpointServices(target.projectId, target.cloudProvider);
  const service = services.find(({ endpointServiceId }) => endpointServiceId === target.endpointServiceId);
  if (service === undefined) {
    throw new ChangeRefusedError(
      `EndpointServiceId: project ${target.projectId} has no ${target.cloudProvider} endpoint service ${target.endpointServiceId}.`,
    );
  }
  const standing = await atlas.findLink(target);
  const existed = standing !== undefined;
  if (standing !== undefined) refuseImpossible(standing, change);
  if (!existed && isSettling(run, service.regionName, clock)) {
    throw new NotYetError('Atlas needs some seconds to see an endpoint of another Region.');
  }
  return { existed, serviceRegionName: service.regionName };
}

/** @throws ChangeRefusedError for a change of what Atlas has for as long as there is the link */
function refuseImpossible(standing: LinkDescription, change: LinkRun['change']): void {
  const reason = change?.refusedUnlessThere;
  if (reason !== undefined && !hasDetails(standing, change)) throw new ChangeRefusedError(reason);
}

function hasDetails(standing: LinkDescription, wanted: LinkRun['change']): boolean {
  const { privateEndpointIpAddress, gcpProjectId, gcpEndpoints } = wanted ?? {};
  const given = standing.Endpoints.map(({ EndpointName, IpAddress }) => `${EndpointName} ${IpAddress}`);
  return (
    // Google Cloud with port mapping has it from its one endpoint, which is compared below.
    [privateEndpointIpAddress ?? '', given.length === 1 ? gcpEndpoints?.[0]?.ipAddress : undefined].includes(
      standing.PrivateEndpointIpAddress,
    ) &&
    (gcpProjectId ?? '') === standing.GcpProjectId &&
    (gcpEndpoints ?? []).length === given.length &&
    (gcpEndpoints ?? []).every(({ endpointName, ipAddress }) =>
      given.includes(`${endpointName} ${ipAddress}`),
    )
  );
}

/** The endpoint was there when the run began; a link that is posted too early ends as rejected. */
function isSettling({ target, startedAt }: LinkRun, serviceRegionName: string, clock: ClockPort): boolean {
  const isAcrossRegions =
    target.cloudProvider === 'AWS' && serviceRegionName !== target.region.toUpperCase().replaceAll('-', '_');
  return isAcrossRegions && secondsSince(startedAt, clock.now()) < CROSS_REGION_SETTLING_SECONDS;
}

/**
 * @param prepared what was there before the first try
 * @param isRetry an earlier try may have had its effect
 * @throws AtlasError, EndpointNotReadyError
 */
export async function applyLinkChange(
  atlas: AtlasChangePort,
  clock: ClockPort,
  { target, change }: LinkRun,
  prepared: Prepared,
  isRetry: boolean,
): Promise<Applied> {
  if (prepared.existed) return { kept: false, adopted: true };
  const { metConflict = false } = await registerLink(atlas, clock, target, false, change);
  return { kept: false, adopted: metConflict && !isRetry };
}

/** A failed link is removed again, unless the service would go with it: a new one has another name. */
export async function undoLinkChange(
  deps: RemoveLinkDependencies,
  { target, change }: LinkRun,
  run: string,
): Promise<Undone> {
  const removal = await removeLink(deps, { link: target, lastLink: change?.lastLink ?? 'keep', run });
  return { undone: removal.kind === 'requested' };
}
