import type { Command } from 'commander';
import type { LinkEndpointResult } from '../../lambda/domain/linking/begin-link.js';
import { linkEndpoint } from '../../lambda/domain/linking/link-endpoint.js';
import { ServiceDirectory } from '../../lambda/domain/linking/service-directory.js';
import { PreflightChecker } from '../../lambda/domain/preflight/gather-preflight.js';
import { withinTime } from '../../lambda/time/within-time.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import { isExecutionUnderWay } from '../links/check-link.js';
import { commandLog, NO_METRICS, waitReporter } from '../links/domain-ports.js';
import { watchLink } from '../links/watch-link.js';
import { accessToChange } from '../members/endpoint-target.js';
import type { Output } from '../output/output.js';
import type { Access } from '../session/access.js';
import type { CommandContext, Runner } from '../session/command-context.js';
import { commandId } from './command-id.js';
import {
  ACCOUNT_OPTION,
  ENDPOINT_ARGUMENT,
  readAccount,
  readEndpointId,
  readSeconds,
} from './options/arguments.js';
import { DEFAULT_WATCH_SECONDS, TIMEOUT_OPTION } from './watch.js';

interface Options {
  readonly wait: boolean;
  readonly timeout: number;
  readonly account?: string;
}

export function addLinkCommand(program: Command, run: Runner): void {
  program
    .command('link')
    .description('links an endpoint by the rules of the automation, as its event would do')
    .argument(...ENDPOINT_ARGUMENT, readEndpointId)
    .option('--no-wait', 'return once the execution has been started')
    .option(
      TIMEOUT_OPTION,
      'stop watching after this time; the execution continues',
      readSeconds,
      DEFAULT_WATCH_SECONDS,
    )
    .option(...ACCOUNT_OPTION, readAccount)
    .action((endpointId: string, options: Options) =>
      run((context) => link(context, endpointId, options), options.account),
    );
}

const REGISTRATION_MESSAGE = {
  created: 'registered with Atlas',
  adopted: 'Atlas had it already',
  joined: 'it is being linked already',
  deferred: 'its execution registers it once its endpoint service accepts it',
} as const;

async function link(
  context: CommandContext,
  endpointId: string,
  { wait, timeout }: Options,
): Promise<ExitCode> {
  const access = await accessToChange(context, endpointId);
  const result = await begin(access, context.output, endpointId);
  if (result.kind !== 'linking') return reportUnlinked(context.output, endpointId, result);
  context.output.line(
    `${endpointId}: ${REGISTRATION_MESSAGE[result.registration]}; execution ${result.executionName} follows it.`,
  );
  const { registration, executionName } = result;
  context.output.json({ type: 'started', endpointId, registration, executionName }, 'line');
  if (!wait) return ExitCode.FINE;
  return watchLink(context, access, { endpointId, timeoutSeconds: timeout, goal: 'available' });
}

/** Time of the event, long enough ago that the command does not wait until EC2 shows a new endpoint. */
const LONG_AGO = new Date(0);

async function begin(access: Access, output: Output, endpointId: string): Promise<LinkEndpointResult> {
  const { automation, atlas, network, clock, registry } = access;
  const { account, region } = automation;
  const log = commandLog(output);
  const record = await registry.find(endpointId);
  const hasDied = record?.state === 'linking' && !(await isExecutionUnderWay(access, record));
  const projectIds = automation.projects.map(({ projectId }) => projectId);
  const deps = {
    ...access,
    ...automation,
    log,
    onWait: waitReporter(output),
    metrics: NO_METRICS,
    awaitsAcceptance: false,
    directory: new ServiceDirectory(atlas, projectIds, clock),
    preflight: new PreflightChecker({ atlas, network, clock, log, withinTime }),
  };
  return linkEndpoint(deps, {
    endpointId,
    account,
    region,
    origin: 'command',
    eventId: commandId(clock.now()),
    eventTime: LONG_AGO,
    restart: hasDied,
  });
}

function reportUnlinked(
  output: Output,
  endpointId: string,
  result: Exclude<LinkEndpointResult, { readonly kind: 'linking' }>,
): ExitCode {
  if (result.kind === 'refused')
    throw new CommandError(`Refused: ${result.refusal.message}`, result.refusal.advice);
  if (result.reason !== 'already-linked')
    throw new CommandError(
      `${endpointId} is not linked: ${result.message}.`,
      `See what to do: atlas-privatelink doctor ${endpointId}`,
    );
  output.line(`${endpointId}: nothing to do, ${result.message}.`);
  output.json({ type: 'nothing-to-do', endpointId, message: result.message }, 'line');
  return ExitCode.FINE;
}
