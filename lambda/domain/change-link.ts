/** What a custom resource does to a link, in two steps: look (recorded by the workflow), then change. */
import type { Applied, Prepared, Undone } from '../contract/workflow.js';
import type { LinkRun } from '../contract/workflow-input.js';
import { AtlasError } from './atlas-error.js';
import { ChangeRefusedError } from './change-errors.js';
import type { AtlasChangePort, ClockPort } from './ports.js';
import { registerLink } from './register-link.js';

/** @throws AtlasError, ChangeRefusedError when the endpoint service does not exist */
export async function prepareLinkChange(
  atlas: AtlasChangePort,
  { target, change }: LinkRun,
): Promise<Prepared> {
  const services = await atlas.listEndpointServices(target.projectId, target.cloudProvider);
  const service = services.find(({ endpointServiceId }) => endpointServiceId === target.endpointServiceId);
  if (service === undefined) {
    if (change?.kind === 'delete') return { existed: false, isLastLink: false };
    throw new ChangeRefusedError(
      `EndpointServiceId: project ${target.projectId} has no ${target.cloudProvider} endpoint service ${target.endpointServiceId}.`,
    );
  }
  const others = service.interfaceEndpoints.filter((id) => id !== target.endpointId);
  return {
    existed: (await atlas.findLink(target)) !== undefined,
    isLastLink: others.length === 0,
  };
}

/**
 * @param prepared what was there before the first try
 * @throws AtlasError, EndpointNotReadyError
 */
export async function applyLinkChange(
  atlas: AtlasChangePort,
  clock: ClockPort,
  { target, change }: LinkRun,
  prepared: Prepared,
): Promise<Applied> {
  if (change?.kind === 'delete') return deleteLink(atlas, target, prepared, change.lastLink);
  if (!prepared.existed) await registerLink(atlas, clock, target, false, change);
  return { kept: false, adopted: prepared.existed };
}

/** Atlas removes an AWS endpoint service together with its last link, and with it the name that others hold. */
async function deleteLink(
  atlas: AtlasChangePort,
  target: LinkRun['target'],
  { existed, isLastLink }: Prepared,
  lastLink: 'keep' | 'remove',
): Promise<Applied> {
  if (existed && isLastLink && lastLink === 'keep') return { kept: true, adopted: false };
  try {
    await atlas.deleteLink(target);
  } catch (error) {
    // Removing what is being removed: the looks that follow decide.
    if (!(error instanceof AtlasError) || error.kind !== 'conflict') throw error;
  }
  return { kept: false, adopted: false };
}

/** A failed link is removed again, unless the service would go with it: a new one has another name. */
export async function undoLinkChange(
  atlas: AtlasChangePort,
  { target, change }: LinkRun,
  { isLastLink }: Prepared,
): Promise<Undone> {
  if (isLastLink && change?.lastLink !== 'remove') return { undone: false };
  await atlas.deleteLink(target);
  return { undone: true };
}
