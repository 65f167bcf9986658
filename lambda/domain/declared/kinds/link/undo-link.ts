/** Rolls back a custom resource's changes of a link after its execution has failed. */
import type { Undone } from '../../../../execution-data/change-record.js';
import type { LinkExecution } from '../../../../execution-data/workflow-input.js';
import { executionNameOf } from '../../../model/execution-name.js';
import { checkOwnPlace } from '../../../unlinking/own-place.js';
import { type RemoveLinkDependencies, removeLink } from '../../../unlinking/remove-link.js';
import { requireSeenLeaving } from '../../../unlinking/seen-leaving.js';
import { foundCreation, leftOpen } from '../../changes/found-creation.js';
import type { FailedRound } from '../resource-kind.js';

export async function undoLink(
  deps: RemoveLinkDependencies,
  execution: LinkExecution,
  failed: FailedRound<'link'>,
): Promise<Undone> {
  const { target, origin } = execution;
  // The automation leaves what Atlas has refused: with the last link, the endpoint service would go (decision 24).
  if (origin.kind !== 'custom-resource') return { undone: false };
  const found = await foundCreation(failed, {
    poll: async () =>
      (await deps.atlas.findLink(target)) === undefined ? undefined : target.endpointServiceId,
    mayBeOwn: () => failed.prepared.contradicted !== true,
  });
  if (found.creation !== undefined)
    return undoLinkChange(deps, execution, executionNameOf(failed.executionArn));
  return leftOpen(found, `link of ${target.endpointId}`);
}

/**
 * For an execution that has created the link: removes it, unless Atlas would delete the service as well, since a new
 * service has another name.
 */
export async function undoLinkChange(
  deps: RemoveLinkDependencies,
  { target, change }: LinkExecution,
  execution: string,
): Promise<Undone> {
  const removal = await removeLink(deps, { link: target, lastLink: change?.lastLink ?? 'keep', execution });
  if (removal.kind === 'requested') {
    await requireSeenLeaving(deps.clock, `The link of ${target.endpointId}`, async () => {
      return (await checkOwnPlace(deps.atlas, target)).kind === 'standing';
    });
  }
  const { endpointId, endpointServiceId } = target;
  if (removal.kind === 'absent')
    return { undone: false, left: `The link of ${endpointId} may be left in Atlas: it is not shown.` };
  if (removal.kind !== 'retained') return { undone: true };
  const left = `The link of ${endpointId} is left in Atlas: it is the last of endpoint service ${endpointServiceId}, which Atlas would remove with it.`;
  return { undone: false, left };
}
