import type { Access } from '../access.js';
import type { CommandContext } from '../command-context.js';
import { ExitCode } from '../exit-code.js';
import { type LinkSnapshot, lookAtLink } from './look-at-link.js';
import { type Settled, settledAs } from './settled.js';

export interface WatchOptions {
  readonly endpointId: string;
  readonly timeoutSeconds: number;
  /** What was asked for: decides what the outcome is worth. */
  readonly goal: 'available' | 'gone';
  /** Atlas has shown the link before the watching began. */
  readonly wasLinked?: boolean;
}

/** Tells each change until nothing moves any more. */
export async function watchLink(
  { output, pollMilliseconds }: CommandContext,
  access: Access,
  { endpointId, timeoutSeconds, goal, wasLinked: wasLinkedBefore = false }: WatchOptions,
): Promise<ExitCode> {
  const waitUntil = performance.now() + timeoutSeconds * 1000;
  let wasLinked = wasLinkedBefore;
  for (let last = ''; ; ) {
    const snapshot = await lookAtLink(access, endpointId);
    wasLinked ||= snapshot.link !== undefined;
    const states = statesOf(snapshot);
    const text = wordsOf(states);
    const settled = settledAs(snapshot, wasLinked);
    const at = access.clock.now().toISOString();
    if (text !== last) {
      output.line(`${output.paint('dim', at)}  ${text}`);
      output.json({ at, endpointId, ...states }, 'line');
    }
    last = text;
    if (settled !== undefined) return tell(output, { at, endpointId, ...settled }, goal);
    if (performance.now() >= waitUntil) {
      const message = `Nothing was settled within ${timeoutSeconds} s.`;
      return tell(
        output,
        {
          at,
          endpointId,
          outcome: 'unsettled',
          message,
          advice: `See why: atlas-privatelink doctor ${endpointId}`,
        },
        goal,
      );
    }
    await access.clock.sleep(pollMilliseconds);
  }
}

interface States {
  readonly ec2: string;
  readonly atlas: string;
  readonly registry: string;
  readonly message: string;
}

export function statesOf({ endpoint, link, record }: LinkSnapshot): States {
  const removing = link?.DeleteRequested === true ? ' (removal requested)' : '';
  return {
    ec2: endpoint?.state ?? 'unknown',
    atlas: link === undefined ? 'not listed' : `${link.ConnectionStatus}${removing}`,
    registry: record?.state ?? 'no record',
    message: link?.ErrorMessage ?? '',
  };
}

function wordsOf({ ec2, atlas, registry, message }: States): string {
  const words = `EC2 ${ec2}, Atlas ${atlas}, registry ${registry}`;
  return message === '' ? words : `${words}: ${message}`;
}

type Ending = Omit<Settled, 'outcome'> & {
  readonly at: string;
  readonly endpointId: string;
  readonly outcome: Settled['outcome'] | 'unsettled';
};

function tell(output: CommandContext['output'], ending: Ending, goal: WatchOptions['goal']): ExitCode {
  const isReached = ending.outcome === goal;
  const { outcome, message, advice } = ending;
  output.line(
    [output.paint(isReached ? 'green' : 'red', outcome), message, advice]
      .filter((part) => part !== '')
      .join('  '),
  );
  output.json(ending, 'line');
  return isReached ? ExitCode.FINE : ExitCode.WRONG;
}
