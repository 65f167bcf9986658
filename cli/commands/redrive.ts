import type { Command } from 'commander';
import { DeadLetters, type ReceivedMessage } from '../aws/dead-letters.js';
import { Functions } from '../aws/functions.js';
import { Reconciliations } from '../aws/reconciliations.js';
import { ExitCode } from '../errors/exit-code.js';
import { failureOf } from '../errors/failure.js';
import { type DeadLetter, readDeadLetter } from '../redrive/dead-letter.js';
import type { Access } from '../session/access.js';
import type { CommandContext, Runner } from '../session/command-context.js';
import { commandId } from './command-id.js';
import { readCount } from './options/arguments.js';

interface Options {
  readonly dryRun?: boolean;
  readonly max: number;
}

const DEFAULT_LIMIT = 100;
/** Time to send all messages; after it, other readers see those that were not sent. */
const HIDDEN_SECONDS = 300;

export function addRedriveCommand(program: Command, run: Runner): void {
  program
    .command('redrive')
    .description('shows the dead-letter messages, and sends their events to the functions again')
    .option('--dry-run', 'only show the messages')
    .option('--max <count>', 'maximum number of dead-letter messages', readCount, DEFAULT_LIMIT)
    .action((options: Options) => run((context) => redrive(context, options)));
}

export interface RedrivenMessage {
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
  const done: RedrivenMessage[] = [];
  for (const deadLetter of await queue.receive(max, HIDDEN_SECONDS))
    done.push(await handle(sender, deadLetter));
  output.json({ messages: done });
  const rows = done.map(({ subject, reason, destination, result, message }) => [
    subject,
    destination,
    [result, message].filter((part) => part !== '').join(': '),
    reason,
  ]);
  if (rows.length === 0) output.line('No dead-letter messages.');
  else output.table(['EVENT', 'GOES TO', 'RESULT', 'REASON'], rows);
  return done.some(({ result }) => result === 'left') ? ExitCode.WRONG : ExitCode.FINE;
}

interface Sender {
  readonly access: Access;
  readonly queue: DeadLetters;
  readonly functions: Functions;
  readonly dryRun: boolean;
}

/** Deletes a dead-letter message only after its event has been accepted; otherwise it is released immediately. */
async function handle(sender: Sender, received: ReceivedMessage): Promise<RedrivenMessage> {
  const { queue, access, dryRun } = sender;
  const deadLetter = readDeadLetter(received.body, received.attributes, access.automation);
  const { subject, reason } = deadLetter;
  const reported = { messageId: received.messageId, subject, reason, destination: messageOf(deadLetter) };
  const problem = deadLetter.destination.kind === 'nowhere' ? deadLetter.destination.reason : '';
  if (problem === '' && !dryRun) {
    const failure = await sendAgain(sender, deadLetter);
    if (failure === '') {
      await queue.remove(received);
      return { ...reported, result: 'sent again', message: '' };
    }
    await queue.release(received);
    return { ...reported, result: 'left', message: failure };
  }
  await queue.release(received);
  return { ...reported, result: problem === '' ? 'would be sent' : 'left', message: problem };
}

function messageOf({ destination }: DeadLetter): string {
  switch (destination.kind) {
    case 'function':
      return destination.functionName;
    case 'reconciliation':
      return 'reconciliation';
    case 'nowhere':
      return '-';
  }
}

/** @returns why it was not accepted; empty if it was */
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
