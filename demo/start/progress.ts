/**
 * Progress of many endpoints: one line that is rewritten on a terminal, or a new line for each ten per cent elsewhere.
 */
import type { World } from '../../local/world.js';

/**
 * Log messages that show that Atlas has the link. Several count, because a function that times out may lose the first
 * one.
 */
const SHOWN: readonly unknown[] = ['link registered', 'link adopted', 'link observed', 'link concluded'];

export function showProgress(world: World, total: number, output: NodeJS.WriteStream): () => void {
  const begin = world.time.now();
  // Keyed by endpoint, because a link may be re-created and a throttled conclusion is repeated.
  const registered = new Set<unknown>();
  const outcomes = new Map<unknown, unknown>();
  let lastShown = -1;
  const line = () => {
    const linked = [...outcomes.values()].filter((outcome) => outcome === 'available').length;
    return `+${((world.time.now() - begin) / 1000).toFixed(0).padStart(4)} s  registered ${registered.size}/${total}, linked ${linked}, failed ${outcomes.size - linked}, requests to Atlas ${world.atlas.journal.entries.length}`;
  };
  const show = () => {
    const tenth = Math.floor(((registered.size + outcomes.size) / (2 * total)) * 10);
    if (output.isTTY) output.write(`\r${line()}\u001b[K`);
    else if (tenth > lastShown) output.write(`${line()}\n`);
    lastShown = Math.max(lastShown, tenth);
  };
  world.aws.onLog(({ message, outcome, endpointId }) => {
    if (!SHOWN.includes(message)) return;
    registered.add(endpointId);
    if (message === 'link concluded') outcomes.set(endpointId, outcome);
    show();
  });
  return () => void (output.isTTY && output.write('\n'));
}
