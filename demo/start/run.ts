import { bundleHandlersIfStale } from '../../bin/bundle.js';
import { runAutomation } from './automation.js';
import { runLife } from './life.js';
import type { StartOptions } from './options.js';

export type Print = (line: string) => void;

/**
 * Bundles the functions and plays the scenario.
 *
 * @returns true if the scenario had the expected result
 */
export async function runStart(options: StartOptions, print: Print): Promise<boolean> {
  const sizes = await bundleHandlersIfStale();
  const kilobytes = Object.values(sizes).map((bytes) => Math.round(bytes / 1024));
  print(`Bundles of ${kilobytes.length} functions are ready (${kilobytes.join(', ')} KB at start).`);
  if (options.scenario === 'automation') return runAutomation(options, print);
  if (options.scenario === 'life') return runLife(options, print);
  // Loaded here, so that --help does not wait for the CDK.
  if (options.scenario === 'organization')
    return (await import('./organization.js')).runOrganization(options, print);
  if (options.scenario === 'federation')
    return (await import('./federation.js')).runFederation(options, print);
  const { runDeclared } = await import('./declared.js');
  return runDeclared(options, print);
}
