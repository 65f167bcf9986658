import type { RegionalModeExecution } from '../../../../execution-data/workflow-input.js';
import { requestedProperties } from '../../properties/requested-properties.js';
import type { PlanContext, ResourceRequest } from '../../properties/resource-request.js';
import { beginsWith, changeKind, type UpdateDecision } from '../../properties/update-decision.js';
import { previousModeIn, recordedMode, regionalModeOf } from './regional-mode-id.js';
import { type RegionalModeProperties, regionalModeProperties } from './regional-mode-properties.js';

/**
 * @returns undefined if a removal has nothing to restore
 * @throws InvalidPropertiesError
 */
export function planRegionalMode(
  request: ResourceRequest,
  { frameOf }: PlanContext,
): RegionalModeExecution | undefined {
  const properties = requestedProperties(request, regionalModeProperties, recordedMode);
  const decision = decideUpdate(request.physicalResourceId, properties);
  const kind = changeKind(request, decision);
  const previous = previousModeIn(request.physicalResourceId);
  if (kind === 'delete' && (properties.onDelete === 'keep' || previous === undefined)) return undefined;
  const target = { kind: 'regional-mode' as const, projectId: properties.projectId };
  const change = { kind, enabled: kind === 'delete' ? previous === true : properties.enabled };
  return { ...frameOf(kind, properties.timeoutSeconds), target, change };
}

function decideUpdate(physicalId: string, { projectId }: RegionalModeProperties): UpdateDecision {
  return beginsWith(physicalId, regionalModeOf(projectId)) ? { kind: 'update' } : { kind: 'replace' };
}
