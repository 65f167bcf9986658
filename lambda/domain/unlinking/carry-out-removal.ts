/** What an execution with the goal `deleted` does, as a change of the workflow. */
import type { ChangeOutcome } from '../../execution-data/change-record.js';
import type {
  DataFederationLinkExecution,
  LinkExecution,
  ServiceExecution,
} from '../../execution-data/workflow-input.js';
import { NotYetError } from '../model/errors/change-errors.js';
import {
  type RemoveDataFederationLinkDependencies,
  removeDataFederationLink,
} from './remove-data-federation-link.js';
import { type LinkRemovalOrder, type RemoveLinkDependencies, removeLink } from './remove-link.js';
import { type RemoveServiceDependencies, removeService } from './remove-service.js';

/** @throws as {@link removeLink} */
export async function carryOutLinkRemoval(
  deps: RemoveLinkDependencies,
  { target, change }: LinkExecution,
  { execution, reasonToDrop }: Pick<LinkRemovalOrder, 'execution' | 'reasonToDrop'>,
): Promise<ChangeOutcome> {
  const order = { link: target, lastLink: change?.lastLink ?? 'keep', execution };
  const removal = await removeLink(deps, {
    ...order,
    ...(reasonToDrop === undefined ? {} : { reasonToDrop }),
  });
  const applied = { retained: removal.kind === 'retained', adopted: false };
  return removal.kind === 'dropped' ? { ...applied, dropped: removal.reason } : applied;
}

/** Links that a stack removes are deleted within minutes; those of others remain. */
const LINKS_PATIENCE_SECONDS = 600;

/**
 * @throws NotYetError while the service has links of others, or its own are being removed; like {@link removeService}
 */
export async function carryOutServiceRemoval(
  deps: RemoveServiceDependencies,
  { target }: ServiceExecution,
): Promise<ChangeOutcome> {
  const { projectId, cloudProvider, endpointServiceId } = target;
  const removal = await removeService(deps, { projectId, cloudProvider, endpointServiceId });
  if (removal.kind !== 'in-use') return { retained: false, adopted: false };
  const links = removal.service.interfaceEndpoints.join(', ');
  throw new NotYetError(
    `Endpoint service ${endpointServiceId} still has links (${links}): remove them first, or keep the service with a removal policy of RETAIN.`,
    { patienceSeconds: LINKS_PATIENCE_SECONDS },
  );
}

/** @throws as {@link removeDataFederationLink} */
export async function carryOutDataFederationRemoval(
  deps: RemoveDataFederationLinkDependencies,
  { target }: DataFederationLinkExecution,
): Promise<ChangeOutcome> {
  await removeDataFederationLink(deps, target);
  return { retained: false, adopted: false };
}
