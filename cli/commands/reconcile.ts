import type { Command } from 'commander';
import * as v from 'valibot';
import { SLICE_PATH } from '../../lambda/contract/reconcile.js';
import { jsonText } from '../../lambda/json/json-text.js';
import { validate } from '../../lambda/json/validate.js';
import { Reconciliations } from '../aws/reconciliations.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import type { Output } from '../output/output.js';
import type { Access } from '../session/access.js';
import type { CommandContext, Runner } from '../session/command-context.js';
import { commandId } from './command-id.js';
import { readSeconds } from './options/arguments.js';
import { TIMEOUT_OPTION } from './watch.js';

interface Options {
  readonly dryRun?: boolean;
  readonly timeout: number;
}

const DEFAULT_TIMEOUT_SECONDS = 900;

/** Result of the last slice: the fields that are printed; fields of a later version are passed on. */
const summarySchema = v.looseObject({
  version: v.literal('1'),
  dryRun: v.boolean(),
  compared: v.number(),
  found: v.number(),
  repaired: v.number(),
  left: v.number(),
  links: v.looseObject({
    available: v.number(),
    pending: v.number(),
    failed: v.number(),
    retained: v.number(),
    unmanaged: v.number(),
    ofOthers: v.optional(v.number(), 0),
  }),
  drift: v.array(
    v.looseObject({
      kind: v.string(),
      projectId: v.string(),
      endpointId: v.string(),
      result: v.string(),
      message: v.string(),
    }),
  ),
});
type ReconcileSummary = v.InferOutput<typeof summarySchema>;
const outputSchema = jsonText(v.object({ [SLICE_PATH]: v.object({ summary: summarySchema }) }));

export function addReconcileCommand(program: Command, run: Runner): void {
  program
    .command('reconcile')
    .description('compares Atlas, EC2 and the registry now, and repairs what the rules allow')
    .option('--dry-run', 'report differences without changing anything')
    .option(
      TIMEOUT_OPTION,
      'stop waiting after this time; the reconciliation continues',
      readSeconds,
      DEFAULT_TIMEOUT_SECONDS,
    )
    .action((options: Options) =>
      run(async (context) => {
        const summary = await reconcile(context, await context.connect(), options);
        context.output.json(summary);
        print(context.output, summary);
        return summary.found > summary.repaired ? ExitCode.WRONG : ExitCode.FINE;
      }),
    );
}

async function reconcile(
  { pollMilliseconds }: CommandContext,
  { automation, clock }: Access,
  { dryRun = false, timeout }: Options,
): Promise<ReconcileSummary> {
  const reconciliations = new Reconciliations(automation.reconcileWorkflowArn);
  const waitUntil = performance.now() + timeout * 1000;
  const executionArn = await reconciliations.start(commandId(clock.now()), { trigger: 'command', dryRun });
  for (;;) {
    const status = await reconciliations.status(executionArn);
    if (status.kind === 'done') return summaryIn(status.output);
    if (status.kind === 'failed')
      throw new CommandError(
        `The reconciliation has failed: ${status.message}`,
        `Check it in Step Functions: ${executionArn}`,
      );
    if (performance.now() >= waitUntil)
      throw new CommandError(
        `The reconciliation has not ended within ${timeout} s.`,
        `It goes on; check it in Step Functions: ${executionArn}`,
      );
    await clock.sleep(pollMilliseconds);
  }
}

function summaryIn(output: string): ReconcileSummary {
  const read = validate(outputSchema, output, { whole: 'output' });
  if (read.kind === 'valid') return read.value[SLICE_PATH].summary;
  throw new CommandError(
    `The output of the reconciliation cannot be read: ${read.issues.join('; ')}.`,
    'Deploy the stack again, or use the version of this command that belongs to it.',
  );
}

const HEADER = ['ENDPOINT', 'DIFFERENCE', 'RESULT', 'MESSAGE'];

function print(
  output: Output,
  { dryRun, compared, found, repaired, left, links, drift }: ReconcileSummary,
): void {
  const rows = drift.map((one) => [one.endpointId || one.projectId, one.kind, one.result, one.message]);
  if (rows.length > 0) output.table(HEADER, rows);
  if (found > drift.length) output.line('Not all of them are listed.');
  const { available, pending, failed, retained, unmanaged, ofOthers } = links;
  output.line(
    `Links: ${available} available, ${pending} pending, ${failed} failed, ${retained} retained, ${unmanaged} unmanaged${ofOthers === 0 ? '' : `, ${ofOthers} of another automation`}.`,
  );
  const changed = dryRun ? 'Nothing was changed (dry run)' : `${repaired} repaired`;
  output.line(`Compared ${compared}; ${found} differences found. ${changed}, ${left} left.`);
}
