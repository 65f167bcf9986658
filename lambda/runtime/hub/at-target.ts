/** The dependencies of a task, for the account and Region of its link's endpoint. */
import { executionNameOf } from '../../domain/model/execution-name.js';
import type { EventPort } from '../../domain/model/ports/events.js';
import type { LogPort } from '../../domain/model/ports/observability.js';
import { isSamePlace, type Place } from '../../domain/model/values/place.js';
import type { WorkflowState } from '../../domain/model/workflow-state.js';
import type { Hub, MemberAdapters } from './hub.js';

export interface HubDependencies {
  /** Undefined if the automation has no members. */
  readonly hub?: Pick<Hub, 'home' | 'at'> | undefined;
  /** Account and Region of the endpoint, if it is a member's. */
  readonly place?: Place | undefined;
}

/** Dependencies that a member has of its own. */
type OfMember = Pick<MemberAdapters, 'endpoints' | 'registry'>;

/**
 * The same dependencies, with EC2, the registry and the events of the member whose endpoint the execution is about. For
 * an endpoint of the hub's own account and Region, and in an automation without members, they are unchanged.
 */
export function atTarget<D extends HubDependencies & { readonly log: LogPort; readonly events?: EventPort }>(
  deps: D,
  state: Pick<WorkflowState, 'kind' | 'input'>,
  executionArn: string,
): D {
  const place = memberPlaceOf(deps, state);
  if (place === undefined || deps.hub === undefined) return deps;
  const { endpoints, registry, memberEvents } = deps.hub.at(place, executionNameOf(executionArn));
  const { events } = deps;
  return {
    ...deps,
    ...({ endpoints, registry } satisfies OfMember),
    place,
    ...(events === undefined ? {} : { events: onBothBuses(events, memberEvents, deps.log) }),
  };
}

function memberPlaceOf(
  { hub }: HubDependencies,
  { kind, input }: Pick<WorkflowState, 'kind' | 'input'>,
): Place | undefined {
  if (hub === undefined || kind !== 'link' || input.target.kind !== 'link') return undefined;
  const { account = '', region } = input.target;
  // Executions of an earlier version, which had no members, do not name an account.
  if (account === '' || region === '') return undefined;
  const place = { account, region };
  return isSamePlace(hub.home, place) ? undefined : place;
}

/** The hub's bus decides: an event that the member's bus does not accept is logged. */
export function onBothBuses(hub: EventPort, member: EventPort, log: LogPort): EventPort {
  return {
    async publish(event, executionArn) {
      await hub.publish(event, executionArn);
      try {
        await member.publish(event, executionArn);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.warn('event could not be published in the member account', { event: event.type, reason });
      }
    },
  };
}
