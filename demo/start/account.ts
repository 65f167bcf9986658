/** The live account of one endpoint: what each part of the stack did, as it does it. */

import {
  CONNECTION_STRINGS_CHANGED,
  type ConnectionStringsChangedDetail,
  LINK_CONCLUDED,
  LINKS_RECONCILED,
  type LinkConcludedDetail,
  type LinksReconciledDetail,
} from '../../lambda/contract/published-event.js';
import type { World } from '../../local/world.js';
import { styled } from './style.js';

export type Print = (line: string) => void;

const WHO_WIDTH = 15;

/** Follows the world and prints; an endpoint's status only when it changes. */
export function tellStory(world: World, print: Print): void {
  const begin = world.time.now();
  const tell = (who: string, what: string) => {
    const at = `+${((world.time.now() - begin) / 1000).toFixed(1)} s`;
    print(`${at.padStart(9)}  ${styled('bold', who.padEnd(WHO_WIDTH))}${what}`);
  };
  tellBus(world, tell);
  tellGate(world, tell);
  tellStatus(world, tell);
}

type Tell = (who: string, what: string) => void;

function tellBus(world: World, tell: Tell): void {
  world.aws.bus.listen((event) => {
    const { detail } = event;
    if (event.source === 'aws.ec2') {
      const { eventName } = detail as { eventName?: string };
      tell('EventBridge', `${eventName} reported by CloudTrail; the rule invokes the receiver`);
    }
    switch (event['detail-type']) {
      case LINK_CONCLUDED:
        tell('Conclusion', conclusionWords(detail as LinkConcludedDetail));
        break;
      case CONNECTION_STRINGS_CHANGED:
        tell('Strings', stringsWords(detail as ConnectionStringsChangedDetail));
        break;
      case LINKS_RECONCILED:
        tell('Reconciliation', reconciledWords(detail as LinksReconciledDetail));
        break;
    }
  });
}

function stringsWords({ clusters }: ConnectionStringsChangedDetail): string {
  const words = clusters.map(({ Cluster, Srv, parameters }) => `${Cluster}: ${Srv} (${parameters.Srv})`);
  return styled('green', words.join(', '));
}

function reconciledWords({ compared, drift }: LinksReconciledDetail): string {
  const words = drift.map(({ kind, result, endpointId }) => `${endpointId} ${kind}, ${result}`);
  return `compared ${compared}; ${words.length === 0 ? 'all is well' : words.join('; ')}`;
}

function conclusionWords({ goal, outcome, durationSeconds, message, advice }: LinkConcludedDetail): string {
  const words = goal === 'gone' && outcome === 'gone' ? 'unlinked' : outcome;
  const text = `${words} after ${durationSeconds} s, published on the event bus`;
  if (outcome === 'available' || words === 'unlinked') return styled('green', text);
  return [styled('red', text), message, advice]
    .filter((part) => part !== '')
    .join(`\n${' '.repeat(11 + WHO_WIDTH)}`);
}

/** The functions' own log lines are the source: what on-call would read. */
function tellGate(world: World, tell: Tell): void {
  world.aws.onLog((line) => {
    switch (line.message) {
      case 'link registered':
      case 'link adopted':
        tell('Gate', `selected; its service belongs to project ${line.projectId}`);
        tell('Registration', `${line.message} with Atlas, status ${line.status}`);
        break;
      case 'link refused':
        tell('Gate', styled('red', `refused: ${line.reason}`));
        break;
      case 'endpoint judged':
        if (line.decision === 'linking' && line.registration !== 'joined')
          tell('Step Functions', `run ${line.executionName} follows the link`);
        if (line.decision === 'unlinking')
          tell('Step Functions', `run ${line.executionName} removes the link`);
        if (line.decision === 'ignored') tell('Gate', `ignored: ${line.detail}`);
        break;
      case 'invocation failed':
        tell('Function', styled('red', JSON.stringify(line.error)));
        break;
    }
  });
}

function tellStatus(world: World, tell: Tell): void {
  const runs = new Map<string, { last: string; looks: number }>();
  world.aws.onLog((line) => {
    if (line.message !== 'link observed') return;
    const run = runs.get(String(line.executionName)) ?? { last: '', looks: 0 };
    runs.set(String(line.executionName), run);
    run.looks += 1;
    // An empty status is no field of the line: Atlas answers 404.
    const status = String(line.status ?? 'no longer lists the link');
    if (status === run.last) return;
    run.last = status;
    tell('Atlas', `${status}${line.reason === undefined ? '' : `: ${line.reason}`} (look ${run.looks})`);
  });
}
