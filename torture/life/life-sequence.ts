import type { Sequence } from '../model.js';
import { linkExecutionsIn } from '../worlds/published.js';
import { endTrouble, type LifeCommand, play } from './life-commands.js';
import { deadLetterViolations, violationsIn } from './life-invariants.js';
import { type LifeRules, LifeWorld } from './life-world.js';

export type LifeSequence = Sequence<LifeRules, LifeCommand>;

const PERIOD_SECONDS = 3600;
/** One that begins to miss an endpoint, one that believes it, and one for what a removal has left. */
const RECONCILIATIONS = 3;
/** Until Lambda has given up on what it could not deliver. */
const LAST_RETRY_SECONDS = 600;

/** @returns what is wrong once everything works, dead-letter messages are redriven and three reconciliations have passed */
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

/** When nothing happens any more, a reconciliation finds nothing to do. */
async function unrestIn({ world }: LifeWorld): Promise<string[]> {
  const before = linkExecutionsIn(world).length;
  world.aws.schedules.fireAll();
  await world.time.run();
  const started = linkExecutionsIn(world).slice(before);
  return started.map(({ name }) => `run ${name} was started, though nothing had happened`);
}
