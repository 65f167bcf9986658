import { endTrouble, type LifeCommand, play } from './life-commands.js';
import { deadLetterViolations, violationsIn } from './life-invariants.js';
import { type LifeRules, LifeWorld } from './life-world.js';
import { linkRunsIn } from './scenario-world.js';

const PERIOD_SECONDS = 3600;
/** Until Lambda has given up on what it could not deliver. */
const LAST_RETRY_SECONDS = 600;

/** @returns what is wrong once everything works, dead letters are redriven and two reconciliations have passed */
export async function playSequence(rules: LifeRules, commands: readonly LifeCommand[]): Promise<string[]> {
  const life = await LifeWorld.start(rules);
  const { time } = life.world;
  for (const command of commands) await play(life, command);
  endTrouble(life);
  await time.run(LAST_RETRY_SECONDS);
  const unexplained = deadLetterViolations(life, commands);
  life.redrive();
  await time.run(2 * PERIOD_SECONDS);
  await time.run();
  const violations = [...unexplained, ...violationsIn(life), ...(await unrestIn(life))];
  await life.world.close();
  return violations;
}

/** When nothing happens any more, a reconciliation finds nothing to do. */
async function unrestIn({ world }: LifeWorld): Promise<string[]> {
  const before = linkRunsIn(world).length;
  world.aws.schedules.fireAll();
  await world.time.run();
  const started = linkRunsIn(world).slice(before);
  return started.map(({ name }) => `run ${name} was started, though nothing had happened`);
}
