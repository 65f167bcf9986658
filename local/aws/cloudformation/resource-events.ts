import { randomUUID } from 'node:crypto';
import type { BusEvent, EventBus } from '../event-bridge/event-bus.js';
import type { Place } from '../protocol/place.js';

export interface ResourceChange {
  readonly stackName: string;
  readonly logicalId: string;
  /** Undefined for a resource that is not created yet, or never was. */
  readonly physicalId: string | undefined;
  readonly type: string;
  readonly status: string;
}

/**
 * Puts CloudFormation's event about one resource of a stack on the bus. It needs no trail.
 *
 * @param origin account and Region of the stack
 */
export function reportResource(bus: Pick<EventBus, 'put'>, origin: Place, change: ResourceChange): BusEvent {
  const stackId = stackIdOf(origin, change.stackName);
  const detail = {
    'stack-id': stackId,
    'logical-resource-id': change.logicalId,
    'physical-resource-id': change.physicalId ?? '',
    'status-details': { status: change.status, 'status-reason': '' },
    'resource-type': change.type,
    'client-request-token': randomUUID(),
  };
  return bus.put('aws.cloudformation', 'CloudFormation Resource Status Change', detail, [stackId], origin);
}

function stackIdOf({ account, region }: Place, stackName: string): string {
  return `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/0a1b2c3d-0000-4000-8000-000000000001`;
}
