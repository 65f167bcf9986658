import type { Command } from 'commander';
import type { CheckResult, Diagnosis } from '../doctor/diagnose.js';
import { diagnose, withoutAutomation } from '../doctor/diagnose.js';
import { diagnoseAtHome } from '../doctor/diagnose-at-home.js';
import { gatherFacts } from '../doctor/facts/gather-facts.js';
import { createResolver } from '../doctor/facts/resolve-name.js';
import { shortMessage } from '../doctor/short-message.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import { targetOfEndpoint } from '../members/endpoint-target.js';
import type { Output } from '../output/output.js';
import { wrapped } from '../output/table.js';
import type { CommandContext, Runner } from '../session/command-context.js';
import { ACCOUNT_OPTION, ENDPOINT_ARGUMENT, readAccount, readEndpointId } from './options/arguments.js';

interface Options {
  readonly dnsServer?: string;
  readonly account?: string;
}

export function addDoctorCommand(program: Command, run: Runner): void {
  program
    .command('doctor')
    .description('finds out why an endpoint does not work: reports the first problem and its remedy')
    .argument(...ENDPOINT_ARGUMENT, readEndpointId)
    .option('--dns-server <address:port>', 'DNS server for lookups; default those of this machine')
    .option(...ACCOUNT_OPTION, readAccount)
    .action((endpointId: string, options: Options) =>
      run(async (context) => {
        const diagnosis = await examine(context, endpointId, options);
        context.output.json({ endpointId, ...diagnosis });
        print(context.output, endpointId, diagnosis);
        return EXIT_CODES[diagnosis.verdict];
      }, options.account),
    );
}

const EXIT_CODES = {
  ok: ExitCode.FINE,
  wait: ExitCode.WAIT,
  wrong: ExitCode.WRONG,
  unknown: ExitCode.UNREACHABLE,
} as const;

async function examine(
  context: CommandContext,
  endpointId: string,
  { dnsServer = context.dnsServer }: Options,
): Promise<Diagnosis> {
  try {
    const target = await targetOfEndpoint(context, endpointId, { mayBeUnheard: true });
    if (target.kind === 'member') return await diagnoseAtHome(target.member, endpointId);
    const { access, member } = target;
    return diagnose(await gatherFacts(access, endpointId, createResolver(dnsServer), member));
  } catch (error) {
    // A missing automation is a diagnosis; a failed request is not.
    if (error instanceof CommandError && error.exitCode === ExitCode.WRONG)
      return withoutAutomation(error.message, error.advice);
    throw error;
  }
}

const COLORS = { ok: 'green', note: 'yellow', wait: 'cyan', wrong: 'red', 'not checked': 'dim' } as const;
const STATUSES = Object.keys(COLORS) as (keyof typeof COLORS)[];

function print(output: Output, endpointId: string, diagnosis: Diagnosis): void {
  const { cause, checks } = diagnosis;
  const rows = checks.map((check) => [
    check.status,
    check.check,
    check === cause ? 'see below' : shortMessage(check.message),
  ]);
  output.table(['STATUS', 'CHECK', 'FINDING'], rows, (line) => painted(output, line));
  output.line();
  for (const line of conclusionOf(output, endpointId, diagnosis))
    for (const part of wrapped(line, output.width)) output.line(part);
}

function painted(output: Output, line: string): string {
  const status = STATUSES.find((name) => line.startsWith(`${name} `));
  return status === undefined ? line : output.paint(COLORS[status], status) + line.slice(status.length);
}

function conclusionOf(output: Output, endpointId: string, { verdict, cause, checks }: Diagnosis): string[] {
  switch (verdict) {
    case 'ok':
      return [
        `${output.paint('green', 'Nothing is wrong')} with ${endpointId}.`,
        ...checks.filter(({ status }) => status === 'note').map((one) => `Note: ${sentences(one)}`),
      ];
    case 'unknown':
      return ['Nothing wrong was seen, but not everything could be checked.'];
    case 'wait':
      return [
        `${output.paint(['bold', 'cyan'], `Wait: ${cause?.check}.`)} ${shortMessage(cause?.message ?? '')}`,
        `${output.paint('bold', 'Until:')} ${cause?.until}; what is not there by then is wrong.`,
        `${output.paint('bold', 'Meanwhile:')} ${cause?.remedy}`,
      ];
    case 'wrong':
      return [
        `${output.paint(['bold', 'red'], `Wrong: ${cause?.check}.`)} ${shortMessage(cause?.message ?? '')}`,
        `${output.paint('bold', 'What to do:')} ${cause?.remedy}`,
        ...checks
          .filter((one) => one.status === 'wrong' && one !== cause)
          .map(({ check, remedy }) => `Also wrong: ${check}. ${remedy}`),
      ];
  }
}

function sentences({ message, remedy }: CheckResult): string {
  return [shortMessage(message), remedy].join(' ').trim();
}
