/** Which Atlas project an endpoint to Data Federation is for. Pure. */
import { DATA_FEDERATION_PROJECT_TAG } from '../../contract/tags.js';
import type { Refusal } from '../../execution-data/workflow-input.js';
import { isReachable, type Reach, reachRefusal } from '../members/project-reach.js';
import type { VpcEndpoint } from '../model/ports/ec2.js';
import { describePlace, type Place } from '../model/values/place.js';

export type FederatedProject =
  | { readonly kind: 'project'; readonly projectId: string }
  /** A person has to say which project it is. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** No project of this automation is for it: one of another automation may be. */
  | { readonly kind: 'elsewhere'; readonly message: string; readonly advice: string };

export interface FederatedProjects {
  /** All projects of the automation. */
  readonly projects: readonly Reach[];
  /** Account and Region of the endpoint. */
  readonly place: Place;
}

/**
 * The project that the endpoint's tag names; without the tag, the one in which it is registered, or the only one of the
 * automation that wants such endpoints and may be used from there.
 *
 * @param registeredIn the project that the automation's own record names; undefined without a record
 */
export function federatedProjectOf(
  { projects, place }: FederatedProjects,
  { tags }: Pick<VpcEndpoint, 'tags'>,
  registeredIn: string | undefined,
): FederatedProject {
  const named = tags[DATA_FEDERATION_PROJECT_TAG];
  if (named !== undefined) return namedProject({ projects, place }, named.trim());
  const reachable = projects.filter((project) => isForPlace(project, place));
  const kept = reachable.find(({ projectId }) => projectId === registeredIn);
  const [only, ...others] = kept === undefined ? reachable : [kept];
  if (only === undefined) return noneAllowed(place);
  if (others.length > 0) return { kind: 'refused', refusal: several(reachable) };
  return { kind: 'project', projectId: only.projectId };
}

/** True if the project wants endpoints to Data Federation, and allows those of the place. */
export function isForPlace(project: Reach, place: Place): boolean {
  return project.dataFederation === true && isReachable(project, place);
}

/** A refusal of the limits comes before any request to the project. */
function namedProject({ projects, place }: FederatedProjects, named: string): FederatedProject {
  const project = projects.find(({ projectId }) => projectId === named);
  if (project === undefined) return ofNobodyHere(named);
  if (project.dataFederation !== true) return { kind: 'refused', refusal: notWanted(named) };
  const refusal = reachRefusal(projects, named, place);
  return refusal === undefined ? { kind: 'project', projectId: named } : { kind: 'refused', refusal };
}

function ofNobodyHere(named: string): FederatedProject {
  return {
    kind: 'elsewhere',
    message: `its tag ${DATA_FEDERATION_PROJECT_TAG} names "${named}", which is not a project of this automation`,
    advice: 'Correct the tag, or ask the automation that has this project (--automation).',
  };
}

function notWanted(projectId: string): Refusal {
  return {
    code: 'DATA_FEDERATION_NOT_WANTED',
    message: `Tag ${DATA_FEDERATION_PROJECT_TAG} names Atlas project ${projectId}, and the automation does not register endpoints to Data Federation in it.`,
    advice:
      'If it should, set dataFederation of the project to true in the automation, and deploy it; then set the tag again. Otherwise change the tag.',
  };
}

function several(projects: readonly Reach[]): Refusal {
  const ids = projects.map(({ projectId }) => projectId).join(', ');
  return {
    code: 'DATA_FEDERATION_PROJECT_UNKNOWN',
    message: `All Atlas projects share the endpoint service of Data Federation, and ${projects.length} projects of the automation register endpoints to it: which one this VPC endpoint is for is not known.`,
    advice: `Set the tag ${DATA_FEDERATION_PROJECT_TAG} on the VPC endpoint, with the id of its project as the value: ${ids}.`,
  };
}

/** Nothing says that the endpoint is for one of these projects, so that it is not reported as failed. */
function noneAllowed(place: Place): FederatedProject {
  return {
    kind: 'elsewhere',
    message: `the automation limits the accounts and Regions of its projects with dataFederation, and none of them allows ${describePlace(place)}`,
    advice:
      'If one should, add the account and the Region to the project in the automation, and deploy it. Another automation may have a project for the endpoint (--automation).',
  };
}
