/** Translates a request of CloudFormation into what has to be done. Pure. */
import {
  CustomResource,
  type CustomResourceType,
  MAX_SERVICE_TIMEOUT_SECONDS,
  RESPONSE_MARGIN_SECONDS,
} from '../contract/custom-resources.js';
import type { AwsRegion } from '../contract/regions.js';
import type {
  ChangeKind,
  PlanContext,
  RequestFrame,
} from '../domain/declared/properties/resource-request.js';
import { InvalidPropertiesError } from '../domain/declared/properties/template-properties.js';
import { KINDS } from '../domain/declared/resource-kinds.js';
import { ownsNothing } from '../domain/requests/physical-id.js';
import { WORKFLOW_VERSION, type WorkflowInput } from '../execution-data/workflow-input.js';
import { LOOKUPS, type LookUp } from './lookup.js';
import type { CloudFormationRequest } from './request.js';

export type Plan =
  /** An execution of the workflow, which also sends the response. */
  | { readonly kind: 'execution'; readonly input: WorkflowInput }
  /** A read, answered immediately. */
  | { readonly kind: 'look-up'; readonly lookUp: LookUp }
  /** Success without a poll: there is nothing to remove. */
  | { readonly kind: 'nothing' };

/** @throws InvalidPropertiesError */
export function planFor(request: CloudFormationRequest, now: Date, region: AwsRegion): Plan {
  const { resourceType, requestType, physicalResourceId, resourceProperties } = request;
  // Checked first: invalid properties of a refused create must not prevent the Delete that follows.
  if (requestType === 'Delete' && ownsNothing(physicalResourceId)) return { kind: 'nothing' };
  const kind = Object.values(KINDS).find(({ type }) => type === resourceType);
  if (kind !== undefined) {
    const frameOf: PlanContext['frameOf'] = (change, seconds) => executionOf(request, change, seconds, now);
    const input = kind.plan(request, { region, frameOf });
    return input === undefined ? { kind: 'nothing' } : { kind: 'execution', input };
  }
  const lookup = LOOKUPS.find(({ type }) => type === resourceType);
  if (lookup === undefined) throw unknownType(resourceType);
  if (requestType === 'Delete') return { kind: 'nothing' };
  return { kind: 'look-up', lookUp: lookup.plan(resourceProperties) };
}

function unknownType(type: string): InvalidPropertiesError {
  return new InvalidPropertiesError(
    `Resource type ${type} is not known. Accepted: ${Object.values(CustomResource).join(', ')}.`,
  );
}

/** Names of the properties that a type accepts, without CloudFormation's own. */
export function acceptedProperties(type: CustomResourceType): readonly string[] {
  const takers = [...Object.values(KINDS), ...LOOKUPS];
  return takers.find((taker) => taker.type === type)?.accepted ?? [];
}

function executionOf(
  request: CloudFormationRequest,
  kind: ChangeKind,
  timeoutSeconds: number,
  now: Date,
): RequestFrame {
  const granted = grantedSeconds(request.resourceProperties.ServiceTimeout);
  // A removal may use all the time that CloudFormation grants: the property limits only the wait for `available`.
  const seconds = kind === 'delete' ? granted : Math.min(timeoutSeconds, granted);
  return {
    version: WORKFLOW_VERSION,
    goal: kind === 'delete' ? 'deleted' : 'available',
    origin: { kind: 'custom-resource', id: request.requestId },
    startedAt: now.toISOString(),
    deadline: new Date(now.getTime() + seconds * 1000).toISOString(),
    respondTo: request.respondTo,
  };
}

/**
 * The time that CloudFormation waits for this resource, minus a margin for the response; the margin of a short wait is
 * smaller.
 */
function grantedSeconds(serviceTimeout: unknown): number {
  const given = Number(serviceTimeout);
  const whole = given >= 1 && given < MAX_SERVICE_TIMEOUT_SECONDS ? given : MAX_SERVICE_TIMEOUT_SECONDS;
  return whole - Math.min(RESPONSE_MARGIN_SECONDS, Math.floor(whole / 4));
}
