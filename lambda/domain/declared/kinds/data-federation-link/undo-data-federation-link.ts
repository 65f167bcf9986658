/** Rolls back a custom resource's changes of a registration after its execution has failed. */
import type { Prepared, Undone } from '../../../../execution-data/change-record.js';
import type { DataFederationLinkExecution } from '../../../../execution-data/workflow-input.js';
import { changeComment } from '../../../data-federation/change-comment.js';
import {
  isRegistrationLeaving,
  type RemoveDataFederationLinkDependencies,
  removeDataFederationLink,
} from '../../../unlinking/remove-data-federation-link.js';
import { requireSeenLeaving } from '../../../unlinking/seen-leaving.js';
import { hasChanged } from '../../change-record.js';
import { foundCreation, leftOpen } from '../../found-creation.js';
import type { FailedRound } from '../resource-kind.js';

export async function undoDataFederationLink(
  deps: RemoveDataFederationLinkDependencies,
  execution: DataFederationLinkExecution,
  failed: FailedRound<'data-federation-link'>,
): Promise<Undone> {
  const { target } = execution;
  const { prepared } = failed;
  const found = await foundCreation(failed, {
    poll: async () => (await deps.atlas.dataFederation.find(target))?.endpointId,
    mayBeOwn: () => true,
  });
  if (found.creation !== undefined) return undoRegistration(deps, execution);
  if (prepared.existed && hasChanged(failed)) return restoreComment(deps, execution, prepared);
  return leftOpen(found, `registration of ${target.endpointId}`);
}

async function undoRegistration(
  deps: RemoveDataFederationLinkDependencies,
  { target }: DataFederationLinkExecution,
): Promise<Undone> {
  const name = `The registration of ${target.endpointId}`;
  const removal = await removeDataFederationLink(deps, target);
  if (removal === 'absent') return { undone: false, left: `${name} may be left in Atlas: it is not shown.` };
  if (removal === 'requested') {
    await requireSeenLeaving(deps.clock, name, async () => {
      const link = await deps.atlas.dataFederation.find(target);
      return link !== undefined && !isRegistrationLeaving(link);
    });
  }
  return { undone: true };
}

/** For a registration that existed before. A comment that others have written since is kept. */
async function restoreComment(
  { atlas: { dataFederation } }: RemoveDataFederationLinkDependencies,
  { target: { projectId, endpointId }, change }: DataFederationLinkExecution,
  { comment: previous }: Prepared<'data-federation-link'>,
): Promise<Undone> {
  const wanted = change?.comment;
  if (previous === undefined || wanted === undefined || wanted === previous) return { undone: false };
  const result = await changeComment(
    dataFederation,
    { projectId, endpointId, comment: previous },
    (link) => link.comment === wanted && !isRegistrationLeaving(link),
  );
  return { undone: result === 'changed' };
}
