/**
 * Invariants of links after any sequence of commands, once all failures have ended and three reconciliations have run.
 */
import { linkParameterName, RegistryPath, type StoredLinkRecord } from '../../lambda/contract/registry.js';
import { LastLink } from '../../lib/index.js';
import type { EndpointService } from '../../local/atlas/index.js';
import type { FunctionError } from '../../local/aws/lambda/lambda-container.js';
import {
  executionViolations,
  mostRepeatedEvents,
  repetitionsIn,
  unreportedDrops,
} from '../worlds/execution-invariants.js';
import { conclusionsIn, deadLettersIn, linkExecutionsIn } from '../worlds/published.js';
import { secretsLeaked } from '../worlds/secrets-leaked.js';
import { isRunningAt } from './federated-endpoints.js';
import { federatedViolations } from './federated-invariants.js';
import type { LifeCommand } from './life-commands.js';
import type { LifeEndpoint, LifeWorld } from './life-world.js';

/** States of an endpoint whose connection Atlas cannot accept any more. */
const DEAD_STATES = ['rejected', 'failed', 'expired'];

/** @returns one sentence for each violation */
export function violationsIn(life: LifeWorld, commands: readonly LifeCommand[]): string[] {
  life.world.atlas.world.settle();
  return [
    ...life.endpoints.flatMap((one) => violationsOf(life, one)),
    ...life.foreign.flatMap(({ endpointId, service }) => foreignViolations(life, endpointId, service)),
    ...federatedViolations(life),
    ...serviceViolations(life),
    ...executionViolations(life.world),
    ...repetitionsIn(life.world, mostEvents(commands)),
    ...unreportedDrops(life.world, (endpointId) => recordOf(life, endpointId)?.state),
    ...strayRecords(life),
    ...deadLetterViolations(life, []),
    ...secretsLeaked(life.world),
  ];
}

function violationsOf(life: LifeWorld, one: LifeEndpoint): string[] {
  const { endpoint, service, wasSelected } = one;
  const found = requestsAbout(life, one);
  if (!wasSelected || service === undefined) {
    const record = recordOf(life, endpoint.endpointId);
    if (record !== undefined) found.push('has a record in the registry, although it was never to be linked');
    return named(one, found);
  }
  if (endpoint.deletedAt !== undefined) found.push(...removalViolations(life, one, service));
  else if (life.isWanted(one)) found.push(...livingViolations(life, one, service));
  else if (life.rules.unlinkDeselected) found.push(...removalViolations(life, one, service));
  return named(one, found);
}

function named({ endpoint }: LifeEndpoint, found: readonly string[]): string[] {
  return found.map((wording) => `${endpoint.endpointId} ${wording}`);
}

/** Violations in the requests that Atlas received during the whole sequence. */
function requestsAbout({ world }: LifeWorld, one: LifeEndpoint): string[] {
  const { endpointId } = one.endpoint;
  const { entries } = world.atlas.journal;
  const found: string[] = [];
  const posted = entries.some((entry) => entry.method === 'POST' && entry.endpointId === endpointId);
  if (posted && !(one.wasSelected && one.service !== undefined))
    found.push('was registered, although it was never to be linked');
  const deletions = entries.filter(
    ({ method, path, status }) => method === 'DELETE' && path.endsWith(endpointId) && status !== 401,
  );
  if (deletions.length > 0 && !one.wasSelected)
    found.push('was removed, although the automation never selected it');
  const unasked = deletions.filter(({ at: sentAt }) => wasWanted(one, sentAt) && !wasCommanded(one, sentAt));
  for (const { at } of unasked)
    found.push(`was removed at ${new Date(at).toISOString()}, while it was to be linked`);
  return found;
}

/** True if the endpoint was to be linked just before this time and at it. */
function wasWanted({ wishes }: LifeEndpoint, at: number): boolean {
  const before = wishes.findLast((wish) => wish.at < at);
  return before?.isWanted === true && wishes.every((wish) => wish.at !== at || wish.isWanted);
}

function wasCommanded({ commands }: LifeEndpoint, at: number): boolean {
  return commands.some((execution) => isRunningAt(execution, at));
}

function livingViolations(life: LifeWorld, { endpoint }: LifeEndpoint, service: EndpointService): string[] {
  const link = service.links.get(endpoint.endpointId);
  const record = recordOf(life, endpoint.endpointId);
  if (DEAD_STATES.includes(endpoint.state) || !service.isReady) return [];
  // A refused last link is not re-created, because that would require its removal.
  if (link?.status === 'REJECTED') {
    return record?.state === 'failed' ? [] : [`was refused, and its record has the state ${record?.state}`];
  }
  const found: string[] = [];
  if (link?.status !== 'AVAILABLE')
    found.push(`is selected and alive, and its link in Atlas is ${link?.status}`);
  if (record?.state !== 'available') found.push(`is linked, and its record has the state ${record?.state}`);
  return found;
}

