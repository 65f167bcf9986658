import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { World, type WorldOptions } from '../../local/world.js';
import { whenDone } from '../scenarios/open-worlds.js';

type Resources = Readonly<Record<string, unknown>>;

/** Synthesizes a template with these resources only, without the product. */
export function synthesizeBare(resources: Resources = {}): WorldOptions['synthesize'] {
  return ({ outputFolder }) => {
    writeFileSync(join(outputFolder, 'stack.json'), JSON.stringify({ Resources: resources }));
    return 'stack.json';
  };
}

export async function startBareWorld(
  options: Partial<WorldOptions> = {},
  resources: Resources = {},
): Promise<World> {
  const synthesize = synthesizeBare(resources);
  return whenDone(await World.start({ random: () => 0.5, synthesize, ...options }));
}
