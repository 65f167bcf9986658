/**
 * `npm run compile`: compiles the constructs with jsii into `dist`, and writes `.jsii`, from which the packages for
 * Python, Java, Go and .NET are generated.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMPILED = ['lib', 'lambda'];

/** JavaScript that is copied, because jsii writes only what it has compiled. */
const COPIED = ['lib/engine/this-folder.cjs'];

/**
 * Reserved words of other languages are renamed there. Development dependencies are newer than the oldest supported
 * peers, which `npm run check:apps` tests.
 */
const SILENCED = ['reserved-word', 'metadata/missing-dev-dependency'];

export function compileLibrary(): void {
  for (const folder of COMPILED) rmSync(join(ROOT, 'dist', folder), { recursive: true, force: true });
  const parameters = [
    '--tsconfig',
    'tsconfig.build.json',
    '--validate-tsconfig',
    'strict',
    '--fail-on-warnings',
  ];
  execFileSync(
    'npx',
    ['--no-install', 'jsii', ...parameters, ...SILENCED.map((name) => `--silence-warnings=${name}`)],
    {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      // jsii warns about Node.js 20, which the constructs support.
      env: {
        ...process.env,
        JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
      },
    },
  );
  for (const file of COPIED) copyFileSync(join(ROOT, file), join(ROOT, 'dist', file));
  // The manifest of the package says that its files are ES modules, but jsii writes CommonJS.
  writeFileSync(join(ROOT, 'dist', 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) compileLibrary();
