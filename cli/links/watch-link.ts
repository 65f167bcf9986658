import type { ClockPort } from '../../lambda/domain/model/ports/clock.js';
import { ExitCode } from '../errors/exit-code.js';
import type { Output } from '../output/output.js';
import type { Access } from '../session/access.js';
import type { CommandContext } from '../session/command-context.js';
import { checkLink, type LinkSnapshot } from './check-link.js';
import { type Settled, settledAs } from './settled.js';

export interface WatchOptions {
  readonly endpointId: string;
  readonly timeoutSeconds: number;
  /** The requested goal, which decides whether the outcome is a success. */
  readonly goal: 'available' | 'deleted';
  /** True if Atlas has shown the link before the watch began. */
  readonly wasLinked?: boolean;
  /** Id of the only project that counts: others may have registered the endpoint, too. Default: all. */
  readonly inProject?: string | undefined;
}

/** Reports each change until nothing changes any more. */
export function watchLink(context: CommandContext, access: Access, options: WatchOptions): Promise<ExitCode> {
  const check = (endpointId: string) => checkLink(access, endpointId, options.inProject);
  return watchSnapshots(context, access.clock, check, options);
}

/** @param check reads the endpoint and its link once */
export async function watchSnapshots(
  { output, pollMilliseconds }: CommandContext,
  clock: ClockPort,
  check: (endpointId: string) => Promise<LinkSnapshot>,
  { endpointId, timeoutSeconds, goal, wasLinked: wasLinkedBefore = false }: WatchOptions,
): Promise<ExitCode> {
  const waitUntil = performance.now() + timeoutSeconds * 1000;
  let wasLinked = wasLinkedBefore;
  for (let last = ''; ; ) {
    const snapshot = await check(endpointId);
    wasLinked ||= snapshot.link !== undefined;
    const at = clock.now().toISOString();
    last = reportChange(output, at, snapshot, last);
    const isLate = performance.now() >= waitUntil;
    const ending =
      settledAs(snapshot, wasLinked) ?? (isLate ? unsettled(endpointId, timeoutSeconds) : undefined);
    if (ending !== undefined) return reportEnding(output, { at, endpointId, ...ending }, goal);
    await clock.sleep(pollMilliseconds);
  }
}

/** @returns what was reported */
function reportChange(output: Output, at: string, snapshot: LinkSnapshot, last: string): string {
  const states = statesOf(snapshot);
  const text = messageOf(states);
  if (text === last) return last;
  output.line(`${output.paint('dim', at)}  ${text}`);
  output.json({ type: 'change', at, endpointId: snapshot.endpointId, ...states }, 'line');
  return text;
}

function unsettled(endpointId: string, timeoutSeconds: number) {
  return {
    outcome: 'unsettled' as const,
    message: `Nothing was settled within ${timeoutSeconds} s.`,
    advice: `See why: atlas-privatelink doctor ${endpointId}`,
  };
}

interface States {
  readonly ec2: string;
  readonly atlas: string;
  readonly registry: string;
  readonly message: string;
}

function statesOf({ endpoint, link, record }: LinkSnapshot): States {
  const removing = link?.deleteRequested === true ? ' (removal requested)' : '';
  return {
    ec2: endpoint?.state ?? 'unknown',
    atlas: link === undefined ? 'not listed' : `${link.connectionStatus}${removing}`,
    registry: record?.state ?? 'no record',
    message: link?.errorMessage ?? '',
  };
}

function messageOf({ ec2, atlas, registry, message }: States): string {
  const wording = `EC2 ${ec2}, Atlas ${atlas}, registry ${registry}`;
  return message === '' ? wording : `${wording}: ${message}`;
}

type Ending = Omit<Settled, 'outcome'> & {
  readonly at: string;
  readonly endpointId: string;
  readonly outcome: Settled['outcome'] | 'unsettled';
};

function reportEnding(output: Output, ending: Ending, goal: WatchOptions['goal']): ExitCode {
  const isReached = ending.outcome === goal;
  const { outcome, message, advice } = ending;
  output.line(
    [output.paint(isReached ? 'green' : 'red', outcome), message, advice]
      .filter((part) => part !== '')
      .join('  '),
  );
  output.json({ type: 'conclusion', ...ending }, 'line');
  return isReached ? ExitCode.FINE : ExitCode.WRONG;
}
