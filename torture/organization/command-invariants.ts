/** Invariants of what the command line has said and done. */
import { CHANGE_TIMEOUT_SECONDS } from '../../lambda/contract/limits.js';
import { linkExecutionsIn } from '../worlds/published.js';
import { secretsIn } from '../worlds/secrets-leaked.js';
import type { MemberEndpoint } from './member-endpoint.js';
import type { OrganizationLife } from './organization-life.js';
import { HUB } from './organization-setting.js';
import type { CommandRun } from './people.js';

/** Fine, wrong, wrong usage, what could not be asked, and interrupted. */
const EXIT_CODES = [0, 1, 2, 3, 130];

/** @returns one sentence for each violation */
export function commandViolations({ people }: OrganizationLife): string[] {
  return people.runs.flatMap((run) =>
    findingsOf(run).map(
      (wording) => `${run.command} ${run.endpointId} with credentials of ${run.account} ${wording}`,
    ),
  );
}

function findingsOf({ exitCode, stdout, stderr, by, account }: CommandRun): string[] {
  return [
    ...(exitCode === null || !EXIT_CODES.includes(exitCode) ? [`ended with ${exitCode}: ${stderr}`] : []),
    ...(/\n {4}at /.test(stderr) ? [`printed a stack: ${stderr}`] : []),
    ...(exitCode === 0 && by === 'member' && account !== HUB ? ['was not refused'] : []),
    ...secretsIn(stdout + stderr).map((name) => `printed ${name}`),
  ];
}

/**
 * True while an execution was running by which a user has removed the link. A function that it invoked may outlive it, by
 * no more than the change timeout.
 */
export function wasCommanded({ world }: OrganizationLife, { endpoint }: MemberEndpoint, at: number): boolean {
  return linkExecutionsIn(world.home).some(
    ({ name, startedAt, endedAt }) =>
      name.startsWith(`${endpoint.endpointId}_unlink_command-`) &&
      startedAt <= at &&
      at <= (endedAt ?? Number.POSITIVE_INFINITY) + CHANGE_TIMEOUT_SECONDS * 1000,
  );
}
