import type { LinkExecution } from '../../execution-data/workflow-input.js';
import { type Reach, reachRefusal } from '../members/project-reach.js';
import type { Place } from '../model/values/place.js';

export interface ReachDependencies {
  /** The projects of an automation, with the accounts and Regions that may reach them. */
  readonly projects?: readonly Reach[] | undefined;
  /** Account and Region of a member's endpoint. */
  readonly place?: Place | undefined;
}

/** @returns why the link is not allowed any more: the limits of a project may have changed since the execution began */
export function notAllowedAnyMore(
  deps: ReachDependencies,
  { origin, target }: LinkExecution,
): string | undefined {
  // A stack declares its links in a project of its own provider.
  if (deps.projects === undefined || origin.kind === 'custom-resource') return undefined;
  return reachRefusal(deps.projects, target.projectId, placeOf(deps, target))?.message;
}

/** Account and Region of the endpoint of an execution. */
export function placeOf(
  { place }: ReachDependencies,
  { account = '', region }: LinkExecution['target'],
): Place {
  return place ?? { account, region };
}
