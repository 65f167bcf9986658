/** `npm test`: runs all tests. */
import { runTests } from './run-tests.js';

await runTests(process.argv.slice(2));
