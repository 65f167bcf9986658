/** Before each file. A hook in a shared module would be that of the first file alone, since modules are not isolated. */
import { afterEach } from 'vitest';
import { closeWorlds } from './scenarios/open-worlds.js';

afterEach(closeWorlds);
