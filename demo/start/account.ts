/** Live account of one endpoint: prints the actions of each part of the stack as they happen. */

import {
  CONNECTION_STRINGS_CHANGED,
  type ConnectionStringsChangedDetail,
  LINK_CONCLUDED,
  LINKS_RECONCILED,
  type LinkConcludedDetail,
  type LinksReconciledDetail,
} from '../../lambda/contract/published-event.js';
import { DATA_FEDERATION_SERVICE_ID } from '../../lambda/contract/service-kind.js';
import type { World } from '../../local/world.js';
import { styled } from './style.js';

export type Print = (line: string) => void;

const WHO_WIDTH = 15;

/** Follows the world and prints its events; the status of a link is printed only when it changes. */
export function reportStory(world: World, print: Print): void {
  const begin = world.time.now();
  const report = (who: string, what: string) => {
    const at = `+${((world.time.now() - begin) / 1000).toFixed(1)} s`;
    print(`${at.padStart(9)}  ${styled('bold', who.padEnd(WHO_WIDTH))}${what}`);
  };
  reportBus(world, report);
  reportEligibility(world, report);
  reportStatus(world, report);
}

type Report = (who: string, what: string) => void;

function reportBus(world: World, report: Report): void {
  world.aws.bus.listen((event) => {
    const { detail } = event;
    if (event.source === 'aws.ec2') {
      const { eventName } = detail as { eventName?: string };
      report('EventBridge', `${eventName} reported by CloudTrail; the rule invokes the receiver`);
    }
    switch (event['detail-type']) {
      case LINK_CONCLUDED:
        report('Conclusion', conclusionMessage(detail as LinkConcludedDetail));
        break;
      case CONNECTION_STRINGS_CHANGED:
        report('Strings', stringsMessage(detail as ConnectionStringsChangedDetail));
        break;
      case LINKS_RECONCILED:
        report('Reconciliation', reconciledMessage(detail as LinksReconciledDetail));
        break;
    }
  });
}

function stringsMessage({ clusters }: ConnectionStringsChangedDetail): string {
  const wording = clusters.map(({ Cluster, Srv, parameters }) => `${Cluster}: ${Srv} (${parameters.Srv})`);
  return styled('green', wording.join(', '));
}

function reconciledMessage({ compared, drift }: LinksReconciledDetail): string {
  const wording = drift.map(({ kind, result, endpointId }) => `${endpointId} ${kind}, ${result}`);
  return `compared ${compared}; ${wording.length === 0 ? 'no drift' : wording.join('; ')}`;
}

function conclusionMessage({ goal, outcome, durationSeconds, message, advice }: LinkConcludedDetail): string {
  const wording = goal === 'deleted' && outcome === 'deleted' ? 'unlinked' : outcome;
  const text = `${wording} after ${durationSeconds} s, published on the event bus`;
  if (outcome === 'available' || wording === 'unlinked') return styled('green', text);
  return [styled('red', text), message, advice]
    .filter((part) => part !== '')
    .join(`\n${' '.repeat(11 + WHO_WIDTH)}`);
}

/** Reads the functions' log lines, which are also what an operator reads. */
function reportEligibility(world: World, report: Report): void {
  world.aws.onLog((line) => {
    switch (line.message) {
      case 'link registered':
      case 'link adopted':
        report('Eligibility', `selected; ${belonging(line)}`);
        report('Registration', `${line.message} with Atlas, status ${line.status}`);
        break;
      case 'link refused':
        // The conclusion has the reason, and what to do.
        report('Eligibility', styled('red', `refused: ${line.code}`));
        break;
      case 'endpoint evaluated':
        if (line.decision === 'linking' && line.registration !== 'joined')
          report('Step Functions', `execution ${line.executionName} follows the link`);
        if (line.decision === 'unlinking')
          report('Step Functions', `execution ${line.executionName} removes the link`);
        if (line.decision === 'ignored') report('Eligibility', `ignored: ${line.detail}`);
        break;
      case 'invocation failed':
        report('Function', styled('red', JSON.stringify(line.error)));
        break;
    }
  });
}

/** All customers share the services of Data Federation. */
function belonging({ endpointServiceId, projectId }: Readonly<Record<string, unknown>>): string {
  return endpointServiceId === DATA_FEDERATION_SERVICE_ID
    ? `it is for project ${projectId}`
    : `its service belongs to project ${projectId}`;
}

function reportStatus(world: World, report: Report): void {
  const executions = new Map<string, { last: string; polls: number }>();
  world.aws.onLog((line) => {
    if (line.message !== 'link observed') return;
    const execution = executions.get(String(line.executionName)) ?? { last: '', polls: 0 };
    executions.set(String(line.executionName), execution);
    execution.polls += 1;
    // The field is absent if Atlas does not list the link; a refused one it has never listed.
    if (line.status === undefined && execution.last === '' && line.outcome === 'failed') return;
    const status = String(line.status ?? 'no longer lists the link');
    if (status === execution.last) return;
    execution.last = status;
    report(
      'Atlas',
      `${status}${line.reason === undefined ? '' : `: ${line.reason}`} (poll ${execution.polls})`,
    );
  });
}
