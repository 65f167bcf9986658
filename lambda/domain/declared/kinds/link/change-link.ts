/** Creates a link for a custom resource, in two steps: poll (recorded by the workflow), then change. */

import type { LinkDescription } from '../../../../contract/attributes.js';
import { type AtlasRegion, atlasRegion } from '../../../../contract/regions.js';
import type { ChangeOutcome, Prepared } from '../../../../execution-data/change-record.js';
import type { LinkExecution } from '../../../../execution-data/workflow-input.js';
import { CROSS_REGION_SETTLING_SECONDS } from '../../../model/eligibility.js';
import { ChangeRefusedError, NotYetError } from '../../../model/errors/change-errors.js';
import type { AtlasChangePort } from '../../../model/ports/atlas.js';
import type { ClockPort } from '../../../model/ports/clock.js';
import { secondsSince } from '../../../polling/poll.js';
import { judgeStanding, type PreviousRounds } from '../../changes/change-record.js';
import { create } from '../../changes/create.js';
import type { Found } from '../resource-kind.js';

/**
 * @throws AtlasError
 * @throws ChangeRefusedError if the endpoint service does not exist
 * @throws NotYetError while Atlas may not see an endpoint of another Region, and while an earlier link is being removed
 */
export async function prepareLinkChange(
  atlas: AtlasChangePort,
  clock: ClockPort,
  execution: LinkExecution,
  previous: PreviousRounds<'link'>,
): Promise<Found<'link'>> {
  const { target, change } = execution;
  const services = await atlas.listEndpointServices(target.projectId, target.cloudProvider);
  const service = services.find(({ endpointServiceId }) => endpointServiceId === target.endpointServiceId);
  if (service === undefined) {
    throw new ChangeRefusedError(
      `EndpointServiceId: project ${target.projectId} has no ${target.cloudProvider} endpoint service ${target.endpointServiceId}.`,
    );
  }
  const standing = await atlas.findLink(target);
  if (standing !== undefined) refuseImpossible(standing, change);
  const isContradicted = standing === undefined && service.interfaceEndpoints.includes(target.endpointId);
  waitIfTooEarly(execution, standing, service.regionName, clock);
  return {
    ...judgeStanding(
      standing === undefined ? undefined : target.endpointServiceId,
      previous,
      () => previous.contradicted !== true,
    ),
    ...(isContradicted ? { contradicted: true } : {}),
    serviceRegionName: service.regionName,
  };
}

/** @throws NotYetError */
function waitIfTooEarly(
  execution: LinkExecution,
  standing: LinkDescription | undefined,
  serviceRegionName: AtlasRegion,
  clock: ClockPort,
): void {
  // An adopted link would be deleted a moment later, and the execution would fail.
  if (standing?.deleteRequested === true)
    throw new NotYetError(`The earlier link of ${execution.target.endpointId} is still being removed.`);
  if (standing === undefined && isSettling(execution, serviceRegionName, clock))
    throw new NotYetError('Atlas needs some seconds to find an endpoint of another Region.');
}

/** @throws ChangeRefusedError for a change of a setting that is fixed for the life of a link */
function refuseImpossible(standing: LinkDescription, change: LinkExecution['change']): void {
  const reason = change?.refusedUnlessThere;
  if (reason !== undefined && !hasDetails(standing, change)) throw new ChangeRefusedError(reason);
}

function hasDetails(standing: LinkDescription, wanted: LinkExecution['change']): boolean {
  const { privateEndpointIpAddress, gcpProjectId, gcpEndpoints } = wanted ?? {};
  const given = standing.endpoints.map(({ endpointName, ipAddress }) => `${endpointName} ${ipAddress}`);
  return (
    // Google Cloud with port mapping takes it from its one endpoint, which is compared below.
    [privateEndpointIpAddress ?? '', given.length === 1 ? gcpEndpoints?.[0]?.ipAddress : undefined].includes(
      standing.privateEndpointIpAddress,
    ) &&
    (gcpProjectId ?? '') === standing.gcpProjectId &&
    (gcpEndpoints ?? []).length === given.length &&
    (gcpEndpoints ?? []).every(({ endpointName, ipAddress }) =>
      given.includes(`${endpointName} ${ipAddress}`),
    )
  );
}

/**
 * The endpoint existed when the execution began, so the time counts from then. Atlas rejects a link that is posted
 * earlier.
 */
function isSettling(
  { target, startedAt }: LinkExecution,
  serviceRegionName: AtlasRegion,
  clock: ClockPort,
): boolean {
  const isAcrossRegions = target.cloudProvider === 'AWS' && serviceRegionName !== atlasRegion(target.region);
  return isAcrossRegions && secondsSince(startedAt, clock.now()) < CROSS_REGION_SETTLING_SECONDS;
}

/**
 * @param prepared the poll of this round
 * @param isCutOff an earlier attempt of this round never returned, and may have succeeded
 * @throws AtlasError of a poll
 */
export async function applyLinkChange(
  atlas: AtlasChangePort,
  clock: ClockPort,
  execution: LinkExecution,
  prepared: Prepared<'link'>,
  isCutOff: boolean,
): Promise<ChangeOutcome> {
  const { target, change } = execution;
  return create({
    clock,
    prepared,
    isCutOff,
    post: () => atlas.createLink(target, change),
    poll: () => atlas.findLink(target),
    // A link has no id of its own in Atlas, so it has no creation time: a link that was always listed is somebody
    // else's.
    mayBeOwn: () => prepared.contradicted !== true,
    idOf: () => target.endpointServiceId,
  });
}
