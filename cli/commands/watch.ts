import type { Command } from 'commander';
import { ENDPOINT_ARGUMENT, readEndpointId, readSeconds } from '../arguments.js';
import type { Runner } from '../command-context.js';
import { watchLink } from '../links/watch-link.js';

/** Longer than a link takes, shorter than a person waits. */
export const DEFAULT_WATCH_SECONDS = 900;
export const TIMEOUT_OPTION = '--timeout <seconds>';

export function addWatchCommand(program: Command, run: Runner): void {
  program
    .command('watch')
    .description('prints each change of a link until it is available, failed or deleted')
    .argument(...ENDPOINT_ARGUMENT, readEndpointId)
    .option(TIMEOUT_OPTION, 'stop watching after this time', readSeconds, DEFAULT_WATCH_SECONDS)
    .action((endpointId: string, { timeout }: { readonly timeout: number }) =>
      run(async (context) =>
        watchLink(context, await context.connect(), {
          endpointId,
          timeoutSeconds: timeout,
          goal: 'available',
        }),
      ),
    );
}
