interface Closable {
  close(): Promise<void>;
}

const open: Closable[] = [];

/** Closes the world after the test. */
export function whenDone<Opened extends Closable>(world: Opened): Opened {
  open.push(world);
  return world;
}

export async function closeWorlds(): Promise<void> {
  await Promise.all(open.splice(0).map((world) => world.close()));
}
