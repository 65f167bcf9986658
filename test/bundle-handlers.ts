import { bundleHandlers } from '../bin/bundle.js';

/** Once before all tests: synthesis and the local world take the bundles from `dist/handlers`. */
export async function setup(): Promise<void> {
  await bundleHandlers();
}
