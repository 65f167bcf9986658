import type { World } from '../../local/world.js';

const open: World[] = [];

/** Closes the world after the test. */
export function whenDone(world: World): World {
  open.push(world);
  return world;
}

export async function closeWorlds(): Promise<void> {
  await Promise.all(open.splice(0).map((world) => world.close()));
}
