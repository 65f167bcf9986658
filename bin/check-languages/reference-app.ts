/** The apps in TypeScript with the npm package, with which the other languages are compared. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AppName, type Synthesized, synthesizeApp } from './cdk-app.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TSX = createRequire(import.meta.url).resolve('tsx/cli');

/** @returns the README's first TypeScript example that makes an app */
export function smallestExample(readme: string): string {
  const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, block]) => block ?? '');
  const smallest = blocks.find((block) => block.includes('new App('));
  if (smallest === undefined)
    throw new Error('README.md: expected a ```ts block with "new App(", received none');
  return smallest;
}

/** @param folder in which the package and a release of the CDK are installed */
export function referenceApps(folder: string): Readonly<Record<AppName, Synthesized>> {
  // The unchanged text of the README: the CDK synthesizes it when the program ends.
  writeFileSync(join(folder, 'smallest.ts'), smallestExample(readFileSync(join(ROOT, 'README.md'), 'utf8')));
  copyFileSync(
    join(ROOT, 'examples', 'languages', 'typescript', 'declared-endpoint.ts'),
    join(folder, 'declared.ts'),
  );
  const synthesized = (app: AppName) =>
    synthesizeApp(app, { folder, command: process.execPath, parameters: [TSX, `${app}.ts`] });
  return { smallest: synthesized('smallest'), declared: synthesized('declared') };
}
