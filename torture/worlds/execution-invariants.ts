/** Invariants of the link workflow's executions and of the events that conclude them. */
import type { LinkState } from '../../lambda/contract/registry.js';
import type { Execution } from '../../local/aws/step-functions/executions.js';
import type { World } from '../../local/world.js';
import { conclusionsIn, linkExecutionsIn } from './published.js';

/**
 * Maximum number of events of one execution: by the finalizer and its retries after crashes, and by the rule for failed
 * executions.
 */
const MOST_EVENTS = 4;

const DROPPED = ['Removal dropped', 'Registration dropped'];

/** Each execution has ended, and was reported with one outcome. */
export function executionViolations(world: World): string[] {
  const reported = new Map<string, Set<string>>();
  for (const { executionArn, outcome } of conclusionsIn(world))
    reported.set(executionArn, (reported.get(executionArn) ?? new Set()).add(outcome));
  const contradictory = [...reported].filter(
    ([arn, outcomes]) => outcomes.size > 1 && !isKnownGap(world, arn),
  );
  const running = world.aws.executions.all.filter(({ status }) => status === 'RUNNING');
  // What was dropped has no conclusion: `unreportedDrops` checks removals, and the link's record those of registrations.
  const unreported = linkExecutionsIn(world).filter(
    ({ executionArn, states }) =>
      !reported.has(executionArn) && !DROPPED.some((dropped) => states.includes(dropped)),
  );
  return [
    ...contradictory.map(
      ([arn, outcomes]) => `execution ${arn} was reported as ${[...outcomes].join(' and ')}`,
    ),
    ...running.map(({ name }) => `execution ${name} has not ended`),
    ...unreported.map(({ name, status }) => `execution ${name} has ended as ${status} without a conclusion`),
  ];
}

/**
 * Each delivery of an aborted execution's end may publish the event, because concurrent deliveries do not see each
 * other.
 *
 * @param deliveries how often events were delivered
 */
export function mostRepeatedEvents(deliveries: readonly number[]): number {
  return Math.max(MOST_EVENTS, ...deliveries.map((times) => times + 1));
}

/** A repeated event must be identical to the first one, and their number is limited. */
export function repetitionsIn(world: World, mostEvents: number): string[] {
  const published = new Map<string, string[]>();
  for (const detail of conclusionsIn(world))
    published.set(detail.executionArn, [
      ...(published.get(detail.executionArn) ?? []),
      JSON.stringify(detail),
    ]);
  return [...published].flatMap(([arn, events]) => [
    ...(events.length > mostEvents ? [`execution ${arn} was reported ${events.length} times`] : []),
    ...(new Set(events).size > 1 && !isKnownGap(world, arn)
      ? [`execution ${arn} was reported by different events: ${[...new Set(events)].join(' and ')}`]
      : []),
  ]);
}

/**
 * The link of a dropped removal must have been reported by another execution that started later or was running at the
 * time.
 *
 * @param stateOf state of the link's record
 */
export function unreportedDrops(
  world: World,
  stateOf: (endpointId: string) => LinkState | undefined,
): string[] {
  const dropped = linkExecutionsIn(world).filter(({ states }) => states.includes('Removal dropped'));
  return dropped
    .filter((execution) => !isReportedSince(world, execution) && !isAsReported(world, stateOf, execution))
    .map(({ name }) => `execution ${name} was dropped, and no other execution has reported its link since`);
}

const endpointOf = ({ name }: Execution) => name.split('_')[0] ?? '';

function isReportedSince(world: World, execution: Execution): boolean {
  return conclusionsIn(world).some(
    ({ executionArn, link, concludedAt }) =>
      executionArn !== execution.executionArn &&
      link.EndpointId === endpointOf(execution) &&
      Date.parse(concludedAt) >= execution.startedAt,
  );
}

/** True if the link was not removed, and the last event and the record both say that it is available. */
function isAsReported(
  world: World,
  stateOf: (endpointId: string) => LinkState | undefined,
  execution: Execution,
): boolean {
  const endpointId = endpointOf(execution);
  const reported = conclusionsIn(world).findLast(({ link }) => link.EndpointId === endpointId);
  return reported?.outcome === 'available' && stateOf(endpointId) === 'available';
}

/**
 * A known gap: an execution is stopped by hand while it follows the connection strings, after another execution has
 * taken its link over. The finalizer reads the registry, which no longer says that the first execution had reported the
 * link as available.
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
