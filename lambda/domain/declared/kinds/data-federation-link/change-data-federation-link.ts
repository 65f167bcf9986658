/**
 * Registers an endpoint of Data Federation for a custom resource, in two steps: poll (recorded by the workflow), then
 * change. Atlas's POST succeeds for a registration of others as well, and changes its comment.
 */
import type { DataFederationLinkDescription } from '../../../../contract/custom-resources.js';
import type { ChangeOutcome, Prepared } from '../../../../execution-data/change-record.js';
import type { DataFederationLinkExecution } from '../../../../execution-data/workflow-input.js';
import { changeComment } from '../../../data-federation/change-comment.js';
import { registeredAlready, registerNew } from '../../../data-federation/register-new.js';
import { AtlasError } from '../../../model/errors/atlas-error.js';
import { ChangeRefusedError, NotYetError } from '../../../model/errors/change-errors.js';
import type { ClockPort } from '../../../model/ports/clock.js';
import type {
  DataFederationChangePort,
  DataFederationLinkReference,
} from '../../../model/ports/data-federation.js';
import { isRegistrationLeaving } from '../../../unlinking/remove-data-federation-link.js';
import { judgeStanding, type PreviousRounds } from '../../change-record.js';
import { create } from '../../create.js';
import { failureAfterCreation } from '../failure-after-creation.js';
import type { Found } from '../resource-kind.js';

type Kind = 'data-federation-link';

/**
 * @throws AtlasError
 * @throws ChangeRefusedError for a Region or DNS name that differs from those of the existing registration
 * @throws NotYetError while an earlier registration is being removed
 */
export async function prepareDataFederationLink(
  dataFederation: DataFederationChangePort,
  { target, change }: DataFederationLinkExecution,
  previous: PreviousRounds<Kind>,
): Promise<Found<Kind>> {
  const existing = await dataFederation.find(target);
  if (existing?.status === 'DELETING')
    throw new NotYetError(`The earlier registration of ${target.endpointId} is still being removed.`);
  const refusal = refusalOfPlace(existing, change);
  if (refusal !== undefined) throw new ChangeRefusedError(refusal);
  return {
    ...judgeStanding(existing?.endpointId, previous, () => true),
    comment: previous.changed ? previous.prepared?.comment : existing?.comment,
  };
}

/** Atlas ignores both in a request for an existing registration. */
function refusalOfPlace(
  existing: DataFederationLinkDescription | undefined,
  change: DataFederationLinkExecution['change'],
): string | undefined {
  if (existing === undefined || change?.region === undefined || isOfPlace(existing, change)) return undefined;
  const { endpointId, region, customerEndpointDnsName } = existing;
  const has =
    region === ''
      ? 'without both'
      : `with Region ${region} and CustomerEndpointDnsName ${customerEndpointDnsName}`;
  return `Region, CustomerEndpointDnsName: ${endpointId} is registered already, ${has}, and Atlas changes only the comment of a registration. Remove that registration first (remove the resource and deploy, or remove it in Atlas), or leave both properties out.`;
}

function isOfPlace(
  { region, customerEndpointDnsName }: DataFederationLinkDescription,
  wanted: Pick<NonNullable<DataFederationLinkExecution['change']>, 'region' | 'customerEndpointDnsName'>,
): boolean {
  return (
    region === (wanted.region ?? '') &&
    customerEndpointDnsName.toLowerCase() === (wanted.customerEndpointDnsName ?? '').toLowerCase()
  );
}

/**
 * @param prepared the poll of this round
 * @param isCutOff an earlier attempt of this round never returned, and may have succeeded
 * @throws AtlasError of a poll
 */
export async function applyDataFederationLink(
  dataFederation: DataFederationChangePort,
  clock: ClockPort,
  execution: DataFederationLinkExecution,
  prepared: Prepared<Kind>,
  isCutOff: boolean,
): Promise<ChangeOutcome> {
  const { target } = execution;
  const outcome = await create<DataFederationLinkReference>({
    clock,
    prepared,
    isCutOff,
    post: () => registerIn(dataFederation, execution),
    poll: () => dataFederation.find(target),
    // A registration has neither an id of its own nor a time: the poll of this round has shown that there was none.
    mayBeOwn: () => true,
    idOf: ({ endpointId }) => endpointId,
  });
  if (outcome.again !== undefined || outcome.refusal !== undefined) return outcome;
  return withComment(dataFederation, execution, outcome, prepared.changed === true || isCutOff);
}

/**
 * Polls right before the request, and reads its response: both may show that somebody else has registered the endpoint
 * since the poll of this round.
 *
 * @throws AtlasError, of kind `conflict` for a registration of others
 */
async function registerIn(
  dataFederation: DataFederationChangePort,
  { target, change }: DataFederationLinkExecution,
): Promise<DataFederationLinkReference> {
  const { comment, region, customerEndpointDnsName } = change ?? {};
  const made = await registerNew(dataFederation, { ...target, comment, region, customerEndpointDnsName });
  if (made !== undefined && !isOfPlace(made, { region, customerEndpointDnsName }))
    throw registeredAlready(target);
  return target;
}

/** @param mayHaveChanged an earlier attempt has changed the comment, or may have */
async function withComment(
  dataFederation: DataFederationChangePort,
  { target, change }: DataFederationLinkExecution,
  outcome: ChangeOutcome,
  mayHaveChanged: boolean,
): Promise<ChangeOutcome> {
  const changed = mayHaveChanged ? { changed: true } : {};
  try {
    const link = await dataFederation.find(target);
    if (link === undefined)
      return { ...outcome, ...changed, again: { reason: 'Atlas does not show the registration yet.' } };
    const refusal = refusalOfPlace(link, change);
    if (refusal !== undefined) return { ...outcome, ...changed, refusal };
    if (change?.comment === undefined || change.comment === link.comment) return { ...outcome, ...changed };
    return { ...outcome, ...changed, ...(await setComment(dataFederation, target, change.comment)) };
  } catch (error) {
    return { ...outcome, ...changed, ...failureAfterCreation(error) };
  }
}

async function setComment(
  dataFederation: DataFederationChangePort,
  { projectId, endpointId }: DataFederationLinkReference,
  comment: string,
): Promise<Partial<ChangeOutcome>> {
  try {
    const change = { projectId, endpointId, comment };
    const result = await changeComment(dataFederation, change, (link) => !isRegistrationLeaving(link));
    if (result === 'changed') return { changed: true };
    return { again: { reason: 'The registration is being removed, or is gone.' } };
  } catch (error) {
    const isUnclear = error instanceof AtlasError && error.kind === 'unavailable';
    return { ...(isUnclear ? { changed: true } : {}), ...failureAfterCreation(error) };
  }
}