function removalViolations(
  life: LifeWorld,
  { endpoint, wasLinkedByHand }: LifeEndpoint,
  service: EndpointService,
): string[] {
  const { endpointId } = endpoint;
  const isListed = service.links.has(endpointId);
  const record = recordOf(life, endpointId);
  if (!isListed) return leftoversOf(life, endpointId);
  // A link made by hand whose endpoint was deleted before it could be adopted.
  if (wasLinkedByHand && record === undefined) return [];
  if (record === undefined && isOrphan(life, endpointId)) return [];
  if (life.rules.lastLink === LastLink.REMOVE) return ['is still linked'];
  if (service.links.size > 1) return ['is still linked, although it is not the last link of its service'];
  const isReported = conclusionsIn(life.world).some(
    ({ link, outcome }) => link.EndpointId === endpointId && outcome === 'retained',
  );
  return [
    ...(isReported ? [] : ['is retained, and no event reported it']),
    ...(record?.state === 'retained' ? [] : [`is retained, and its record has the state ${record?.state}`]),
  ];
}

/**
 * A registered link that the automation does not know: Parameter Store refused the claim, the function crashed before
 * it started the execution, and the endpoint was deleted before the event was delivered again. The reconciliation
 * reports the link as unmanaged, and it has to be removed by hand.
 */
function isOrphan({ world }: LifeWorld, endpointId: string): boolean {
  return !linkExecutionsIn(world).some(({ name }) => name.startsWith(endpointId));
}

function leftoversOf({ world }: LifeWorld, endpointId: string): string[] {
  const strings = world.aws.parameters.below(`${RegistryPath.CONNECTION_STRINGS}/${endpointId}`, true);
  const left = [world.aws.parameters.get(linkParameterName(endpointId)), ...strings];
  return left.flatMap((parameter) =>
    parameter === undefined ? [] : `is unlinked, and ${parameter.name} was not deleted`,
  );
}

function foreignViolations({ world }: LifeWorld, endpointId: string, service: EndpointService): string[] {
  const found: string[] = [];
  if (world.atlas.journal.count({ method: 'DELETE', path: new RegExp(endpointId) }) > 0)
    found.push(`the link of foreign ${endpointId} was removed`);
  if (service.links.get(endpointId)?.status !== 'AVAILABLE')
    found.push(`the link of foreign ${endpointId} is not available any more`);
  if (!service.isReady) found.push(`the service of foreign ${endpointId} is not available any more`);
  return found;
}

function serviceViolations({ rules, services }: LifeWorld): string[] {
  if (rules.lastLink !== LastLink.KEEP) return [];
  return services
    .filter(({ isReady }) => !isReady)
    .map(({ id }) => `service ${id} is not available any more`);
}

/**
 * Commands that can repeat an event: the publisher crashes after publishing, or an execution is concluded by two
 * functions.
 */
const REPEATS: readonly LifeCommand['kind'][] = ['die', 'die at Atlas', 'deliver each event', 'abort'];

function mostEvents(commands: readonly LifeCommand[]): number {
  if (!commands.some(({ kind }) => REPEATS.includes(kind))) return 1;
  return mostRepeatedEvents(
    commands.map((command) => (command.kind === 'deliver each event' ? command.times : 1)),
  );
}

/** Errors of dead-letter messages that each kind of failure may cause. */
const EXPLAINED: Partial<Record<LifeCommand['kind'], readonly string[]>> = {
  // Once Atlas works again, the last of three deliveries may find a link that Atlas has refused in the meantime.
  'atlas fails': ['AtlasError', 'LinkRefusedError', 'EndpointNotReadyError', 'Sandbox.Timedout'],
  'proxy lies': ['AtlasError', 'LinkRefusedError', 'EndpointNotReadyError'],
  'die at Atlas': ['Runtime.ExitError'],
  'atlas outage': ['AtlasError', 'EndpointNotReadyError', 'Sandbox.Timedout'],
  'atlas throttles': ['AtlasError', 'EndpointNotReadyError', 'Sandbox.Timedout'],
  'registry throttles': ['RegistryUnavailableError'],
  'registry refuses': ['RegistryUnavailableError'],
  die: ['Runtime.ExitError'],
};

/** Dead-letter messages that no command of the sequence explains. */
export function deadLetterViolations({ world }: LifeWorld, commands: readonly LifeCommand[]): string[] {
  const explained = commands.flatMap(({ kind }) => EXPLAINED[kind] ?? []);
  return deadLettersIn(world).flatMap(({ responsePayload }) => {
    const { errorType, errorMessage } = responsePayload as FunctionError;
    return explained.includes(errorType) ? [] : [`a dead-letter message says ${errorType}: ${errorMessage}`];
  });
}

/** Records of endpoints that have never existed. */
function strayRecords({ world, endpoints, federated }: LifeWorld): string[] {
  const known = [...endpoints, ...federated.all].map(({ endpoint }) =>
    linkParameterName(endpoint.endpointId),
  );
  return world.aws.parameters
    .below(RegistryPath.LINKS, true)
    .filter(({ name }) => !known.includes(name))
    .map(({ name }) => `${name} is in the registry, but its endpoint never existed`);
}

function recordOf({ world }: LifeWorld, endpointId: string): StoredLinkRecord | undefined {
  const parameter = world.aws.parameters.get(linkParameterName(endpointId));
  return parameter === undefined ? undefined : (JSON.parse(parameter.value) as StoredLinkRecord);
}
