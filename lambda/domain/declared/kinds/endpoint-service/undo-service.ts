/** What a custom resource takes back of an endpoint service when its run has failed. */
import type { Creation, Undone } from '../../../../contract/workflow.js';
import type { ServiceRun } from '../../../../contract/workflow-input.js';
import {
  isServiceLeaving,
  type RemoveServiceDependencies,
  removeService,
} from '../../../unlinking/remove-service.js';
import { requireSeenLeaving } from '../../../unlinking/seen-leaving.js';
import { hasChanged } from '../../change-record.js';
import { foundCreation, leftOpen } from '../../found-creation.js';
import { isCreatedSince } from '../../possible-effect.js';
import type { FailedRound } from '../resource-kind.js';
import { lookBefore } from './change-service.js';
import { findService } from './observe-service.js';
import { restoreRemoteRegions } from './remote-regions.js';

export async function undoService(
  deps: RemoveServiceDependencies,
  run: ServiceRun,
  failed: FailedRound<'service'>,
): Promise<Undone> {
  const { prepared } = failed;
  const found = await foundCreation(failed, {
    look: async () => (await findService(deps.atlas, run.target))?.endpointServiceId,
    mayBeOwn: (id) => isCreatedSince(id, lookBefore(run, prepared)),
  });
  if (found.creation !== undefined) return undoCreatedService(deps, run, found.creation);
  if (prepared.existed && hasChanged(failed)) return restoreRemoteRegions(deps.atlas, run, prepared);
  return leftOpen(found, `endpoint service ${found.standing ?? `in ${run.target.regionName}`}`);
}

/** Of a run that has created the service: removed by its id, unless somebody has put a link on it. */
export async function undoCreatedService(
  deps: RemoveServiceDependencies,
  { target }: ServiceRun,
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
