/** The live account of one endpoint: what each part of the stack did, as it does it. */

import type { LinkConcludedDetail } from '../../lambda/contract/published-event.js';
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
  world.aws.bus.listen(({ source, detail }) => {
    const { eventName, outcome } = detail as { eventName?: string; outcome?: string };
    if (source === 'aws.ec2')
      tell('EventBridge', `${eventName} reported by CloudTrail; the rule invokes the receiver`);
    if (outcome !== undefined) tell('Conclusion', conclusionWords(detail as LinkConcludedDetail));
  });
}

function conclusionWords({ outcome, durationSeconds, message, advice }: LinkConcludedDetail): string {
  const text = `${outcome} after ${durationSeconds} s, published on the event bus`;
  if (outcome === 'available') return styled('green', text);
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
        if (line.decision === 'linking') tell('Step Functions', `run ${line.executionName} follows the link`);
        if (line.decision === 'ignored') tell('Gate', `ignored: ${line.detail}`);
        break;
      case 'invocation failed':
        tell('Function', styled('red', JSON.stringify(line.error)));
        break;
    }
  });
}

function tellStatus(world: World, tell: Tell): void {
  let last = '';
  let looks = 0;
  world.aws.onLog((line) => {
    if (line.message !== 'link observed') return;
    looks += 1;
    if (line.status === last) return;
    last = String(line.status);
    tell('Atlas', `${last}${line.reason === undefined ? '' : `: ${line.reason}`} (look ${looks})`);
  });
}
