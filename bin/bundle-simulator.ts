/** Bundles the Atlas simulator, the package `atlas-privatelink-simulator`. */
import { fileURLToPath } from 'node:url';
import { bundleProgramIfStale, type Program } from './bundle-program.js';

export const SIMULATOR: Program = {
  name: 'atlas-privatelink-simulator',
  entry: 'atlas-simulator.ts',
  inputs: ['bin', 'local/atlas', 'packages/atlas-privatelink-simulator/package.json', 'package-lock.json'],
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleProgramIfStale(SIMULATOR);
