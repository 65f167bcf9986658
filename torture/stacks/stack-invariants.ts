/** Invariants of Atlas and CloudFormation after any sequence of deployments, once the stack is deleted. */
import { ADOPTED_IN_DOUBT } from '../../lambda/execution-data/change-record.js';
import { secretsLeaked } from '../worlds/secrets-leaked.js';
import { FOREIGN_ENDPOINT, type StackWorld } from './stack-world.js';

/**
 * @param respondedBefore number of responses received before the stack was deleted
 * @returns one sentence for each violation
 */
export function violationsIn(stacks: StackWorld, respondedBefore: number): string[] {
  return [
    ...responseViolations(stacks),
    ...leftoversIn(stacks, respondedBefore),
    ...lossesIn(stacks),
    ...secretsLeaked(stacks.world),
  ];
}

/**
 * CloudFormation uses the first response, so a later one must be identical. Lookups are exempt: a repeated request
 * reads the current state.
 */
function responseViolations({ world, declared }: StackWorld): string[] {
  const bodies = new Map(
    world.responsesReceived.map((response) => [response.requestId, JSON.stringify(response)]),
  );
  const contradictory = world.responsesReceived.filter(
    (response) =>
      !response.physicalId.startsWith('lookup/') &&
      JSON.stringify(response) !== bodies.get(response.requestId),
  );
  return [
    ...declared.player.unanswered.map((request) => `request ${JSON.stringify(request)} was never answered`),
    ...contradictory.map(
      (response) => `a request was answered again with another response: ${JSON.stringify(response)}`,
    ),
  ];
}

function leftoversIn(stacks: StackWorld, respondedBefore: number): string[] {
  const { declared, foreigners: standing, neighbour } = stacks;
  const foreigners = [...standing, ...neighbour.services];
  const reported = reportedAsLeft(stacks, respondedBefore);
  return [...declared.project.services.values()]
    .filter(
      (service) => !foreigners.includes(service) && !reported.some((wording) => wording.includes(service.id)),
    )
    .map(({ id, status }) => `service ${id} was not removed, and is ${status}`);
}

/**
 * Texts that report a resource left in Atlas. A removal that Atlas refused, or that was stopped by hand, was answered
 * with FAILED, so CloudFormation has the reason. For a service of doubtful ownership, the log has a warning.
 */
function reportedAsLeft({ world, declared }: StackWorld, respondedBefore: number): string[] {
  const deletes = new Set(
    declared.player.requests
      .filter(({ RequestType }) => RequestType === 'Delete')
      .map(({ RequestId }) => RequestId),
  );
  const responses = world.responsesReceived
    .filter(
      ({ reason, requestId }, index) =>
        index >= respondedBefore || reason.includes('left in Atlas') || deletes.has(requestId),
    )
    .filter(({ status }) => status === 'FAILED')
    .map(({ physicalId, reason }) => `${physicalId} ${reason}`);
  const warnings = world.aws.logs.filter(({ message }) => message === ADOPTED_IN_DOUBT);
  return [...responses, ...warnings.map(({ endpointServiceId }) => String(endpointServiceId))];
}

function lossesIn({ declared, foreigners, foreign, neighbour }: StackWorld): string[] {
  const lost = [...foreigners, ...neighbour.services].filter(
    ({ id, status }) => status !== 'AVAILABLE' || !declared.project.services.has(id),
  );
  const links = [...foreign.links.keys()];
  return [
    ...neighbour.links
      .filter(
        ({ service, link }) => service.links.get(link.endpointId) !== link || link.deletedAt !== undefined,
      )
      .map(
        ({ service, link }) =>
          `the neighbour's link of ${link.endpointId} on service ${service.id} does not exist any more`,
      ),
    ...lost.map(({ id, status }) => `foreign service ${id} is ${status}`),
    ...(links.join() === FOREIGN_ENDPOINT ? [] : [`the links of foreign service ${foreign.id} are ${links}`]),
  ];
}
