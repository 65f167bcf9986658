/** Rolls back a custom resource's changes of an endpoint service after its execution has failed. */
import type { Creation, Undone } from '../../../../execution-data/change-record.js';
import type { ServiceExecution } from '../../../../execution-data/workflow-input.js';
import {
  isServiceLeaving,
  type RemoveServiceDependencies,
  removeService,
} from '../../../unlinking/remove-service.js';
import { requireSeenLeaving } from '../../../unlinking/seen-leaving.js';
import { hasChanged } from '../../changes/change-record.js';
import { foundCreation, leftOpen } from '../../changes/found-creation.js';
import { isCreatedSince } from '../../changes/possible-effect.js';
import type { FailedRound } from '../resource-kind.js';
import { checkBefore } from './change-service.js';
import { findService } from './poll-service.js';
import { restoreRemoteRegions } from './remote-regions.js';

export async function undoService(
  deps: RemoveServiceDependencies,
  execution: ServiceExecution,
  failed: FailedRound<'service'>,
): Promise<Undone> {
  const { prepared } = failed;
  const found = await foundCreation(failed, {
    poll: async () => (await findService(deps.atlas, execution.target))?.endpointServiceId,
    mayBeOwn: (id) => isCreatedSince(id, checkBefore(execution, prepared)),
  });
  if (found.creation !== undefined) return undoCreatedService(deps, execution, found.creation);
  if (prepared.existed && hasChanged(failed)) return restoreRemoteRegions(deps.atlas, execution, prepared);
  return leftOpen(found, `endpoint service ${found.standing ?? `in ${execution.target.regionName}`}`);
}

/** For an execution that has created the service: removes it by its id, unless somebody has added a link to it. */
export async function undoCreatedService(
  deps: RemoveServiceDependencies,
  { target }: ServiceExecution,
  { endpointServiceId }: Creation,
): Promise<Undone> {
  const { projectId, cloudProvider } = target;
  const removal = await removeService(deps, { projectId, cloudProvider, endpointServiceId });
  const name = `Endpoint service ${endpointServiceId}`;
  switch (removal.kind) {
    case 'requested':
      await requireSeenLeaving(deps.clock, name, async () => {
        const service = await findService(deps.atlas, { ...target, endpointServiceId });
        return service !== undefined && !isServiceLeaving(service);
      });
      return { undone: true };
    case 'leaving':
      return { undone: true };
    case 'absent':
      return { undone: false, left: `${name} may be left in Atlas: it is not listed.` };
    case 'in-use': {
      const links = removal.service.interfaceEndpoints.join(', ');
      return { undone: false, left: `${name} is left in Atlas: it has links (${links}).` };
    }
  }
}
