import fc from 'fast-check';
import type { FunctionError } from '../../local/aws/lambda/lambda-container.js';
import type { Model, Sequence } from '../model/model.js';
import {
  executionViolations,
  mostRepeatedEvents,
  repetitionsIn,
  unreportedDrops,
} from '../worlds/execution-invariants.js';
import { deadLettersIn, linkExecutionsIn } from '../worlds/published.js';
import { commandViolations } from './command-invariants.js';
import { linkViolations, recordOf } from './link-invariants.js';
import { memberViolations } from './member-invariants.js';
import { creation, type OrganizationCommand, organizationCommand } from './organization-commands.js';
import { OrganizationLife } from './organization-life.js';
import { type OrganizationRules, organizationRules } from './organization-setting.js';
import { endTrouble, play } from './play-command.js';
import { regionViolations } from './region-invariants.js';
import { requestViolations } from './registration-invariants.js';
import { stringViolations } from './string-invariants.js';

export type OrganizationSequence = Sequence<OrganizationRules, OrganizationCommand>;

/** Hubs over several accounts and Regions, from the creation of their endpoints to the deletion. */
export const organizationModel: Model<OrganizationRules, OrganizationCommand> = {
  name: 'organization',
  sequences: fc.record({
    setting: organizationRules,
    // Without endpoints, most commands do nothing.
    steps: fc
      .tuple(
        fc.array(creation, { minLength: 2, maxLength: 5 }),
        fc.array(organizationCommand, { minLength: 4, maxLength: 22, size: 'max' }),
      )
      .map(([first, more]) => [...first, ...more]),
  }),
  play: (sequence) => playOrganization(sequence),
  actorsOf: (step) => [step.kind === 'by command' ? `${step.command} ${step.kind}` : step.kind],
};

const PERIOD_SECONDS = 3600;
/**
 * The first hears members that were silent, the second notices that an endpoint is absent, the third takes it as
 * deleted, and the fourth finds what the removal has left.
 */
const RECONCILIATIONS = 4;
/** Time after which Lambda has made its last retry of an asynchronous invocation. */
const LAST_RETRY_SECONDS = 900;
const PASS_POLL_SECONDS = 60;

/**
 * @returns one sentence for each violation, once all failures have ended, dead-letter messages are redriven and several
 * reconciliations have run
 * @param deployed rules of the deployed hubs, if they are to differ from those by which they are judged
 */
export async function playOrganization(
  { setting, steps }: OrganizationSequence,
  deployed?: OrganizationRules,
): Promise<string[]> {
  const life = await OrganizationLife.start(setting, deployed);
  try {
    for (const command of steps) await play(life, command);
    await calm(life);
    return [...violationsIn(life, steps), ...(await unrestIn(life))];
  } finally {
    await life.world.close();
  }
}

async function calm(life: OrganizationLife): Promise<void> {
  const { time, atlas } = life.world;
  endTrouble(life);
  await time.run(LAST_RETRY_SECONDS);
  life.redrive();
  await time.run(RECONCILIATIONS * PERIOD_SECONDS);
  // The sequence may end at the very time at which the schedule has started another one.
  for (let waited = 0; waited < PERIOD_SECONDS && hasRunningPass(life); waited += PASS_POLL_SECONDS)
    await time.run(PASS_POLL_SECONDS);
  atlas.world.settle();
}

function hasRunningPass({ world }: OrganizationLife): boolean {
  return world.home.aws.executions.all.some(
    ({ stateMachineArn, status }) => stateMachineArn.includes('Reconciliation') && status === 'RUNNING',
  );
}

function violationsIn(life: OrganizationLife, commands: readonly OrganizationCommand[]): string[] {
  const { home } = life.world;
  return [
    ...requestViolations(life),
    ...regionViolations(life),
    ...linkViolations(life),
    ...executionViolations(home),
    ...repetitionsIn(home, mostEvents(commands)),
    ...unreportedDrops(home, (endpointId) => {
      const one = life.endpoints.find(({ endpoint }) => endpoint.endpointId === endpointId);
      return one === undefined ? undefined : recordOf(life, one)?.state;
    }),
    ...deadLetterViolations(life),
    ...commandViolations(life),
    ...stringViolations(life),
    ...memberViolations(life, commands),
  ];
}

/** After these, an event may be published again. */
const REPEATS: readonly OrganizationCommand['kind'][] = [
  'die',
  'die at Atlas',
  'deliver each event',
  'abort',
];

function mostEvents(commands: readonly OrganizationCommand[]): number {
  if (!commands.some(({ kind }) => REPEATS.includes(kind))) return 1;
  return mostRepeatedEvents(
    commands.map((command) => (command.kind === 'deliver each event' ? command.times : 1)),
  );
}

/** Once everything works and messages were redriven, only events that nobody can read remain. */
function deadLetterViolations({ world }: OrganizationLife): string[] {
  return deadLettersIn(world.home).flatMap(({ responsePayload }) => {
    const { errorType, errorMessage } = (responsePayload ?? {}) as Partial<FunctionError>;
    if (errorType === 'MalformedEventError' || errorType === 'MemberNotEnteredError') return [];
    return [`a dead-letter message says ${errorType}: ${errorMessage}`];
  });
}

/** A further reconciliation must not start an execution if nothing has happened since the last one. */
async function unrestIn({ world }: OrganizationLife): Promise<string[]> {
  const before = linkExecutionsIn(world.home).length;
  world.home.aws.schedules.fireAll();
  await world.time.run(PERIOD_SECONDS / 4);
  const started = linkExecutionsIn(world.home).slice(before);
  return started.map(({ name }) => `execution ${name} was started, although nothing had changed`);
}
