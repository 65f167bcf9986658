import type { Command } from 'commander';
import type { Access } from '../access.js';
import { readCount } from '../arguments.js';
import { DeadLetters, type ReceivedLetter } from '../aws/dead-letters.js';
import { Functions } from '../aws/functions.js';
import { Reconciliations } from '../aws/reconciliations.js';
import type { CommandContext, Runner } from '../command-context.js';
import { commandId } from '../command-id.js';
import { ExitCode } from '../exit-code.js';
import { failureOf } from '../failure.js';
import { tableLines } from '../output/table.js';
import { type DeadLetter, readDeadLetter } from '../redrive/dead-letter.js';

interface Options {
  readonly dryRun?: boolean;
  readonly max: number;
}

const DEFAULT_LIMIT = 100;
/** Time to send them all; what is not sent by then is seen by others again. */
const HIDDEN_SECONDS = 300;

export function addRedriveCommand(program: Command, run: Runner): void {
  program
    .command('redrive')
    .description('shows the dead letters, and sends their events again')
    .option('--dry-run', 'show them and leave them where they are')
    .option('--max <count>', 'letters to take', readCount, DEFAULT_LIMIT)
    .action((options: Options) => run((context) => redrive(context, options)));
}

export interface RedrivenLetter {
  readonly messageId: string;
  readonly subject: string;
  readonly reason: string;
  readonly destination: string;
  readonly result: 'sent again' | 'left' | 'would be sent';
  readonly message: string;
}

async function redrive(
  { output, connect }: CommandContext,
  { dryRun = false, max }: Options,
): Promise<ExitCode> {
  const access = await connect();
  const queue = new DeadLetters(access.automation.deadLetterQueueUrl);
  const sender = { access, queue, functions: new Functions(), dryRun };
  const done: RedrivenLetter[] = [];
  for (const letter of await queue.receive(max, HIDDEN_SECONDS)) done.push(await handle(sender, letter));
  output.json(done);
  const rows = done.map(({ subject, reason, destination, result, message }) => [
    subject,
    destination,
    [result, message].filter((part) => part !== '').join(': '),
    reason,
  ]);
  if (rows.length === 0) output.line('No dead letters.');
  else for (const line of tableLines(['EVENT', 'GOES TO', 'RESULT', 'REASON'], rows)) output.line(line);
  return done.some(({ result }) => result === 'left') ? ExitCode.WRONG : ExitCode.FINE;
}

interface Sender {
  readonly access: Access;
  readonly queue: DeadLetters;
  readonly functions: Functions;
  readonly dryRun: boolean;
}

/** A letter is deleted only when its event has been taken; otherwise others see it again at once. */
async function handle(sender: Sender, received: ReceivedLetter): Promise<RedrivenLetter> {
  const { queue, access, dryRun } = sender;
  const letter = readDeadLetter(received.body, received.attributes, access.automation);
  const { subject, reason } = letter;
  const told = { messageId: received.messageId, subject, reason, destination: wordsOf(letter) };
  const problem = letter.destination.kind === 'nowhere' ? letter.destination.reason : '';
  if (problem === '' && !dryRun) {
    const failure = await sendAgain(sender, letter);
    if (failure === '') {
      await queue.remove(received);
      return { ...told, result: 'sent again', message: '' };
    }
    await queue.release(received);
    return { ...told, result: 'left', message: failure };
  }
  await queue.release(received);
  return { ...told, result: problem === '' ? 'would be sent' : 'left', message: problem };
}

function wordsOf({ destination }: DeadLetter): string {
  switch (destination.kind) {
    case 'function':
      return destination.functionName;
    case 'reconciliation':
      return 'reconciliation';
    case 'nowhere':
      return '-';
  }
}

/** @returns why it was not taken; empty when it was */
async function sendAgain({ access, functions }: Sender, { destination, event }: DeadLetter): Promise<string> {
  try {
    if (destination.kind === 'function') {
      const isTaken = await functions.send(destination.functionName, event);
      return isTaken ? '' : 'Lambda did not take the event';
    }
    if (destination.kind === 'nowhere') return destination.reason;
    const { automation, clock } = access;
    const reconciliations = new Reconciliations(automation.reconcileWorkflowArn);
    await reconciliations.start(commandId(clock.now()), { trigger: 'command' });
    return '';
  } catch (error) {
    return failureOf(error).message;
  }
}
