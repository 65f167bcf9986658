/** Bundles the command line, the package `atlas-privatelink`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleProgram, bundleProgramIfStale, type Program, programFile } from './bundle-program.js';

const MANIFEST = new URL('../packages/atlas-privatelink/package.json', import.meta.url);
const { version } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as { version: string };

export const COMMAND_LINE: Program = {
  name: 'atlas-privatelink',
  entry: 'atlas-privatelink.ts',
  inputs: ['bin', 'cli', 'lambda', 'packages/atlas-privatelink/package.json', 'package-lock.json'],
  define: { 'process.env.ATLAS_PRIVATELINK_VERSION': JSON.stringify(version) },
};

export const COMMAND_LINE_FILE = programFile(COMMAND_LINE);

export async function bundleCommandLine(): Promise<void> {
  await bundleProgram(COMMAND_LINE);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleProgramIfStale(COMMAND_LINE);
