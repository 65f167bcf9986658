import { startVitest } from 'vitest/node';

/**
 * Runs tests, and ends with a line that programs can read: `N passed, N failed`. Sets the exit code.
 *
 * @param filters parts of the names of test files; none: all tests
 */
export async function runTests(filters: readonly string[]): Promise<void> {
  const vitest = await startVitest('test', [...filters], { watch: false });
  await vitest.close();

  const modules = vitest.state.getTestModules();
  const states = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => test.result().state),
  );
  const count = (state: string) => states.filter((candidate) => candidate === state).length;
  // A file that cannot be loaded has no failed tests, and an error outside of tests belongs to none, so both are counted.
  const failed =
    count('failed') +
    modules.filter((module) => module.errors().length > 0).length +
    vitest.state.getUnhandledErrors().length;
  const passed = count('passed');

  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0 || passed === 0) process.exitCode = 1;
}
