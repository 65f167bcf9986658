/**
 * Creates a link that a stack declares, or that the automation could not register at once because its endpoint service
 * has to accept the endpoint's Region first.
 */
import { Metric } from '../../../../contract/metrics.js';
import type { ChangeOutcome } from '../../../../execution-data/change-record.js';
import type { LinkExecution } from '../../../../execution-data/workflow-input.js';
import { ENDPOINT_MISSING_SECONDS } from '../../../following/poll-link.js';
import { addRegion } from '../../../linking/add-region.js';
import { hasVanished, isShownDeleted } from '../../../model/eligibility.js';
import { checkEndpoint } from '../../../polling/best-effort.js';
import { secondsSince } from '../../../polling/poll.js';
import type { ChangeDependencies, Round } from '../resource-kind.js';
import { applyLinkChange } from './change-link.js';

/** @throws NotYetError; AtlasError of a poll */
export async function addLinkOfExecution(
  deps: ChangeDependencies,
  execution: LinkExecution,
  { prepared, isCutOff }: Pick<Round<'link'>, 'prepared' | 'isCutOff'>,
): Promise<ChangeOutcome> {
  const { atlas, clock } = deps;
  const apply = () => applyLinkChange(atlas, clock, execution, prepared, isCutOff);
  const isKnown = prepared.existed || prepared.creation !== undefined;
  if (execution.origin.kind === 'custom-resource' || isKnown) return apply();
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
 * A Region is added, and an endpoint registered, only while EC2 shows the endpoint.
 *
 * @returns undefined if EC2 shows it; without `again` if it is deleted, which the next poll of the link finds as well
 */
async function endpointBlocker(
  { endpoints, log, clock }: ChangeDependencies,
  { target: { endpointId } }: LinkExecution,
  missingSince: string | undefined,
): Promise<Pick<ChangeOutcome, 'again' | 'registering'> | undefined> {
  const endpoint = await checkEndpoint({ endpoints, log }, endpointId);
  if (endpoint === 'unknown')
    return { again: { reason: `EC2 cannot be read, so that it is open whether ${endpointId} exists.` } };
  if (!hasVanished(endpoint)) return undefined;
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
