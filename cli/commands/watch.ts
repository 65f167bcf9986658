import type { Command } from 'commander';
import type { ExitCode } from '../errors/exit-code.js';
import { type WatchOptions, watchLink, watchSnapshots } from '../links/watch-link.js';
import { targetOfEndpoint } from '../members/endpoint-target.js';
import { RECORDED_NOTE, recordedLink } from '../members/recorded-links.js';
import type { CommandContext, Runner } from '../session/command-context.js';
import {
  ACCOUNT_OPTION,
  ENDPOINT_ARGUMENT,
  readAccount,
  readEndpointId,
  readSeconds,
} from './options/arguments.js';

interface Options {
  readonly timeout: number;
  readonly account?: string;
}

/** Longer than a link takes, shorter than a person waits. */
export const DEFAULT_WATCH_SECONDS = 900;
export const TIMEOUT_OPTION = '--timeout <seconds>';

export function addWatchCommand(program: Command, run: Runner): void {
  program
    .command('watch')
    .description('prints each change of a link until it is available, failed or deleted')
    .argument(...ENDPOINT_ARGUMENT, readEndpointId)
    .option(TIMEOUT_OPTION, 'stop watching after this time', readSeconds, DEFAULT_WATCH_SECONDS)
    .option(...ACCOUNT_OPTION, readAccount)
    .action((endpointId: string, { timeout, account }: Options) =>
      run((context) => watch(context, { endpointId, timeoutSeconds: timeout, goal: 'available' }), account),
    );
}

async function watch(context: CommandContext, options: WatchOptions): Promise<ExitCode> {
  const target = await targetOfEndpoint(context, options.endpointId);
  if (target.kind === 'hub') return watchLink(context, target.access, options);
  const { member } = target;
  context.output.note(RECORDED_NOTE);
  return watchSnapshots(context, member.clock, (id) => recordedLink(member, id), options);
}
