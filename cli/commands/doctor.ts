import type { Command } from 'commander';
import { ENDPOINT_ARGUMENT, readEndpointId } from '../arguments.js';
import type { CommandContext, Runner } from '../command-context.js';
import { CommandError } from '../command-error.js';
import type { CheckResult, Diagnosis } from '../doctor/diagnose.js';
import { diagnose, withoutAutomation } from '../doctor/diagnose.js';
import { gatherFacts } from '../doctor/gather-facts.js';
import { createResolver } from '../doctor/resolve-name.js';
import { ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { tableLines } from '../output/table.js';

interface Options {
  readonly dnsServer?: string;
}

export function addDoctorCommand(program: Command, run: Runner): void {
  program
    .command('doctor')
    .description('why an endpoint does not work: names the first thing that is wrong, and its remedy')
    .argument(...ENDPOINT_ARGUMENT, readEndpointId)
    .option('--dns-server <address:port>', 'name server to ask; default those of this machine')
    .action((endpointId: string, options: Options) =>
      run(async (context) => {
        const diagnosis = await examine(context, endpointId, options);
        context.output.json({ endpointId, ...diagnosis });
        print(context.output, endpointId, diagnosis);
        return EXIT_CODES[diagnosis.verdict];
      }),
    );
}

const EXIT_CODES = { ok: ExitCode.FINE, wrong: ExitCode.WRONG, unknown: ExitCode.UNREACHABLE } as const;

async function examine(
  { connect, dnsServer: ofWorld }: CommandContext,
  endpointId: string,
  { dnsServer = ofWorld }: Options,
): Promise<Diagnosis> {
  try {
    return diagnose(await gatherFacts(await connect(), endpointId, createResolver(dnsServer)));
  } catch (error) {
    // That there is no automation is a diagnosis; that nobody could be asked is not.
    if (error instanceof CommandError && error.exitCode === ExitCode.WRONG)
      return withoutAutomation(error.message, error.advice);
    throw error;
  }
}

const COLORS = { ok: 'green', note: 'yellow', wrong: 'red', 'not checked': 'dim' } as const;

function print(output: Output, endpointId: string, { verdict, cause, checks }: Diagnosis): void {
  const lines = tableLines(['', '', ''], checks.map(cellsOf)).slice(1);
  for (const [index, line] of lines.entries()) {
    const status = checks[index]?.status ?? 'ok';
    output.line(line.replace(status, output.paint(COLORS[status], status)));
  }
  output.line();
  switch (verdict) {
    case 'ok':
      output.line(`${output.paint('green', 'Nothing is wrong')} with ${endpointId}.`);
      for (const { message, remedy } of checks.filter(({ status }) => status === 'note'))
        output.line(`Note: ${[message, remedy].join(' ').trim()}`);
      return;
    case 'unknown':
      output.line('Nothing wrong was seen, but not everything could be checked.');
      return;
    case 'wrong':
      output.line(`${output.paint(['bold', 'red'], `Wrong: ${cause?.check}.`)} ${cause?.message}`);
      output.line(`${output.paint('bold', 'What to do:')} ${cause?.remedy}`);
  }
}

function cellsOf({ check, status, message }: CheckResult): string[] {
  return [status, check, message];
}
