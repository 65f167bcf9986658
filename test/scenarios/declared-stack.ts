import {
  type DeclaredOptions,
  type DeclaredWorld,
  startDeclared as startLastingDeclared,
} from '../../torture/worlds/declared-stack.js';
import { whenDone } from './open-worlds.js';

export type { Declared, DeclaredContext, DeclaredWorld } from '../../torture/worlds/declared-stack.js';

/** Starts a world with a declared stack, and closes it after the test. */
export async function startDeclared(options: DeclaredOptions = {}): Promise<DeclaredWorld> {
  const declared = await startLastingDeclared(options);
  whenDone(declared.world);
  return declared;
}
