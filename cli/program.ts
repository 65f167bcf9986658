import { Command, CommanderError } from 'commander';
import { addCompletionCommand } from './commands/completion.js';
import { addDescribeCommand } from './commands/describe.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addLinkCommand } from './commands/link.js';
import { addListCommand } from './commands/list.js';
import { addMembersCommand } from './commands/members.js';
import { addGlobalOptions, type GlobalOptions } from './commands/options/global-options.js';
import { addReconcileCommand } from './commands/reconcile.js';
import { addRedriveCommand } from './commands/redrive.js';
import { addUnlinkCommand } from './commands/unlink.js';
import { addWatchCommand } from './commands/watch.js';
import { EXIT_CODES_HELP, ExitCode } from './errors/exit-code.js';
import { failureOf } from './errors/failure.js';
import { InterruptedError } from './errors/interrupted-error.js';
import { examplesHelp } from './help-examples.js';
import { createOutput, type Output } from './output/output.js';
import { openAccess } from './session/access.js';
import type { Runner, Work } from './session/command-context.js';
import { openLocalWorld } from './session/local-world.js';
import { setLocalEnvironment, setSdkEnvironment } from './session/sdk-environment.js';

const POLL_MILLISECONDS = 3_000;
/** Time in a local world passes faster than real time. */
const LOCAL_POLL_MILLISECONDS = 250;

/** @returns the exit code; never rejects */
export async function runProgram(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.FINE;
  // Needed before the command line is parsed, because the command line itself may be invalid.
  const output = createOutput({ format: asksForJson(args) ? 'json' : 'table', color: false });
  const program = createProgram(async (work, account) => {
    exitCode = await perform(work, program.opts<GlobalOptions>(), account);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return reportUsage(output, error);
    return report(output, error);
  }
}

function asksForJson(args: readonly string[]): boolean {
  return args.some(
    (arg, index) => arg === '--output=json' || (arg === 'json' && args[index - 1] === '--output'),
  );
}

/** Commander has already printed its message. */
function reportUsage(output: Output, error: CommanderError): ExitCode {
  if (isHelp(error)) return ExitCode.FINE;
  const isBare = error.code === 'commander.help';
  const message = isBare ? 'No command is given.' : error.message.replace(/^error: /, '');
  output.json({ error: { message, advice: USAGE_ADVICE, exitCode: ExitCode.USAGE } }, 'line');
  return ExitCode.USAGE;
}

const USAGE_ADVICE = 'atlas-privatelink --help lists commands and options';

function isHelp({ code }: CommanderError): boolean {
  return code === 'commander.helpDisplayed' || code === 'commander.version';
}

export function createProgram(run: Runner): Command {
  const program = new Command('atlas-privatelink');
  addGlobalOptions(program)
    .description('VPC endpoints and their links to MongoDB Atlas, as the installed automation has them')
    // Set by the bundler.
    .version(process.env.ATLAS_PRIVATELINK_VERSION ?? 'from source')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError(`(${USAGE_ADVICE})`)
    .exitOverride();
  for (const add of [
    addListCommand,
    addDescribeCommand,
    addWatchCommand,
    addLinkCommand,
    addUnlinkCommand,
    addReconcileCommand,
    addRedriveCommand,
    addDoctorCommand,
    addMembersCommand,
  ])
    add(program, run);
  addCompletionCommand(program);
  program.addHelpText('after', `${examplesHelp('')}\n${EXIT_CODES_HELP}`);
  for (const command of program.commands)
    command.addHelpText('after', `${examplesHelp(command.name())}\n${EXIT_CODES_HELP}`);
  return program;
}

async function perform(work: Work, options: GlobalOptions, account: string | undefined): Promise<ExitCode> {
  const output = createOutput({ format: options.output, color: options.color });
  const { region } = options;
  setSdkEnvironment(account === undefined ? options : withoutRegion(options), process.env);
  const world = options.local === true ? await openLocalWorld(process.env) : undefined;
  const stopOnInterrupt = () => {
    world?.stop();
    process.exit(ExitCode.INTERRUPTED);
  };
  process.once('SIGINT', stopOnInterrupt);
  try {
    if (world !== undefined) setLocalEnvironment(world.awsEnvironment, process.env);
    return await work({
      output,
      connect: () => openAccess(options.automation, account === undefined ? undefined : region),
      wanted: { account, region: account === undefined ? undefined : region },
      dnsServer: world?.dnsServer,
      pollMilliseconds: world === undefined ? POLL_MILLISECONDS : LOCAL_POLL_MILLISECONDS,
    });
  } catch (error) {
    return report(output, error);
  } finally {
    process.off('SIGINT', stopOnInterrupt);
    world?.stop();
  }
}

/** With `--account`, it is the Region of the member; the hub is in that of the environment or the profile. */
function withoutRegion({ region: _, ...options }: GlobalOptions): GlobalOptions {
  return options;
}

/** Written to standard error for people, even if a program reads standard output. */
function report(output: Output, error: unknown): ExitCode {
  if (error instanceof InterruptedError) return ExitCode.INTERRUPTED;
  const { message, advice, exitCode } = failureOf(error, process.env.AWS_PROFILE);
  output.json({ error: { message, advice, exitCode } }, 'line');
  process.stderr.write(`error: ${message}\n${advice === '' ? '' : `${advice}\n`}`);
  return exitCode;
}
