import { endTrouble, type LifeCommand, play } from './life-commands.js';
import { violationsIn } from './life-invariants.js';
import { type LifeRules, LifeWorld } from './life-world.js';
import { linkRunsIn } from './scenario-world.js';

const PERIOD_SECONDS = 3600;

/** @returns what is wrong once everything works and two reconciliations have passed */
export async function playSequence(rules: LifeRules, commands: readonly LifeCommand[]): Promise<string[]> {
  const life = await LifeWorld.start(rules);
  for (const command of commands) await play(life, command);
  endTrouble(life);
  await life.world.time.run(2 * PERIOD_SECONDS);
  await life.world.time.run();
  const violations = [...violationsIn(life, commands), ...(await unrestIn(life))];
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
