/** Which Atlas project an endpoint to Data Federation is for. Pure. */
import { DATA_FEDERATION_PROJECT_TAG } from '../../contract/tags.js';
import type { Refusal } from '../../execution-data/workflow-input.js';
import { isReachable, type Reach } from '../members/project-reach.js';
import { describePlace, type Place } from '../model/place.js';
import type { VpcEndpoint } from '../model/ports/ec2.js';

export type FederatedProject =
  | { readonly kind: 'project'; readonly projectId: string }
  /** A person has to say which project it is. */
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Its tag names a project that this automation does not have: another automation may. */
  | { readonly kind: 'elsewhere'; readonly message: string };

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
  if (named !== undefined) return namedProject(projects, named.trim());
  const federated = projects.filter(({ dataFederation }) => dataFederation === true);
  const reachable = federated.filter((project) => isReachable(project, place));
  const kept = reachable.find(({ projectId }) => projectId === registeredIn);
  const [first] = federated;
  const [only, ...others] = kept === undefined ? reachable : [kept];
  if (only !== undefined && others.length === 0) return { kind: 'project', projectId: only.projectId };
  // With one project, the refusal of its limits says more.
  if (first !== undefined && federated.length === 1) return { kind: 'project', projectId: first.projectId };
  return { kind: 'refused', refusal: only === undefined ? noneAllowed(place) : several(reachable) };
}

function namedProject(projects: readonly Reach[], named: string): FederatedProject {
  const project = projects.find(({ projectId }) => projectId === named);
  if (project?.dataFederation === true) return { kind: 'project', projectId: named };
  if (project !== undefined) return { kind: 'refused', refusal: notWanted(named) };
  const message = `its tag ${DATA_FEDERATION_PROJECT_TAG} names "${named}", which is not a project of this automation`;
  return { kind: 'elsewhere', message };
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

function noneAllowed(place: Place): Refusal {
  return {
    code: 'DATA_FEDERATION_NOT_ALLOWED',
    message: `VPC endpoints of ${describePlace(place)} may not be registered in any of the Atlas projects with dataFederation: the automation limits their accounts and Regions.`,
    advice:
      'If they should be, add the account and the Region to a project in the automation, and deploy it. Otherwise delete the VPC endpoint.',
  };
}
