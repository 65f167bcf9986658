/**
 * `npm run docs`: writes the API reference from the docstrings: pages in docs/api, and API.md in the form of Construct
 * Hub. With `--check`, it fails if they differ from the docstrings.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileLibrary } from './compile.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const WRITTEN = ['docs/api', 'API.md'];

function run(program: string, ...parameters: string[]): void {
  execFileSync(join(ROOT, 'node_modules', '.bin', program), parameters, { cwd: ROOT, stdio: 'inherit' });
}

/** @returns files that differ from git's index */
function changed(): string[] {
  const git = (...parameters: string[]) =>
    execFileSync('git', [...parameters, '--', ...WRITTEN], { cwd: ROOT, encoding: 'utf8' });
  return [...git('diff', '--name-only').split('\n'), ...git('ls-files', '--others').split('\n')].filter(
    (file) => file !== '',
  );
}

run('typedoc', '--logLevel', 'Warn');
// jsii-docgen reads the assembly that jsii writes.
compileLibrary();
run('jsii-docgen', '--output', 'API.md');
if (process.argv.includes('--check')) {
  const stale = changed();
  if (stale.length > 0) {
    console.error(
      `The API reference differed from the docstrings and has been regenerated: ${stale.join(', ')}. Commit it.`,
    );
    process.exitCode = 1;
  }
}
