/**
 * Runs before each test file. A hook in a shared module would apply to the first file only, because modules are not
 * isolated.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach } from 'vitest';
import { closeWorlds } from './scenarios/open-worlds.js';

const ENDING_MILLISECONDS = 2000;

afterEach(closeWorlds);

/** Servers that a file leaves open are kept by its worker for all later files, and keep the process alive. */
afterAll(async () => {
  const servers = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;
  for (let waited = 0; servers() > 0 && waited < ENDING_MILLISECONDS; waited += 10) await pause(10);
  if (servers() > 0)
    throw new Error(`The file has left ${servers()} servers open: pass them to whenDone, or close them.`);
});
