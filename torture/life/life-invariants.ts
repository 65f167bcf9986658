/** What must be true of links after any sequence of commands, once everything works and three reconciliations have passed. */
import { CHANGE_TIMEOUT_SECONDS } from '../../lambda/contract/limits.js';
import { linkParameterName, RegistryPath, type StoredLinkRecord } from '../../lambda/contract/registry.js';
import { LastLink } from '../../lib/index.js';
import type { EndpointService } from '../../local/atlas/index.js';
import type { FunctionError } from '../../local/aws/lambda/lambda-container.js';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import type { World } from '../../local/world.js';
import { conclusionsIn, deadLettersIn, linkExecutionsIn } from '../worlds/published.js';
import { secretsLeaked } from '../worlds/secrets-leaked.js';
import type { LifeCommand } from './life-commands.js';
import type { LifeEndpoint, LifeWorld } from './life-world.js';

/** A task and its retries after crashes, and the rule on ended executions. */
const MOST_EVENTS = 4;
/** Atlas cannot accept a connection again that it has given up. */
const DEAD_STATES = ['rejected', 'failed', 'expired'];

/** @returns one sentence for each thing that is wrong */
export function violationsIn(life: LifeWorld, commands: readonly LifeCommand[]): string[] {
  life.world.atlas.world.settle();
  return [
    ...life.endpoints.flatMap((one) => violationsOf(life, one)),
    ...life.foreign.flatMap(({ endpointId, service }) => foreignViolations(life, endpointId, service)),
    ...serviceViolations(life),
    ...executionViolations(life),
    ...repetitionsIn(life, commands),
    ...unreportedDrops(life),
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
    if (record !== undefined) found.push('is in the registry, though it never was to be linked');
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

/** What Atlas was asked, in the whole sequence. */
function requestsAbout({ world }: LifeWorld, one: LifeEndpoint): string[] {
  const { endpointId } = one.endpoint;
  const { entries } = world.atlas.journal;
  const found: string[] = [];
  const posted = entries.some((entry) => entry.method === 'POST' && entry.endpointId === endpointId);
  if (posted && !(one.wasSelected && one.service !== undefined))
    found.push('was registered, though it never was to be linked');
  const deletions = entries.filter(
    ({ method, path, status }) => method === 'DELETE' && path.endsWith(endpointId) && status !== 401,
  );
  if (deletions.length > 0 && !one.wasSelected)
    found.push("was removed, though it never was the automation's");
  const unasked = deletions.filter(({ at: sentAt }) => wasWanted(one, sentAt) && !wasCommanded(one, sentAt));
  for (const { at } of unasked)
    found.push(`was removed at ${new Date(at).toISOString()}, when it was to be linked`);
  return found;
}

/** Both before that moment and at it. */
function wasWanted({ wishes }: LifeEndpoint, at: number): boolean {
  const before = wishes.findLast((wish) => wish.at < at);
  return before?.isWanted === true && wishes.every((wish) => wish.at !== at || wish.isWanted);
}

/** By an execution that somebody has asked for, while it ran: a function that it has called outlives it. */
function wasCommanded({ commands }: LifeEndpoint, at: number): boolean {
  return commands.some(
    ({ startedAt, endedAt }) =>
      startedAt <= at && at <= (endedAt ?? Number.POSITIVE_INFINITY) + CHANGE_TIMEOUT_SECONDS * 1000,
  );
}

function livingViolations(life: LifeWorld, { endpoint }: LifeEndpoint, service: EndpointService): string[] {
  const link = service.links.get(endpoint.endpointId);
  const record = recordOf(life, endpoint.endpointId);
  if (DEAD_STATES.includes(endpoint.state) || !service.isReady) return [];
  // A last link is not removed to be re-created.
  if (link?.status === 'REJECTED') {
    return record?.state === 'failed' ? [] : [`was refused, and the registry has it as ${record?.state}`];
  }
  const found: string[] = [];
  if (link?.status !== 'AVAILABLE') found.push(`is selected and lives, and Atlas has it as ${link?.status}`);
  if (record?.state !== 'available') found.push(`is linked, and the registry has it as ${record?.state}`);
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
  // Somebody else's, which it was too late to adopt.
  if (wasLinkedByHand && record === undefined) return [];
  if (record === undefined && isOrphan(life, endpointId)) return [];
  if (life.rules.lastLink === LastLink.REMOVE) return ['is still linked'];
  if (service.links.size > 1) return ['is still linked, and not the last of its service'];
  const isReported = conclusionsIn(life.world).some(
    ({ link, outcome }) => link.EndpointId === endpointId && outcome === 'retained',
  );
  return [
    ...(isReported ? [] : ['is kept, and nobody was told']),
    ...(record?.state === 'retained' ? [] : [`is kept, and the registry has it as ${record?.state}`]),
  ];
}

/**
 * Nobody knows that it was registered: Parameter Store did not take the claim, the function died before it started the
 * run, and the endpoint was deleted before the event came again. It is reported as elsewhere, for a person to remove.
 */
function isOrphan({ world }: LifeWorld, endpointId: string): boolean {
  return !linkExecutionsIn(world).some(({ name }) => name.startsWith(endpointId));
}

function leftoversOf({ world }: LifeWorld, endpointId: string): string[] {
  const strings = world.aws.parameters.below(`${RegistryPath.CONNECTION_STRINGS}/${endpointId}`, true);
  const left = [world.aws.parameters.get(linkParameterName(endpointId)), ...strings];
  return left.flatMap((parameter) =>
    parameter === undefined ? [] : `is unlinked, and left ${parameter.name}`,
  );
}

function foreignViolations({ world }: LifeWorld, endpointId: string, service: EndpointService): string[] {
  const found: string[] = [];
  if (world.atlas.journal.count({ method: 'DELETE', path: new RegExp(endpointId) }) > 0)
    found.push(`foreign ${endpointId} was removed`);
  if (service.links.get(endpointId)?.status !== 'AVAILABLE') found.push(`foreign ${endpointId} is gone`);
  if (!service.isReady) found.push(`the service of foreign ${endpointId} is gone`);
  return found;
}

function serviceViolations({ rules, services }: LifeWorld): string[] {
  if (rules.lastLink !== LastLink.KEEP) return [];
  return services.filter(({ isReady }) => !isReady).map(({ id }) => `service ${id} is gone`);
}

function executionViolations({ world }: LifeWorld): string[] {
  const reported = new Map<string, Set<string>>();
  for (const { executionArn, outcome } of conclusionsIn(world))
    reported.set(executionArn, (reported.get(executionArn) ?? new Set()).add(outcome));
  const contradictory = [...reported].filter(
    ([arn, outcomes]) => outcomes.size > 1 && !isKnownGap(world, arn),
  );
  const running = world.aws.executions.all.filter(({ status }) => status === 'RUNNING');
  // A removal that is dropped changes nothing: see unreportedDrops.
  const unreported = linkExecutionsIn(world).filter(
    ({ executionArn, states }) => !reported.has(executionArn) && !states.includes('Removal dropped'),
  );
  return [
    ...contradictory.map(([arn, outcomes]) => `run ${arn} was reported as ${[...outcomes].join(' and ')}`),
    ...running.map(({ name }) => `run ${name} has not ended`),
    ...unreported.map(({ name, status }) => `execution ${name} has ended as ${status} and nobody was told`),
  ];
}

/** What may lead to a second event: whoever publishes is cut off afterwards, or an execution is concluded in two ways. */
const REPEATS: readonly LifeCommand['kind'][] = ['die', 'die at Atlas', 'deliver each event', 'abort'];

/** Each delivery of the end of an aborted execution may publish it, since none sees the others. */
function mostEvents(commands: readonly LifeCommand[]): number {
  const deliveries = commands.map((command) => (command.kind === 'deliver each event' ? command.times : 1));
  return Math.max(MOST_EVENTS, ...deliveries.map((times) => times + 1));
}

/** One event for each execution; where something repeats it, the same event, and not often. */
function repetitionsIn({ world }: LifeWorld, commands: readonly LifeCommand[]): string[] {
  const published = new Map<string, string[]>();
  for (const detail of conclusionsIn(world))
    published.set(detail.executionArn, [
      ...(published.get(detail.executionArn) ?? []),
      JSON.stringify(detail),
    ]);
  const mayRepeat = commands.some(({ kind }) => REPEATS.includes(kind));
  return [...published].flatMap(([arn, events]) => [
    ...(events.length > (mayRepeat ? mostEvents(commands) : 1)
      ? [`run ${arn} was reported ${events.length} times`]
      : []),
    ...(new Set(events).size > 1 && !isKnownGap(world, arn)
      ? [`run ${arn} was reported in different words: ${[...new Set(events)].join(' and ')}`]
      : []),
  ]);
}

/** A removal that was dropped is nobody's silence: an execution that began later, or was under way, has told about the link. */
function unreportedDrops(life: LifeWorld): string[] {
  const dropped = linkExecutionsIn(life.world).filter(({ states }) => states.includes('Removal dropped'));
  return dropped
    .filter((execution) => !isReportedSince(life, execution) && !isAsReported(life, execution))
    .map(({ name }) => `run ${name} was dropped, and no other execution has told about its link since`);
}

const endpointOf = ({ name }: Execution) => name.split('_')[0] ?? '';

function isReportedSince({ world }: LifeWorld, execution: Execution): boolean {
  return conclusionsIn(world).some(
    ({ executionArn, link, concludedAt }) =>
      executionArn !== execution.executionArn &&
      link.EndpointId === endpointOf(execution) &&
      Date.parse(concludedAt) >= execution.startedAt,
  );
}

/** A link that was not removed after all is what was told of it before, by the record as well. */
function isAsReported(life: LifeWorld, execution: Execution): boolean {
  const endpointId = endpointOf(execution);
  const reported = conclusionsIn(life.world).findLast(({ link }) => link.EndpointId === endpointId);
  return reported?.outcome === 'available' && recordOf(life, endpointId)?.state === 'available';
}

/**
 * An execution that is stopped by hand while it follows the connection strings, after another execution has taken its link over: the
 * registry, which finalize-link asks, no longer knows that the first one had told of an available link.
 */
function isKnownGap({ aws }: World, executionArn: string): boolean {
  const execution = aws.executions.describe(executionArn);
  const isTakenOver = aws.executions.all.some(
    (other) => other.startedAt > execution.startedAt && endpointOf(other) === endpointOf(execution),
  );
  return (
    execution.status === 'ABORTED' && isTakenOver && execution.states.includes('Poll connection strings')
  );
}

/** What a delivery may end with in the dead-letter queue, by the trouble that explains it. */
const EXPLAINED: Partial<Record<LifeCommand['kind'], readonly string[]>> = {
  // When Atlas works again, the last of three deliveries may meet a link that was refused meanwhile.
  'atlas fails': ['AtlasError', 'EndpointNotReadyError', 'Sandbox.Timedout'],
  'proxy lies': ['AtlasError', 'EndpointNotReadyError'],
  'die at Atlas': ['Runtime.ExitError'],
  'atlas outage': ['AtlasError', 'EndpointNotReadyError', 'Sandbox.Timedout'],
  'atlas throttles': ['AtlasError', 'EndpointNotReadyError', 'Sandbox.Timedout'],
  'registry throttles': ['RegistryUnavailableError'],
  'registry refuses': ['RegistryUnavailableError'],
  die: ['Runtime.ExitError'],
};

/** Dead-letter messages that nothing in the sequence explains. */
export function deadLetterViolations({ world }: LifeWorld, commands: readonly LifeCommand[]): string[] {
  const explained = commands.flatMap(({ kind }) => EXPLAINED[kind] ?? []);
  return deadLettersIn(world).flatMap(({ responsePayload }) => {
    const { errorType, errorMessage } = responsePayload as FunctionError;
    return explained.includes(errorType) ? [] : [`a dead-letter message says ${errorType}: ${errorMessage}`];
  });
}

/** Of endpoints that there never were. */
function strayRecords({ world, endpoints }: LifeWorld): string[] {
  const known = endpoints.map(({ endpoint }) => linkParameterName(endpoint.endpointId));
  return world.aws.parameters
    .below(RegistryPath.LINKS, true)
    .filter(({ name }) => !known.includes(name))
    .map(({ name }) => `${name} is in the registry`);
}

function recordOf({ world }: LifeWorld, endpointId: string): StoredLinkRecord | undefined {
  const parameter = world.aws.parameters.get(linkParameterName(endpointId));
  return parameter === undefined ? undefined : (JSON.parse(parameter.value) as StoredLinkRecord);
}
