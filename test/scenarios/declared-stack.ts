import {
  type DeclaredOptions,
  type DeclaredWorld,
  startDeclared as startLastingDeclared,
} from '../../torture/worlds/declared-stack.js';
import { whenDone } from './open-worlds.js';

export type { Declared, DeclaredContext, DeclaredWorld } from '../../torture/worlds/declared-stack.js';

/** A declared stack to be played, in a world that the test's end closes. */
export async function startDeclared(options: DeclaredOptions = {}): Promise<DeclaredWorld> {
  const declared = await startLastingDeclared(options);
  whenDone(declared.world);
  return declared;
}
