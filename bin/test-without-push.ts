/** `npm run test:without-push`: plays every scenario with the prop `push` off. */
import { runTests } from './run-tests.js';
import { WITHOUT_PUSH } from './without-push.js';

const filters = process.argv.slice(2);
process.env[WITHOUT_PUSH] = 'true';
await runTests(filters.length === 0 ? ['test/scenarios'] : filters);
