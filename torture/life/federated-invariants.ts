/** Invariants of registrations with Data Federation after any sequence of commands. */
import { linkParameterName, type StoredLinkRecord } from '../../lambda/contract/registry.js';
import { conclusionsIn } from '../worlds/published.js';
import { type FederatedEndpoint, HAND_COMMENT, isRunningAt } from './federated-endpoints.js';
import type { LifeWorld } from './life-world.js';

/** States of an endpoint that cannot be registered any more. */
const DEAD_STATES = ['rejected', 'failed', 'expired'];

/** @returns one sentence for each violation */
export function federatedViolations(life: LifeWorld): string[] {
  const { federated } = life;
  return [
    ...federated.all.flatMap((one) =>
      violationsOf(life, one).map((wording) => `${one.endpoint.endpointId} ${wording}`),
    ),
    ...federated.foreign
      .filter(({ endpointId, project }) => !isHandMade(life, endpointId, project))
      .map(({ endpointId }) => `the registration of foreign ${endpointId} is changed`),
  ];
}

function violationsOf(life: LifeWorld, one: FederatedEndpoint): string[] {
  return [...requestViolations(life, one), ...handViolations(life, one), ...stateViolations(life, one)];
}

/** What people have registered stays, with its comment, whatever happens to the endpoint. */
function handViolations(life: LifeWorld, { endpoint, byHand }: FederatedEndpoint): string[] {
  return [...byHand]
    .filter((project) => !isHandMade(life, endpoint.endpointId, project))
    .map((project) => `was registered by hand in project ${project}, and is not as it was`);
}

function isHandMade({ federated }: LifeWorld, endpointId: string, project: number): boolean {
  return federated.commentOf(endpointId, project) === HAND_COMMENT;
}

/** Requests that Atlas has carried out during the whole sequence. */
function requestViolations({ world }: LifeWorld, one: FederatedEndpoint): string[] {
  const { endpointId } = one.endpoint;
  const entries = world.atlas.journal.entries.filter(({ path }) => path.includes('endpointIds'));
  const posts = entries.filter((entry) => entry.method === 'POST' && entry.endpointId === endpointId);
  const deletions = entries.filter(
    ({ method, path, status }) => method === 'DELETE' && path.endsWith(endpointId) && status !== 401,
  );
  const named = [...one.named].map((index) => world.projects[index]?.id ?? '');
  const found: string[] = [];
  if (posts.length > 0 && !one.wasSelected) found.push('was registered, although it was never selected');
  for (const { path } of posts)
    if (!named.some((id) => path.includes(id)))
      found.push(`was registered in a project that its tag never named: ${path}`);
  for (const { at } of deletions)
    if (wasWanted(one, at) && !one.commands.some(({ execution }) => isRunningAt(execution, at)))
      found.push(`was removed at ${new Date(at).toISOString()}, while it was selected`);
  return found;
}

/** True if the endpoint was selected just before this time and at it. */
function wasWanted({ wishes }: FederatedEndpoint, at: number): boolean {
  const before = wishes.findLast((wish) => wish.at < at);
  return before?.isWanted === true && wishes.every((wish) => wish.at !== at || wish.isWanted);
}

function stateViolations(life: LifeWorld, one: FederatedEndpoint): string[] {
  const { federated, rules } = life;
  const { endpointId, state } = one.endpoint;
  const record = recordOf(life, endpointId);
  const own = federated.projectsOf(endpointId).filter((project) => !isHandMade(life, endpointId, project));
  if (own.length > 1) return [`is registered by the automation in projects ${own.join(' and ')}`];
  if (!one.wasSelected) return [...leftovers(own, record)];
  if (federated.isSelected(one))
    return DEAD_STATES.includes(state) ? [] : livingViolations(life, one, own, record);
  if (one.endpoint.deletedAt !== undefined || rules.unlinkDeselected) return leftovers(own, record);
  return [];
}

function leftovers(own: readonly number[], record: StoredLinkRecord | undefined): string[] {
  return [
    ...own.map((project) => `is still registered in project ${project}`),
    ...(record === undefined ? [] : [`still has a record, with the state ${record.state}`]),
  ];
}

function livingViolations(
  life: LifeWorld,
  one: FederatedEndpoint,
  own: readonly number[],
  record: StoredLinkRecord | undefined,
): string[] {
  const { federated, world } = life;
  const { endpointId } = one.endpoint;
  const named = federated.namedProject(one);
  const recorded = world.projects.findIndex(({ id }) => id === record?.link.ProjectId);
  if (named === undefined && recorded === -1) return undecidedViolations(life, one, own);
  const isRegistered = federated.projectsOf(endpointId).includes(recorded);
  return [
    ...(isRegistered ? [] : [`is to be registered, and its record names project ${record?.link.ProjectId}`]),
    ...(record?.state === 'available'
      ? []
      : [`is registered, and its record has the state ${record?.state}`]),
    ...own
      .filter((project) => project !== recorded)
      .map((project) => `is registered in project ${project}, which its record does not name`),
  ];
}

/** An endpoint without a tag could be for both projects: a person is told so, and nothing is registered. */
function undecidedViolations(life: LifeWorld, one: FederatedEndpoint, own: readonly number[]): string[] {
  const { endpointId } = one.endpoint;
  const isTagged = one.endpoint.tags.has('atlas-privatelink:data-federation-project');
  const isReported = conclusionsIn(life.world).some(
    ({ link, outcome }) => link.EndpointId === endpointId && outcome === 'failed',
  );
  return [
    ...own.map((project) => `is registered in project ${project}, although nothing says so`),
    ...(isTagged || isReported ? [] : ['could be for two projects, and no event says so']),
  ];
}

function recordOf({ world }: LifeWorld, endpointId: string): StoredLinkRecord | undefined {
  const parameter = world.aws.parameters.get(linkParameterName(endpointId));
  return parameter === undefined ? undefined : (JSON.parse(parameter.value) as StoredLinkRecord);
}
