/** Which accounts and Regions may be linked to which Atlas project. */
import type { ProjectSetting } from '../../contract/environment.js';
import { describePlace, type Place } from '../model/values/place.js';

export type Reach = Pick<
  ProjectSetting,
  'projectId' | 'accounts' | 'regions' | 'remoteRegions' | 'dataFederation'
>;

/** Code of the refusal of an endpoint whose project its account or Region may not reach. */
export const NOT_ALLOWED = 'ACCOUNT_NOT_ALLOWED';

export interface ReachRefusal {
  readonly code: typeof NOT_ALLOWED;
  readonly message: string;
  readonly advice: string;
}

/** @param project undefined if the automation does not have it any more, which permits nothing */
export function isReachable(project: Reach | undefined, { account, region }: Place): boolean {
  if (project === undefined) return false;
  return covers(project.accounts, account) && covers(project.regions, region);
}

function covers(listed: readonly string[] | undefined, value: string): boolean {
  return listed === undefined || listed.includes(value);
}

/** Ids of the projects that a place may reach. */
export function reachableIds(projects: readonly Reach[], place: Place): readonly string[] {
  return projects.filter((project) => isReachable(project, place)).map(({ projectId }) => projectId);
}

/** @returns undefined if endpoints of this place may be linked to the project */
export function reachRefusal(
  projects: readonly Reach[],
  projectId: string,
  place: Place,
): ReachRefusal | undefined {
  const project = projects.find((candidate) => candidate.projectId === projectId);
  if (isReachable(project, place)) return undefined;
  return {
    code: NOT_ALLOWED,
    message: `VPC endpoints of ${describePlace(place)} may not be linked to Atlas project ${projectId}: ${limitsOf(project)}.`,
    advice:
      'If they should be, add the account and the Region to the project in the automation, and deploy it. Otherwise delete the VPC endpoint, or use an endpoint service of a project for this account.',
  };
}

function limitsOf(project: Reach | undefined): string {
  if (project === undefined) return 'the automation does not have the project';
  const { accounts, regions } = project;
  const parts = [
    ...(accounts === undefined ? [] : [`accounts ${accounts.join(', ')}`]),
    ...(regions === undefined ? [] : [`Regions ${regions.join(', ')}`]),
  ];
  return `the automation limits it to ${parts.join(' and ')}`;
}
