/**
 * Runs before each test file. A hook in a shared module would apply to the first file only, because modules are not
 * isolated.
 */
import { afterEach } from 'vitest';
import { closeWorlds } from './scenarios/open-worlds.js';

afterEach(closeWorlds);
