import type { Sequence } from '../model/model.js';
import { linkExecutionsIn } from '../worlds/published.js';
import { endTrouble, type LifeCommand, play } from './life-commands.js';
import { deadLetterViolations, violationsIn } from './life-invariants.js';
import { type LifeRules, LifeWorld } from './life-world.js';

export type LifeSequence = Sequence<LifeRules, LifeCommand>;

const PERIOD_SECONDS = 3600;
/**
 * The first notices that an endpoint is absent, the second takes it as deleted, and the third finds what the removal
 * has left.
 */
const RECONCILIATIONS = 3;
/** Time after which Lambda has made its last retry of an asynchronous invocation. */
const LAST_RETRY_SECONDS = 600;

/**
 * @returns one sentence for each violation, once all failures have ended, dead-letter messages are redriven and three
 * reconciliations have run
 */
export async function playLife({ setting, steps }: LifeSequence): Promise<string[]> {
  const life = await LifeWorld.start(setting);
  try {
    return await playIn(life, steps);
  } finally {
    await life.world.close();
  }
}

async function playIn(life: LifeWorld, commands: readonly LifeCommand[]): Promise<string[]> {
  const { time } = life.world;
  for (const command of commands) await play(life, command);
  endTrouble(life);
  await time.run(LAST_RETRY_SECONDS);
  const unexplained = deadLetterViolations(life, commands);
  life.redrive();
  await time.run(RECONCILIATIONS * PERIOD_SECONDS);
  await time.run();
  return [...unexplained, ...violationsIn(life, commands), ...(await unrestIn(life))];
}

/** A further reconciliation must not start an execution if nothing has happened since the last one. */
async function unrestIn({ world }: LifeWorld): Promise<string[]> {
  const before = linkExecutionsIn(world).length;
  world.aws.schedules.fireAll();
  await world.time.run();
  const started = linkExecutionsIn(world).slice(before);
  return started.map(({ name }) => `execution ${name} was started, although nothing had changed`);
}
