import type { RegionalModeRun } from '../../../../contract/workflow-input.js';
import { requestedProperties } from '../../requested-properties.js';
import type { PlanContext, ResourceRequest } from '../../resource-request.js';
import { beginsWith, changeKind, type UpdateDecision } from '../../update-decision.js';
import { earlierModeIn, recordedMode, regionalModeOf } from './regional-mode-id.js';
import {
  type RegionalModeProperties,
  readRegionalModeProperties,
  regionalModeProperties,
} from './regional-mode-properties.js';

/**
 * @returns undefined where a removal has nothing to bring back
 * @throws InvalidPropertiesError
 */
export function planRegionalMode(
  request: ResourceRequest,
  { frameOf }: PlanContext,
): RegionalModeRun | undefined {
  const properties = readRegionalModeProperties(
    requestedProperties(request, regionalModeProperties, recordedMode),
  );
  const decision = decideUpdate(request.PhysicalResourceId, properties);
  const kind = changeKind(request, decision);
  const earlier = earlierModeIn(request.PhysicalResourceId);
  if (kind === 'delete' && (properties.OnDelete === 'keep' || earlier === undefined)) return undefined;
  const target = { kind: 'regional-mode' as const, projectId: properties.ProjectId };
  const change = { kind, enabled: kind === 'delete' ? earlier === true : properties.Enabled };
  return { ...frameOf(kind, properties.TimeoutSeconds), target, change };
}

function decideUpdate(physicalId: string, { ProjectId }: RegionalModeProperties): UpdateDecision {
  return beginsWith(physicalId, regionalModeOf(ProjectId)) ? { kind: 'update' } : { kind: 'replace' };
}
