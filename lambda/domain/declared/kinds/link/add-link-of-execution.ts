/**
 * Creates a link that a stack declares, or that the automation could not register at once because its endpoint service
 * has to accept the endpoint's Region first. The latter may wait for long: each round checks again whether the link is
 * still this execution's, and still wanted.
 */
import { Metric } from '../../../../contract/metrics.js';
import type { SelectionSpec } from '../../../../contract/selection.js';
import type { ChangeOutcome } from '../../../../execution-data/change-record.js';
import type { LinkExecution } from '../../../../execution-data/workflow-input.js';
import { ENDPOINT_MISSING_SECONDS } from '../../../following/poll-link.js';
import { addRegion } from '../../../linking/add-region.js';
import { reasonNotToRegister } from '../../../linking/reason-not-to-register.js';
import { checkEligibility, hasVanished, isShownDeleted } from '../../../model/eligibility.js';
import { InvalidWorkflowInputError } from '../../../model/errors/invalid-workflow-input-error.js';
import { executionNameOf, placeOfExecution } from '../../../model/execution-name.js';
import type { VpcEndpoint } from '../../../model/ports/ec2.js';
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
  const dropped = await reasonInRegistry(deps, execution, executionArn);
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

/** The wait for the endpoint service is long enough for a removal, or another execution, to claim the link. */
async function reasonInRegistry(
  { registry, owner, place }: ChangeDependencies,
  execution: LinkExecution,
  executionArn: string,
): Promise<string | undefined> {
  const own = { owner, ...(place ?? placeOfExecution(executionArn)) };
  return reasonNotToRegister({ registry, own }, execution, executionNameOf(executionArn));
}

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
  if (!hasVanished(endpoint)) return reasonInEc2(endpoint, selection);
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

/** @throws InvalidWorkflowInputError if no automation carries out the execution */
function reasonInEc2(
  endpoint: VpcEndpoint | undefined,
  selection: SelectionSpec | undefined,
): Pick<ChangeOutcome, 'dropped'> | undefined {
  if (selection === undefined)
    throw new InvalidWorkflowInputError(
      'Only the workflow of an automation registers endpoints for an event, a schedule or a command.',
    );
  const eligibility = checkEligibility(endpoint, Number.POSITIVE_INFINITY, selection);
  return eligibility.kind === 'ignored' ? { dropped: eligibility.message } : undefined;
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
