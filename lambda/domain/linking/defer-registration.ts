/** Decides who registers an endpoint with Atlas: the function that receives its event, or the execution that follows. */
import type { Refusal } from '../../execution-data/workflow-input.js';
import type { Trigger } from '../executions/trigger.js';
import type { Reach } from '../members/project-reach.js';
import { addsRegions, missingRegion, refusalToAdd } from './remote-region.js';
import type { ProjectService } from './service-directory.js';

export type Registrar =
  | { readonly kind: 'receiver' }
  /** Its endpoint service has to accept the Region of the endpoint first, and be available. */
  | { readonly kind: 'execution' }
  | { readonly kind: 'nobody'; readonly refusal: Refusal };

/**
 * A service that gets a remote Region is INITIATING for minutes, for all its new endpoints. The state machine waits for
 * that; a function would pay for its wait, and its event has only three deliveries.
 */
export function registrarOf(
  projects: readonly Reach[],
  { endpointId, region }: Pick<Trigger, 'endpointId' | 'region'>,
  { projectId, service }: ProjectService,
): Registrar {
  const project = projects.find((candidate) => candidate.projectId === projectId);
  const exists = service.interfaceEndpoints.includes(endpointId);
  if (exists || !addsRegions(project)) return { kind: 'receiver' };
  if (missingRegion(service, region) !== undefined) {
    const refusal = refusalToAdd(project, service, region);
    return refusal === undefined ? { kind: 'execution' } : { kind: 'nobody', refusal };
  }
  return { kind: service.status === 'INITIATING' ? 'execution' : 'receiver' };
}
