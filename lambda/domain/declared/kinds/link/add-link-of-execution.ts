/**
 * Creates a link that a stack declares, or that the automation could not register at once because its endpoint service
 * has to accept the endpoint's Region first. The latter may wait for long: each round checks again whether the link is
 * still this execution's, and still wanted.
 */
import { Metric } from '../../../../contract/metrics.js';
import type { ChangeOutcome } from '../../../../execution-data/change-record.js';
import type { LinkExecution } from '../../../../execution-data/workflow-input.js';
import { ENDPOINT_MISSING_SECONDS } from '../../../following/poll-link.js';
import { addRegion } from '../../../linking/add-region.js';
import { reasonInEc2, reasonNotToRegister } from '../../../linking/reason-not-to-register.js';
import { hasVanished, isShownDeleted } from '../../../model/eligibility.js';
import { checkEndpoint } from '../../../polling/best-effort.js';
import { secondsSince } from '../../../polling/poll.js';
import type { ChangeDependencies, Round } from '../resource-kind.js';
import { applyLinkChange } from './change-link.js';

/** @throws NotYetError; AtlasError of a poll */
export async function addLinkOfExecution(
  deps: ChangeDependencies,
  execution: LinkExecution,
  { prepared, isCutOff, executionArn }: Round<'link'>,
): Promise<ChangeOutcome> {
  const { atlas, clock } = deps;
  const apply = () => applyLinkChange(atlas, clock, execution, prepared, isCutOff);
  const isKnown = prepared.existed || prepared.creation !== undefined;
  if (execution.origin.kind === 'custom-resource' || isKnown) return apply();
  // The wait for the endpoint service is long enough for a removal, or another execution, to claim the link.
  const dropped = await reasonNotToRegister(deps, execution, executionArn);
  if (dropped !== undefined) return { ...NOTHING_DONE, dropped };
  const { regionRequests, endpointMissingSince } = prepared.registering ?? {};
  const blocker =
    (await endpointBlocker(deps, execution, endpointMissingSince)) ??
    (await addRegion(deps, execution, { regionRequests, conflicts: prepared.conflicts }));
  if (blocker !== undefined) return { ...NOTHING_DONE, ...blocker };
  const outcome = await apply();
  count(deps, outcome);
  return { ...outcome, registering: { regionRequests } };
}

const NOTHING_DONE = { retained: false, adopted: false };

/**
 * A Region is added, and an endpoint registered, only while EC2 shows the endpoint, and as one that may be linked.
 *
 * @returns undefined if EC2 shows it; `dropped` if its tags no longer allow the link; without `again` if it is deleted, which the next poll of the link finds as well
 */
async function endpointBlocker(
  { endpoints, log, clock, selection }: ChangeDependencies,
  { target: { endpointId } }: LinkExecution,
  missingSince: string | undefined,
): Promise<Pick<ChangeOutcome, 'again' | 'registering' | 'dropped'> | undefined> {
  const endpoint = await checkEndpoint({ endpoints, log }, endpointId);
  if (endpoint === 'unknown')
    return { again: { reason: `EC2 cannot be read, so that it is open whether ${endpointId} exists.` } };
  if (!hasVanished(endpoint)) {
    const ignored = reasonInEc2(endpoint, selection);
    return ignored === undefined ? undefined : { dropped: ignored.message };
  }
  const now = clock.now();
  const endpointMissingSince = missingSince ?? now.toISOString();
  const isDeleted =
    isShownDeleted(endpoint) || secondsSince(endpointMissingSince, now) >= ENDPOINT_MISSING_SECONDS;
  if (isDeleted) return {};
  return {
    again: { reason: `EC2 does not show VPC endpoint ${endpointId}.` },
    registering: { endpointMissingSince },
  };
}

function count({ metrics, log }: ChangeDependencies, { creation, adopted }: ChangeOutcome): void {
  if (creation !== undefined) {
    metrics.count(Metric.LINK_REGISTERED);
    log.info('link registered');
  } else if (adopted) {
    metrics.count(Metric.LINK_ADOPTED);
    log.info('link adopted');
  }
}
